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
    "planned, with the mark on its planned values alone",
    {
      resource_changes: [{ ...identity, change: { actions: ["create"], after: values, after_sensitive: {} } }],
      planned_values: { root_module: { resources: [{ ...identity, values, sensitive_values: true }] } },
    },
  ],
  [
    "left as it was, with the mark on what it was alone",
    {
      resource_changes: [
        { ...identity, change: { actions: ["no-op"], before: values, after: values, before_sensitive: true } },
      ],
    },
  ],
  [
    "planned, with a mark of no known shape",
    { resource_changes: [{ ...identity, change: { actions: ["create"], after: values, after_sensitive: [true] } }] },
  ],
  [
    "in a state, with a text as the mark",
    { values: { root_module: { resources: [{ ...identity, values, sensitive_values: "yes" }] } } },
  ],
  ["in a state", { values: { root_module: { resources: [{ ...identity, values, sensitive_values: true }] } } }],
])("a mark on all of a resource that is %s marks each attribute", (_, plan) => {
  expect(readPlan(plan).resources.map(({ sensitive }) => sensitive)).toEqual([{ name: true, description: true }]);
});

test("what a plan marks as a whole before the apply is marked in the state before", () => {
  const change = { actions: ["update"], before: values, after: values, before_sensitive: true, after_sensitive: {} };
  const before = stateBefore({ resource_changes: [{ ...identity, change }] });
  expect(readPlan(before).resources.map(({ sensitive }) => sensitive)).toEqual([{ name: true, description: true }]);
});

test("what was a secret is concealed where a change leaves it, wherever else it stands, and before the change", () => {
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
])("of the marks %j, that of %j is %j", (marks, key, mark) => expect(below(marks, key)).toEqual(mark));
