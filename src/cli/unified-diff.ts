/** The lines of context around a change, as in `diff -u`. */
const CONTEXT = 3;

/** Texts with more differences are shown as one block, because finding the fewest would take too long. */
const MAX_DIFFERENCES = 2000;

interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** The difference of two versions of a file, for `patch` and `git apply`. Lines keep their line ends. Empty if they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const lines = compareLines(linesOf(before), linesOf(after));
  let text = `--- a/${path}\n+++ b/${path}\n`;
  let [seen, counted] = [0, { "-": 0, "+": 0 }];
  for (const [start, end] of hunksOf(lines)) {
    const between = countLines(lines.slice(seen, start));
    counted = { "-": counted["-"] + between["-"], "+": counted["+"] + between["+"] };
    text += renderHunk(lines.slice(start, end), counted);
    seen = start;
  }
  return text;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compareLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (text: string): Line => ({ mark: " ", text });
  const old = before.slice(head, before.length - tail);
  const fresh = after.slice(head, after.length - tail);
  return [
    ...before.slice(0, head).map(same),
    ...(shortestEdit(old, fresh) ?? [
      ...old.map((text): Line => ({ mark: "-", text })),
      ...fresh.map((text): Line => ({ mark: "+", text })),
    ]),
    ...before.slice(before.length - tail).map(same),
  ];
}

/**
 * The fewest removed and added lines, after E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). For each diagonal,
 * `reach` records how many old lines the search has passed. It is an array because a map is ten times slower. Returns null if there are too
 * many differences.
 */
function shortestEdit(old: readonly string[], fresh: readonly string[]): readonly Line[] | null {
  const most = Math.min(MAX_DIFFERENCES, old.length + fresh.length);
  const reach = new Int32Array(2 * most + 3).fill(-1);
  const middle = most + 1;
  reach[middle + 1] = 0;
  const steps: Reach[] = [];
  for (let differences = 0; differences <= most; differences += 1) {
    const first = middle - differences - 1;
    const before = reach.slice(first, middle + differences + 2);
    const step: Reach = (diagonal) => before[middle + diagonal - first] ?? -1;
    steps.push(step);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = goesDown(step, diagonal, differences) ? step(diagonal + 1) : step(diagonal - 1) + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x += 1;
      reach[middle + diagonal] = x;
      if (x >= old.length && x - diagonal >= fresh.length) return walkBack(old, fresh, steps);
    }
  }
  return null;
}

/** How many old lines the search has passed on each diagonal with one difference fewer, or -1 if the diagonal wasn't tried. */
type Reach = (diagonal: number) => number;

/** Whether the furthest path onto a diagonal adds a line instead of removing one. */
function goesDown(reach: Reach, diagonal: number, differences: number): boolean {
  return diagonal === -differences || (diagonal !== differences && reach(diagonal - 1) < reach(diagonal + 1));
}

function walkBack(old: readonly string[], fresh: readonly string[], steps: readonly Reach[]): readonly Line[] {
  const lines: Line[] = [];
  let [x, y] = [old.length, fresh.length];
  for (const [differences, reach] of [...steps.entries()].reverse()) {
    const diagonal = x - y;
    const down = goesDown(reach, diagonal, differences);
    const fromX = reach(down ? diagonal + 1 : diagonal - 1);
    const fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0)) {
      x -= 1;
      y -= 1;
      lines.push({ mark: " ", text: old[x] ?? "" });
    }
    if (differences > 0)
      lines.push(down ? { mark: "+", text: fresh[fromY] ?? "" } : { mark: "-", text: old[fromX] ?? "" });
    [x, y] = [fromX, fromY];
  }
  return lines.reverse();
}

/** Ranges of changed lines with their context. Changes share a range if their contexts touch. */
function hunksOf(lines: readonly Line[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  lines.forEach(({ mark }, index) => {
    if (mark === " ") return;
    const last = hunks.at(-1);
    const end = Math.min(lines.length, index + CONTEXT + 1);
    if (last !== undefined && index - CONTEXT <= last[1]) last[1] = end;
    else hunks.push([Math.max(0, index - CONTEXT), end]);
  });
  return hunks;
}

function renderHunk(hunk: readonly Line[], linesBefore: Counts): string {
  const range = (mark: "-" | "+"): string => {
    const length = countLines(hunk)[mark];
    const first = linesBefore[mark] + (length === 0 ? 0 : 1);
    return `${mark}${first}${length === 1 ? "" : `,${length}`}`;
  };
  const body = hunk
    .map(({ mark, text }) => mark + (text.endsWith("\n") ? text : `${text}\n\\ No newline at end of file\n`))
    .join("");
  return `@@ ${range("-")} ${range("+")} @@\n${body}`;
}

/** Line counts in the old text (`-`) and the new one (`+`). */
type Counts = Readonly<Record<"-" | "+", number>>;

function countLines(lines: readonly Line[]): Counts {
  const counts = { " ": 0, "-": 0, "+": 0 };
  for (const { mark } of lines) counts[mark] += 1;
  return { "-": counts[" "] + counts["-"], "+": counts[" "] + counts["+"] };
}
