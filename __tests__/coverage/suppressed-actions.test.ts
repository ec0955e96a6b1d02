import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const policy = (Effect: string, Action: readonly string[], more = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect, Action, Resource: "*", ...more }],
});
const trusting = (...principals: readonly object[]) => ({
  Version: "2012-10-17",
  Statement: principals.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" })),
});
const APPLIANCE = { AWS: "111122223333" };
const EC2 = { Service: "ec2.amazonaws.com" };

interface Changed {
  /** The changes to each kind's statement. Null removes it. */
  readonly backup?: object;
  readonly restore?: object | null;
  readonly appliance?: object;
  readonly resources?: object;
}

function template({ backup = {}, restore = {}, appliance = APPLIANCE, resources = {} }: Changed): Files {
  const role = (trust: object, policies: readonly (object | null)[]) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: trust,
      Policies: policies.flatMap((PolicyDocument, at) =>
        PolicyDocument === null ? [] : [{ PolicyName: `p${at}`, PolicyDocument }],
      ),
    },
  });
  const Resources = {
    VeeamDeploy: role(trusting(appliance), [
      policy("Allow", actionsOf("backup"), backup),
      restore === null ? null : policy("Allow", actionsOf("restore"), restore),
    ]),
    VeeamWorker: role(trusting(APPLIANCE, EC2), [policy("Allow", actionsOf("communication"))]),
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorker" }] } },
    ...resources,
  };
  return { "t.json": JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources }) };
}

const GONE = { Type: "AWS::SNS::Topic" };
const config = (lines: string, rule = "", actions: readonly string[] = []): Files => {
  const suppression = { rule, role: "*", actions, reason: "meant" };
  const suppressions = rule === "" ? "" : `suppressions: [${JSON.stringify(suppression)}]\n`;
  return { ".github/worker-iam-check.yml": `requirements: "7"\n${lines}\n${suppressions}` };
};
const MFA = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
const GUARD = "guardrails: [deny.json]";
const guarded: Files = { "deny.json": JSON.stringify(policy("Deny", ["rds:*", "ec2:CreateSnapshot*"])) };
const LOST_RESTORE = ["coverage-lost VeeamDeploy restore"];

/** Losses of a change, with the numbers of errors and actions that remain if a suppression names actions. */
describe.each<[string, Files, Files, string, string, readonly string[]]>([
  ["a restore policy", {}, template({ restore: null }), "", "coverage-lost", LOST_RESTORE],
  [
    "a role",
    {},
    template({ resources: { VeeamDeploy: GONE } }),
    "",
    "coverage-lost",
    ["coverage-lost VeeamDeploy backup", ...LOST_RESTORE],
  ],
  ["guardrails", guarded, {}, GUARD, "coverage-lost", ["coverage-lost VeeamDeploy backup", ...LOST_RESTORE]],
  [
    "a grant to a condition",
    {},
    template({ backup: MFA }),
    "",
    "weakened-action",
    ["weakened-action VeeamDeploy backup"],
  ],
  [
    "a trust",
    {},
    template({ appliance: { AWS: "444455556666" } }),
    'appliance: "111122223333"',
    "trust-missing",
    ["trust-missing VeeamDeploy"],
  ],
  [
    "an instance profile",
    {},
    template({ resources: { Profile: GONE } }),
    "",
    "instance-profile-missing",
    ["instance-profile-missing VeeamWorker communication"],
  ],
  [
    "all worker roles",
    {},
    template({ resources: { VeeamDeploy: GONE, VeeamWorker: GONE } }),
    "if-no-roles: error",
    "no-worker-role",
    [],
  ],
])("a change that loses %s", (_name, more, head, line, rule, lost) => {
  const expected = lost.length > 0 ? lost : ["no-worker-role"];
  test.each<[string, readonly string[], boolean]>([
    ["none of its actions", ["lambda:InvokeFunction"], false],
    ["none of its actions, and the base has it already", ["lambda:*"], true],
  ])("fails entirely when a suppression names %s", async (_which, actions, isOld) => {
    const base = { ...template({}), ...more, ...config(line, isOld ? rule : "", actions) };
    const { conclusion, findings } = await headOf(base, {
      ...head,
      ...config(line === GUARD ? "" : line, rule, actions),
    });
    const of = findings.filter((one) => one.rule === rule && one.severity === "error" && one.suppressed === null);
    expect(of.map((one) => [one.rule, one.role, one.kind].filter((word) => word !== null).join(" ")).sort()).toEqual(
      expected,
    );
    expect(conclusion).toBe("failure");
    expect(findings.filter((one) => one.rule === rule && one.suppressed !== null)).toEqual([]);
  });
});

test.each<[string, Files, Files, string, readonly string[]]>([
  ["a policy", {}, template({ restore: null }), "coverage-lost", ["ec2:*"]],
  ["guardrails", guarded, {}, "coverage-lost", ["rds:*"]],
  ["a grant to a condition", {}, template({ restore: MFA }), "weakened-action", ["ec2:*"]],
])(
  "excuses only the named actions in a suppression of a change that loses %s",
  async (_name, more, head, rule, patterns) => {
    const base = { ...template({}), ...more, ...config(more === guarded ? GUARD : "") };
    const whole = await headOf(base, { ...head, ...config("") });
    const { conclusion, findings } = await headOf(base, { ...head, ...config("", rule, patterns) });
    const prefix = patterns[0]?.slice(0, -1) ?? "";
    const actionsIn = (report: typeof whole, isSuppressed: boolean) =>
      report.findings
        .filter((one) => one.rule === rule && (one.suppressed !== null) === isSuppressed)
        .flatMap(({ actions }) => actions)
        .sort();
    const all = actionsIn(whole, false);
    expect(actionsIn({ ...whole, findings }, true)).toEqual(all.filter((one) => one.startsWith(prefix)));
    expect(actionsIn({ ...whole, findings }, false)).toEqual(all.filter((one) => !one.startsWith(prefix)));
    expect(conclusion).toBe("failure");
  },
);

test("keeps the loss of a kind when a suppression names all its actions, and drops a loss that only guardrails cause", async () => {
  const base = template({});
  const kind = await headOf(
    { ...base, ...config("") },
    { ...template({ restore: null }), ...config("", "coverage-lost", ["*"]) },
  );
  expect(kind.findings.filter(({ suppressed }) => suppressed === null)).toMatchObject([
    { rule: "coverage-lost", kind: "restore", actions: [], severity: "error" },
  ]);
  const limits = await headOf({ ...base, ...guarded, ...config(GUARD) }, config("", "coverage-lost", ["*"]));
  expect(limits.conclusion).toBe("success");
});
