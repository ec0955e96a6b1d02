import { Progress } from "../../src/cli/progress.js";

function progressAt(times: readonly number[]): string[] {
  const written: string[] = [];
  let now = 0;
  const progress = new Progress(
    (text) => written.push(text),
    () => now,
  );
  for (const [index, time] of times.entries()) {
    now = time;
    progress.reading(index, times.length);
  }
  progress.end();
  return written;
}

test("a check that is done within a second says nothing", () => {
  expect(progressAt([0, 400, 999])).toEqual([]);
});

test("a longer one says how far it is, ten times a second at most, and cleans up", () => {
  expect(progressAt([0, 1000, 1050, 1100])).toEqual([
    "\r\u001b[Kreading: 1 of 4 files",
    "\r\u001b[Kreading: 3 of 4 files",
    "\r\u001b[K",
  ]);
});
