import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { DeclaredContext } from "../../src/iam/verdict.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { boundaryBlocksAction } from "../../src/rules/boundary-blocks-action.js";
import { conditionalAction } from "../../src/rules/conditional-action.js";
import { deniedAction } from "../../src/rules/denied-action.js";
import { missingAction } from "../../src/rules/missing-action.js";
import { partialAction } from "../../src/rules/partial-action.js";
import type { RoleRule } from "../../src/rules/rule.js";
import { undeterminedAction } from "../../src/rules/undetermined-action.js";
import { allow, deny, policyOf, roleOf, roleWith } from "../iam/role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

const ACTIONS = ["sqs:SendMessage", "sqs:ReceiveMessage"];
const REGION = { Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } } };
const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:other";

function run(rule: RoleRule, role: Role, names: readonly string[] = ACTIONS, context: DeclaredContext = new Map()) {
  const actions = names.map((action) => ({ action, resources: ["*"] }));
  const kind: Kind = { name: "queue", description: "queues", actions, trust: [] };
  const verdicts = evaluateRole(role, actions, context, authorization);
  const evaluated = {
    role,
    selectedBy: "",
    kinds: [{ kind, verdicts }],
    trust: [],
    appliance: [],
    context: new Map(),
    before: null,
  };
  return rule.check(evaluated, authorization);
}

// An explicit Deny overrides any grant, and a Deny without its condition always applies:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
test.each<[string, RoleRule, object[], string, string]>([
  [
    "a Deny under a condition",
    conditionalAction,
    [allow("sqs:*"), { Sid: "Guard", ...deny("*", "*", REGION) }],
    "unless a Deny blocks them (policy policy, statement Guard: a Deny under condition aws:RequestedRegion)",
    "or remove the needed actions from the Deny",
  ],
  [
    "an Allow under a condition",
    conditionalAction,
    [allow("sqs:*", "*", REGION)],
    "only under a condition (policy policy: condition aws:RequestedRegion)",
    "or drop the condition",
  ],
  [
    "a Deny on some resources",
    partialAction,
    [allow("sqs:*"), deny("sqs:*", QUEUE)],
    `only on some resources, because a Deny blocks the others (policy policy: a Deny on resource ${QUEUE})`,
    "remove them from the Deny; or, if the product needs less, declare that",
  ],
  [
    "a Deny on all except some resources, under a condition",
    partialAction,
    [allow("sqs:*"), { Effect: "Deny", Action: "sqs:*", NotResource: QUEUE, ...REGION }],
    `(policy policy: a Deny on every resource but ${QUEUE} under condition aws:RequestedRegion)`,
    "remove them from the Deny",
  ],
  [
    "an Allow on some resources under a condition",
    partialAction,
    [allow("sqs:*", QUEUE, REGION)],
    `only on some resources (policy policy: only resource ${QUEUE}, condition aws:RequestedRegion)`,
    'grant them on Resource "*" and without the condition, as the requirements do',
  ],
  [
    "an Allow on some resources",
    partialAction,
    [allow("sqs:*", QUEUE)],
    `only on some resources (policy policy: only resource ${QUEUE})`,
    'grant them on Resource "*"',
  ],
])("describes %s", (_name, rule, statements, message, help) => {
  const [finding] = run(rule, roleWith(...statements));
  expect(finding?.message).toContain(message);
  expect(finding?.help).toContain(help);
  if (message.includes("a Deny")) expect(finding?.help).not.toMatch(/drop the condition|grant them/);
});

test.each<[string, object[], string | undefined]>([
  ["all actions of a kind", [allow("sqs:*", "*", REGION)], "error"],
  ["all that a Deny may take back", [allow("sqs:*"), deny("*", "*", REGION)], "error"],
  ["part of a kind", [allow("sqs:SendMessage"), allow("sqs:*", "*", REGION)], undefined],
])("describes a condition on %s", (_name, statements, severity) => {
  expect(run(conditionalAction, roleWith(...statements))[0]?.severity).toBe(severity);
});

test("reports that a conditional Deny of everything may take back an Allow on some resources", () => {
  const [finding] = run(partialAction, roleWith(allow("sqs:*", QUEUE), deny("*", "*", REGION)));
  expect(finding?.message).toContain(
    "only on some resources, unless a Deny blocks them (policy policy: a Deny under condition aws:RequestedRegion)",
  );
  expect(finding?.help).toContain('grant them on Resource "*", as the requirements do, and remove them from the Deny');
});

const TEAM = { Condition: { StringEquals: { "aws:PrincipalTag/team": "backup" } } };

/** If all parts are granted only under a condition, they are only as certain as the whole. */
test.each<[string, RoleRule, object[], string | undefined]>([
  ["one action, partly", conditionalAction, [allow("sqs:Send*", "*", TEAM), allow("sqs:*", QUEUE, TEAM)], "error"],
  [
    "one action, certainly partly",
    conditionalAction,
    [allow("sqs:Send*", "*", TEAM), allow("sqs:*", QUEUE)],
    undefined,
  ],
  ["all actions, partly", partialAction, [allow("sqs:*", QUEUE, TEAM)], "error"],
  ["two parts", partialAction, [allow("sqs:*", QUEUE, TEAM), allow("sqs:*", `${QUEUE}2`, TEAM)], "error"],
  ["one of two parts", partialAction, [allow("sqs:*", QUEUE, TEAM), allow("sqs:*", `${QUEUE}2`)], undefined],
  ["parts that a Deny may take back", partialAction, [allow("sqs:*", QUEUE), deny("*", "*", REGION)], "error"],
  ["parts", partialAction, [allow("sqs:*", QUEUE)], undefined],
  ["parts next to a whole action", partialAction, [allow("sqs:*", QUEUE, TEAM), allow("sqs:Send*")], undefined],
])("describes a conditional grant: %s", (_name, rule, statements, severity) => {
  const [finding] = run(rule, roleWith(...statements));
  expect(finding?.actions.length).toBeGreaterThan(0);
  expect(finding?.severity).toBe(severity);
});

test.each([
  [allow("sqs:*", QUEUE), allow("*", "*", TEAM)],
  [allow("*", "*", TEAM), allow("sqs:*", QUEUE)],
])("describes a partial grant, and one that the boundary limits by a condition or the reverse", (own, limit) => {
  const role = roleOf({ policies: [policyOf("own", own)], boundary: policyOf("guard", limit) });
  expect(run(partialAction, role)[0]?.severity).toBe("error");
});

test.each([
  ["an Allow", [allow("lambda:*", "arn:aws:lambda:*:*:function:a")], 'grant the actions on Resource "*", or declare'],
  ["a Deny", [allow("*"), deny("lambda:*", "arn:aws:lambda:*:*:function:a")], "remove the actions from the Deny, or"],
])("helps with %s on some resources if an action's resource types are unknown", (_name, statements, help) => {
  const [draft] = run(undeterminedAction, roleWith(...statements), ["lambda:InvokeFunction"]);
  expect(draft?.help).toContain(help);
});

const BOUNDARY_DENIES = "role Worker is denied";
const BOUNDARY_LEAVES_OUT = 'the permissions boundary "guard" of role Worker leaves out';
test.each<
  [string, readonly object[], readonly (readonly [message: string, actions: readonly string[], help: string])[]]
>([
  [
    "covers nothing",
    [allow("s3:*")],
    [[`${BOUNDARY_LEAVES_OUT} 2 of 2 queue actions`, ACTIONS, "allow them in the boundary as well"]],
  ],
  [
    "denies everything",
    [allow("*"), { Sid: "NoQueues", ...deny("sqs:*") }],
    [
      [
        `${BOUNDARY_DENIES} 2 of 2 queue actions by its permissions boundary (policy guard, statement NoQueues)`,
        ACTIONS,
        "remove them from the Deny of the boundary",
      ],
    ],
  ],
  [
    "denies everything and allows nothing",
    [{ Sid: "NoQueues", ...deny("sqs:*") }],
    [
      [
        `${BOUNDARY_LEAVES_OUT} 2 of 2 queue actions`,
        ACTIONS,
        "allow them in the boundary as well, and remove them from its Deny",
      ],
    ],
  ],
  [
    "denies one action and does not cover the other",
    [allow("sqs:Send*"), { Sid: "NoSend", ...deny("sqs:SendMessage") }],
    [
      [`${BOUNDARY_LEAVES_OUT} 1 of 2 queue actions`, ["sqs:ReceiveMessage"], "allow it in the boundary as well"],
      [
        `${BOUNDARY_DENIES} 1 of 2 queue actions by its permissions boundary (policy guard, statement NoSend)`,
        ["sqs:SendMessage"],
        "remove it from the Deny of the boundary",
      ],
    ],
  ],
])("describes a boundary that %s", (_name, statements, expected) => {
  const role = roleOf({ policies: [policyOf("policy", allow("*"))], boundary: policyOf("guard", ...statements) });
  const drafts = run(boundaryBlocksAction, role);
  expect(drafts.map(({ message }) => message)).toEqual(expected.map(([message]) => message));
  expect(drafts.map(({ actions }) => actions)).toEqual(expected.map(([, actions]) => actions));
  for (const [index, [, , help]] of expected.entries()) expect(drafts[index]?.help).toMatch(new RegExp(`^${help}`));
});

const ONLY = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } });
const IRELAND = ONLY("aws:RequestedRegion", "eu-west-1");
const NEVER = { Condition: { ...IRELAND.Condition, StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } } };
test.each<[string, readonly object[], string]>([
  ["nothing", [allow("s3:*")], ""],
  ["an Allow on other resources", [allow("sqs:*", "arn:aws:s3:::b")], ""],
  [
    "another declaration",
    [{ Sid: "Queues", ...allow("sqs:*", "*", IRELAND) }],
    ": policy policy, statement Queues allows them only under condition aws:RequestedRegion, which does not hold",
  ],
  [
    "a contradiction",
    [allow("sqs:*", "*", NEVER)],
    ": policy policy allows them only under condition aws:RequestedRegion, which does not hold",
  ],
  [
    "only some of them",
    [allow("sqs:Send*", "*", IRELAND), allow("sqs:Receive*", "*", ONLY("aws:RequestedRegion", "eu-west-2"))],
    ": policy policy allows 1 of them only under condition aws:RequestedRegion, which does not hold",
  ],
  [
    "another service's key",
    [allow("sqs:*", "*", ONLY("iam:PassedToService", "ec2.amazonaws.com"))],
    ": policy policy allows them only under condition iam:PassedToService, which does not hold: requests have no such key on the resource type queue",
  ],
])("describes what is missing with %s", (_name, statements, words) => {
  const context = new Map([["aws:requestedregion", ["us-east-1"]]]);
  const [draft] = run(missingAction, roleWith(...statements), ACTIONS, context);
  expect(draft?.message).toBe(`role Worker lacks 2 of 2 queue actions${words}`);
  const unmet = draft?.related.filter(({ message }) => message.includes("is not met"));
  expect(unmet).toHaveLength(words === "" ? 0 : 1);
});

/** Only AWS can edit its own policies. */
test.each<[string, RoleRule, object, "policies" | "boundary", string]>([
  [
    "a Deny",
    deniedAction,
    deny("*"),
    "policies",
    "detach AWSOwn, which only AWS can edit: a Deny overrides every Allow",
  ],
  ["a Deny on some resources", partialAction, deny("*", QUEUE), "policies", "detach AWSOwn, which only AWS can edit"],
  ["a Deny under a condition", conditionalAction, deny("*", "*", REGION), "policies", "or detach AWSOwn, which only"],
  [
    "a boundary that does not cover an action",
    boundaryBlocksAction,
    allow("s3:*"),
    "boundary",
    'replace the permissions boundary "AWSOwn", which only AWS can edit, with one that allows them: a role',
  ],
  [
    "a boundary that denies",
    boundaryBlocksAction,
    [allow("*"), deny("sqs:*")],
    "boundary",
    'replace the permissions boundary "AWSOwn", which only AWS can edit, with one that allows them: a Deny overrides every Allow',
  ],
])("describes a limit from an AWS policy: %s", (_name, rule, statements, where, help) => {
  const owned = { ...policyOf("AWSOwn", ...[statements].flat()), awsManaged: true };
  const own = policyOf("own", allow("*"));
  const role = roleOf(where === "boundary" ? { policies: [own], boundary: owned } : { policies: [own, owned] });
  expect(run(rule, role)[0]?.help).toContain(help);
  expect(run(rule, role)[0]?.help).not.toMatch(/out of the Deny|in the boundary/);
});

test("names both an AWS policy and another one", () => {
  const owned = { ...policyOf("AWSOwn", deny("*")), awsManaged: true };
  const role = roleOf({ policies: [policyOf("own", allow("*"), deny("sqs:*")), owned] });
  expect(run(deniedAction, role)[0]?.help).toBe(
    "remove them from the Deny statement, and detach AWSOwn, which only AWS can edit: a Deny overrides every Allow",
  );
});
