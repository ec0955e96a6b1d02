import { readFileSync } from "node:fs";
import { openTerminal } from "../../src/cli/terminal.js";
import type { Report } from "../../src/report/report.js";
import { plain, renderText } from "../../src/report/text.js";
import { runCli } from "../bundle/run-bundle.js";

const check = (...args: readonly string[]) => runCli(["check", ...args]).stdout;

test("shows the lines that findings point at with --snippets", () => {
  expect(check("examples/cloudformation/failing", "--snippets")).toContain(
    [
      "  --> examples/cloudformation/failing/worker-roles.yaml:163:19",
      "    162 |                 Action:",
      "  > 163 |                   - ec2messages:AcknowledgeMessage\n",
    ].join("\n"),
  );
});

test("shows no lines of a plan", () => {
  const text = check("examples/terraform/failing/plan.json", "--snippets");
  expect(text).toContain("error[missing-action]");
  expect(text).not.toMatch(/^ +\d+ \| .*"(values|after)"/m);
});

test.each<[string, number | undefined, NodeJS.ProcessEnv, number]>([
  ["the terminal", 120, { COLUMNS: "100" }, 120],
  ["COLUMNS if the terminal has none", 0, { COLUMNS: "100" }, 100],
  ["80 for neither", 0, {}, 80],
  ["80 in a pipe", undefined, {}, 80],
])("takes the width of %s", (_name, columns, env, expected) => {
  const stdout = { ...process.stdout, columns };
  expect(openTerminal({ ...process, stdout, env } as NodeJS.Process).columns).toBe(expected);
});

test("uses no colors in a pipe", () => {
  expect(check("examples/cloudformation/failing")).not.toContain("163 |");
});

test("colors piped output with FORCE_COLOR unless NO_COLOR is set", () => {
  const colored = (env: NodeJS.ProcessEnv) =>
    runCli(["check", "examples/cloudformation/failing"], { env: { ...process.env, ...env } }).stdout;
  expect(colored({ FORCE_COLOR: "1", NO_COLOR: "" })).toContain("\u001b[1;31merror");
  expect(colored({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain("\u001b[");
  expect(colored({ FORCE_COLOR: "0", NO_COLOR: "" })).not.toContain("\u001b[");
});

test.each([
  [
    ["examples/cloudformation/failing"],
    "fix has an edit for 5 of 5 findings; add --dry-run to see it first:\n  worker-iam-check fix examples/cloudformation/failing\n",
  ],
  [
    ["examples/cloudformation/failing", "--roles", "VeeamWorkerRole: communication"],
    "  worker-iam-check fix examples/cloudformation/failing --roles 'VeeamWorkerRole: communication'\n",
  ],
])("check %j ends by saying what fix can do", (args, words) => {
  expect(check(...args).endsWith(words)).toBe(true);
});

test("does not mention fix if nothing can be fixed", () => {
  expect(check("examples/cloudformation/passing")).not.toContain("worker-iam-check fix");
});

const PAGE = "https://github.com/OWNER/worker-iam-check/blob/main/docs/rules/trust-missing.md";

test("links a rule's name on terminals that support links", () => {
  const linked = (FORCE_HYPERLINK: string) =>
    runCli(["check", "examples/cloudformation/failing"], { env: { ...process.env, FORCE_HYPERLINK } }).stdout;
  expect(linked("1")).toContain(`error[\u001b]8;;${PAGE}\u001b\\trust-missing\u001b]8;;\u001b\\] the trust policy`);
  expect(linked("0")).toContain("error[trust-missing] the trust policy");
  expect(check("examples/cloudformation/failing")).not.toContain("\u001b");
});

test("links to the repository named in package.json", () => {
  const { repository } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(PAGE.startsWith(repository.url.replace(/^git\+|\.git$/g, ""))).toBe(true);
});

const ROLE = { id: "module.veeam_worker.aws_iam_role.this", selectedBy: "inferred", kinds: {}, trust: {} };

const read = (isRead: boolean) => {
  const sentence = "role VeeamWorkerRole lacks 2 of 33 communication actions, ".repeat(2).trim();
  const finding = { rule: "missing-action", severity: "error", message: sentence, help: null, suppressed: null };
  const rest = { location: { file: "a.yaml", line: 1, column: 1 }, actions: [], kind: null, related: [], role: null };
  const report = {
    conclusion: "failure",
    findings: [{ ...finding, ...rest }],
    roles: [{ ...ROLE, location: { file: `${"folder/".repeat(6)}main.tf`, line: 27, column: 1 } }],
    notChecked: [],
    files: { matched: 1, read: 1, unreadable: 0 },
    requirements: { version: "7", title: "t", source: "s", date: "2026-01-01" },
  };
  const look = { paint: plain, columns: 80, isRead, rulePages: null };
  return renderText(report as unknown as Report, look).split("\n");
};

test("wraps headlines to the terminal's width but keeps them on one line in a pipe", () => {
  expect(read(true).slice(0, 3)).toEqual([
    "error[missing-action] role VeeamWorkerRole lacks 2 of 33 communication",
    "  actions, role VeeamWorkerRole lacks 2 of 33 communication actions,",
    "  --> a.yaml:1:1",
  ]);
  const title = `${ROLE.id}\n  ${"folder/".repeat(6)}main.tf:27:1\n`;
  expect(read(true).join("\n")).toContain(title);
  expect(read(false).join("\n")).toContain(title.replace("\n", ""));
  expect(Math.max(...read(true).map(({ length }) => length))).toBeLessThan(81);
  expect(read(false)[0]).toMatch(/^error.{110,}actions,$/);
});
