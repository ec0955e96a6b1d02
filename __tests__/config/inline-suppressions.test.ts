import fc from "fast-check";
import { suppressingComments } from "../../src/config/inline-suppressions.js";

const comments = (text: string, path = "a.tf") =>
  suppressingComments({ path, text }).map(({ lines, suppressions, problems }) => ({
    lines: [...lines],
    said: suppressions.map(({ rule, reason, expires }) => [rule, reason, expires].filter(Boolean).join(" | ")),
    wrong: problems.map(({ message }) => message),
  }));

const IGNORE = "worker-iam-check: ignore";

test.each<[string, string, readonly number[], readonly string[], string?]>([
  ["above a line", `# ${IGNORE}[missing-action] no RDS\nx`, [1, 2], ["missing-action | no RDS"]],
  ["after a line", `a\nx # ${IGNORE}[missing-action] no RDS\ny`, [2], ["missing-action | no RDS"]],
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
  ["in a block comment", `x /* ${IGNORE}[missing-action] no RDS */\ny`, [1], ["missing-action | no RDS"]],
  [
    "for two rules",
    `x # ${IGNORE}[missing-action, trust-missing]: no RDS`,
    [1],
    ["missing-action | no RDS", "trust-missing | no RDS"],
  ],
  [
    "until a date",
    `x # ${IGNORE}[missing-action] no RDS, until 2027-06-30\r\n`,
    [1],
    ["missing-action | no RDS | 2027-06-30"],
  ],
  ...["Until", "until:", "expires", "Expires:"].map((word): [string, string, number[], string[]] => [
    `with ${word}`,
    `x # ${IGNORE}[missing-action] no RDS ${word} 2027-06-30`,
    [1],
    ["missing-action | no RDS | 2027-06-30"],
  ]),
  [
    "with the date in parentheses",
    `x # ${IGNORE}[missing-action] no RDS (until 2027-06-30)`,
    [1],
    ["missing-action | no RDS | 2027-06-30"],
  ],
  ["in a program", `new Role(x) // ${IGNORE}[missing-action] no RDS`, [1], ["missing-action | no RDS"], "a.ts"],
  [
    "on a line of a block comment",
    `/*\n  ${IGNORE}[missing-action] no RDS\n*/\nx`,
    [2, 4],
    ["missing-action | no RDS"],
  ],
])("reads a comment %s", (_name, text, lines, said, path = "a.tf") =>
  expect(comments(text, path)).toEqual([{ lines, said, wrong: [] }]),
);

test.each([
  ["[missing-action]", "it has no reason"],
  ["[missing-action] , until 2027-06-30", "it has no reason"],
  ["[missing-action] -", "it has no reason"],
  ["[missing-acton] no RDS", "unknown rule `missing-acton`"],
  ["[] no RDS", "it names no rule"],
  [" no RDS", "it names no rule"],
  ["[missing-action] no RDS, until 2027-02-31", "`2027-02-31` is not a date"],
  ["[missing-action] no RDS, until 2027-6-3", "`2027-6-3` is not a date"],
  ["[missing-action] no RDS, until 2027/06/30", "`2027/06/30` is not a date"],
  ["[missing-action] no RDS, until 30.06.2027", "`30.06.2027` is not a date"],
  ["[missing-action] no RDS, Until: 2027/06/30", "`2027/06/30` is not a date"],
  ["[missing-action] no RDS expires 30 June", "`30 June` is not a date"],
  ["[missing-action] no RDS, until June 2027", "`June 2027` is not a date"],
  ["[missing-action] no RDS, until tomorrow", "`tomorrow` is not a date"],
  ["[missing-action] no RDS until next week", "`next week` is not a date"],
  ["[missing-action] no RDS (expires soon)", "`soon` is not a date"],
  ["[missing-action] expires on 2027-06-30", "`on 2027-06-30` is not a date"],
])("suppresses nothing with ignore%s: %s", (said, wrong) => {
  const [comment] = comments(`x # ${IGNORE}${said}`);
  expect(comment?.said).toEqual([]);
  expect(comment?.wrong).toContain(wrong);
});

test.each<[string, string | null]>([
  ["not needed until the migration is done", null],
  ["nobody knows until", null],
  ["agreed on 2026-11-24", null],
  ["for version 2012-10-17, as of Terraform 1.2.30", null],
  ["valid through 2020-01-01", "2020-01-01"],
  ["bis 01.06.2027", "01.06.2027"],
  ["until the role is gone (2027-06-30)", "2027-06-30"],
])("keeps %s in force forever and reports if it has a date", (reason, date) => {
  const [comment] = suppressingComments({ path: "a.tf", text: `x # ${IGNORE}[missing-action] ${reason}` });
  expect(comment).toMatchObject({ suppressions: [{ reason, expires: null }], problems: [] });
  expect(comment?.doubts?.map(({ message }) => message)).toEqual(
    date === null ? [] : [`has no end date: \`${date}\` in its reason does not come right after \`until\``],
  );
});

test("reports only the missing brackets if there are none", () => {
  expect(comments(`x # ${IGNORE} missing-action: no RDS`)).toEqual([
    { lines: [1], said: [], wrong: ["it names no rule"] },
  ]);
});

test.each<[string, string, string?]>([
  ["JSON", `{ "a": "# ${IGNORE}[missing-action] no RDS" }`],
  ["text that is not a comment", `a: ${IGNORE}[missing-action] no RDS`],
  ["an HCL string", `a = "# ${IGNORE}[missing-action] no RDS"`],
  ["a heredoc", `a = <<-X\n  # ${IGNORE}[missing-action] no RDS\nX\n`],
  ["a template in a string", `a = "\${f("# ${IGNORE}[missing-action] no RDS")}"`],
  ["a quoted YAML string", `a: "# ${IGNORE}[missing-action] no RDS"`, "a.yaml"],
  ["a YAML block scalar", `a: |\n  # ${IGNORE}[missing-action] no RDS\nb: 1`, "a.yaml"],
  ["a plain YAML scalar", `a: x#${IGNORE}[missing-action] no RDS`, "a.yaml"],
  ["prose", "# worker-iam-check ignores [this], see worker-iam-check: the rules"],
])("finds no comment in %s", (_name, text, path = "a.tf") => expect(comments(text, path)).toEqual([]));

test.each(["a.tf", "a.yaml"])("reads a comment in %s after text that looks like one", (path) => {
  const text = `a: "# ${IGNORE}[missing-action] no" # ${IGNORE}[missing-action] no RDS`;
  expect(comments(text, path).at(-1)?.said).toEqual(["missing-action | no RDS"]);
});

test.each(["#worker-iam-check:ignore[missing-action] no RDS", "# worker-iam-check:   ignore [missing-action] no RDS"])(
  "reads %s with any spacing",
  (said) => expect(comments(`x ${said}`)[0]?.said).toEqual(["missing-action | no RDS"]),
);

test.each([
  "Worker-IAM-Check: ignore[missing-action] no RDS",
  "worker-iam-check: ignroe[missing-action] no RDS",
  "worker-iam-check ignore[missing-action] no RDS",
  "worker-iam-chek: ignore[missing-action] no RDS",
  "worker_iam_check: ignores missing-action",
  `see ${IGNORE}[missing-action] no RDS`,
])("reports %s as a near miss", (said) => {
  const [comment] = suppressingComments({ path: "a.tf", text: `x # ${said}` });
  expect(comment).toMatchObject({
    suppressions: [],
    problems: [
      {
        message: "the comment does not have the expected form",
        help: "begin it with `worker-iam-check: ignore[RULE] reason, until YYYY-MM-DD`",
      },
    ],
  });
});

test("reads any file quickly", () => {
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
