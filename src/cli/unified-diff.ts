/** Lines of context around a change, as `diff -u` has it. */
const CONTEXT = 3;

/** More differences than this are shown as one block: finding the fewest would take too long. */
const MOST_DIFFERENCES = 2000;

interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** The difference of two texts for `patch` and `git apply`; lines keep their own line ends. Empty when there is none. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const lines = compareLines(linesOf(before), linesOf(after));
  return `--- a/${path}\n+++ b/${path}\n${hunksOf(lines)
    .map(([start, end]) => renderHunk(lines, start, end))
    .join("")}`;
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

/** The fewest lines taken away and added, after E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). */
function shortestEdit(old: readonly string[], fresh: readonly string[]): readonly Line[] | null {
  const reach = new Map<number, number>([[1, 0]]);
  const steps: ReadonlyMap<number, number>[] = [];
  const furthest = (diagonal: number): number => reach.get(diagonal) ?? -1;
  for (let differences = 0; differences <= MOST_DIFFERENCES; differences += 1) {
    steps.push(new Map(reach));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down =
        diagonal === -differences || (diagonal !== differences && furthest(diagonal - 1) < furthest(diagonal + 1));
      let x = down ? furthest(diagonal + 1) : furthest(diagonal - 1) + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= old.length && x - diagonal >= fresh.length) return walkBack(old, fresh, steps);
    }
  }
  return null;
}

function walkBack(
  old: readonly string[],
  fresh: readonly string[],
  steps: readonly ReadonlyMap<number, number>[],
): readonly Line[] {
  const lines: Line[] = [];
  let [x, y] = [old.length, fresh.length];
  for (let differences = steps.length - 1; differences >= 0; differences -= 1) {
    const reach = steps[differences];
    const furthest = (diagonal: number): number => reach?.get(diagonal) ?? -1;
    const diagonal = x - y;
    const down =
      diagonal === -differences || (diagonal !== differences && furthest(diagonal - 1) < furthest(diagonal + 1));
    const fromX = furthest(down ? diagonal + 1 : diagonal - 1);
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

/** Ranges of lines with their context; changes whose contexts meet share one. */
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

function renderHunk(lines: readonly Line[], start: number, end: number): string {
  const count = (from: number, to: number, mark: "-" | "+"): number =>
    lines.slice(from, to).filter((line) => line.mark === " " || line.mark === mark).length;
  const range = (mark: "-" | "+"): string => {
    const length = count(start, end, mark);
    const first = count(0, start, mark) + (length === 0 ? 0 : 1);
    return `${mark}${first}${length === 1 ? "" : `,${length}`}`;
  };
  const body = lines
    .slice(start, end)
    .map(({ mark, text }) => mark + (text.endsWith("\n") ? text : `${text}\n\\ No newline at end of file\n`))
    .join("");
  return `@@ ${range("-")} ${range("+")} @@\n${body}`;
}
