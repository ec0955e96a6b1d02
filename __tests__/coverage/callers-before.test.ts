import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { wasPresent } from "../../src/rules/weakened-action.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const actions = catalogRequirements("7")
  ?.kinds.find(({ name }) => name === "backup")
  ?.actions.map(({ action }) => action);
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource, ...more }],
});
const trust = (Principal: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
});
const OWN = { "Fn::GetAtt": ["Deploy", "Arn"] };
const tagged = { Condition: { StringEquals: { "aws:PrincipalTag/x": "y" } } };
const policy = (PolicyDocument: object, PolicyName = "p") => ({ PolicyName, PolicyDocument });
const assume = (Resource: unknown = OWN, more: object = {}) => policy(allow("sts:AssumeRole", Resource, more));

/** Appliances' properties, keyed by logical ID, and the role that the appliances assume. */
function template(
  appliances: Readonly<Record<string, object>>,
  more: object = {},
  lines: readonly string[] = [],
  principal: unknown = { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" },
  own: object = {},
): Files {
  const roles = Object.entries(appliances).map(([id, own]) => [
    id,
    {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: trust({ Service: "ec2.amazonaws.com" }), ...own },
    },
  ]);
  const Deploy = {
    Type: "AWS::IAM::Role",
    Properties: { AssumeRolePolicyDocument: trust({ AWS: principal }), Policies: [policy(allow(actions))], ...own },
  };
  const named = Object.keys(appliances).map((id) => `  ${id}: appliance\n`);
  return {
    "t.json": JSON.stringify({ Resources: { Deploy, ...Object.fromEntries(roles) }, ...more }),
    ".github/worker-iam-check.yml": `requirements: "7"\n${lines.join("\n")}\nroles:\n  Deploy: backup\n${named.join("")}`,
  };
}

const source = (resource: string): Files => ({
  "main.tf": `provider "aws" {}
data "aws_caller_identity" "c" {}
variable "r" {}
resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::\${data.aws_caller_identity.c.account_id}:root" } }] })
}
resource "aws_iam_role_policy" "deploy" {
  role   = aws_iam_role.deploy.id
  policy = jsonencode(${JSON.stringify(allow(actions))})
}
resource "aws_iam_role" "appliance" {
  name               = "appliance"
  assume_role_policy = jsonencode(${JSON.stringify(trust({ Service: "ec2.amazonaws.com" }))})
}
resource "aws_iam_role_policy" "appliance" {
  role   = aws_iam_role.appliance.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = ${resource} }] })
}
`,
  ".github/worker-iam-check.yml":
    'requirements: "7"\nroles:\n  aws_iam_role.deploy: backup\n  aws_iam_role.appliance: appliance\n',
});

const open = { Parameters: { R: { Type: "String" } } };
const byChoice = {
  Parameters: { E: { Type: "String", Default: "x" } },
  Conditions: { Z: { "Fn::Equals": [{ Ref: "E" }, "prod"] } },
};
const base = template({ Appl: { Policies: [assume()] } });
const two = template({ Appl: { Policies: [assume()] }, Second: { Policies: [assume()] } });

const named = (RoleName: string) => ({ RoleName, Policies: [assume()] });
const ARN = "arn:aws:iam::111122223333:role/";
const trusting = (ids: Readonly<Record<string, object>>, ...names: readonly string[]) =>
  template(
    ids,
    {},
    [`appliance: [${ARN}first, ${ARN}second]`, "accounts: ['111122223333']"],
    names.map((one) => ARN + one),
  );
const both = { Appl: named("first"), Second: named("second") };

/** Two environments with the same IDs, each in a separate template. */
const environmentsOf = (of: (env: string) => Files): Files =>
  Object.fromEntries(
    ["dev", "prod"].flatMap((env) => {
      const { "t.json": text = "", ...config } = of(env);
      return [[`${env}.json`, text], ...Object.entries(config)];
    }),
  );
const environments = environmentsOf((env) => template({ Appl: named(`${env}-imp`) }, {}, [], `${ARN}${env}-imp`));

test.each<[string, Files, Files, readonly string[]]>([
  ["in each environment as before", environments, { ...environments, "README.md": "" }, []],
  [
    "under another name",
    trusting({ Appl: named("first") }, "first"),
    trusting({ Appl: named("other") }, "first"),
    ["error Appl"],
  ],
  [
    "under another name and ID",
    trusting({ Appl: named("first") }, "first"),
    trusting({ Other: named("other") }, "first"),
    ["error Other"],
  ],
  [
    "under a prefix that its name may have",
    trusting({ Appl: named("first") }, "first"),
    trusting({ Appl: { Policies: [assume()], RoleName: { "Fn::Sub": "f${AWS::StackName}" } } }, "first"),
    ["error Appl"],
  ],
  ["unless the trust drops one of two", trusting(both, "first", "second"), trusting(both, "second"), ["error Appl"]],
  [
    "unless the trust never named it",
    trusting(both, "second"),
    trusting({ ...both, Appl: named("other") }, "second"),
    [],
  ],
  [
    "under another name that the trust follows",
    trusting({ Appl: named("first") }, "first"),
    trusting({ Appl: named("second") }, "second"),
    [],
  ],
  ["unless the trust refuses both", trusting(both, "first", "second"), trusting(both, "third"), []],
  ["under a condition", base, template({ Appl: { Policies: [assume(OWN, tagged)] } }), ["error Appl"]],
  ["on an unknown role", base, template({ Appl: { Policies: [assume({ Ref: "R" })] } }, open), ["error Appl"]],
  [
    "in a policy that might not exist",
    base,
    template({ Appl: { Policies: [{ "Fn::If": ["Z", assume(), { Ref: "AWS::NoValue" }] }] } }, byChoice),
    ["error Appl"],
  ],
  [
    "within an unknown boundary",
    base,
    template({ Appl: { Policies: [assume()], PermissionsBoundary: { Ref: "R" } } }, open),
    ["error Appl"],
  ],
  ["by a renamed role", base, template({ Other: { Policies: [assume(OWN, tagged)] } }), ["error Other"]],
  [
    "by one of two",
    two,
    template({ Appl: { Policies: [assume(OWN, tagged)] }, Second: { Policies: [assume()] } }),
    ["error Appl"],
  ],
  [
    "with a severity that the change lowers",
    base,
    template({ Appl: { Policies: [assume(OWN, tagged)] } }, {}, ["severities: { caller-cannot-assume: notice }"]),
    ["error Appl"],
  ],
  [
    "under a condition that the base has",
    template({ Appl: { Policies: [assume(OWN, tagged)] } }),
    template({ Appl: { Policies: [assume(OWN, tagged)], Path: "/a/" } }),
    ["warning Appl"],
  ],
  ["as before", base, template({ Appl: { Policies: [assume()], Path: "/a/" } }), []],
  [
    "on an unknown role, in Terraform",
    source("aws_iam_role.deploy.arn"),
    source("var.r"),
    ["error aws_iam_role.appliance"],
  ],
])("the appliance's role may still assume the role %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const found = findings.filter(({ rule }) => rule === "caller-cannot-assume");
  expect(found.map(({ severity, message }) => `${severity} ${/^role (\S+)/.exec(message)?.[1]}`)).toEqual(expected);
});

test.each<[string, string, string, readonly string[]]>([
  ["that trusts another", "first", "third", ["trust-missing Deploy"]],
  ["that does not trust it under its new name", "other", "first", ["caller-cannot-assume Deploy"]],
])("blames only the role %s, not the permission of the appliance's role", async (_name, name, trusted, expected) => {
  const { findings } = await headOf(
    trusting({ Appl: named("first") }, "first"),
    trusting({ Appl: named(name) }, trusted),
  );
  expect(findings.map(({ rule, role }) => `${rule} ${role}`)).toEqual(expected);
});

test("in two environments that trust the whole account, blames only the caller that lost its permission", async () => {
  const of = (assumed: string) =>
    environmentsOf((env) => {
      const own = assume(ARN + (env === "dev" ? assumed : `${env}-deploy`));
      const appliance = { Appl: { RoleName: `${env}-imp`, Policies: [own] } };
      return template(appliance, {}, ["accounts: ['111122223333']"], undefined, { RoleName: `${env}-deploy` });
    });
  const { findings } = await headOf(of("dev-deploy"), of("dev-other"));
  const lost = findings.filter(({ message }) => message.includes("granted on main"));
  expect(lost.map(({ location }) => location.file)).toEqual(["dev.json"]);
});

/** Policy files of an appliance's role and of a role that trusts another one. */
function groups(trusted: string): Files {
  const named = ["imp", "deploy"].map((id) => `  ${id}: { policies: [${id}.json], trust: ${id}-trust.json }\n`);
  return {
    "imp.json": JSON.stringify(allow("sts:AssumeRole")),
    "imp-trust.json": JSON.stringify(trust({ Service: "ec2.amazonaws.com" })),
    "deploy.json": JSON.stringify(allow(actions)),
    "deploy-trust.json": JSON.stringify(trust({ AWS: `${ARN}${trusted}` })),
    ".github/worker-iam-check.yml": `requirements: "7"\nappliance: "111122223333"\nroles: { imp: appliance, deploy: backup }\ngroups:\n${named.join("")}`,
  };
}

test.each<[string, string, string, readonly string[]]>([
  ["that let it in before", "imp", "other", ["error"]],
  ["that never did", "another", "other", ["warning"]],
])("a trust policy of policy files leaves out the appliance's role, %s", async (_name, before, after, expected) => {
  const { findings } = await headOf(groups(before), groups(after));
  const found = findings.filter(({ rule }) => rule === "caller-cannot-assume");
  expect(found.map(({ severity }) => severity)).toEqual(expected);
});

test.each([
  ["App", true],
  ["role App", false],
  ["role", false],
])("a finding about caller %s is about access that the base had: %s", (caller, expected) => {
  const finding = { rule: "caller-cannot-assume", kind: null, caller } as const;
  expect(wasPresent(finding, { trust: new Set(), instanceProfile: false, callers: ["role Other", "App"] })).toBe(
    expected,
  );
});
