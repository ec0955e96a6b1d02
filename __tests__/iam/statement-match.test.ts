import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, deny, policyOf, roleOf, roleWith } from "./role.js";
import { ref } from "./unknown-text.js";

const authorization = await loadAuthorization();
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

function detailsOf(action: string, ...statements: readonly object[]): readonly (string | null)[] {
  const [verdict] = evaluateRole(roleWith(...statements), [{ action, resources: ["*"] }], new Map(), authorization);
  return verdict?.causes.map(({ detail }) => detail) ?? [];
}

const bucket = (length: number) => `arn:aws:s3:::${"b".repeat(length - "arn:aws:s3:::".length)}`;

test.each<[string, object, readonly (string | null)[]]>([
  ["on everything", allow("s3:DeleteBucket"), [null]],
  ["on one resource", allow("s3:DeleteBucket", bucket(20)), [`only resource ${bucket(20)}`]],
  ["on two resources", allow("s3:DeleteBucket", [bucket(20), bucket(21)]), [`only resource ${bucket(20)} and 1 more`]],
  ["on a long resource", allow("s3:DeleteBucket", bucket(120)), [`only resource ${bucket(120)}`]],
  ["on a resource that is too long", allow("s3:DeleteBucket", bucket(121)), [`only resource ${bucket(117)}...`]],
  [
    "on all except one resource",
    { Effect: "Allow", Action: "s3:DeleteBucket", NotResource: bucket(20) },
    [`every resource but ${bucket(20)}`],
  ],
  ["under a condition", allow("s3:DeleteBucket", "*", mfa), ["condition aws:MultiFactorAuthPresent"]],
  [
    "on one resource under a condition",
    allow("s3:DeleteBucket", bucket(20), mfa),
    [`only resource ${bucket(20)}, condition aws:MultiFactorAuthPresent`],
  ],
])("describes a statement %s", (_, statement, details) =>
  expect(detailsOf("s3:DeleteBucket", statement)).toEqual(details),
);

test("names the first of several unknown parts", () => {
  const ref = (expression: string) => ({ kind: "unresolved", expression }) as const;
  const policy = policyOf("policy", allow("s3:DeleteBucket"));
  if (policy.kind !== "document") throw new Error(policy.kind);
  const statements = policy.document.statements.map((statement) => ({
    ...statement,
    actions: {
      ...statement.actions,
      patterns: statement.actions.patterns.map((one) => ({ ...one, text: ref("Verb") })),
    },
    resources: statement.resources && {
      ...statement.resources,
      patterns: statement.resources.patterns.map((one) => ({ ...one, text: ref("Bucket") })),
    },
  }));
  const role = roleOf({ policies: [{ ...policy, document: { ...policy.document, statements } }] });
  const [verdict] = evaluateRole(role, [{ action: "s3:DeleteBucket", resources: ["*"] }], new Map(), authorization);
  expect(verdict?.causes.map(({ detail }) => detail)).toEqual(["${Verb} is unknown"]);
});

test("handles an action that works only with `*`", () => {
  expect(detailsOf("ssmmessages:OpenDataChannel", allow("ssmmessages:*", bucket(20)))).toEqual([
    `only resource ${bucket(20)}, but this action works only with resource *`,
  ]);
});

test("applies a Deny on one resource", () => {
  expect(detailsOf("s3:DeleteBucket", allow("s3:*"), deny("s3:*", bucket(20)))).toContain(
    `only resource ${bucket(20)}`,
  );
});

// A variable has a single value in each request:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
test.each([
  ["part of the ARNs", [allow("s3:GetObject", "arn:aws:s3:::logs-${aws:PrincipalTag/team}-*")], "partial"],
  [
    "a denied part",
    [allow("s3:GetObject"), deny("s3:GetObject", "arn:aws:s3:::logs-${aws:PrincipalTag/team}-*")],
    "partial",
  ],
  ["ARNs in another service", [allow("s3:GetObject", "arn:aws:sqs:*:*:${aws:PrincipalTag/team}")], "missing"],
])("handles a policy variable in %s", (_, statements, verdict) => {
  const requested = [{ action: "s3:GetObject", resources: ["*"] }];
  expect(evaluateRole(roleWith(...statements), requested, new Map(), authorization)).toMatchObject([{ verdict }]);
});

test("leaves an action undetermined with a policy variable next to an unknown part", () => {
  const policy = policyOf("policy", allow("s3:GetObject", "arn:aws:s3:::logs-${aws:PrincipalTag/team}-*"));
  if (policy.kind !== "document") throw new Error(policy.kind);
  const statements = policy.document.statements.map((statement) => ({
    ...statement,
    resources: statement.resources && {
      ...statement.resources,
      patterns: statement.resources.patterns.flatMap((one) => [
        one,
        {
          ...one,
          text: {
            kind: "partial" as const,
            parts: ["arn:aws:", { kind: "unresolved" as const, expression: "Service" }, ":::logs"],
          },
        },
      ]),
    },
  }));
  const role = roleOf({ policies: [{ ...policy, document: { ...policy.document, statements } }] });
  const [verdict] = evaluateRole(role, [{ action: "s3:GetObject", resources: ["*"] }], new Map(), authorization);
  expect(verdict?.verdict).toBe("undetermined");
});

test("may deny everything with a partly unknown Deny, but allows only the known part of an Allow", () => {
  const queue = "arn:aws:sqs:*:*:q";
  const withUnknown = (one: object): Policy => {
    const policy = policyOf("policy", one);
    if (policy.kind !== "document") return policy;
    const statements = policy.document.statements.map((statement) => {
      const { resources } = statement;
      if (resources === null) return statement;
      const open = { text: ref("var.arn"), place: policy.place };
      return { ...statement, resources: { ...resources, patterns: [...resources.patterns, open] } };
    });
    return { ...policy, document: { ...policy.document, statements } };
  };
  const verdictOf = (...policies: readonly Policy[]) =>
    evaluateRole(roleOf({ policies }), [{ action: "sqs:SendMessage", resources: ["*"] }], new Map(), authorization)[0]
      ?.verdict;
  expect(verdictOf(withUnknown(allow("sqs:*", queue)))).toBe("partial");
  expect(verdictOf(policyOf("all", allow("*")), withUnknown(deny("sqs:*", queue)))).toBe("undetermined");
  expect(verdictOf(policyOf("all", allow("*")), policyOf("deny", deny("sqs:*", queue)))).toBe("partial");
  expect(verdictOf(withUnknown(allow("sqs:*", "arn:aws:s3:::b")))).toBe("undetermined");
});
