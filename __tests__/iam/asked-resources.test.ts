import { type Requests, RequestsOfRun } from "../../src/iam/asked-resources.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, policyOf, referenceTo, roleOf, roleWith } from "./role.js";

const run = new RequestsOfRun(await loadAuthorization());
const asked = { action: "ec2:DescribeVolumes", resources: ["arn:aws:ec2:*:*:volume/*"] };
/** Whether it matters for a role that the action works with resource `*` only. */
const isExact = (requests: Requests) => requests.of(asked).resources.every(({ wildcardOnly }) => wildcardOnly);

const open = policyOf("open", allow("ec2:*"));
const limited = policyOf("limited", allow("ec2:*", "arn:aws:ec2:*:*:volume/*"));
const notOpen = policyOf("not", { Effect: "Allow", Action: "ec2:*", NotResource: "*" });

test.each<[string, Role, boolean]>([
  ["every statement is on *", roleOf({ policies: [open] }), false],
  ["* stands beside others", roleWith(allow("ec2:*", ["arn:aws:ec2:*:*:volume/*", "*"])), false],
  ["a policy is not in the files", roleOf({ policies: [referenceTo("arn:aws:iam::111122223333:policy/x")] }), false],
  ["a statement is on some resources", roleOf({ policies: [open, limited] }), true],
  ["a statement is on all but *", roleOf({ policies: [notOpen] }), true],
  ["the boundary is on some resources", roleOf({ policies: [open], boundary: limited }), true],
  ["the boundary is on *", roleOf({ policies: [open], boundary: open }), false],
  ["one variant of two is on some resources", roleOf({ policies: [open] }, { policies: [limited] }), true],
])("what an action knows of resources counts where %s", (_name, role, exact) => {
  expect(isExact(run.for(role))).toBe(exact);
});

test("an action is asked on each resource, and the same resource is the same object for actions of the same services", () => {
  const requests = run.for(roleOf({ policies: [limited] }));
  const [volume, snapshot] = ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*::snapshot/*"];
  const [create, remove] = ["ec2:CreateSnapshot", "ec2:DeleteSnapshot"].map((action) => {
    return requests.of({ action, resources: [volume, snapshot] }).resources;
  });
  expect(create).toHaveLength(2);
  expect(create?.[0]).not.toBe(create?.[1]);
  expect(remove?.[0]).toBe(create?.[0]);
  const [put] = requests.of({ action: "s3:PutObject", resources: [volume] }).resources;
  expect(put).not.toBe(create?.[0]);
});

test("an action is asked on the ARNs of its services, one of a service that is not known on any", () => {
  const requests = run.for(roleOf({ policies: [limited] }));
  const servicesOf = (action: string) => requests.of({ action, resources: ["*"] }).resources[0]?.services;
  expect([...(servicesOf("sqs:SendMessage") ?? [])]).toEqual(["sqs"]);
  expect([...(servicesOf("ebs:StartSnapshot") ?? [])].sort()).toEqual(["ebs", "ec2"]);
  expect(servicesOf("newservice:Do")).toBeNull();
});
