import { removeFolders } from "../discover/repository.js";
import { allowing, templateRole } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const trusting = (Principal: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
});

const [HERE, THERE] = ["111122223333", "999922223333"];
const CONFIG = ".github/worker-iam-check.yml";
const arn = (account: string, name = "veeam-worker") => `arn:aws:iam::${account}:role/${name}`;
const getAtt = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const GETATT = getAtt("VeeamWorker");

const config = (other: string, more = "") => ({
  [CONFIG]: `requirements: "7"\nroles: { "VeeamDeploy*": backup, ${other} }\n${more}`,
});

interface Others {
  /** The account of the trusted appliance. */
  readonly trusted?: string;
  readonly config?: string;
  /** Additional policies of the roles that pass the worker's role. */
  readonly policies?: readonly object[];
}

/** Creates roles that pass the worker's role, each with its ID and the resources that it passes. */
function passing(passed: Readonly<Record<string, unknown>>, others: Others = {}): Files {
  const trust = trusting({ AWS: arn(others.trusted ?? HERE, "appliance"), Service: "ec2.amazonaws.com" });
  const rest = allowing(actionsOf("backup").filter((one) => one !== "iam:PassRole"));
  const roles = Object.entries(passed).map(([id, one]) => {
    return [id, templateRole(id, trust, rest, allowing("iam:PassRole", one), ...(others.policies ?? []))];
  });
  const Resources = {
    ...Object.fromEntries(roles),
    VeeamWorker: templateRole("veeam-worker", trust, allowing(actionsOf("communication"))),
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorker" }] } },
  };
  return { "t.json": JSON.stringify({ Resources }), ...config("VeeamWorker: communication", others.config) };
}

const one = (passed: unknown, others?: Others): Files => passing({ VeeamDeploy: passed }, others);

/** An appliance that assumes a role that trusts the whole account. */
function assuming(assumed: unknown, trusted = "${AWS::AccountId}"): Files {
  const account = { AWS: { "Fn::Sub": `arn:aws:iam::${trusted}:root` } };
  const Resources = {
    App: templateRole("appliance", trusting({ Service: "ec2.amazonaws.com" }), allowing("sts:AssumeRole", assumed)),
    VeeamDeploy: templateRole("veeam-b", trusting(account), allowing(actionsOf("backup"))),
  };
  return { "t.json": JSON.stringify({ Resources }), ...config("App: appliance") };
}

const queueIn = (account: string) => allowing("sqs:SendMessage", `arn:aws:sqs:eu-west-1:${account}:other`);
const queue = queueIn(THERE);
const HERES = { policies: [queueIn(HERE)] };
const appliance = (account: string) => `appliance: ${arn(account, "appliance")}\n`;

test.each<[string, Files, Files, readonly string[]]>([
  ["is another account's", one(GETATT), one(arn(THERE)), ["weakened-action VeeamDeploy"]],
  ["replaces another account's", one(arn(HERE)), one(arn(THERE)), ["weakened-action VeeamDeploy"]],
  [
    "is another account's, passed by a renamed role",
    one(GETATT),
    passing({ VeeamDeployNew: arn(THERE) }),
    ["coverage-lost VeeamDeploy", "partial-action VeeamDeployNew"],
  ],
  ["is in the account that the role's policies named", one(GETATT, HERES), one(arn(HERE), HERES), []],
  ["is in the account that they no longer name", one(GETATT, HERES), one(arn(HERE)), []],
  ["is in the account that only the trust policy names", one(GETATT), one(arn(HERE)), ["weakened-action VeeamDeploy"]],
  ["is passed in addition", one(GETATT), one([GETATT, arn(THERE)]), []],
  ["is as before", one(arn(THERE)), one(arn(THERE)), []],
  [
    "is another account's, passed by a new role",
    one(GETATT),
    passing({ VeeamDeploy: GETATT, VeeamDeployB: arn(THERE) }),
    [],
  ],
  ["is as before, next to a new ARN", one(arn("444422223333")), one(arn("444422223333"), { policies: [queue] }), []],
  ["is a reference, next to a new ARN", one(GETATT), one(GETATT, { policies: [queue] }), []],
  [
    "moves with the trust and the appliance",
    one(arn(HERE), { config: appliance(HERE) }),
    one(arn(THERE), { trusted: THERE, config: appliance(THERE) }),
    [],
  ],
  [
    "moves with the trust, but nothing says that the appliance moves",
    one(arn(HERE)),
    one(arn(THERE), { trusted: THERE }),
    ["trust-missing VeeamDeploy", "trust-missing VeeamWorker"],
  ],
  [
    "moves without the trust",
    one(arn(HERE), { config: appliance(HERE) }),
    one(arn(THERE), { config: appliance(HERE) }),
    ["weakened-action VeeamDeploy"],
  ],
  [
    "moves to the declared account",
    one(arn(HERE)),
    one(arn(THERE), { config: `deployment: { accounts: ["${THERE}"] }\n` }),
    [],
  ],
  [
    "is assumed",
    assuming(getAtt("VeeamDeploy")),
    assuming(arn(THERE, "veeam-b")),
    ["caller-cannot-assume VeeamDeploy"],
  ],
  [
    "is assumed in the account that its trust names",
    assuming(getAtt("VeeamDeploy"), THERE),
    assuming(arn(THERE, "veeam-b"), THERE),
    [],
  ],
  ["is assumed as before", assuming(arn(THERE, "veeam-b")), assuming(arn(THERE, "veeam-b")), []],
])("a role that %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map((found) => `${found.rule} ${found.role}`)).toEqual(expected);
});

test.each<[string, Files, Files]>([
  ["passed", one(GETATT), one(arn(THERE))],
  ["passed, as well as one in a known account", one(GETATT, HERES), one(arn(THERE), HERES)],
  ["passed by a renamed role", one(GETATT), passing({ VeeamDeployNew: arn(THERE) })],
  ["assumed", assuming(getAtt("VeeamDeploy")), assuming(arn(THERE, "veeam-b"))],
])("the help has the line that settles it if a role's ARN in another account is %s", async (_name, before, head) => {
  const { findings } = await headOf(before, head);
  const line = `deployment: { accounts: ["${THERE}"] }`;
  const help = findings
    .map((found) => found.help ?? "")
    .filter((text) => text.includes(`${THERE}, declare that: \`${line}\``));
  expect(help).toHaveLength(1);
  expect(help[0]).not.toContain("resources: {");
  const declared = { ...head, [CONFIG]: `${head[CONFIG]}${line}\n` };
  const settled = (await headOf(before, declared)).findings.filter(({ rule }) => rule !== "coverage-lost");
  expect(settled.filter(({ severity }) => severity === "error")).toEqual([]);
});

/** A second environment in the same account. */
function second(passed: unknown): Files {
  const text = one(passed)["t.json"] ?? "";
  return {
    "b.json": text.replaceAll("veeam-worker", "b-worker").replace('"RoleName":"VeeamDeploy"', '"RoleName":"b"'),
  };
}
const B = arn(HERE, "b-worker");
const withoutWorker = (passed: unknown): Files => {
  const { Resources } = JSON.parse(one(passed)["t.json"] ?? "");
  return { "t.json": JSON.stringify({ Resources: { VeeamDeploy: Resources.VeeamDeploy } }) };
};

test.each<[string, Files, Files, readonly string[]]>([
  ["is new", one(GETATT), second(GETATT), ["partial-action VeeamDeploy", "partial-action VeeamDeploy"]],
  [
    "was passed",
    { ...one([GETATT, B]), ...second(GETATT) },
    one(GETATT),
    ["weakened-action VeeamDeploy", "partial-action VeeamDeploy"],
  ],
  [
    "is new, and the one that was passed is left out as well",
    one(GETATT),
    { ...one(arn(HERE, "c-worker")), ...second(GETATT) },
    ["weakened-action VeeamDeploy", "partial-action VeeamDeploy"],
  ],
  [
    "is new, and all roles could be passed",
    one("*"),
    { ...one(GETATT), ...second(GETATT) },
    ["weakened-action VeeamDeploy", "partial-action VeeamDeploy"],
  ],
  [
    "replaces the one that was passed",
    one(GETATT),
    { ...withoutWorker(arn(HERE)), ...second(GETATT) },
    ["weakened-action VeeamDeploy"],
  ],
])("leaves out another environment's role, which %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const about = findings.filter(({ actions }) => actions.includes("iam:PassRole"));
  expect(
    about
      .map((found) => `${found.rule} ${found.role}`)
      .sort()
      .reverse(),
  ).toEqual(expected);
});
