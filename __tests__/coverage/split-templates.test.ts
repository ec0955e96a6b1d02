import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const CONFIG = ".github/worker-iam-check.yml";
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
const trust = (Principal: object) => document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
const arnOf = (name: string) => ({ "Fn::Sub": `arn:aws:iam::\${AWS::AccountId}:role/${name}` });
const role = (name: string, trusted: object, ...statements: readonly object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: { "Fn::Sub": `\${Env}-${name}` },
    AssumeRolePolicyDocument: trust(trusted),
    Policies: [{ PolicyName: "p", PolicyDocument: document(...statements) }],
  },
});
const SOUND = { passed: "${Env}-worker", trusted: "${Env}-imp", keyed: "${Env}-backup" };

/** One template, or three with the same parameter: for the appliance's role and the deploying role, for the worker's role, and for the key. */
function written({ passed, trusted, keyed }: typeof SOUND, isSplit: boolean): Files {
  const Service = "ec2.amazonaws.com";
  const Imp = role("imp", { Service }, allow("sts:AssumeRole", arnOf("${Env}-*")));
  const rest = actionsOf("backup").filter((one) => one !== "iam:PassRole");
  const Backup = role("backup", { AWS: arnOf("${Env}-imp") }, allow(rest), allow("iam:PassRole", arnOf(passed)));
  const Worker = role("worker", { AWS: arnOf(trusted), Service }, allow(actionsOf("communication")));
  const Profile = { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "Worker" }] } };
  const KeyPolicy = document({ ...allow("kms:*"), Principal: { AWS: arnOf(keyed) } });
  const Key = { Type: "AWS::KMS::Key", Properties: { KeyPolicy } };
  const of = (Resources: object) =>
    JSON.stringify({
      Parameters: { Env: { Type: "String", Default: "dev", AllowedValues: ["dev", "prod"] } },
      Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
      Resources,
    });
  return {
    ...(isSplit
      ? {
          "backup.json": of({ Imp, Backup }),
          "worker.json": of({ Worker, Profile }),
          "key.json": of({ Key }),
          "all.json": "",
        }
      : { "all.json": of({ Imp, Backup, Worker, Profile, Key }) }),
    [CONFIG]: `requirements: "7"
appliance: "111122223333"
accounts: ["111122223333"]
roles: { Imp: appliance, Backup: backup, Worker: communication }
keys: [Key]
`,
  };
}

async function errorsOf(before: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(before, head);
  const found = findings.filter(({ severity }) => severity === "error").map(({ rule, role: id }) => `${rule} ${id}`);
  return found.sort();
}

/** Several templates that nest one under the same logical ID. */
function nestedIn(parents: readonly string[], passed: string): Files {
  const { "all.json": text = "", [CONFIG]: lines = "" } = written({ ...SOUND, passed }, false);
  const stack = (Env: string) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: "child.json", Parameters: { Env } },
  });
  const all = parents.map((env) => [`${env}.json`, JSON.stringify({ Resources: { S: stack(env) } })]);
  return { ...Object.fromEntries(all), [CONFIG]: lines.replace("keys: [Key]\n", ""), "child.json": text };
}

test.each<[passed: string, errors: readonly string[]]>([
  ["${Env}-worker", []],
  ["${Env}-other", ["partial-action prod.json:S/Backup", "weakened-action dev.json:S/Backup"]],
])("a second template nests a child under the same logical ID, which passes %s", async (passed, errors) => {
  expect(await errorsOf(nestedIn(["dev"], SOUND.passed), nestedIn(["dev", "prod"], passed))).toEqual(errors);
});

/** The roles and the key of `written` in Terraform, in one root or one root for each, with each root's variable files. */
function roots({ passed, trusted, keyed }: typeof SOUND, isSplit: boolean, prod = "prod"): Files {
  const text = (of: object) => JSON.stringify(of).replaceAll("${Env}", "${var.env}");
  const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
  const made = (id: string, Principal: object, statements: readonly object[]) => `
resource "aws_iam_role" "${id}" {
  name               = "\${var.env}-${id}"
  assume_role_policy = jsonencode(${text(trust(Principal))})
}
resource "aws_iam_role_policy" "${id}" {
  role   = aws_iam_role.${id}.id
  policy = jsonencode(${text(document(...statements))})
}
`;
  const Service = "ec2.amazonaws.com";
  const rest = actionsOf("backup").filter((one) => one !== "iam:PassRole");
  const parts: Readonly<Record<string, string>> = {
    imp: made("imp", { Service }, [allow("sts:AssumeRole", arn("${Env}-*"))]),
    backup: made("backup", { AWS: arn("${Env}-imp") }, [allow(rest), allow("iam:PassRole", arn(passed))]),
    worker: `${made("worker", { AWS: arn(trusted), Service }, [allow(actionsOf("communication"))])}
resource "aws_iam_instance_profile" "worker" {
  role = aws_iam_role.worker.name
}
`,
    key: `resource "aws_kms_key" "k" {
  policy = jsonencode(${text(document({ ...allow("kms:*"), Principal: { AWS: arn(keyed) } }))})
}
`,
  };
  const folders = isSplit ? parts : { all: Object.values(parts).join("") };
  const files = Object.entries(folders).flatMap(([folder, resources]) => [
    [`${folder}/main.tf`, `variable "env" {}\nprovider "aws" {}\n${resources}`],
    [`${folder}/env/dev.tfvars`, 'env = "dev"\n'],
    [`${folder}/env/prod.tfvars`, `env = "${folder === "key" || folder === "worker" ? prod : "prod"}"\n`],
  ]);
  const gone = isSplit ? ["all/main.tf", "all/env/dev.tfvars", "all/env/prod.tfvars"].map((path) => [path, ""]) : [];
  return {
    ...Object.fromEntries([...files, ...gone]),
    [CONFIG]: `requirements: "7"
appliance: "111122223333"
accounts: ["111122223333"]
roles: { aws_iam_role.imp: appliance, aws_iam_role.backup: backup, aws_iam_role.worker: communication }
keys: [aws_kms_key.k]
terraform: { var-files: ["env/*.tfvars"] }
`,
  };
}

const KEY_LOST = (role: string) => [`weakened-action ${role}`];

test.each<[what: string, change: Partial<typeof SOUND>, errors: readonly string[]]>([
  ["no text", {}, []],
  ["the role that is passed", { passed: "dev-worker" }, ["weakened-action Backup"]],
  ["the role that is trusted", { trusted: "dev-imp" }, ["caller-cannot-assume Worker"]],
  ["the role that the key policy names", { keyed: "dev-backup" }, KEY_LOST("Backup")],
  ["the role that the key policy names, to none", { keyed: "admin" }, KEY_LOST("Backup")],
])("a template that is split and changes %s", async (_, change, errors) => {
  expect(await errorsOf(written(SOUND, false), written({ ...SOUND, ...change }, true))).toEqual(errors);
});

/** The files with a parameter or variable that has no value. */
function open(files: Files): Files {
  const known = Object.entries(files).filter(([path]) => !path.endsWith(".tfvars"));
  return Object.fromEntries(
    known.map(([path, text]) => [path, text.replace('"Default":"dev",', "").replace(/^terraform: .*\n/m, "")]),
  );
}

test.each<[what: string, change: Partial<typeof SOUND>, errors: readonly string[]]>([
  ["no text", {}, []],
  ["the role that is passed", { passed: "${Env}-other" }, ["weakened-action"]],
  ["the role that is trusted", { trusted: "${Env}-other" }, ["caller-cannot-assume"]],
  ["the role that the key policy names", { keyed: "${Env}-other" }, ["weakened-action"]],
])("a template or root module that is split, without a value, and changes %s", async (_, change, errors) => {
  const [stack, root] = [written, roots].map((of) =>
    errorsOf(open(of(SOUND, false)), open(of({ ...SOUND, ...change }, true))),
  );
  const found = [...((await stack) ?? []), ...((await root) ?? [])].map((one) => one.split(" ")[0]);
  expect(found).toEqual([...errors, ...errors]);
});

const VALUES = [
  "caller-cannot-assume aws_iam_role.worker",
  "weakened-action aws_iam_role.backup",
  "weakened-action aws_iam_role.backup",
];

test.each<[what: string, change: Partial<typeof SOUND>, prod: string, errors: readonly string[]]>([
  ["no text", {}, "prod", []],
  ["the role that is passed", { passed: "dev-worker" }, "prod", ["weakened-action aws_iam_role.backup"]],
  ["the role that is trusted", { trusted: "dev-imp" }, "prod", ["caller-cannot-assume aws_iam_role.worker"]],
  ["the role that the key policy names", { keyed: "dev-backup" }, "prod", KEY_LOST("aws_iam_role.backup")],
  ["the values", {}, "live", VALUES],
])("a root module that is split with its variable files and changes %s", async (_, change, prod, errors) => {
  expect(await errorsOf(roots(SOUND, false), roots({ ...SOUND, ...change }, true, prod))).toEqual(errors);
});

test("gives no empty reason for a key policy that depends on another parameter", async () => {
  const { "key.json": text = "", ...head } = written(SOUND, true);
  const { findings } = await headOf(written(SOUND, false), { ...head, "key.json": text.replaceAll("Env", "Stage") });
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^the policy of key Key may .* 5 backup actions, as it did on main$/),
    expect.stringMatching(/^role Backup has 1 of 89 backup actions only on some resources/),
    expect.stringMatching(/^role Imp may be unable to assume role Worker/),
  ]);
});
