import { pageText } from "../../src/cli/page-text.js";
import { RULE_IDS } from "../../src/config/rule-ids.js";
import { runCli } from "../bundle/run-bundle.js";

test.each(RULE_IDS)("`explain %s` prints its page", (id) => {
  const { status, stdout } = runCli(["explain", id]);
  expect(status).toBe(0);
  expect(stdout.split("\n")[0]).toBe(id.toUpperCase());
  expect(stdout).toContain("HOW TO SUPPRESS IT");
  expect(stdout).not.toMatch(/\]\(/);
});

test("suggests a similar name", () => {
  expect(runCli(["explain", "missing-actoin"])).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "error: unknown rule missing-actoin\n  help: did you mean `missing-action`? For a role, name an action as well\n",
  });
});

test("rejects an option", () => {
  const { status, stderr } = runCli(["explain", "missing-action", "--config", "nope"]);
  expect(status).toBe(2);
  expect(stderr).toContain("error: explain missing-action takes no --config: it is for a role and an action\n");
});

test("wraps prose and tables but not code, and lists link targets at the end", () => {
  const page = `# a-rule

Some **words** and a [link](../page.md) that go on
for longer than a line.

- an item that is rather long
  and goes on

\`\`\`yaml
key: [one](two)

more: a line of code that is longer than the columns
\`\`\`

| role | is for |
| --- | --- |
| one of \`a\` | a [page](b-rule.md#why) that goes on and [another](https://example.com/a) |
`;
  expect(pageText(page, 30)).toBe(`A-RULE

Some words and a link that go
on for longer than a line.

  - an item that is rather
    long and goes on

    key: [one](two)

    more: a line of code that is longer than the columns

  - role: is for
  - one of \`a\`: a page that
    goes on and another

https://github.com/OWNER/worker-iam-check/blob/main/docs/page.md
https://github.com/OWNER/worker-iam-check/blob/main/docs/rules/b-rule.md#why
https://example.com/a
`);
});
