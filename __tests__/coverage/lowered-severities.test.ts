import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const allow = (Action: readonly string[], more = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const trusts = (more = {}) => ({
  Effect: "Allow",
  Principal: { AWS: "111122223333" },
  Action: "sts:AssumeRole",
  ...more,
});
const STRANGER = { Principal: { AWS: "444455556666" } };
const ec2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };

function role(statement: object, ...trust: readonly object[]): object {
  const policies = [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: [statement] } }];
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: trust.length > 0 ? trust : [trusts()] },
      Policies: policies,
    },
  };
}

const whole = {
  VeeamDeploy: role(allow(actionsOf("backup"))),
  VeeamWorker: role(allow(actionsOf("communication")), trusts(), ec2),
  Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorker" }] } },
};
const template = (resources: object): Files => ({
  "t.json": JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: { ...whole, ...resources } }),
});
const lowered = (lines: string, more = ""): Files => ({
  ".github/worker-iam-check.yml": `requirements: "7"\nappliance: "111122223333"\n${more}severities: { ${lines} }\n`,
});
const failOn = (word: string): Files => ({
  ".github/worker-iam-check.yml": `requirements: "7"\nappliance: "111122223333"\nfail-on: ${word}\n`,
});
const less = template({ VeeamDeploy: role(allow(actionsOf("backup").slice(1))) });
const conditional = role(allow(actionsOf("backup"), { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }));
const none = { Type: "AWS::SNS::Topic" };

describe("ignores severities that the same change lowers", () => {
  test.each<[string, Files, string]>([
    ["missing-action", less, "missing-action: warning"],
    ["missing-action", less, "missing-action: off"],
    ["weakened-action", template({ VeeamDeploy: conditional }), "weakened-action: off, conditional-action: off"],
    ["coverage-lost", template({ VeeamDeploy: none }), "coverage-lost: notice"],
    [
      "trust-missing",
      template({ VeeamDeploy: role(allow(actionsOf("backup")), trusts(STRANGER)) }),
      "trust-missing: off",
    ],
    ["instance-profile-missing", template({ Profile: none }), "instance-profile-missing: notice"],
  ])("reports %s as an error for access that the base had", async (rule, head, severities) => {
    const { conclusion, findings } = await headOf(template({}), { ...head, ...lowered(severities) });
    const errors = findings.filter(({ severity }) => severity === "error");
    expect([conclusion, ...errors.map((one) => one.rule)]).toEqual(["failure", rule]);
    expect(errors[0]?.help).toContain(`with the next change: if this is intended, suppress ${rule} with the reason`);
  });

  test.each<[string, Files, Files]>([
    ["access that the base lacks", less, { ...less, ...lowered("missing-action: warning") }],
    [
      "a new role",
      template({}),
      { ...template({ VeeamNew: role(allow(actionsOf("backup").slice(1))) }), ...lowered("missing-action: warning") },
    ],
    [
      "a suppressed finding",
      template({}),
      {
        ...less,
        ...lowered(
          "missing-action: warning",
          "suppressions: [{ role: VeeamDeploy, rule: missing-action, reason: meant }]\n",
        ),
      },
    ],
    [
      "a severity that the base's own configuration also lowers",
      { ...template({}), ...lowered("missing-action: warning") },
      less,
    ],
  ])("lowers the severity of %s", async (_name, base, head) => {
    expect((await headOf(base, head)).conclusion).toBe("success");
  });

  test.each<[string, Files, Files, string]>([
    ["a change that loses access that the base had", template({}), { ...less, ...failOn("never") }, "failure"],
    ["a change that loses nothing", template({}), { ...template({}), ...failOn("never") }, "success"],
    ["a change for access that the base also lacks", less, { ...less, ...failOn("never") }, "neutral"],
    ["the base", { ...template({}), ...failOn("never") }, { ...less, ...failOn("never") }, "neutral"],
  ])("applies `fail-on: never` in %s", async (_name, base, head, conclusion) => {
    expect((await headOf(base, head)).conclusion).toBe(conclusion);
  });

  const base = (word: string): Files => ({ ".github/worker-iam-check.yml": `requirements: "7"\nbase: ${word}\n` });
  test.each<[string, Files, Files, string]>([
    ["off", template({}), { ...less, ...base("off") }, "failure"],
    ["HEAD", template({}), { ...less, ...base("HEAD") }, "failure"],
    ["not a commit", template({}), { ...template({ VeeamDeploy: none }), ...base("nope") }, "failure"],
    ["off on the base as well", { ...template({}), ...base("off") }, template({ VeeamDeploy: none }), "success"],
    ["off, and nothing lost", template({}), { ...template({}), ...base("off") }, "success"],
  ])("checks the value of `base`: %s", async (_name, before, head, conclusion) => {
    expect((await headOf(before, head)).conclusion).toBe(conclusion);
  });

  const NAMED = {
    "c.yml":
      "fail-on: never\nbase: off\nseverities: { coverage-lost: off, weakened-action: off, unmatched-role: off }\n",
  };
  const gone = template({ VeeamDeploy: none });
  const ops = template({ VeeamDeploy: none, Ops: role(allow(["*"])) });
  const mapped = (lines: string): Files => ({ ".github/worker-iam-check.yml": lines });
  test.each<[string, Files, Files, string, Files]>([
    ["new", template({}), { ...gone, ...NAMED }, "failure", {}],
    ["new, and grants less", template({}), { ...template({ VeeamDeploy: conditional }), ...NAMED }, "failure", {}],
    ["new, and nothing is lost", template({}), { ...template({}), ...NAMED }, "success", {}],
    [
      "new, replacing another",
      { ...ops, ...mapped("roles: { Ops: backup, VeeamWorker: communication }\n") },
      { ...gone, ...mapped(""), ...NAMED },
      "failure",
      {},
    ],
    ["changed", { ...template({}), "c.yml": "fail-on: error\n" }, { ...gone, ...NAMED }, "failure", {}],
    ["the base's as well", { ...template({}), ...NAMED }, gone, "success", {}],
    ["in no commit", template({}), gone, "success", NAMED],
  ])("compares when `config` names a file that is %s", async (_name, before, head, conclusion, created) => {
    expect((await headOf(before, head, "c.yml", created)).conclusion).toBe(conclusion);
  });

  const own = (trust: readonly string[]): Files => ({
    ".github/worker-iam-check.yml": 'requirements: own.json\nroles: { "Veeam*": own }\nappliance: "111122223333"\n',
    "own.json": JSON.stringify({
      title: "x",
      version: "1",
      date: "2026-01-01",
      source: "https://example.com",
      kinds: [{ name: "own", trust, actions: ["sqs:SendMessage"] }],
    }),
  });
  const alone = (...trust: readonly object[]) =>
    template({ VeeamDeploy: none, VeeamWorker: role(allow(["sqs:SendMessage"]), ...trust) });
  test.each<[string, Files, Files, readonly string[]]>([
    [
      "ec2",
      { ...alone(trusts(), ec2), ...own(["appliance", "ec2"]) },
      {
        ...template({ VeeamDeploy: none, Profile: none, VeeamWorker: role(allow(["sqs:SendMessage"]), trusts()) }),
        ...own(["appliance"]),
      },
      ["role VeeamWorker has lost trust in ec2,", "role VeeamWorker has lost its instance profile,"],
    ],
    [
      "the appliance",
      { ...alone(trusts(), ec2), ...own(["appliance", "ec2"]) },
      { ...alone(ec2), ...own(["ec2"]) },
      ["role VeeamWorker has lost trust in appliance,"],
    ],
    [
      "nobody",
      { ...alone(trusts(), ec2), ...own(["appliance", "ec2"]) },
      { ...alone(trusts(), ec2), ...own(["ec2"]) },
      [],
    ],
  ])("compares when trust in %s is removed from the list and the role", async (_name, before, head, expected) => {
    const { findings } = await headOf(before, head);
    const lost = findings.filter(({ rule }) => rule === "weakened-action").map(({ message }) => message);
    expect(lost.map((message) => `${message.split(",")[0]},`)).toEqual(expected);
  });
});
