import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const role = (kinds: readonly string[], but: readonly string[] = []) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
    },
    Policies: kinds.map((kind) => ({
      PolicyName: kind,
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: actionsOf(kind).filter((one) => !but.includes(one)), Resource: "*" }],
      },
    })),
  },
});
const text = (Resources: object): string => JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources });
const template = (resources: object): Files => ({ "t.json": text(resources) });
const config = (lines: string): Files => ({ ".github/worker-iam-check.yml": `requirements: "7"\n${lines}\n` });

const TOPIC = { Type: "AWS::SNS::Topic" };
const BOTH = ["backup", "restore"];
const alone = template({ VeeamDeploy: role(BOTH) });
const two = template({ VeeamDeploy: role(BOTH), VeeamOther: role(["backup"]) });
const less = template({ VeeamDeploy: role(["backup"]), VeeamOther: role(["backup"]) });
const gone = template({ VeeamOther: role(["backup"]) });
const none = template({ Topic: TOPIC });
const NO_ROLES = "if-no-roles: ignore\n";
const lost = (...kinds: readonly string[]) => kinds.map((kind) => `VeeamDeploy ${kind}`);

/** The losses reported for a change with these lines of `roles`. */
test.each<[string, Files, Files, string, readonly string[]]>([
  [
    "`*` for the last role, which is deleted",
    alone,
    none,
    `${NO_ROLES}roles: ["*: ignore"]`,
    lost("backup", "restore"),
  ],
  [
    "`*` for the last role, which still exists",
    alone,
    alone,
    `${NO_ROLES}roles: ["*: ignore"]`,
    lost("backup", "restore"),
  ],
  ["the last role", alone, none, `${NO_ROLES}roles: ["VeeamDeploy: ignore"]`, []],
  ["the last role by a glob", alone, none, `${NO_ROLES}roles: ["*Deploy: ignore"]`, []],
  [
    "a glob for all roles",
    two,
    none,
    `${NO_ROLES}roles: ["Veeam*: ignore"]`,
    [...lost("backup", "restore"), "VeeamOther backup"],
  ],
  [
    "a glob for the role and one that stays",
    two,
    gone,
    `${NO_ROLES}roles: ["V*: ignore"]`,
    [...lost("backup", "restore"), "VeeamOther backup"],
  ],
  ["a glob for the deleted role", two, gone, 'roles: ["VeeamOther: backup", "*Deploy: ignore"]', []],
  ["kinds, with a glob that matches others as well", two, less, 'roles: ["Veeam*: backup"]', lost("restore")],
  ["kinds, with a glob that matches it alone", two, less, 'roles: ["VeeamOther: backup", "*Deploy*: backup"]', []],
  ["kinds, literally", two, less, 'roles: ["VeeamOther: backup", "VeeamDeploy: backup"]', []],
  [
    "a glob for a new role as well",
    alone,
    template({ VeeamDeploy: TOPIC, VeeamDeployToo: role(["backup"]) }),
    'roles: ["VeeamDeployToo: backup", "VeeamDeploy*: ignore"]',
    lost("restore"),
  ],
  [
    "a name that two files share",
    { ...alone, "u.json": text({ VeeamDeploy: role(["backup"]) }) },
    { ...template({ VeeamDeploy: role(["backup"]) }) },
    'roles: ["VeeamDeploy: backup"]',
    [],
  ],
])("accepts a loss that a line of `roles` declares for that role: %s", async (_name, base, head, lines, expected) => {
  const { findings, conclusion } = await headOf({ ...base, ...config("") }, { ...head, ...config(lines) });
  const losses = findings.filter(({ rule, severity }) => rule === "coverage-lost" && severity === "error");
  expect(losses.map(({ role: name, kind }) => `${name} ${kind}`).sort()).toEqual(expected);
  expect(conclusion === "failure").toBe(expected.length > 0);
});

test("declares nothing with an old glob, which stays in effect", async () => {
  const lines = 'roles: ["Veeam*: backup"]';
  expect((await headOf({ ...two, ...config(lines) }, less)).conclusion).toBe("success");
  expect((await headOf({ ...two, ...config(lines) }, gone)).conclusion).toBe("failure");
});

/** A role that meets the kind takes it over, regardless of its file and of other roles. */
test.each<[string, Files, string]>([
  ["an intact copy", { "copy/t.json": text({ VeeamDeploy: role(BOTH) }) }, "success"],
  ["a copy that grants less", { "copy/t.json": text({ VeeamDeploy: role(BOTH, ["ec2:CreateSnapshot"]) }) }, "failure"],
  ["another template", { "copy/t.json": text({ VeeamOther: role(["backup"]) }) }, "failure"],
])("compares when `files` is narrowed to %s", async (_name, copy, conclusion) => {
  const stripped = template({ VeeamDeploy: role(["backup"], actionsOf("backup").slice(1)) });
  const head = { ...stripped, ...copy, ...config("files: copy/**") };
  expect((await headOf({ ...alone, ...config("") }, head)).conclusion).toBe(conclusion);
});
