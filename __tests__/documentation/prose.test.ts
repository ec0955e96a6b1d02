import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
  ["Their trust is not taken over", "is not taken over: is inherited, is replaced\n"],
  ["It counts from the next change on", "from the next change on: takes effect with the next ...\n"],
  ["A Deny overrides, as everywhere", "as everywhere: also applies here\n"],
  ["it may be left out", "may be left out: is optional\n"],
  ["This also goes for a file", "goes for: applies to\n"],
  [
    "It splits at blanks or after the blank, not at a blank line",
    "blanks: space, whitespace\nthe blank: space, whitespace\n",
  ],
  ["one that is none at all", "that is none: that is not one\n"],
  ["Principal names nobody", "names nobody: is empty, lets in no caller, is useless\n"],
  ["folders that nobody can know", "nobody can know: is unknown, unneeded, unnamed, not examined\n"],
  ["Nobody reads further, and another role may pass it.", ""],
  ["other than another one", ""],
  ["another result than before", "another result than: a different ... from\n"],
  ["a file by another name in another account", "by another name: a different ...\n"],
  ["the the", "the the: a word twice\n"],
  ["Recognised behaviour", "behaviour: -or\nRecognised: -ize\n"],
  ["It stands for all, and evaluates the state after the apply.", ""],
])("%s", (text, expected) => {
  expect(found(text)).toBe(expected);
});

test("reads the comments of code, but not their code or the code itself", () => {
  const file = join(mkdtempSync(join(tmpdir(), "prose-")), "a.ts");
  writeFileSync(
    file,
    '/** Mends it, unlike `mends`. */\nconst mends = "mends";\n// The judged\n// role.\nconst url = "https://mend.io";\n',
  );
  const { stdout, status } = spawnSync(process.execPath, ["scripts/lint-prose.mjs", file], { encoding: "utf8" });
  expect({ stdout: stdout.replaceAll(`${file}:`, ""), status }).toEqual({
    stdout: '1:1: "Mends": fix\n3:1: "judged": check, evaluate\n',
    status: 1,
  });
});
