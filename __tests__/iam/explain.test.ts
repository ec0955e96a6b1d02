import { explainAction } from "../../src/iam/explain.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, referenceTo, roleOf, roleWith } from "./role.js";

const authorization = await loadAuthorization();

/** `side effect policy` for each step, in order. */
function steps(variant: Parameters<typeof roleOf>[0], action = "s3:GetObject", resources: readonly string[] = ["*"]) {
  return explainAction(roleOf(variant), { action, resources }, new Map(), authorization).map(({ resource, steps }) => [
    resource,
    ...steps.map(({ side, effect, cause }) => `${side} ${effect} ${cause.policy}`),
  ]);
}

const unknown = referenceTo("arn:aws:iam::111122223333:policy/elsewhere");
const grant = policyOf("grant", allow("s3:*"));
const some = policyOf("some", allow("s3:*", "arn:aws:s3:::b"));
const guard = policyOf("guard", deny("s3:*"));
const other = policyOf("other", allow("ec2:*"));
const idle = policyOf("idle", allow("s3:GetObject", "arn:aws:s3:::c"));

test.each<[string, Parameters<typeof roleOf>[0], readonly string[]]>([
  ["a grant", { policies: [other, grant] }, ["identity allows grant"]],
  [
    "a grant before something unknown",
    { policies: [unknown, grant] },
    ["identity allows grant", "identity unknown arn:aws:iam::111122223333:policy/elsewhere"],
  ],
  ["a Deny first", { policies: [grant, guard] }, ["identity denies guard", "identity allows grant"]],
  [
    "a boundary's Allow before a grant",
    { policies: [grant], boundary: policyOf("limit", allow("s3:*")) },
    ["boundary allows limit", "identity allows grant"],
  ],
  [
    "a boundary's Deny before its Allow",
    {
      policies: [grant],
      boundary: policyOf("limit", allow("s3:*"), deny("s3:Get*")),
    },
    ["boundary denies limit", "boundary allows limit", "identity allows grant"],
  ],
  [
    "a boundary that does not name the action",
    { policies: [grant], boundary: other },
    ["boundary limits other", "identity allows grant"],
  ],
])("explains %s", (_, variant, expected) => expect(steps(variant)).toEqual([["*", ...expected]]));

test("explains a boundary that does not cover the request as its limit, and lists it last", () => {
  const requested = ["arn:aws:s3:::b"];
  expect(steps({ policies: [some], boundary: idle }, "s3:GetObject", requested)).toEqual([
    ["arn:aws:s3:::b", "boundary limits idle", "identity allows some", "boundary idle idle"],
  ]);
});

test("explains each resource separately", () => {
  const requested = ["arn:aws:s3:::b", "arn:aws:s3:::d"];
  expect(steps({ policies: [some] }, "s3:GetObject", requested)).toEqual([
    ["arn:aws:s3:::b", "identity allows some"],
    ["arn:aws:s3:::d", "identity idle some"],
  ]);
});

test("decides a date that has passed", () => {
  const until = { Condition: { DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } } };
  const role = roleOf({ policies: [policyOf("until", allow("s3:GetObject", "*", until))] });
  const requested = { action: "s3:GetObject", resources: ["*"] };
  const effect = (today: string | null) =>
    explainAction(role, requested, new Map(), authorization, undefined, today)[0]?.steps[0]?.effect;
  expect(effect("2026-11-28")).toBe("idle");
  expect(effect(null)).toBe("limits");
});

test("reports the result of each of several limits in evaluation order", () => {
  const level = (name: string, isOfResources: boolean, ...statements: readonly object[]) => ({
    ...{ name, policies: [policyOf(name, ...statements)], isAllowList: false, place: filePlace("scp.json") },
    ...(isOfResources ? { isOfResources: true as const } : {}),
  });
  const role = {
    ...roleOf({ policies: [policyOf("p", allow("*"))], boundary: policyOf("b", allow("ec2:*"), allow("s3:*")) }),
    guardrails: [
      level("root", false, deny("iam:*")),
      level("account", false, deny("ec2:Run*")),
      level("resources", true, deny("*")),
    ],
  };
  const chainOf = (action: string) =>
    explainAction(role, { action, resources: ["*"] }, new Map(), authorization)[0]?.chain.map(
      ({ name, verdict }) => `${name} ${verdict}`,
    );
  expect(chainOf("ec2:RunInstances")).toEqual([
    "policies granted",
    "boundary granted",
    "root granted",
    "account denied",
  ]);
  expect(chainOf("s3:GetObject")?.at(-1)).toBe("resources denied");
  const plain = explainAction(
    roleWith(allow("*")),
    { action: "s3:GetObject", resources: ["*"] },
    new Map(),
    authorization,
  );
  expect(plain[0]?.chain).toEqual([]);
});
