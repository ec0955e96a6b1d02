import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { decode } from "../source/decode.js";
import { isPointer } from "../source/lfs-pointer.js";
import { filePlace, type Place, placeAfter } from "../source/place.js";
import { shellWord } from "../source/shell-word.js";
import type { TextFile } from "../source/text-file.js";
import type { CommitTree } from "./commit-tree.js";
import type { Candidate } from "./find-candidates.js";
import { mayBeOwnDescriptor } from "./large-file.js";
import { isBinaryPlan, isHiddenByNul, type Kind, kindOfBytes, kindOfSource } from "./prefilter.js";
import { reportedPath, type Scope, standardInputPath, UNUSABLE_LINK } from "./scope.js";
import { systemFault } from "./system-fault.js";

/**
 * The result of looking at a candidate: text to parse (with `isNesting`, text that matters only if it nests templates with roles), a file
 * that matters only if another file imports from it, an irrelevant file, or a relevant file that can't be read.
 */
export type Content =
  | { readonly kind: "text"; readonly file: TextFile; readonly isNesting: boolean }
  | { readonly kind: "other" }
  | { readonly kind: "exporting" }
  | {
      readonly kind: "unreadable";
      readonly path: string;
      readonly message: string;
      readonly help: string | null;
      readonly place: Place;
      /** Set if the file is only a pointer to a file that is stored elsewhere. */
      readonly isPointer?: true;
    };

/** Node can't hold a string of more than half a gigabyte, and a plan of this size already takes seconds. */
const MAX_FILE_SIZE = 256 * 1024 * 1024;

/**
 * Reads a candidate once. A file that can't be read is reported as an error if it was named, or if the part that can be read looks
 * like a file to check.
 *
 * @param isOurs true to read it regardless of its bytes
 */
export function readCandidate(scope: Scope, candidate: Candidate, isOurs: boolean = candidate.literal): Content {
  // Outside the `try`, because a failure of git says nothing about the file.
  const held = heldBytes(scope, candidate);
  try {
    const path = reportedPath(scope, candidate.path);
    if (candidate.real === null) return unreadable(path, UNUSABLE_LINK, "replace the link with the file itself");
    const bytes = held ?? readBytes(followed(candidate));
    if (!Buffer.isBuffer(bytes))
      return candidate.literal || bytes.mayBeOwnDescriptor ? tooLarge(path) : { kind: "other" };
    if (isPointer(bytes)) {
      if (candidate.isLeftOut?.() === true) return { kind: "other" };
      return {
        ...unreadable(path, "is a Git LFS pointer, and the file that it points to is not here", LFS_HELP),
        isPointer: true,
      };
    }
    const kind = isOurs ? "ours" : kindOf(bytes, path);
    if (kind === "other" || candidate.isLeftOut?.() === true) return { kind: "other" };
    if (kind === "exporting") return { kind };
    const content = contentOf(path, bytes, kind === "nesting");
    const text = scope.edited?.get(path);
    return content.kind === "text" && text !== undefined ? { ...content, file: { path, text } } : content;
  } catch (error) {
    if (candidate.isLeftOut?.() === true) return { kind: "other" };
    return unreadable(
      reportedPath(scope, candidate.path),
      `can't be read: ${systemFault(error).reason}`,
      "check its permissions, or leave it out with `files`",
    );
  }
}

const LFS_HELP =
  "run `git lfs pull` (in a workflow, set `lfs: true` at actions/checkout), or leave it out with `files`";

/** Follows links only for a module's files, whose text the workspace reads under its own rules. */
function followed(candidate: Candidate): Candidate {
  return { ...candidate, path: candidate.real ?? candidate.path };
}

const SOURCE = /\.(?:tf|tofu)(?:\.json)?$/i;

function kindOf(bytes: Buffer, path: string): Kind {
  if (SOURCE.test(path)) return kindOfSource(bytes);
  return isBinaryPlan(bytes) ? "ours" : kindOfBytes(bytes);
}

function contentOf(path: string, bytes: Buffer, isNesting: boolean): Content {
  if (isBinaryPlan(bytes)) {
    return unreadable(path, "is a binary Terraform plan", showPlan(path));
  }
  if (!SOURCE.test(path) && isHiddenByNul(bytes)) {
    return unreadable(path, "contains NUL characters, so it is not text", "save it as UTF-8 without them");
  }
  const decoded = decode(bytes);
  if ("text" in decoded) return { kind: "text", file: { path, text: decoded.text }, isNesting };
  return isNesting && !SOURCE.test(path)
    ? { kind: "other" }
    : unreadable(path, decoded.fault, "save it as UTF-8", placeAfter(path, decoded.before));
}

/**
 * The command that converts a binary plan to JSON. It writes to a different file, because a shell empties the file after `>` before the
 * command starts.
 */
function showPlan(path: string): string {
  const shown = "plan.json";
  if (path !== shown) return `run \`terraform show -json ${shellWord(path)} > ${shown}\` and check ${shown}`;
  return `run \`mv ${shown} tfplan\` and \`terraform show -json tfplan > ${shown}\``;
}

function tooLarge(path: string): Content {
  const help = "split it, or leave it out with `files`";
  return unreadable(path, `is larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB`, help);
}

type UnreadableFile = Extract<Content, { readonly kind: "unreadable" }>;

function unreadable(path: string, message: string, help: string, place: Place = filePlace(path)): UnreadableFile {
  return { kind: "unreadable", path, message, help, place };
}

/** A file that is too large to read, and whether it may be one to check. */
interface TooLarge {
  readonly mayBeOwnDescriptor: boolean;
}

/** The bytes of a file that needn't be read from the disk. Returns null for a file that must be. */
function heldBytes(scope: Scope, candidate: Candidate): Buffer | TooLarge | null {
  const { commit, standardInput } = scope;
  if (standardInput !== undefined && candidate.path === standardInputPath(scope))
    return standardInput.length > MAX_FILE_SIZE ? { mayBeOwnDescriptor: true } : standardInput;
  return commit === undefined || candidate.real === null ? null : committedBytes(commit, followed(candidate));
}

/** Reads a file from a commit. A large one is not searched, because the file on the disk decides whether a finding counts. */
function committedBytes(commit: CommitTree, { path }: Candidate): Buffer | TooLarge {
  const size = commit.stat(path)?.size ?? 0;
  return size > MAX_FILE_SIZE ? { mayBeOwnDescriptor: false } : commit.read(path);
}

/**
 * A shared buffer in which nearly every file fits, so that reading a thousand files allocates memory only once. Its bytes are valid until
 * the next read.
 */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);

/** A file that has become a pipe since it was found must not make us wait for a writer. Windows has no such flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The matches of a glob include no links, so a link at this path is new. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

function readBytes({ path, literal }: Candidate): Buffer | TooLarge {
  const descriptor = openSync(path, literal ? OPEN_FLAGS : OPEN_FLAGS | NO_LINK);
  try {
    const length = fill(descriptor, scratch, 0);
    if (length < scratch.length) return scratch.subarray(0, length);
    const { size } = fstatSync(descriptor);
    if (size > MAX_FILE_SIZE) return { mayBeOwnDescriptor: mayBeOwnDescriptor(descriptor) };
    const bytes = Buffer.allocUnsafe(Math.max(size, length));
    scratch.copy(bytes);
    return bytes.subarray(0, fill(descriptor, bytes, length));
  } finally {
    closeSync(descriptor);
  }
}

/** Reads until the file ends or the buffer is full. Returns the length of the buffer's content. */
function fill(descriptor: number, buffer: Buffer, from: number): number {
  let length = from;
  while (length < buffer.length) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}
