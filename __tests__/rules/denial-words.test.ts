import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { conditionalAction } from "../../src/rules/conditional-action.js";
import { partialAction } from "../../src/rules/partial-action.js";
import type { RoleRule } from "../../src/rules/rule.js";
import { undeterminedAction } from "../../src/rules/undetermined-action.js";
import { allow, deny, roleWith } from "../iam/role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

const ACTIONS = ["sqs:SendMessage", "sqs:ReceiveMessage"];
const REGION = { Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } } };
const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:other";

function run(rule: RoleRule, role: Role, names: readonly string[] = ACTIONS) {
  const actions = names.map((action) => ({ action, resources: ["*"] }));
  const kind: Kind = { name: "queue", description: "queues", actions, trust: [] };
  const verdicts = evaluateRole(role, actions, new Map(), authorization);
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

// An explicit Deny wins whatever is granted, and one without its condition always holds:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
test.each<[string, RoleRule, object[], string, string]>([
  [
    "a Deny under a condition",
    conditionalAction,
    [allow("sqs:*"), { Sid: "Guard", ...deny("*", "*", REGION) }],
    "unless a Deny takes them back (policy policy, statement Guard: a Deny under condition aws:RequestedRegion)",
    "or take what is needed out of the Deny",
  ],
  [
    "an Allow under a condition",
    conditionalAction,
    [allow("sqs:*", "*", REGION)],
    "under a condition only (policy policy: condition aws:RequestedRegion)",
    "or drop the condition",
  ],
  [
    "a Deny on some resources",
    partialAction,
    [allow("sqs:*"), deny("sqs:*", QUEUE)],
    `on some resources only, as a Deny takes the others back (policy policy: a Deny on resource ${QUEUE})`,
    "take them out of the Deny; or, where the product needs less, declare that",
  ],
  [
    "a Deny on all but some resources, under a condition",
    partialAction,
    [allow("sqs:*"), { Effect: "Deny", Action: "sqs:*", NotResource: QUEUE, ...REGION }],
    `(policy policy: a Deny on every resource but ${QUEUE} under condition aws:RequestedRegion)`,
    "take them out of the Deny",
  ],
  [
    "an Allow on some resources",
    partialAction,
    [allow("sqs:*", QUEUE)],
    `on some resources only (policy policy: resource ${QUEUE} only)`,
    'grant them on Resource "*"',
  ],
])("%s is named as what it is", (_name, rule, statements, message, help) => {
  const [finding] = run(rule, roleWith(...statements));
  expect(finding?.message).toContain(message);
  expect(finding?.help).toContain(help);
  if (message.includes("a Deny")) expect(finding?.help).not.toMatch(/drop the condition|grant them/);
});

test.each<[string, object[], string | undefined]>([
  ["all of a kind", [allow("sqs:*", "*", REGION)], "error"],
  ["all that a Deny may take back", [allow("sqs:*"), deny("*", "*", REGION)], "error"],
  ["a part of a kind", [allow("sqs:SendMessage"), allow("sqs:*", "*", REGION)], undefined],
])("under a condition, %s", (_name, statements, severity) => {
  expect(run(conditionalAction, roleWith(...statements))[0]?.severity).toBe(severity);
});

test.each([
  ["an Allow", [allow("lambda:*", "arn:aws:lambda:*:*:function:a")], 'grant the actions on Resource "*", or declare'],
  ["a Deny", [allow("*"), deny("lambda:*", "arn:aws:lambda:*:*:function:a")], "take the actions out of the Deny, or"],
])("%s narrows an action whose resource types are not held", (_name, statements, help) => {
  const [draft] = run(undeterminedAction, roleWith(...statements), ["lambda:InvokeFunction"]);
  expect(draft?.help).toContain(help);
});
