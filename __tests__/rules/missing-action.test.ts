import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy, Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { simulate } from "../../src/path/simulation.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { missingAction } from "../../src/rules/missing-action.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, roleOf } from "../iam/role.js";

const requested = ["sqs:SendMessage", "sqs:ReceiveMessage", "sns:Publish"].map((action) => ({
  action,
  resources: ["*"],
}));

/** The source may have more than the plan without granting the actions. */
const ALSO = /^create the plan again, and if that is not enough, add them to /;

async function found(...statements: readonly object[]) {
  return foundIn(policyOf("guard", ...statements));
}

function trying(role: Role, authorization: Authorization) {
  const resolved = resolveOptions(new Map(), null);
  const requirements = catalogRequirements("7");
  if ("problems" in resolved || requirements === null) throw new Error("the defaults are refused");
  return simulate(resolved.options.check, requirements, authorization, "2026-11-24")(role);
}

async function foundIn(policy: Policy, actions = requested, more: Partial<Role> = {}) {
  const authorization = await loadAuthorization();
  const role = { ...roleOf({ policies: [policy] }), ...more };
  const kind: Kind = { name: "probe", description: "probe", actions, trust: [] };
  const verdicts = evaluateRole(role, actions, new Map(), authorization);
  const evaluated = {
    role,
    selectedBy: "",
    kinds: [{ kind, verdicts }],
    trust: [],
    appliance: [],
    context: new Map(),
    trying: trying(role, authorization),
    before: null,
  };
  const [draft, ...others] = missingAction.check(evaluated, authorization);
  expect(others).toEqual([]);
  return { help: draft?.help, related: draft?.related.map(({ message }) => message) };
}

test.each<[string, readonly object[], string, readonly string[]]>([
  ["no Deny", [allow("s3:*", "arn:aws:s3:::b")], "", []],
  ["a Deny of some actions", [deny("sqs:*")], ", and remove 2 of them from the Deny of policy guard", ["policy guard"]],
  ["a Deny of all actions", [deny("*")], ", and remove them from the Deny of policy guard", ["policy guard"]],
  [
    "two Deny statements",
    [
      { ...deny("sqs:*"), Sid: "Queues" },
      { ...deny("sns:*"), Sid: "Topics" },
    ],
    ", and remove them from 2 Deny statements",
    ["policy guard, statement Queues", "policy guard, statement Topics"],
  ],
  ["a Deny on some resources", [{ ...deny("sqs:*"), Resource: "arn:aws:sqs:*:*:q" }], "", []],
])("names the Deny: %s", async (_, statements, help, related) => {
  const draft = await found(...statements);
  expect(draft).toEqual({ help: expect.stringMatching(new RegExp(`on Resource "\\*"${help}$`)), related });
});

test.each<[string, readonly object[], RegExp]>([
  ["grants them", [allow("sqs:*"), allow("SNS:publish")], /^the source already grants them: create the plan again$/],
  ["grants one", [allow("sqs:*")], ALSO],
  ["denies one", [allow("*"), deny("sns:Publish")], ALSO],
  ["grants them on a narrower resource", [allow("*", "arn:aws:sqs:*:*:q")], ALSO],
  [
    "grants them under a condition",
    [{ ...allow("*"), Condition: { StringEquals: { "aws:ResourceTag/a": "b" } } }],
    ALSO,
  ],
])("if a plan's source has more and %s, helps accordingly", async (_, statements, help) => {
  const renewed = () => roleOf({ policies: [policyOf("own", ...statements)] });
  const part = { name: "p", place: filePlace("main.tf"), onlyPlanned: [], onlyWritten: ["Allow sqs:*"] };
  const more = { renewed, stale: () => [part] };
  expect(await foundIn(policyOf("guard", allow("s3:*")), requested, more)).toMatchObject({
    help: expect.stringMatching(help),
  });
});

test("adds to a list even next to a Deny", async () => {
  const { help } = await found(allow("s3:*"), deny("sns:*"));
  expect(help).toMatch(
    /^add them to the Action list of policy guard .*, and remove 1 of them from the Deny of policy guard$/,
  );
});

test("does not add to a list in a policy that is created elsewhere", async () => {
  const policy = policyOf("guard", allow("sqs:*"));
  const { help } = await foundIn(policy.kind === "document" ? { ...policy, isCopy: true } : policy);
  expect(help).toMatch(/^add a statement that allows it on .*; policy guard can't be edited here$/);
});

test("lists the resources that requests also involve in the help", async () => {
  const volumes = "arn:aws:ec2:*:*:volume/*";
  const attach = [{ action: "ec2:AttachVolume", resources: [volumes] }];
  const { help } = await foundIn(policyOf("own", allow("ec2:*", volumes)), attach);
  expect(help?.endsWith(`Resource ${volumes}, arn:aws:ec2:*:*:instance/*`)).toBe(true);
});
