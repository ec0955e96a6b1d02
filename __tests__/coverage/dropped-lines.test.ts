import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const kinds = catalogRequirements("7")?.kinds ?? [];
const policy = (kind: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: kinds.find(({ name }) => name === kind)?.actions.map(({ action }) => action),
      Resource: "*",
    },
  ],
});
const role = (kind: string): object => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
    },
    Policies: [{ PolicyName: kind, PolicyDocument: policy(kind) }],
  },
});
const template = JSON.stringify({ Resources: { Deploy: role("backup"), Restorer: role("restore") } });
const loose = { "p/deploy.json": JSON.stringify(policy("backup")), "p/limit.json": JSON.stringify(policy("backup")) };
const config = (text: string): Files => ({ ".github/worker-iam-check.yml": `${text}\n` });

const LINES = "roles: { Deploy: backup, Restorer: restore }";
const GROUP = "groups: { deploy: { policies: [p/deploy.json], boundary: p/limit.json } }";

test.each<[string, Files, Files, string]>([
  [
    "a line of `roles`",
    { "t.json": template, ...config(LINES) },
    config("roles: { Restorer: restore }"),
    "put back `Deploy: backup` in `roles`, or restore its backup permissions",
  ],
  [
    "a line of `roles` and the role",
    { "t.json": template, ...config(LINES) },
    {
      "t.json": JSON.stringify({ Resources: { Restorer: role("restore") } }),
      ...config("roles: { Restorer: restore }"),
    },
    "put back `Deploy: backup` in `roles`, or restore the role",
  ],
  [
    "a group",
    { "t.json": template, ...loose, ...config(`${GROUP}\nroles: { deploy: backup, Restorer: restore }`) },
    { "t.json": template, ...config("roles: { Restorer: restore }") },
    "put back `deploy: backup` in `roles` and `deploy: { policies: [p/deploy.json], boundary: [p/limit.json] }` in `groups`, or restore",
  ],
  [
    "nothing in the configuration",
    { "t.json": template, ...config(LINES) },
    { "t.json": JSON.stringify({ Resources: { Restorer: role("restore") } }) },
    "restore the role",
  ],
])("explains in the help for a loss what to restore when the change drops %s", async (_what, base, head, expected) => {
  const { findings } = await headOf(base, head);
  const lost = findings
    .filter(({ rule }) => rule === "coverage-lost")
    .map(({ help }) => help?.slice(0, expected.length));
  expect(lost).toEqual([expected]);
});

/** A finding about the head's configuration is new unless the base's configuration has the same problem. */
test.each<[string, string, string, string]>([
  ["a mistyped kind", "roles: { Deploy: backup }", "roles: { Deploy: bakcup }", "no-worker-role"],
  [
    "a mistyped kind in a line that matches nothing",
    "roles: { D*: backup }",
    "roles: { D*: backup, Other: bakcup }",
    "no-worker-role",
  ],
  ["a mistyped name", "roles: { Deploy: backup }", "roles: { Depoly: backup }", "unmatched-role"],
  ["a mistyped file in a group", GROUP, GROUP.replace("deploy.json", "depoly.json"), "unreadable-file"],
])("treats %s as new", async (_what, before, now, rule) => {
  const base = { "t.json": template, ...loose, ...config(before) };
  const { findings } = await headOf(base, config(now));
  const states = findings.filter((finding) => finding.rule === rule).map(({ baseline }) => baseline?.state);
  expect(new Set(states)).toEqual(new Set(["new"]));
  const stays = await headOf({ ...base, ...config(now) }, { "README.md": "1\n" });
  expect(stays.findings.find((finding) => finding.rule === rule)?.baseline?.state).toBe("unchanged");
});

test.each([
  ["the same change turns the finding off", "", "severities: { no-worker-role: off }"],
  ["the finding was off before", "severities: { no-worker-role: off }", "severities: { no-worker-role: off }"],
  [
    "the finding was a notice before",
    "severities: { no-worker-role: notice }",
    "severities: { no-worker-role: notice }",
  ],
  [
    "the same change suppresses the finding",
    "",
    'suppressions: [{ rule: no-worker-role, role: "*", reason: later, expires: 2030-01-01 }]',
  ],
])("declares no loss with a line that has an unknown kind: %s", async (_name, before, after) => {
  const misspelled = "roles: { Deploy: backup, Restorer: restor }";
  const { findings } = await headOf(
    { "t.json": template, ...config(`${LINES}\n${before}`) },
    config(`${misspelled}\n${after}`),
  );
  const lost = findings.filter(({ rule, suppressed }) => rule === "coverage-lost" && suppressed === null);
  expect(lost).toMatchObject([{ role: "Restorer", kind: "restore", severity: "error" }]);
});
