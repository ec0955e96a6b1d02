/** A run of lines that a diff shows together, as they are in the new file. */
export interface Hunk {
  /** The line number of the first line in the new file, from 1. */
  readonly start: number;
  /** The hunk's lines without their line feeds. A `\r` before a line feed is kept. */
  readonly lines: readonly string[];
  /** The range of lines that contains all changes, plus one line on each side. The end is exclusive. */
  readonly core: { readonly from: number; readonly to: number };
}

const HEADER = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Reads the hunks of one file's patch, as git writes and GitHub lists it. A truncated hunk is left out: a comment on a
 * guessed line would be refused or misplaced.
 */
export function parseHunks(patch: string): readonly Hunk[] {
  const parts: { readonly header: readonly (string | undefined)[]; readonly body: string[] }[] = [];
  for (const line of patch.split("\n")) {
    // No line within a hunk starts with @.
    const header = HEADER.exec(line);
    if (header !== null) parts.push({ header, body: [] });
    // "\ No newline at end of file" is a note on the line before it.
    else if (/^[ +-]/.test(line)) parts.at(-1)?.body.push(line);
  }
  return parts.flatMap(({ header, body }) => readHunk(header, body) ?? []);
}

/** Reads one hunk. Returns null if its lines don't match the header's counts, if the new file has none of them, or if none is changed. */
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
