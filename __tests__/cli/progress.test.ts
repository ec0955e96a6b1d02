import { check } from "../../src/check.js";
import { Progress } from "../../src/cli/progress.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

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

test("prints nothing for a check that takes less than a second", () => {
  expect(progressAt([0, 400, 999])).toEqual([]);
});

test("reports its current step if it is slow after reading", () => {
  const written: string[] = [];
  let now = 0;
  const progress = new Progress(
    (text) => written.push(text),
    () => now,
  );
  progress.reading(0, 1);
  now = 1500;
  progress.reading(2, 60, "deciding");
  now = 3000;
  progress.reading(7, 60, "checking");
  progress.end();
  expect(written).toEqual(["\r\u001b[Kdeciding: 2 of 60 roles", "\r\u001b[Kchecking: 7 of 60 roles", "\r\u001b[K"]);
});

test("reports each file as it is read and each role as it is decided and checked", async () => {
  const resolved = resolveOptions(new Map([["files", "examples/policy-json/passing"]]), null);
  if ("problems" in resolved) throw new Error("no options");
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const reported = new Set<string>();
  const onReading = (done: number, total: number, step = "reading") => reported.add(`${step} ${done}/${total}`);
  await check(resolved.options.check, { scope, today: "2026-11-24", onReading });
  expect([...reported]).toEqual(
    ["reading", "deciding", "checking"].flatMap((step) => [0, 1, 2].map((done) => `${step} ${done}/3`)),
  );
});

test("reports progress at most ten times a second in a longer run, and clears the line", () => {
  expect(progressAt([0, 1000, 1050, 1100])).toEqual([
    "\r\u001b[Kreading: 1 of 4 files",
    "\r\u001b[Kreading: 3 of 4 files",
    "\r\u001b[K",
  ]);
});
