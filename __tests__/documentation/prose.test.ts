import { spawnSync } from "node:child_process";

/** Runs in a separate process, because the phrases are in a module of scripts, which the compiler doesn't know. */
const found = (text: string): string =>
  spawnSync(
    process.execPath,
    [
      ...["--input-type=module", "-e"],
      `import { PHRASES, QUESTION } from "./scripts/prose/phrases.mjs";
for (const [pattern, instead] of [QUESTION, ...PHRASES])
  for (const [phrase] of ${JSON.stringify(text)}.matchAll(new RegExp(pattern.source, pattern.flags + "g"))) console.log(phrase + ": " + instead);`,
    ],
    { encoding: "utf8" },
  ).stdout;

test.each([
  ["what mends a finding", "mends: fix\n"],
  ["a value that is not known", "is not known: is unknown\n"],
  ["Judged is the state after the apply", "Judged is: put the subject first: The check evaluates ...\n"],
  ["What is there counts.", "What is there counts: put the noun first, or ask a question\n"],
  ["What does undetermined mean?", ""],
  ["It is no finding", "is no finding: is not a ..., no longer\n"],
  ["It needs no more than a name", "needs no more than: needs only\n"],
  ["it waits for ever", "for ever: forever\n"],
  ["The source is judged", "judged: check, evaluate\n"],
  ["A Deny wins over an Allow", "wins over: overrides, takes precedence over\n"],
  ["granted under a condition only", "under a condition only: only under a condition, only on some resources\n"],
  ["it makes a plan", "makes a plan: create, generate\n"],
  ["a file holds a role", "file holds: contains\n"],
  ["the the", "the the: a word twice\n"],
  ["Recognised behaviour", "behaviour: -or\nRecognised: -ize\n"],
  ["It stands for all, and evaluates the state after the apply.", ""],
])("%s", (text, expected) => {
  expect(found(text)).toBe(expected);
});
