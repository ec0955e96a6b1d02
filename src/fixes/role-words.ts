import { createHash } from "node:crypto";
import { pascalCase } from "./least-role.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: policies and profiles may have 128. */
const LONGEST_ROLE_NAME = 64;

/**
 * Words for the names of roles that one file holds, each told from the others in every format.
 *
 * @param mark the product's word, which inference knows a role by
 * @param purposes what each role is for: names of kinds
 */
export function roleWords(mark: string | undefined, purposes: readonly (readonly string[])[]): readonly string[][] {
  const taken: string[][] = [];
  for (const purpose of purposes) {
    const words = wordsOf([mark ?? "", purpose.join("-and-")].join("-"));
    const isFree = words.join("-").length <= LONGEST_ROLE_NAME && taken.every((other) => !canBeMistaken(words, other));
    taken.push(isFree ? words : withDigest(words, purpose.join("+")));
  }
  return taken;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[-_]+/).filter(Boolean);
}

/** Formats add a number or `trust` to the names of a role's documents. */
function canBeMistaken(words: readonly string[], other: readonly string[]): boolean {
  if (pascalCase(words) === pascalCase(other)) return true;
  const [short = "", long = ""] = [words.join("-"), other.join("-")].sort();
  return long.startsWith(short) && /^-(\d+|trust)$/.test(long.slice(short.length));
}

/** Short, and the same in each run: kinds whose names begin alike stay apart. */
function withDigest(words: readonly string[], purpose: string): string[] {
  const digest = createHash("sha256").update(purpose).digest("hex").slice(0, 8);
  return [...wordsOf(words.join("-").slice(0, LONGEST_ROLE_NAME - digest.length - 1)), digest];
}
