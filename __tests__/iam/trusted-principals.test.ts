import { trustedPrincipals } from "../../src/iam/trusted-principals.js";
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
