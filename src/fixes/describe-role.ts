import { createHash } from "node:crypto";
import { pascalCase } from "./least-role.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. Policies and profiles may have 128 characters. */
const MAX_ROLE_NAME_LENGTH = 64;

/**
 * The words of each role's name, for the roles in one file. The names differ from one another in every format.
 *
 * @param mark the product's word, by which inference recognizes a role
 * @param purposes the kinds that each role is for, by name
 */
export function describeRole(mark: string | undefined, purposes: readonly (readonly string[])[]): readonly string[][] {
  const taken: string[][] = [];
  for (const purpose of purposes) {
    const words = wordsOf([mark ?? "", purpose.join("-and-")].join("-"));
    const isFree =
      words.join("-").length <= MAX_ROLE_NAME_LENGTH && taken.every((other) => !canBeMistaken(words, other));
    taken.push(isFree ? words : withDigest(words, purpose.join("+")));
  }
  return taken;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[-_]+/).filter(Boolean);
}

/**
 * Whether a name could be mistaken for the name of another role's document, because formats append a number or `trust` to the role's name.
 */
function canBeMistaken(words: readonly string[], other: readonly string[]): boolean {
  if (pascalCase(words) === pascalCase(other)) return true;
  const [short = "", long = ""] = [words.join("-"), other.join("-")].sort();
  return long.startsWith(short) && /^-(\d+|trust)$/.test(long.slice(short.length));
}

/** Appends a short digest, the same in each run, which distinguishes kinds whose names begin alike. */
function withDigest(words: readonly string[], purpose: string): string[] {
  const digest = createHash("sha256").update(purpose).digest("hex").slice(0, 8);
  return [...wordsOf(words.join("-").slice(0, MAX_ROLE_NAME_LENGTH - digest.length - 1)), digest];
}
