import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { ActionVerdict } from "../../src/iam/verdict.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { roleRules } from "../../src/rules/index.js";
import type { EvaluatedRole, RoleBefore } from "../../src/rules/rule.js";
import { allow, policyOf, roleOf } from "../iam/role.js";

const ACTION = "sqs:SendMessage";
const kind: Kind = { name: "probe", description: "probe", actions: [{ action: ACTION, resources: ["*"] }], trust: [] };
const granted: RoleBefore = {
  where: "on main",
  granted: new Map([["probe", new Set([ACTION])]]),
  trust: new Set(),
  instanceProfile: false,
};

async function helpOf(rule: string, verdict: Partial<ActionVerdict>, other: Partial<EvaluatedRole>) {
  const evaluated: EvaluatedRole = {
    role: roleOf({ policies: [policyOf("p", allow("s3:*"))] }),
    selectedBy: "",
    kinds: [{ kind, verdicts: [{ action: ACTION, verdict: "missing", deniedBy: null, causes: [], ...verdict }] }],
    trust: [],
    appliance: [],
    context: new Map(),
    before: rule === "weakened-action" ? granted : null,
    ...other,
  };
  const [draft] = roleRules.find(({ id }) => id === rule)?.check(evaluated, await loadAuthorization()) ?? [];
  return draft?.help;
}

test.each<[string, Partial<ActionVerdict>]>([
  ["missing-action", {}],
  ["denied-action", { verdict: "denied", deniedBy: "statement" }],
  ["boundary-blocks-action", { verdict: "denied", deniedBy: "boundary" }],
  ["partial-action", { verdict: "partial" }],
  ["conditional-action", { verdict: "conditional" }],
  ["undetermined-action", { verdict: "undetermined" }],
  ["weakened-action", { verdict: "conditional" }],
])("names the version that fits the whole role in the help of %s, and only then", async (rule, verdict) => {
  const plain = await helpOf(rule, verdict, {});
  expect(plain).not.toContain("requires: ");
  expect(await helpOf(rule, verdict, { satisfies: [] })).toBe(plain);
  expect(await helpOf(rule, verdict, { satisfies: ["10", "13.1"] })).toBe(
    `${plain}; it has everything that versions 10 and 13.1 require: if your appliance has version 10, set \`requirements: "10"\``,
  );
});
