import { type AnnotationLine, firstLine } from "../report/annotations.js";
import type { ReportedFinding } from "../report/report.js";
import { hasLine } from "../source/location.js";
import { shownHunks } from "./shown-hunks.js";
import type { Diff } from "./suggestion.js";

/** Whether a finding in the working tree spans several lines, so that the diff decides which line it appears on. */
export function spansLines({ location }: ReportedFinding): boolean {
  return hasLine(location) && location.line < location.endLine && location.commit === undefined;
}

/**
 * Returns the line for a finding's annotation: the finding's first changed line, or else its first line in a hunk. GitHub shows an
 * annotation in the diff only if its line is in a hunk.
 */
export function lineInDiff(diff: Diff): AnnotationLine {
  const changed = new Map(diff.files.map((file) => [file.path, file]));
  return (location) => {
    const file = changed.get(location.file);
    if (!hasLine(location) || file === undefined) return firstLine(location);
    const hunks = shownHunks(file, diff)?.hunks ?? [];
    const first = (part: "core" | "lines"): number | undefined =>
      hunks
        .map(({ hunk: { start, lines, core }, shift }) => {
          const { from, to } = part === "core" ? core : { from: 0, to: lines.length };
          const [top, end] = [
            Math.max(location.line - shift, start + from),
            Math.min(location.endLine - shift, start + to - 1),
          ];
          return top <= end ? top : null;
        })
        .find((line) => line !== null) ?? undefined;
    return first("core") ?? first("lines") ?? location.line;
  };
}
