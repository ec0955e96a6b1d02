import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { evaluateTrust } from "../../src/iam/trust.js";
import { trustMissing } from "../../src/rules/trust-missing.js";
import { roleOf, trustOf } from "../iam/role.js";

const EC2 = "ec2.amazonaws.com";
const ssm = "ssm.amazonaws.com";
// A service doesn't send an external ID:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
const Condition = { StringEquals: { "sts:ExternalId": "x" } };

test.each<[string, object | null, string]>([
  ["alone", { Service: EC2 }, "drop the condition from the statement of ec2"],
  ["next to another service", { Service: [EC2, ssm] }, "split the statement: give ec2"],
  ["next to an account", { Service: EC2, AWS: "111122223333" }, "split the statement: give ec2"],
  ["absent", null, "add a statement that allows the service ec2"],
])("explains trust in EC2 under an impossible condition, %s", async (_name, principal, help) => {
  const statement = { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition };
  const role = roleOf({ trust: trustOf(...(principal === null ? [] : [statement])) });
  const verdict = evaluateTrust(role, "ec2", [], new Map());
  const evaluated = { role, selectedBy: "", kinds: [], trust: verdict === null ? [] : [verdict], appliance: [] };
  const drafts = trustMissing.check({ ...evaluated, context: new Map(), before: null }, await loadAuthorization());
  expect(drafts.map((draft) => draft.help)).toEqual([expect.stringContaining(help)]);
});
