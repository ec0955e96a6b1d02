import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

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
const SOUND = { passed: "${Env}-worker", trusted: "${Env}-imp" };

/** One template, or two with the same parameter: one for the appliance's role and the deploying role, one for the worker's role. */
function written({ passed, trusted }: typeof SOUND, isSplit: boolean): Files {
  const Service = "ec2.amazonaws.com";
  const Imp = role("imp", { Service }, allow("sts:AssumeRole", arnOf("${Env}-*")));
  const rest = actionsOf("backup").filter((one) => one !== "iam:PassRole");
  const Backup = role("backup", { AWS: arnOf("${Env}-imp") }, allow(rest), allow("iam:PassRole", arnOf(passed)));
  const Worker = role("worker", { AWS: arnOf(trusted), Service }, allow(actionsOf("communication")));
  const Profile = { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "Worker" }] } };
  const of = (Resources: object) =>
    JSON.stringify({
      Parameters: { Env: { Type: "String", Default: "dev", AllowedValues: ["dev", "prod"] } },
      Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
      Resources,
    });
  return {
    ...(isSplit
      ? { "backup.json": of({ Imp, Backup }), "worker.json": of({ Worker, Profile }), "all.json": "" }
      : { "all.json": of({ Imp, Backup, Worker, Profile }) }),
    ".github/worker-iam-check.yml": `requirements: "7"
appliance: "111122223333"
accounts: ["111122223333"]
roles: { Imp: appliance, Backup: backup, Worker: communication }
`,
  };
}

/** Several templates that nest one under the same logical ID. */
function nestedIn(parents: readonly string[], passed: string): Files {
  const { "all.json": text = "", ...config } = written({ ...SOUND, passed }, false);
  const stack = (Env: string) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: "child.json", Parameters: { Env } },
  });
  const all = parents.map((env) => [`${env}.json`, JSON.stringify({ Resources: { S: stack(env) } })]);
  return { ...Object.fromEntries(all), ...config, "child.json": text };
}

test.each<[passed: string, errors: readonly string[]]>([
  ["${Env}-worker", []],
  ["${Env}-other", ["partial-action prod.json:S/Backup", "weakened-action dev.json:S/Backup"]],
])("a second template nests a child under the same logical ID, which passes %s", async (passed, errors) => {
  const { findings } = await headOf(nestedIn(["dev"], SOUND.passed), nestedIn(["dev", "prod"], passed));
  const found = findings.filter(({ severity }) => severity === "error").map(({ rule, role: id }) => `${rule} ${id}`);
  expect(found.sort()).toEqual(errors);
});

test.each<[what: string, change: Partial<typeof SOUND>, errors: readonly string[]]>([
  ["no text", {}, []],
  ["the role that is passed", { passed: "dev-worker" }, ["weakened-action Backup"]],
  ["the role that is trusted", { trusted: "dev-imp" }, ["caller-cannot-assume Worker"]],
])("a template that is split and changes %s", async (_, change, errors) => {
  const { findings } = await headOf(written(SOUND, false), written({ ...SOUND, ...change }, true));
  const found = findings.filter(({ severity }) => severity === "error").map(({ rule, role: id }) => `${rule} ${id}`);
  expect(found).toEqual(errors);
});
