import type { Role } from "../../src/iam/model.js";
import { acceptedIds, accepts, trustedPrincipals, trustWithIds } from "../../src/iam/trusted-principals.js";
import { underUnknownCondition } from "../../src/iam/uncertain-denies.js";
import { filePlace } from "../../src/source/place.js";
import { roleOf, trustOf } from "./role.js";

const A = "111122223333";
const ROLE = `arn:aws:iam::${A}:role/veeam`;
const trusts = (Principal: unknown, rest: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...rest,
});
const principalArn = (arn: string) => ({ Condition: { ArnLike: { "aws:PrincipalArn": arn } } });
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

test.each<[string, readonly object[], readonly string[]]>([
  ["a role", [trusts({ AWS: ROLE })], [ROLE]],
  [
    "accounts as written",
    [trusts({ AWS: [A, "arn:aws:iam::444455556666:root"] })],
    [A, "arn:aws:iam::444455556666:root"],
  ],
  ["the same one twice", [trusts({ AWS: ROLE }), trusts({ AWS: ROLE })], [ROLE]],
  ["everyone", [trusts("*")], []],
  ["a service", [trusts({ Service: "ec2.amazonaws.com" })], []],
  ["a provider with a role's name", [trusts({ Federated: ROLE })], []],
  ["a deleted role", [trusts({ AWS: "AROAEXAMPLEID12345678" })], []],
  ["one that a condition may exclude", [trusts({ AWS: ROLE }, mfa), trusts({ AWS: A })], [ROLE, A]],
  ["one under a condition", [trusts({ AWS: ROLE }, mfa)], []],
  ["a denied one", [trusts({ AWS: ROLE }), { ...trusts({ AWS: ROLE }), Effect: "Deny" }], []],
  ["a role in an account, from a condition", [trusts({ AWS: A }, principalArn(ROLE))], [ROLE]],
  ["some roles in an account, from a condition", [trusts({ AWS: A }, principalArn(`${ROLE}-*`))], [A]],
  ["a role from a condition, and all others", [trusts({ AWS: A }, principalArn(ROLE)), trusts({ AWS: A })], [A]],
  [
    "roles in two accounts, from conditions",
    [trusts({ AWS: A }, principalArn(ROLE)), trusts({ AWS: "444455556666" })],
    [ROLE, "444455556666"],
  ],
  ["nobody", [], []],
])("lists trusted principals: %s", (_, statements, principals) => {
  expect(trustedPrincipals(roleOf({ trust: trustOf(...statements) }), new Map())).toEqual(principals);
});

test("names nobody for an out-of-scope or unknown trust policy", () => {
  const unknown = { kind: "unresolved", expression: "var.trust", place: filePlace("role.tf") } as const;
  expect(trustedPrincipals(roleOf({ trust: null }), new Map())).toEqual([]);
  expect(trustedPrincipals(roleOf({ trust: unknown }, { trust: trustOf(trusts({ AWS: ROLE })) }), new Map())).toEqual(
    [],
  );
});

test("requires trust for both outcomes of a template's condition", () => {
  const one = trustOf(trusts({ AWS: [ROLE, A] }));
  expect(trustedPrincipals(roleOf({ trust: one }, { trust: trustOf(trusts({ AWS: A })) }), new Map())).toEqual([
    ROLE,
    A,
  ]);
  const elsewhere = trustOf(trusts({ AWS: "444455556666" }));
  expect(trustedPrincipals(roleOf({ trust: one }, { trust: elsewhere }), new Map())).toEqual([]);
});

const OTHER = `arn:aws:iam::${A}:role/other`;
const known = { context: new Map<string, readonly string[]>(), today: "2026-11-30" };
const giving = (...ids: readonly string[]) => ({ ...known, context: new Map([["sts:externalid", ids]]) });
const roleFor = (...statements: readonly object[]): Role => roleOf({ trust: trustOf(...statements) });
const externalId = (id: string | readonly string[], operator = "StringEquals") => ({
  Condition: { [operator]: { "sts:ExternalId": id } },
});
const withoutId = { Condition: { Null: { "sts:ExternalId": "true" } } };
const oneOf = (...ids: readonly string[]) => roleFor(trusts({ AWS: ROLE }, externalId(ids)));
const denied = (id: string) => ({ ...trusts("*", externalId(id)), Effect: "Deny" });

test.each<[string, Role, readonly string[], readonly (readonly [string, readonly (string | null)[]])[]]>([
  ["none required, with and without one", roleFor(trusts({ AWS: ROLE })), [ROLE], [[ROLE, [null, "0"]]]],
  ["one", oneOf("a"), [ROLE], [[ROLE, ["a"]]]],
  ["two", oneOf("a", "b"), [ROLE], [[ROLE, ["a", "b"]]]],
  [
    "the same one in two statements, once",
    roleFor(trusts({ AWS: ROLE }, externalId("a")), trusts({ AWS: ROLE }, externalId("a"))),
    [ROLE],
    [[ROLE, ["a"]]],
  ],
  ["a partly unknown one", roleFor(trusts({ AWS: ROLE }, externalId("a*", "StringLike"))), [ROLE], [[ROLE, ["a0"]]]],
  ["all except one", roleFor(trusts({ AWS: ROLE }, externalId("a", "StringNotEquals"))), [ROLE], [[ROLE, [null, "0"]]]],
  ["none", roleFor(trusts({ AWS: ROLE }, withoutId)), [ROLE], [[ROLE, [null]]]],
  [
    "one of two, which is denied",
    roleFor(trusts({ AWS: ROLE }, externalId(["a", "b"])), denied("a")),
    [ROLE],
    [[ROLE, ["b"]]],
  ],
  [
    "those of two appliances",
    roleFor(trusts({ AWS: ROLE }, externalId("a")), trusts({ AWS: OTHER }, externalId("b"))),
    [ROLE, OTHER],
    [
      [ROLE, ["a"]],
      [OTHER, ["b"]],
    ],
  ],
  ["nothing from one that is not trusted", oneOf("a"), [OTHER, ROLE], [[ROLE, ["a"]]]],
  ["those of any appliance", oneOf("a"), [], [["", ["a"]]]],
  ["those of nobody if none is required", roleFor(), [ROLE], [[ROLE, [null, "0"]]]],
])("finds the accepted external IDs: %s", (_, role, appliance, expected) => {
  expect([...acceptedIds(role, appliance, known)]).toEqual(expected);
});

test.each<[string, Role, Role, readonly string[], boolean]>([
  ["the same", oneOf("a"), oneOf("a"), [], true],
  ["more", oneOf("a"), oneOf("a", "b"), [], true],
  ["fewer", oneOf("a", "b"), oneOf("a"), [], false],
  ["others", oneOf("a"), oneOf("b"), [], false],
  ["others, one of them declared", oneOf("a"), oneOf("b"), ["b"], true],
  ["others, none of them declared", oneOf("a"), oneOf("b"), ["a"], false],
  ["none required any more", oneOf("a"), roleFor(trusts({ AWS: ROLE })), [], true],
  ["one now required", roleFor(trusts({ AWS: ROLE })), oneOf("a"), [], false],
  [
    "all except one, which was the only one before",
    roleFor(trusts({ AWS: ROLE }, externalId("a", "StringNotEquals"))),
    roleFor(trusts({ AWS: ROLE }, externalId("a", "StringNotEquals"))),
    [],
    true,
  ],
])("compares a role that accepts %s", (_, before, role, ids, expected) => {
  expect(accepts(acceptedIds(before, [ROLE], known), role, [ROLE], giving(...ids))).toBe(expected);
  expect(accepts(acceptedIds(before, [], known), role, [], giving(...ids))).toBe(expected);
});

test("accepts one of several appliances, with its IDs or, if it was not trusted, with any appliance's", () => {
  const before = roleFor(trusts({ AWS: ROLE }, externalId("a")), trusts({ AWS: OTHER }, externalId("b")));
  const accepted = acceptedIds(before, [ROLE, OTHER], known);
  expect(accepts(accepted, oneOf("a"), [ROLE, OTHER], known)).toBe(true);
  expect(accepts(accepted, oneOf("a"), [OTHER, ROLE], known)).toBe(true);
  expect(accepts(accepted, oneOf("b"), [ROLE, OTHER], known)).toBe(false);
  const third = `arn:aws:iam::${A}:role/third`;
  const asks = (...ids: readonly string[]) => roleFor(trusts({ AWS: third }, externalId(ids)));
  expect(accepts(accepted, asks("a", "b"), [third], known)).toBe(true);
  expect(accepts(accepted, asks("a"), [third], known)).toBe(false);
});

test("evaluates trust with the IDs in the partition", () => {
  const role = oneOf("a");
  expect(trustWithIds(role, [ROLE], ["a"], known)?.verdict).toBe("granted");
  expect(trustWithIds(role, [ROLE], ["b"], known)?.verdict).toBe("missing");
  expect(trustWithIds(roleOf({ trust: null }), [ROLE], ["a"], known)).toBeNull();
});

test("requires no external ID with an unknown condition", () => {
  const trust = trustOf(trusts({ AWS: ROLE }));
  const doubted = { ...trust, statements: underUnknownCondition(trust.statements, "var.on") };
  expect([...acceptedIds(roleOf({ trust: doubted }), [ROLE], known)]).toEqual([[ROLE, [null, "0"]]]);
});
