import { below } from "../../../src/readers/terraform/secrets/marks.js";
import { PlanModule } from "../../../src/readers/terraform-plan/plan/plan-module.js";
import { readPlan } from "../../../src/readers/terraform-plan/plan/read-plan.js";
import { stateBefore } from "../../../src/readers/terraform-plan/plan/state-before.js";
import { withConcealed } from "../../../src/readers/terraform-plan/secrets/conceal.js";
import { secretsIn } from "../../../src/readers/terraform-plan/secrets/plan-secrets.js";
import type { JsonValue } from "../../../src/source/json-node.js";

const identity = { address: "aws_iam_role.a", type: "aws_iam_role", name: "a", mode: "managed" };
const values = { name: "veeam", description: "secret" };

test.each([
  [
    "planned",
    { resource_changes: [{ ...identity, change: { actions: ["create"], after: values, after_sensitive: true } }] },
  ],
  [
    "deleted",
    { resource_changes: [{ ...identity, change: { actions: ["delete"], before: values, before_sensitive: true } }] },
  ],
  [
    "planned (marked only in the planned values)",
    {
      resource_changes: [{ ...identity, change: { actions: ["create"], after: values, after_sensitive: {} } }],
      planned_values: { root_module: { resources: [{ ...identity, values, sensitive_values: true }] } },
    },
  ],
  [
    "unchanged (marked only in the prior values)",
    {
      resource_changes: [
        { ...identity, change: { actions: ["no-op"], before: values, after: values, before_sensitive: true } },
      ],
    },
  ],
  [
    "planned (with a mark in an unknown format)",
    { resource_changes: [{ ...identity, change: { actions: ["create"], after: values, after_sensitive: [true] } }] },
  ],
  [
    "state (with a string as the mark)",
    { values: { root_module: { resources: [{ ...identity, values, sensitive_values: "yes" }] } } },
  ],
  ["state", { values: { root_module: { resources: [{ ...identity, values, sensitive_values: true }] } } }],
])("applies a mark on a whole %s resource to each attribute", (_, plan) => {
  expect(readPlan(plan).resources.map(({ sensitive }) => sensitive)).toEqual([{ name: true, description: true }]);
});

test("marks the prior state of a value if the plan marks the whole value as sensitive", () => {
  const change = { actions: ["update"], before: values, after: values, before_sensitive: true, after_sensitive: {} };
  const before = stateBefore({ resource_changes: [{ ...identity, change }] });
  expect(readPlan(before).resources.map(({ sensitive }) => sensitive)).toEqual([{ name: true, description: true }]);
});

test("conceals a secret that a change removes, before the change and wherever else it appears", () => {
  const before = { name: "veeam", description: "SECRET-1", path: "/SECRET-2/" };
  const after = { ...before, description: "open", permissions_boundary: "of/SECRET-2/" };
  const before_sensitive = { description: true, path: true };
  const { resources } = readPlan({
    resource_changes: [{ ...identity, change: { actions: ["update"], before, after, before_sensitive } }],
  });
  const plan = { resources, others: () => [], root: new PlanModule({}), providers: {}, variables: {} };
  const [role] = withConcealed(plan, secretsIn({}, resources)).resources;
  expect(role?.values).toEqual({ name: "veeam", description: "open", path: null, permissions_boundary: null });
  expect(role?.before).toEqual({ name: "veeam", description: null, path: null });
});

test.each<[JsonValue, string | number, JsonValue]>([
  [[true], "policy", true],
  [[false], "policy", false],
  [[false, true], 1, true],
  ["yes", "policy", true],
  [{ policy: [true] }, "policy", [true]],
])("finds in the marks %j that %j is %j", (marks, key, mark) => expect(below(marks, key)).toEqual(mark));
