import { removeFolders } from "../discover/repository.js";
import { actionsOf, headOf } from "./head-of.js";

afterEach(removeFolders);

const communication = actionsOf("communication");
const but = (...indexes: readonly number[]) => communication.filter((_action, index) => !indexes.includes(index));

/** A role with one list of actions for production and another list for all other environments. */
const template = (inProd: readonly string[], otherwise: readonly string[], condition = "IsProd"): string => {
  const principals = { AWS: "arn:aws:iam::111122223333:role/appliance", Service: "ec2.amazonaws.com" };
  const Action = { "Fn::If": [condition, inProd, otherwise] };
  const PolicyDocument = { Statement: [{ Effect: "Allow", Action, Resource: "*" }] };
  const AssumeRolePolicyDocument = {
    Statement: [{ Effect: "Allow", Principal: principals, Action: "sts:AssumeRole" }],
  };
  const Policies = [{ PolicyName: "p", PolicyDocument }];
  return JSON.stringify({
    Parameters: { Env: { Type: "String", AllowedValues: ["dev", "prod"] } },
    Conditions: { [condition]: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
    Resources: {
      VeeamWorker: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument, Policies } },
      Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorker" }] } },
    },
  });
};

test.each<[string, string, string, string]>([
  ["stays", template(but(0), communication), `${template(but(0), communication)}\n`, "success"],
  ["shrinks", template(but(0, 1), communication), template(but(0), communication), "success"],
  ["moves to the other outcome", template(communication, but(0)), template(but(0), communication), "failure"],
  ["is swapped with another", template(but(0), but(1)), template(but(1), but(0)), "failure"],
])(
  "with fail-on-new-only, compares a finding about outcomes of a condition that %s",
  async (_what, before, head, expected) => {
    const config = "fail-on-new-only: true\nfail-on: warning\n";
    const base = { ".github/worker-iam-check.yml": config, "t.json": before };
    const { conclusion, findings } = await headOf(base, { "t.json": head });
    expect(findings.map(({ rule }) => rule)).toContain("conditional-action");
    expect(conclusion).toBe(expected);
  },
);

test("names each branch's list if all of them lack an action", async () => {
  const { findings } = await headOf(
    { "README.md": "1" },
    { "t.json": template(but(0), but(0, 1)).replaceAll("[[", "[\n[") },
  );
  const missing = findings.find(({ rule }) => rule === "missing-action");
  expect(missing?.help).toMatch(/^add it to the Action list of policy p \(t\.json:\d+\), and to t\.json:1/);
});
