/** A run of lines that a diff shows together, as the new file has them. */
export interface Hunk {
  /** Line of the new file that the first one is, from 1. */
  readonly start: number;
  /** Without `\n`; a `\r` before it stays. */
  readonly lines: readonly string[];
  /** The part of the lines that holds all changes, with one line around them; the end is exclusive. */
  readonly core: { readonly from: number; readonly to: number };
}

const HEADER = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Reads the hunks of one file's patch, as git writes it and GitHub lists it. A hunk that is cut off is left out: a comment on
 * a guessed line would be refused, or stand at the wrong place.
 */
export function parseHunks(patch: string): readonly Hunk[] {
  const parts: { readonly header: readonly (string | undefined)[]; readonly body: string[] }[] = [];
  for (const line of patch.split("\n")) {
    // A line within a hunk begins with another character than @.
    const header = HEADER.exec(line);
    if (header !== null) parts.push({ header, body: [] });
    // "\ No newline at end of file" is about the line before it.
    else if (/^[ +-]/.test(line)) parts.at(-1)?.body.push(line);
  }
  return parts.flatMap(({ header, body }) => readHunk(header, body) ?? []);
}

/** Null when the lines are not those that the header promises, or the new file has none of them. */
function readHunk([, old = "1", start, fresh = "1"]: readonly (string | undefined)[], body: readonly string[]) {
  const lines = body.filter((line) => line[0] !== "-").map((line) => line.slice(1));
  const added = body.filter((line) => line[0] === "+").length;
  const first = body.findIndex((line) => line[0] !== " ");
  const isWhole = lines.length === Number(fresh) && body.length - added === Number(old);
  if (!isWhole || lines.length === 0 || first === -1) return null;
  const contextBehind = body.length - 1 - body.findLastIndex((line) => line[0] !== " ");
  const core = { from: Math.max(0, first - 1), to: lines.length - Math.max(0, contextBehind - 1) };
  return { start: Number(start), lines, core };
}
