import type { Role } from "../../src/iam/model.js";
import { acceptedIds, accepts, trustedPrincipals, trustWithIds } from "../../src/iam/trusted-principals.js";
import { underDoubt } from "../../src/iam/uncertain-denies.js";
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
    "accounts, as they are written",
    [trusts({ AWS: [A, "arn:aws:iam::444455556666:root"] })],
    [A, "arn:aws:iam::444455556666:root"],
  ],
  ["the same twice", [trusts({ AWS: ROLE }), trusts({ AWS: ROLE })], [ROLE]],
  ["everyone", [trusts("*")], []],
  ["a service", [trusts({ Service: "ec2.amazonaws.com" })], []],
  ["a provider whose name is that of a role", [trusts({ Federated: ROLE })], []],
  ["a deleted role", [trusts({ AWS: "AROAEXAMPLEID12345678" })], []],
  ["one whom a condition keeps out for all that is known", [trusts({ AWS: ROLE }, mfa), trusts({ AWS: A })], [ROLE, A]],
  ["one under a condition", [trusts({ AWS: ROLE }, mfa)], []],
  ["one who is denied", [trusts({ AWS: ROLE }), { ...trusts({ AWS: ROLE }), Effect: "Deny" }], []],
  ["a role of an account, by a condition", [trusts({ AWS: A }, principalArn(ROLE))], [ROLE]],
  ["some roles of an account, by a condition", [trusts({ AWS: A }, principalArn(`${ROLE}-*`))], [A]],
  ["a role by a condition, and all others", [trusts({ AWS: A }, principalArn(ROLE)), trusts({ AWS: A })], [A]],
  [
    "a role of an account, by a condition, and of another one",
    [trusts({ AWS: A }, principalArn(ROLE)), trusts({ AWS: "444455556666" })],
    [ROLE, "444455556666"],
  ],
  ["nobody", [], []],
])("%s", (_, statements, principals) => {
  expect(trustedPrincipals(roleOf({ trust: trustOf(...statements) }), new Map())).toEqual(principals);
});

test("a trust policy that is out of scope or not known names nobody", () => {
  const unknown = { kind: "unresolved", expression: "var.trust", place: filePlace("role.tf") } as const;
  expect(trustedPrincipals(roleOf({ trust: null }), new Map())).toEqual([]);
  expect(trustedPrincipals(roleOf({ trust: unknown }, { trust: trustOf(trusts({ AWS: ROLE })) }), new Map())).toEqual(
    [],
  );
});

test("of two ways that a template's condition can fall out, both have to let one in", () => {
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
  ["none asked for: with none, and with any", roleFor(trusts({ AWS: ROLE })), [ROLE], [[ROLE, [null, "0"]]]],
  ["one", oneOf("a"), [ROLE], [[ROLE, ["a"]]]],
  ["two", oneOf("a", "b"), [ROLE], [[ROLE, ["a", "b"]]]],
  [
    "the same in two statements, once",
    roleFor(trusts({ AWS: ROLE }, externalId("a")), trusts({ AWS: ROLE }, externalId("a"))),
    [ROLE],
    [[ROLE, ["a"]]],
  ],
  [
    "one of which a part is open",
    roleFor(trusts({ AWS: ROLE }, externalId("a*", "StringLike"))),
    [ROLE],
    [[ROLE, ["a0"]]],
  ],
  ["all but one", roleFor(trusts({ AWS: ROLE }, externalId("a", "StringNotEquals"))), [ROLE], [[ROLE, [null, "0"]]]],
  ["none at all", roleFor(trusts({ AWS: ROLE }, withoutId)), [ROLE], [[ROLE, [null]]]],
  [
    "one of two that is denied",
    roleFor(trusts({ AWS: ROLE }, externalId(["a", "b"])), denied("a")),
    [ROLE],
    [[ROLE, ["b"]]],
  ],
  [
    "of two appliances",
    roleFor(trusts({ AWS: ROLE }, externalId("a")), trusts({ AWS: OTHER }, externalId("b"))),
    [ROLE, OTHER],
    [
      [ROLE, ["a"]],
      [OTHER, ["b"]],
    ],
  ],
  ["of one that is not let in, nothing", oneOf("a"), [OTHER, ROLE], [[ROLE, ["a"]]]],
  ["of whoever is meant", oneOf("a"), [], [["", ["a"]]]],
  ["of nobody, where nothing asks for one", roleFor(), [ROLE], [[ROLE, [null, "0"]]]],
])("external ids that are accepted: %s", (_, role, appliance, expected) => {
  expect([...acceptedIds(role, appliance, known)]).toEqual(expected);
});

test.each<[string, Role, Role, readonly string[], boolean]>([
  ["the same", oneOf("a"), oneOf("a"), [], true],
  ["more", oneOf("a"), oneOf("a", "b"), [], true],
  ["fewer", oneOf("a", "b"), oneOf("a"), [], false],
  ["others", oneOf("a"), oneOf("b"), [], false],
  ["others, of which one is declared", oneOf("a"), oneOf("b"), ["b"], true],
  ["others, of which none is declared", oneOf("a"), oneOf("b"), ["a"], false],
  ["none asked for any more", oneOf("a"), roleFor(trusts({ AWS: ROLE })), [], true],
  ["one asked for now", roleFor(trusts({ AWS: ROLE })), oneOf("a"), [], false],
  [
    "all but one, where it was all but that",
    roleFor(trusts({ AWS: ROLE }, externalId("a", "StringNotEquals"))),
    roleFor(trusts({ AWS: ROLE }, externalId("a", "StringNotEquals"))),
    [],
    true,
  ],
])("a role that accepts %s", (_, before, role, ids, expected) => {
  expect(accepts(acceptedIds(before, [ROLE], known), role, [ROLE], giving(...ids))).toBe(expected);
  expect(accepts(acceptedIds(before, [], known), role, [], giving(...ids))).toBe(expected);
});

test("of several appliances, one is enough, with what it gave or, where it was not let in, with what any gave", () => {
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

test("trust is asked with the ids, in the partition", () => {
  const role = oneOf("a");
  expect(trustWithIds(role, [ROLE], ["a"], known)?.verdict).toBe("granted");
  expect(trustWithIds(role, [ROLE], ["b"], known)?.verdict).toBe("missing");
  expect(trustWithIds(roleOf({ trust: null }), [ROLE], ["a"], known)).toBeNull();
});

test("a condition that is unknown asks for no external id", () => {
  const trust = trustOf(trusts({ AWS: ROLE }));
  const doubted = { ...trust, statements: underDoubt(trust.statements, "var.on") };
  expect([...acceptedIds(roleOf({ trust: doubted }), [ROLE], known)]).toEqual([[ROLE, [null, "0"]]]);
});
