import { evaluateTrust } from "../../src/iam/trust.js";
import { trustInEach } from "../../src/path/with-resolved-values.js";
import { roleOf, trustOf } from "../iam/role.js";

const OWN = {
  kind: "partial",
  parts: ["arn:aws:iam::", { kind: "unresolved", expression: "Ref AWS::AccountId" }, ":root"],
} as const;
const APPLIANCE = "arn:aws:iam::111111111111:role/veeam";

/** A role that trusts its own account, regardless of its ID. */
function ownAccount(conditions: object = {}) {
  const trust = trustOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole", Condition: conditions });
  const statements = trust.statements.map((one) => ({
    ...one,
    principals: one.principals && {
      ...one.principals,
      principals: [{ type: "AWS" as const, id: OWN, place: one.place }],
    },
  }));
  return roleOf({ trust: { ...trust, statements } });
}

test.each<[string, string[], string[], string]>([
  ["the appliance's account", ["111111111111", "222222222222"], [APPLIANCE], "undetermined"],
  ["no appliance's account", ["222222222222", "333333333333"], [APPLIANCE], "missing"],
  [
    "each account has an appliance",
    ["111111111111", "222222222222"],
    [APPLIANCE, APPLIANCE.replace(/1{12}/, "222222222222")],
    "granted",
  ],
  ["unknown", [], [APPLIANCE], "undetermined"],
])("checks a role that trusts its own account, one of several declared: %s", (_name, accounts, appliance, verdict) => {
  const trust = trustInEach(accounts, ownAccount(), (role) => evaluateTrust(role, "appliance", appliance, new Map()));
  expect(trust?.verdict).toBe(verdict);
});

test("also applies an account that a condition names", () => {
  const trust = trustOf({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:PrincipalAccount": "x" } },
  });
  const account = { kind: "unresolved", expression: "Ref AWS::AccountId" } as const;
  const statements = trust.statements.map((one) => ({
    ...one,
    conditions: one.conditions.map((test) =>
      test.kind === "test" ? { ...test, values: test.values.map((value) => ({ ...value, text: account })) } : test,
    ),
  }));
  const role = roleOf({ trust: { ...trust, statements } });
  const verdictIn = (...accounts: string[]) =>
    trustInEach(accounts, role, (one) => evaluateTrust(one, "appliance", [APPLIANCE], new Map()))?.verdict;
  expect(verdictIn("222222222222", "333333333333")).toBe("missing");
  expect(verdictIn("111111111111", "333333333333")).toBe("undetermined");
});
