import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const [A, B, C] = ["111122223333", "222233334444", "333344445555"] as const;
const CONFIG = ".github/worker-iam-check.yml";

type Group = readonly string[] | object;

/** A template that creates a worker role, with a name that may depend on the group. */
const TEMPLATE = JSON.stringify({
  Parameters: { Env: { Type: "String", Default: "dev" } },
  Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
  Resources: {
    VeeamDeploy: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: { "Fn::Sub": "veeam-${Env}" },
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${A}:role/appliance` }, Action: "sts:AssumeRole" },
          ],
        },
        Policies: [
          {
            PolicyName: "p",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: actionsOf("backup"), Resource: "*" }],
            },
          },
        ],
      },
    },
  },
});
const ONLY_PROD = TEMPLATE.replace('"AWS::IAM::Role",', '"AWS::IAM::Role","Condition":"IsProd",');

const Parameters = {
  Both: { Type: "CommaDelimitedList", Default: `${A},${B}` },
  One: { Type: "CommaDelimitedList", Default: A },
  None: { Type: "CommaDelimitedList" },
  Empty: { Type: "CommaDelimitedList", Default: "" },
  Env: { Type: "String", Default: "dev" },
  Open: { Type: "String" },
};
const Conditions = {
  IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] },
  IsOpen: { "Fn::Equals": [{ Ref: "Open" }, "prod"] },
};

/** Stack sets by name, with the accounts or the targets of each group. */
function sets(byName: Readonly<Record<string, readonly Group[] | undefined>>, config = "", template = TEMPLATE): Files {
  const Resources = Object.entries(byName).map(([name, groups]) => [
    name,
    {
      Type: "AWS::CloudFormation::StackSet",
      Properties: {
        StackSetName: name,
        PermissionModel: "SELF_MANAGED",
        TemplateURL: "./t.json",
        StackInstancesGroup: groups?.map((one) => ({
          Regions: ["eu-west-1"],
          ...(Array.isArray(one) ? { DeploymentTargets: { Accounts: one } } : one),
        })),
      },
    },
  ]);
  const text = JSON.stringify({ Parameters, Conditions, Resources: Object.fromEntries(Resources) });
  const lines = `requirements: "7"\nroles: { "*VeeamDeploy": backup }\n${config}`;
  return { "sets.json": text, "t.json": template, [CONFIG]: lines };
}
const own = (...accounts: readonly string[]): string => `deployment: { accounts: ${JSON.stringify(accounts)} }\n`;
const from = (Ref: string) => ({ DeploymentTargets: { Accounts: { Ref } } });
const onlyIf = (condition: string, account: string) => ({ "Fn::If": [condition, account, { Ref: "AWS::NoValue" }] });
const inUnit = { DeploymentTargets: { OrganizationalUnitIds: ["ou-abcd-12345678"] } };
const named = (env: string, ...Accounts: readonly string[]) => ({
  DeploymentTargets: { Accounts },
  ParameterOverrides: [{ ParameterKey: "Env", ParameterValue: env }],
});
const lost = (accounts: string, role = "S/VeeamDeploy"): string =>
  `role ${role} is no longer checked for backup in ${accounts}, as it was on main; it is no longer created in ${accounts}`;

test.each<[string, Files, Files, readonly string[]]>([
  ["leaves", sets({ S: [[A, B]] }), sets({ S: [[A]] }), [lost(`account ${B}`)]],
  ["is replaced with another one", sets({ S: [[A]] }), sets({ S: [[B]] }), [lost(`account ${A}`)]],
  ["is replaced, and others stay", sets({ S: [[A, B]] }), sets({ S: [[A, C]] }), [lost(`account ${B}`)]],
  ["leaves with its group", sets({ S: [[A], [B]] }), sets({ S: [[A]] }), [lost(`account ${B}`)]],
  [
    "leaves a group that has its own values",
    sets({ S: [named("dev", A), named("prod", B, C)] }),
    sets({ S: [named("dev", A), named("prod", B)] }),
    [lost(`account ${C}`)],
  ],
  [
    "leaves a declared deployment's stack set",
    sets({ S: [[A, B]] }, own(A, B)),
    sets({ S: [[A]] }, own(A, B)),
    [lost(`account ${B}`)],
  ],
  ["leaves along with the others", sets({ S: [[A, B]] }), sets({ S: [[C]] }), [lost(`account ${A}, account ${B}`)]],
  ["leaves with all groups", sets({ S: [[A, B]] }), sets({ S: [] }), [lost(`account ${A}, account ${B}`)]],
  ["leaves with the only group", sets({ S: [[A]] }), sets({ S: [] }), [lost(`account ${A}`)]],
  [
    "leaves with the list of groups",
    sets({ S: [[A, B]] }),
    sets({ S: undefined }),
    [lost(`account ${A}, account ${B}`)],
  ],
  ["leaves an empty list", sets({ S: [[A, B]] }), sets({ S: [[]] }), [lost(`account ${A}, account ${B}`)]],
  [
    "leaves with the list of accounts",
    sets({ S: [[A]] }),
    sets({ S: [{ DeploymentTargets: {} }] }),
    [lost(`account ${A}`)],
  ],
  [
    "leaves an emptied stack set for a new one",
    sets({ S: [[A, B]] }),
    sets({ S: [], T: [[B]] }),
    [lost(`account ${A}`)],
  ],
  ["leaves a parameter's default", sets({ S: [from("Both")] }), sets({ S: [from("One")] }), [lost(`account ${B}`)]],
  ["is not in the default", sets({ S: [[A, B]] }), sets({ S: [from("One")] }), [lost(`account ${B}`)]],
  [
    "is in a parameter that is emptied",
    sets({ S: [from("Both")] }),
    sets({ S: [from("Empty")] }),
    [lost(`account ${A}, account ${B}`)],
  ],
  ["is in the default", sets({ S: [[A, B]] }), sets({ S: [from("Both")] }), []],
  [
    "was in the default of a group that does not create the role",
    sets({ S: [from("Both"), named("prod", C)] }, "", ONLY_PROD),
    sets({ S: [from("One"), named("prod", C)] }, "", ONLY_PROD),
    [],
  ],
  ["is in a parameter without a default", sets({ S: [[A, B]] }), sets({ S: [from("None")] }), []],
  ["was in a parameter without a default", sets({ S: [from("None")] }), sets({ S: [[A]] }), []],
  [
    "is listed only under a condition that the defaults do not meet",
    sets({ S: [[A, B]] }),
    sets({ S: [{ DeploymentTargets: { Accounts: [A, onlyIf("IsProd", B)] } }] }),
    [lost(`account ${B}`)],
  ],
  [
    "is listed under an open condition",
    sets({ S: [[A, B]] }),
    sets({ S: [{ DeploymentTargets: { Accounts: [A, onlyIf("IsOpen", B)] } }] }),
    [],
  ],
  ["was in no stack set", sets({ S: [] }), sets({ S: undefined }), []],
  [
    "leaves for another stack set, with a different account",
    sets({ S: [[A, B]] }),
    sets({ S: [[A]], T: [[C]] }),
    [lost(`account ${B}`)],
  ],
  [
    "leaves, while the other stack set already had it",
    sets({ S: [[A, B]], T: [[B]] }),
    sets({ S: [[A]], T: [[B]] }),
    [lost(`account ${B}`)],
  ],
  [
    "leaves, while another stack set has a unit",
    sets({ S: [[A, B]], T: [inUnit] }),
    sets({ S: [[A]], T: [inUnit] }),
    [lost(`account ${B}`)],
  ],
  [
    "leaves with a renamed stack set",
    sets({ S: [[A, B]] }),
    sets({ T: [[A]] }),
    [lost(`account ${B}`, "T/VeeamDeploy")],
  ],
  ["stays", sets({ S: [[A, B]] }), sets({ S: [[B, A]] }), []],
  ["joins", sets({ S: [[A]] }), sets({ S: [[A, B]] }), []],
  ["moves to another group", sets({ S: [[A, B], [C]] }), sets({ S: [[A], [B, C]] }), []],
  [
    "moves to a group that has other values",
    sets({ S: [named("dev", A, B), named("prod", C)] }),
    sets({ S: [named("dev", A), named("prod", B, C)] }),
    [],
  ],
  ["is split off into its own group", sets({ S: [[A, B]] }), sets({ S: [[A], [B]] }), []],
  ["is split off into its own stack set", sets({ S: [[A, B]] }), sets({ S: [[A]], T: [[B]] }), []],
  ["is split off into new stack sets", sets({ S: [[A, B]] }), sets({ T: [[A]], U: [[B]] }), []],
  ["moves to another stack set", sets({ S: [[A, B]], T: [[C]] }), sets({ S: [[A]], T: [[B, C]] }), []],
  ["is in a unit instead", sets({ S: [[A, B]] }), sets({ S: [inUnit] }), []],
  ["was in a unit", sets({ S: [inUnit] }), sets({ S: [[A]] }), []],
  ["is no longer declared", sets({ S: [[A, B]] }, own(A, B)), sets({ S: [[A]] }, own(A)), []],
  [
    "leaves a group that does not create the role",
    sets({ S: [named("dev", A, B), named("prod", C)] }, "", ONLY_PROD),
    sets({ S: [named("dev", A), named("prod", C)] }, "", ONLY_PROD),
    [],
  ],
])("an account that %s", async (_what, base, head, expected) => {
  const { findings } = await headOf(base, head);
  const errors = findings.filter(({ severity, rule }) => severity === "error" && rule !== "missing-instance-profile");
  expect(errors.map(({ message }) => message)).toEqual(expected);
});

test("the help for an account that left says how to declare it", async () => {
  const { findings } = await headOf(sets({ S: [[A, B]] }), sets({ S: [[A]] }));
  expect(findings.find(({ rule }) => rule === "coverage-lost")?.help).toBe(
    `create the role in account ${B}, or give another role all backup permissions there; if this is intended, list only the other accounts under \`accounts\` of \`deployment\`, or suppress coverage-lost with the reason`,
  );
});
