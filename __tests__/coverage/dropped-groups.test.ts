import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const backup =
  catalogRequirements("7")
    ?.kinds.find(({ name }) => name === "backup")
    ?.actions.map(({ action }) => action) ?? [];
const policy = (Action: string | readonly string[], Effect = "Allow"): string =>
  `${JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource: "*" }] })}\n`;
const all = policy(backup);
const WIDE = policy("*");
const NARROW = policy("s3:*");
const IDLE = policy("sns:Publish", "Deny");
const STRICT = policy(backup.slice(0, 2), "Deny");

const config = (text: string, more = ""): Files => ({ ".github/worker-iam-check.yml": `${text}\n${more}` });
const group = (parts: string, name = "veeam-backup"): string => `groups: { ${name}: { ${parts} } }`;
const bounded = group("policies: [p/a.json], boundary: p/b.json");
const guarded = group("policies: [p/a.json, p/g.json]");
const alone = group("policies: [p/a.json]");
const MAPPED = "roles: { veeam-backup: backup }\n";

const withBoundary = (more = ""): Files => ({ "p/a.json": all, "p/b.json": WIDE, ...config(bounded, more) });
const withDeny: Files = { "p/a.json": all, "p/g.json": IDLE, ...config(guarded) };

async function reportedFor(base: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(base, head);
  return findings.filter(({ severity }) => severity === "error").map(({ rule, message }) => `${rule} ${message}`);
}

const freed = (count: number, some: readonly string[], what: string, role = "veeam-backup"): readonly string[] => [
  `coverage-lost role ${role} has ${count} actions of backup (${some.join(", ")}) only because ${what}`,
];
const OF_BOUNDARY = "`groups` no longer includes an entry that it had on main: p/b.json of veeam-backup";
const OF_DENY = "`groups` no longer includes an entry that it had on main: p/g.json of veeam-backup";

const notOfS3 = backup.filter((action) => !action.startsWith("s3:"));

test.each<[string, Files, Files, readonly string[]]>([
  [
    "a boundary",
    withBoundary(),
    { "p/b.json": NARROW, ...config(alone) },
    freed(notOfS3.length, [...notOfS3.slice(0, 3), "..."], OF_BOUNDARY),
  ],
  [
    "a boundary of a role named by a line",
    withBoundary(MAPPED),
    { "p/b.json": NARROW, ...config(alone, MAPPED) },
    freed(notOfS3.length, [...notOfS3.slice(0, 3), "..."], OF_BOUNDARY),
  ],
  [
    "a renamed boundary",
    withBoundary(),
    { "p/b.json": "", "limits/b.json": NARROW, ...config(alone) },
    freed(notOfS3.length, [...notOfS3.slice(0, 3), "..."], OF_BOUNDARY),
  ],
  [
    "a boundary for a wider one",
    withBoundary(),
    { "p/b.json": NARROW, "p/c.json": WIDE, ...config(group("policies: [p/a.json], boundary: p/c.json")) },
    freed(notOfS3.length, [...notOfS3.slice(0, 3), "..."], OF_BOUNDARY),
  ],
  [
    "a denying policy, under another name",
    withDeny,
    {
      "p/g.json": "",
      "limits/other.json": IDLE.replace('"sns:Publish"', JSON.stringify(["sns:Publish", ...backup.slice(0, 2)])),
      ...config(alone),
    },
    freed(2, backup.slice(0, 2), OF_DENY),
  ],
  ["a denying policy", withDeny, { "p/g.json": STRICT, ...config(alone) }, freed(2, backup.slice(0, 2), OF_DENY)],
])("fails when the change drops %s and its file gets stricter", async (_what, base, head, expected) => {
  expect(await reportedFor(base, head)).toEqual(expected);
});

test("fails when the change drops a group and its boundary gets stricter", async () => {
  const reported = await reportedFor(withBoundary(), {
    "p/b.json": NARROW,
    ".github/worker-iam-check.yml": "fail-on: error\n",
  });
  expect(reported.map((line) => line.split(" ")[0])).toContain("coverage-lost");
});

const ARN = "arn:aws:iam::111122223333:policy/guard";
const role = JSON.stringify({
  Resources: {
    VeeamBackup: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
        },
        Policies: [{ PolicyName: "all", PolicyDocument: JSON.parse(all) as unknown }],
        ManagedPolicyArns: [ARN],
      },
    },
  },
});

test("fails when the change drops a line of `policies` and its file gets stricter", async () => {
  const base = { "t.json": role, "p/g.json": IDLE, ...config(`policies: { "${ARN}": p/g.json }`) };
  const head = { "p/g.json": STRICT, ".github/worker-iam-check.yml": "fail-on: error\n" };
  const what = "`policies` no longer includes an entry that it had on main: p/g.json";
  expect(await reportedFor(base, head)).toEqual(freed(2, backup.slice(0, 2), what, "VeeamBackup"));
});

test.each<[string, Files, Files]>([
  ["an unchanged boundary", withBoundary(), config(alone)],
  ["a boundary and its file", withBoundary(), { "p/b.json": "", ...config(alone) }],
  ["a boundary that removed actions", { ...withBoundary(), "p/b.json": NARROW }, config(alone)],
  [
    "a boundary for another path to the same file",
    withBoundary(),
    { "p/b.json": "", "q/b.json": WIDE, ...config(group("policies: [p/a.json], boundary: q/b.json")) },
  ],
  ["a policy that denies nothing that is needed", withDeny, config(alone)],
  ["a policy for its parts", withDeny, { "p/a.json": policy(backup.slice(5)), "p/g.json": policy(backup.slice(0, 5)) }],
  [
    "one name for another",
    withBoundary(),
    config(group("policies: [p/a.json], boundary: p/b.json", "veeam-backup-eu")),
  ],
])("loses nothing when the change drops %s", async (_what, base, head) => {
  expect(await reportedFor(base, head)).toEqual([]);
});
