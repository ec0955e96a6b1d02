import { fstatSync, readSync } from "node:fs";
import { encodingOf } from "../source/decode.js";
import { isBinaryPlan, kindOfBytes } from "./prefilter.js";

/** Searching this much takes seconds. A larger file is assumed to be relevant without being searched, because a sparse file can claim any size. */
const MAX_LOOKED_THROUGH = 4 * 1024 * 1024 * 1024;

const PIECE = 1024 * 1024;

/** Upper bound on a fully escaped mark, in bytes. Consecutive pieces share this much. */
const OVERLAP = 4 * 1024;

/**
 * Whether a file that is too large to read may be one to check. Searches it piece by piece, because its author decides what comes before a
 * mark. A file in an encoding other than UTF-8, or with lines that an escape joins, counts as one to check without a closer look.
 */
export function mayBeOwnDescriptor(descriptor: number): boolean {
  if (fstatSync(descriptor).size > MAX_LOOKED_THROUGH) return true;
  const piece = Buffer.allocUnsafe(PIECE);
  let kept = 0;
  for (let at = 0; ; ) {
    const read = readSync(descriptor, piece, kept, PIECE - kept, at);
    if (read === 0) return false;
    const bytes = piece.subarray(0, kept + read);
    if (at === 0 && isRelevant(bytes)) return true;
    if (kindOfBytes(bytes) === "ours" || JOINTS.some((joint) => bytes.includes(joint))) return true;
    at += read;
    kept = Math.min(OVERLAP, bytes.length);
    piece.copyWithin(0, bytes.length - kept, bytes.length);
  }
}

const JOINTS = ["\\\n", "\\\r"];

/** A plan names its format first, and its resources far later. */
function isRelevant(head: Buffer): boolean {
  return encodingOf(head) !== "utf-8" || isBinaryPlan(head) || head.includes('"format_version"');
}
