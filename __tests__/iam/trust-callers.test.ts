import { callersOf, isDescribed, isIn, standsForSeveral, unnamedPrincipalIn } from "../../src/iam/trust-callers.js";
import { trustOf } from "./role.js";

const A = "111122223333";
const ROLE = `arn:aws:iam::${A}:role/veeam`;
const someone = (account: string) =>
  ["role", "user"].map((kind) => `arn:aws:iam::${account}:${kind}/somebody-or-other`);
const nines = "9".repeat(12);
const eights = "8".repeat(12);

function statement(Principal: unknown, ...tests: readonly [operator: string, key: string, value: unknown][]) {
  const Condition = Object.fromEntries(tests.map(([operator, key, value]) => [operator, { [key]: value }]));
  return { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
}
const denied = (one: object) => ({ ...one, Effect: "Deny" });

function callers(...statements: readonly object[]) {
  const { named, members, unnamed, organizations } = callersOf(trustOf(...statements), "aws");
  const arnsOf = (parties: typeof named) => parties.map(({ principal }) => principal);
  return { named: arnsOf(named), members: arnsOf(members), unnamed: arnsOf(unnamed), organizations };
}

test.each<[string, readonly object[], readonly string[], readonly string[], readonly string[]]>([
  ["a role", [statement({ AWS: ROLE })], [ROLE], [], []],
  ["an account", [statement({ AWS: A })], someone(A), someone(A), []],
  ["everyone", [statement("*")], [], [], someone(nines)],
  // "You cannot use root user credentials to call AssumeRole".
  ["a service", [statement({ Service: "ec2.amazonaws.com" })], [], [], []],
  ["a provider", [statement({ Federated: `arn:aws:iam::${A}:saml-provider/x` })], [], [], []],
  ["a provider with a role's name", [statement({ Federated: ROLE })], [], [], []],
  ["a federated user", [statement({ AWS: `arn:aws:sts::${A}:federated-user/bob` })], [], [], []],
  ["the ID of a deleted role", [statement({ AWS: "AROAEXAMPLEID12345678" })], [], [], []],
  ["a denied principal", [denied(statement({ AWS: ROLE }))], [], [], []],
  [
    "everyone matching a pattern",
    [statement("*", ["ArnLike", "aws:PrincipalArn", `arn:aws:iam::${A}:role/a*`])],
    [`arn:aws:iam::${A}:role/asomebody-or-other`],
    [`arn:aws:iam::${A}:role/asomebody-or-other`],
    someone(nines),
  ],
  [
    "everyone narrowed to one principal",
    [statement("*", ["StringEquals", "aws:PrincipalArn", ROLE])],
    [ROLE],
    [],
    someone(nines),
  ],
  ["everyone except one", [statement("*", ["StringNotEquals", "aws:PrincipalArn", ROLE])], [], [], someone(nines)],
  [
    "a member of an organization",
    [statement("*", ["StringEquals", "aws:PrincipalOrgID", "o-a1"], ["ArnEquals", "aws:PrincipalArn", ROLE])],
    [ROLE],
    [],
    someone(nines),
  ],
  [
    "one that the principals exclude",
    [statement({ AWS: "444455556666" }, ["StringEquals", "aws:PrincipalArn", ROLE])],
    someone("444455556666"),
    someone("444455556666"),
    [],
  ],
  [
    "a literal star",
    [statement("*", ["StringEquals", "aws:PrincipalArn", `arn:aws:iam::${A}:role/a*`])],
    [],
    [],
    someone(nines),
  ],
  [
    "everyone in an account",
    [statement("*", ["StringEquals", "aws:PrincipalAccount", A])],
    someone(A),
    someone(A),
    someone(nines),
  ],
  [
    "everyone under another condition",
    [statement("*", ["StringEquals", "aws:SourceVpc", "vpc-1"])],
    [],
    [],
    someone(nines),
  ],
  [
    "everyone except one that a Deny excepts",
    [statement("*"), denied(statement("*", ["StringNotEquals", "aws:PrincipalArn", ROLE]))],
    [ROLE],
    [],
    someone(nines),
  ],
  [
    "one that a Deny hits and does not except",
    [statement("*"), denied(statement("*", ["StringEquals", "aws:PrincipalArn", ROLE]))],
    [],
    [],
    someone(nines),
  ],
])("finds callers: %s", (_, statements, named, members, unnamed) => {
  expect(callers(...statements)).toMatchObject({ named, members, unnamed });
});

// An account that repeats one digit serves as a stranger's unless the policy contains it.
test.each<[string, readonly object[], string]>([
  ["in a principal", [statement(["*"]), statement({ AWS: nines })], eights],
  ["in a condition", [statement("*", ["StringEquals", "aws:PrincipalAccount", nines])], eights],
  ["in a Deny", [statement("*"), denied(statement({ AWS: nines }))], eights],
  ["in parts of two values", [statement("*", ["StringEquals", "aws:SourceVpc", ["vpc-999999", "999999"]])], nines],
  ["in all of them", [statement("*"), statement({ AWS: [..."0123456789"].map((one) => one.repeat(12)) })], nines],
])("finds a stranger's account %s", (_, statements, account) => {
  const everyone = statements.map((one) => ({ ...one, Principal: "Principal" in one ? one.Principal : "*" }));
  expect(callers(statement("*"), ...everyone).unnamed).toEqual(someone(account));
});

test.each([
  [250, 250],
  [251, 250],
])("of %i roles, evaluates %i", (count, kept) => {
  const roles = Array.from({ length: count }, (_, index) => `arn:aws:iam::${A}:role/r${index}`);
  expect(callers(statement({ AWS: roles })).named).toHaveLength(kept);
});

test("evaluates fewer callers if there are more statements than AWS accepts", () => {
  const of = (size: number) =>
    callers(...Array.from({ length: size }, (_, at) => statement({ AWS: `arn:aws:iam::111122223333:role/r${at}` })));
  expect(of(160).named).toHaveLength(160);
  expect(of(400).named).toHaveLength(100);
});

const another = { id: "o-x9x9x9x9", path: "o-x9x9x9x9/r-x9x9x9x9/", isNamed: false };
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html#access_policies_last-accessed-viewing-orgs-entity-path
test.each<[key: string, value: unknown, organizations: readonly object[]]>([
  ["aws:PrincipalTag/org", "o-a1b2c3d4e5", []],
  [
    "AWS:PrincipalOrgID",
    "o-a1b2c3d4e5",
    [another, { id: "o-a1b2c3d4e5", path: "o-a1b2c3d4e5/r-x9x9x9x9/", isNamed: true }],
  ],
  ["aws:PrincipalOrgID", "o-*", [another]],
  ["aws:PrincipalOrgID", "o-a?", [another, { id: "o-a9", path: "o-a9/r-x9x9x9x9/", isNamed: false }]],
  ["aws:PrincipalOrgID", "xo-a1", [another, { id: "xo-a1", path: "xo-a1/r-x9x9x9x9/", isNamed: false }]],
  ["aws:PrincipalOrgID", "o-A1", [another, { id: "o-A1", path: "o-A1/r-x9x9x9x9/", isNamed: false }]],
  [
    "aws:PrincipalOrgPaths",
    "o-a1/r-ab/ou-1/*",
    [
      another,
      { id: "o-a1", path: "o-a1/r-x9x9x9x9/", isNamed: true },
      { id: "o-a1", path: "o-a1/r-ab/ou-1/x9x9x9x9", isNamed: true },
    ],
  ],
])("finds organizations of %s %j", (key, value, organizations) => {
  expect(callers(statement("*", ["StringLike", key, value])).organizations).toEqual(organizations);
});

test("ignores the last of twenty-one organizations", () => {
  const ids = Array.from({ length: 20 }, (_, index) => `o-${index}`);
  const { organizations } = callers(statement("*", ["StringEquals", "aws:PrincipalOrgID", ids]));
  expect(organizations.map(({ id }) => id)).toEqual(["o-x9x9x9x9", ...ids.slice(0, 19)]);
});

test.each<[string, readonly object[], readonly string[], readonly string[]]>([
  ["everyone", [statement("*")], [A, "444455556666"], [...someone(A), ...someone("444455556666")]],
  [
    "a role in any account",
    [statement("*", ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/veeam"])],
    [A],
    [`arn:aws:iam::${A}:role/veeam`, ...someone(A)],
  ],
  [
    "accounts matching a pattern",
    [statement("*", ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::1111*:role/veeam"])],
    [A, "444455556666"],
    [`arn:aws:iam::${A}:role/veeam`],
  ],
  ["no account", [statement("*")], [], []],
  ["a named account", [statement({ AWS: A })], [A], []],
])("finds which declared accounts are trusted by %s", (_, statements, accounts, expected) => {
  const { invited } = callersOf(trustOf(...statements), "aws", accounts);
  const arns = invited.map(({ principal }) => principal);
  // More principals of the same accounts may be tried.
  expect(arns).toEqual(expect.arrayContaining([...expected]));
  expect(arns.length === 0).toBe(expected.length === 0);
  expect(arns.every((one) => accounts.some((account) => one?.includes(account)))).toBe(true);
});

test("names the partition of each caller", () => {
  const { named } = callersOf(trustOf(statement({ AWS: ROLE.replace("aws", "aws-cn") })), "aws-cn");
  expect(named).toEqual([{ party: "appliance", principal: ROLE.replace("aws", "aws-cn"), partition: "aws-cn" }]);
});

test("lets any principal in an account represent those that nothing describes", () => {
  expect(unnamedPrincipalIn(A, null)).toBe(`arn:aws:iam::${A}:role/somebody-or-other`);
  expect(unnamedPrincipalIn(A, "aws-cn")).toBe(`arn:aws-cn:iam::${A}:role/somebody-or-other`);
  expect([unnamedPrincipalIn(A, null), ROLE].map(standsForSeveral)).toEqual([true, false]);
  const party = (principal: string | null) => ({ party: "appliance", principal, partition: "aws" }) as const;
  expect([ROLE, `arn:aws:iam::444455556666:role/veeam`, A, null].map((one) => isIn(A, party(one)))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(
    [unnamedPrincipalIn(nines, "aws"), unnamedPrincipalIn(A, "aws"), ROLE, null].map((one) => isDescribed(party(one))),
  ).toEqual([false, true, true, true]);
});
