import { readPlan } from "../../../src/readers/terraform-plan/plan/read-plan.js";

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
  ["in a state", { values: { root_module: { resources: [{ ...identity, values, sensitive_values: true }] } } }],
])("a mark on all of a resource that is %s marks each attribute", (_, plan) => {
  expect(readPlan(plan).resources.map(({ sensitive }) => sensitive)).toEqual([{ name: true, description: true }]);
});
