import { Evaluation } from "../../src/iam/evaluate.js";
import { absentKeys } from "../../src/iam/instance-keys.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, documentOf, policyOf, roleOf } from "./role.js";

const trusting = (Principal: object, more: object = {}) =>
  documentOf(
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }] },
    "trust",
  );
const APPLIANCE = { AWS: "arn:aws:iam::123456789012:role/veeam-appliance" };
const EC2 = { Service: "ec2.amazonaws.com" };
const { place, version, unresolved, problems, size, statements } = trusting(EC2);
const id = { kind: "unresolved", expression: "Ref Service" } as const;
const unknownService = {
  ...{ place, version, unresolved, problems, size },
  statements: statements.map((one) => ({
    ...one,
    principals: { negated: false, place, principals: [{ type: "Service" as const, id, place }] },
  })),
};

test.each<[title: string, trusts: readonly (ReturnType<typeof documentOf> | null)[], verdict: string]>([
  ["only the appliance", [trusting(APPLIANCE)], "granted"],
  ["everyone", [trusting({ AWS: "*" })], "granted"],
  ["another service", [trusting({ Service: "lambda.amazonaws.com" })], "granted"],
  ["EC2", [trusting(EC2)], "conditional"],
  ["EC2 and others", [trusting({ ...APPLIANCE, ...EC2 })], "conditional"],
  ["EC2 for one outcome", [trusting(APPLIANCE), trusting(EC2)], "conditional"],
  ["EC2 in another partition", [trusting({ Service: "ec2.amazonaws.com.cn" })], "conditional"],
  ["an unknown service", [unknownService], "conditional"],
  ["EC2 in a Deny", [trusting(EC2, { Effect: "Deny" })], "granted"],
  ["no known principal", [null], "conditional"],
])("applies AWS's Deny of old instance credentials to a role that trusts %s: %s", async (_title, trusts, verdict) => {
  const condition = { NumericLessThan: { "ec2:RoleDelivery": "2.0" } };
  const old = { Effect: "Deny", Action: "*", Resource: "*", Condition: condition };
  const policies = [policyOf("p", allow("sqs:*"), old)];
  const [first = null, ...others] = trusts;
  const role = roleOf({ policies, trust: first }, ...others.map((trust) => ({ policies, trust })));
  const evaluation = new Evaluation(new Map(), await loadAuthorization(), "2026-11-28");
  expect(evaluation.of(role)({ action: "sqs:SendMessage", resources: ["*"] }).verdict).toBe(verdict);
  expect(absentKeys(role).has("ec2:sourceinstancearn")).toBe(verdict === "granted");
});
