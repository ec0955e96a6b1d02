import type { Authorization } from "../../src/iam/authorization.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { expandKinds } from "../../src/requirements/requirements.js";
import { escalationPaths } from "../../src/rules/escalation-paths.js";
import { excessAccess } from "../../src/rules/excess-access.js";
import type { Draft } from "../../src/rules/rule.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, roleOf, roleWith } from "../iam/role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

function check(role: Role, ...kinds: readonly string[]): Draft | undefined {
  const requirements = catalogRequirements("7");
  if (requirements === null) throw new Error("the catalog lacks version 7");
  const evaluated = expandKinds(requirements, kinds).kinds.map((kind) => ({ kind, verdicts: [] }));
  const subject = {
    role,
    selectedBy: "",
    kinds: evaluated,
    trust: [],
    appliance: [],
    context: new Map(),
    before: null,
  };
  const drafts = excessAccess.check(subject, authorization);
  expect(drafts.length).toBeLessThanOrEqual(1);
  return drafts[0];
}

/** The ways to escalate privileges that the message names. */
function escalations(role: Role, ...kinds: readonly string[]): string {
  return /escalate its privileges \((.*?)\)/.exec(check(role, ...kinds)?.message ?? "")?.[1] ?? "";
}

test("reports no excess for a role with what its kinds need", () => {
  const requirements = catalogRequirements("7");
  for (const { name, actions } of requirements?.kinds ?? []) {
    const role = roleWith(allow(actions.map(({ action }) => action)));
    expect(check(role, name)).toBeUndefined();
  }
});

test("names patterns and actions beyond the kinds and what to do", () => {
  const role = roleWith(allow(["sqs:*", "ssm:GetParameter", "kms:Decrypt", "glacier:*"]));
  expect(check(role, "communication")).toMatchObject({
    message: "role Worker has access that is not needed for communication: sqs:*, kms:Decrypt, glacier:*",
    help: "remove glacier:*; replace sqs:* with its 4 needed actions; remove kms:Decrypt; `worker-iam-check policy communication` prints a sufficient policy",
    kind: null,
  });
  expect(check(role, "communication")?.actions).toEqual(expect.arrayContaining(["kms:Decrypt", "sqs:CreateQueue"]));
  expect(check(role, "communication")?.related.map(({ message }) => message)[1]).toBe("kms:Decrypt is not needed");
});

test("reports an AWS managed policy as a whole where it is attached", () => {
  const attached = filePlace("attached.yaml");
  const written = policyOf("ReadOnly", allow(["s3:*", "sqs:ListQueues"]), allow("kms:Decrypt"));
  const policy = { ...written, awsManaged: true, place: attached };
  const draft = check(roleOf({ policies: [policy] }), "communication");
  expect(draft).toMatchObject({
    message: "role Worker has access that is not needed for communication: ReadOnly",
    help: "detach ReadOnly; `worker-iam-check policy communication` prints a sufficient policy",
  });
  expect(draft?.related).toMatchObject([
    { place: attached, message: expect.stringMatching(/^ReadOnly allows \d+ actions beyond the 1 needed: /) },
  ]);
});

test("names the few needed actions", () => {
  expect(check(roleWith(allow(["sqs:Rec*", "sqs:L*", "sqs:Tag*"])), "communication")).toMatchObject({
    help: expect.stringMatching(/^replace sqs:L\* with sqs:ListQueues; remove sqs:Tag\*; /),
  });
});

test.each<[string, object[], string[], string]>([
  ["a single action", [allow("iam:CreatePolicyVersion")], ["backup"], "iam:CreatePolicyVersion"],
  [
    "passing a role to a function",
    [allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])],
    ["communication"],
    "iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction",
  ],
  ["not part of a way", [allow(["iam:PassRole", "lambda:CreateFunction"])], ["communication"], ""],
  ["not what a kind's own list allows", [allow(["iam:PassRole", "ec2:RunInstances"])], ["backup"], ""],
  [
    "but what another kind's list allows",
    [allow(["iam:PassRole", "ec2:RunInstances"])],
    ["communication"],
    "iam:PassRole + ec2:RunInstances",
  ],
  ["not attaching policies, for restores", [allow("iam:AttachRolePolicy")], ["restore"], ""],
  [
    "not what is denied",
    [allow("iam:*"), deny(["iam:*Policy*", "iam:*Login*", "iam:*AccessKey*"])],
    ["backup"],
    "iam:AddUserToGroup; iam:DeleteRolePermissionsBoundary; iam:PutRolePermissionsBoundary",
  ],
  ["assuming every role", [allow("sts:AssumeRole")], ["backup"], "sts:AssumeRole"],
  ["assuming one role", [allow("sts:AssumeRole", "arn:aws:iam::111122223333:role/other")], ["backup"], ""],
  [
    "everything except an action",
    [{ Effect: "Allow", NotAction: ["iam:*", "sts:*", "lambda:*", "glue:*", "sagemaker:*", "ssm:*"], Resource: "*" }],
    ["backup"],
    "ec2-instance-connect:SendSSHPublicKey",
  ],
])("finds privilege escalation: %s", (_name, statements, kinds, expected) => {
  expect(escalations(roleWith(...statements), ...kinds)).toBe(expected);
});

test("reports no excess outside the boundary", () => {
  const role = roleOf({
    policies: [policyOf("policy", allow("*"))],
    boundary: policyOf("limit", allow("sqs:ReceiveMessage")),
  });
  expect(check(role, "communication")).toBeUndefined();
});

test("suggests detaching an AWS policy instead of editing it", () => {
  const policy = policyOf("AmazonSQSFullAccess", allow("sqs:*"));
  const role = roleOf({ policies: [policy.kind === "document" ? { ...policy, awsManaged: true } : policy] });
  expect(check(role, "communication")).toMatchObject({
    message: "role Worker has access that is not needed for communication: AmazonSQSFullAccess",
    help: expect.stringMatching(/^detach AmazonSQSFullAccess;/),
  });
});

test("limits the finding for a role that may do everything", () => {
  const finding = check(
    roleWith(allow("*"), ...Array.from({ length: 300 }, (_, index) => allow(`s3:Get*${index}*`))),
    "backup",
  );
  expect(finding?.actions).toHaveLength(200);
  expect(finding?.actions[0]).toBe("iam:CreatePolicyVersion");
  expect(finding?.related.length).toBeLessThanOrEqual(20);
  expect(JSON.stringify(finding).length).toBeLessThan(100_000);
});

test("names only existing AWS actions as ways to escalate", () => {
  const named = escalationPaths().flatMap(({ actions }) => actions);
  expect(named.filter((action) => authorization.expand(action).length !== 1)).toEqual([]);
});
