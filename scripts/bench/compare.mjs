// Compares the figures of a run with an earlier run's on the same machine.
import { readFileSync, writeFileSync } from "node:fs";

/** A figure that grew by more than this factor counts as slower. Runs of the same code differ by a few hundredths. */
const TOLERANCE = 1.1;

export function saveFigures(path, rows) {
  writeFileSync(
    path,
    `${JSON.stringify(Object.fromEntries(rows.map(({ what, figure }) => [what, figure])), null, 2)}\n`,
  );
}

/** @returns the figures in a file that `saveFigures` wrote, keyed by row */
export function readFigures(path) {
  const figures = JSON.parse(readFileSync(path, "utf8"));
  if (typeof figures !== "object" || figures === null || Array.isArray(figures))
    throw new Error(`${path} is not a file that --save wrote`);
  return new Map(Object.entries(figures));
}

/** @returns the comparison as a Markdown table, and the number of slower figures */
export function comparisonOf(rows, earlier) {
  let slower = 0;
  const lines = rows.map(({ what, figure }) => {
    const before = earlier.get(what);
    if (typeof before !== "number" || typeof figure !== "number") return `| ${what} | | | new |\n`;
    const ratio = figure / before;
    if (ratio > TOLERANCE) slower += 1;
    const verdict = ratio > TOLERANCE ? "slower" : ratio < 1 / TOLERANCE ? "faster" : "the same";
    return `| ${what} | ${before.toFixed(2)} | ${figure.toFixed(2)} | ${verdict} (${ratio.toFixed(2)} x) |\n`;
  });
  return { table: `| figure | earlier | now | |\n| --- | --- | --- | --- |\n${lines.join("")}`, slower };
}
