import fc from "fast-check";
import { suppressingComments } from "../../src/config/inline-suppressions.js";

const comments = (text: string, path = "a.tf") =>
  suppressingComments({ path, text }).map(({ lines, suppressions, problems }) => ({
    lines: [...lines],
    said: suppressions.map(({ rule, reason, expires }) => [rule, reason, expires].filter(Boolean).join(" | ")),
    wrong: problems.map(({ message }) => message),
  }));

const IGNORE = "worker-iam-check: ignore";

test.each<[string, string, readonly number[], readonly string[]]>([
  ["above a line", `# ${IGNORE}[missing-action] no RDS\nx`, [1, 2], ["missing-action | no RDS"]],
  ["behind a line", `a\nx # ${IGNORE}[missing-action] no RDS\ny`, [2], ["missing-action | no RDS"]],
  [
    "above other comments",
    `# ${IGNORE}[missing-action] no RDS\n# more\n// more\nx`,
    [1, 4],
    ["missing-action | no RDS"],
  ],
  [
    "above the key of a list",
    `# ${IGNORE}[missing-action] no RDS\nAction:\n  - a`,
    [1, 2, 3],
    ["missing-action | no RDS"],
  ],
  ["on the key of a list", `Action: # ${IGNORE}[missing-action] no RDS\n  - a`, [1, 2], ["missing-action | no RDS"]],
  ["with slashes", `// ${IGNORE}[missing-action] no RDS\nx`, [1, 2], ["missing-action | no RDS"]],
  ["in a block", `x /* ${IGNORE}[missing-action] no RDS */\ny`, [1], ["missing-action | no RDS"]],
  [
    "of two rules",
    `x # ${IGNORE}[missing-action, trust-missing]: no RDS`,
    [1],
    ["missing-action | no RDS", "trust-missing | no RDS"],
  ],
  [
    "until a day",
    `x # ${IGNORE}[missing-action] no RDS, until 2027-06-30\r\n`,
    [1],
    ["missing-action | no RDS | 2027-06-30"],
  ],
  [
    "until something else",
    `x # ${IGNORE}[missing-action] not needed until then`,
    [1],
    ["missing-action | not needed until then"],
  ],
])("a comment %s", (_name, text, lines, said) => expect(comments(text)).toEqual([{ lines, said, wrong: [] }]));

test.each([
  ["[missing-action]", "a suppression gives no reason"],
  ["[missing-action] , until 2027-06-30", "a suppression gives no reason"],
  ["[missing-acton] no RDS", "unknown rule `missing-acton`"],
  ["[] no RDS", "a suppression names no rule"],
  [" no RDS", "a suppression names no rule"],
  ["[missing-action] no RDS, until 2027-02-31", "`2027-02-31` is no date"],
  ["[missing-action] no RDS, until 2027-6-3", "`2027-6-3` is no date"],
])("ignore%s suppresses nothing: %s", (said, wrong) => {
  const [comment] = comments(`x # ${IGNORE}${said}`);
  expect(comment?.said).toEqual([]);
  expect(comment?.wrong).toContain(wrong);
});

test.each([
  ["JSON", `{ "a": "# ${IGNORE}[missing-action] no RDS" }`],
  ["text that is no comment", `a: ${IGNORE}[missing-action] no RDS`],
])("%s has none", (_name, text) => expect(comments(text)).toEqual([]));

test("whatever stands in a file is read, and never takes long", () => {
  const piece = fc.constantFrom(
    "# ",
    `${IGNORE}`,
    "[",
    "]",
    "missing-action",
    ",",
    " until ",
    "2027-01-01",
    "\n",
    " ",
    "x",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      for (const { lines } of comments(pieces.join(""))) expect(lines.length).toBeLessThan(5);
    }),
  );
  const many = `# ${IGNORE}[missing-action] no RDS\n`.repeat(20_000);
  expect(comments(`${many}x`).every(({ lines }) => lines.at(-1) === 20_001)).toBe(true);
});
