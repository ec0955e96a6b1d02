import { contested } from "../../src/iam/contested-policies.js";
import type { DocumentPolicy, Policy, Statement } from "../../src/iam/model.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, documentOf } from "./role.js";

/** An inline policy with the given name. `called` is its name in messages. */
function inline(inlineName: string | null, called: string, ...statements: readonly object[]): Policy {
  return {
    kind: "document",
    name: called,
    attachment: "inline",
    document: documentOf({ Version: "2012-10-17", Statement: statements }),
    awsManaged: false,
    place: filePlace(`${called}.json`),
    ...(inlineName === null ? {} : { inlineName }),
  };
}

const unknown = (inlineName: string): Policy => ({
  ...{ kind: "unresolved", name: "p", expression: "var.p", place: filePlace("main.tf") },
  inlineName,
});
const reference = (inlineName: string): Policy => ({
  ...{ kind: "reference", arn: "arn:aws:iam::aws:policy/ReadOnlyAccess", place: filePlace("main.tf") },
  inlineName,
});

const isDocument = (policy: Policy | undefined): policy is DocumentPolicy => policy?.kind === "document";
const statementsOf = (policy: Policy | undefined): readonly Statement[] =>
  isDocument(policy) ? policy.document.statements : [];
/** Why each policy's statements are uncertain. Null for a certain statement. */
const reasons = (all: readonly Policy[]) =>
  contested(all).map((policy) =>
    statementsOf(policy).map(({ conditions }) => {
      const last = conditions.at(-1);
      return last?.kind === "unresolved" ? last.expression : null;
    }),
  );

const stays = (others: string) => `which of the inline policies named w stays (this, or ${others})`;
const S = allow("sqs:*");
const T = allow("s3:*");

test.each<[string, readonly Policy[], readonly (readonly (string | null)[])[]]>([
  ["no policies", [], []],
  ["one policy", [inline("w", "a", S)], [[null]]],
  ["two names", [inline("w", "a", S), inline("v", "b", T)], [[null], [null]]],
  ["without a name", [inline(null, "a", S), inline(null, "b", T)], [[null], [null]]],
  ["two of one name", [inline("w", "a", S), inline("w", "b", T)], [[stays("b at b.json")], [stays("a at a.json")]]],
  [
    "with a third of another name",
    [inline("w", "a", S), inline("v", "c", S), inline("w", "b", T)],
    [[stays("b at b.json")], [null], [stays("a at a.json")]],
  ],
  [
    "what both contain is certain",
    [inline("w", "a", S, T), inline("w", "b", T)],
    [[stays("b at b.json"), null], [null]],
  ],
  [
    "a duplicate in one, absent in the other",
    [inline("w", "a", S, S), inline("w", "b", T)],
    [[stays("b at b.json"), stays("b at b.json")], [stays("a at a.json")]],
  ],
  ["a duplicate in one, once in the other", [inline("w", "a", S, S), inline("w", "b", S)], [[null, null], [null]]],
  [
    "the same with other Sids",
    [inline("w", "a", { ...S, Sid: "A" }), inline("w", "b", { ...S, Sid: "B" })],
    [[null], [null]],
  ],
  [
    "the same list with another Effect",
    [inline("w", "a", S), inline("w", "b", deny("sqs:*"))],
    [[stays("b at b.json")], [stays("a at a.json")]],
  ],
  [
    "the same with another resource",
    [inline("w", "a", S), inline("w", "b", allow("sqs:*", "arn:aws:sqs:*:*:q"))],
    [[stays("b at b.json")], [stays("a at a.json")]],
  ],
  [
    "the same in two of three",
    [inline("w", "a", S), inline("w", "b", S), inline("w", "c", T)],
    [
      [stays("b at b.json, or c at c.json")],
      [stays("a at a.json, or c at c.json")],
      [stays("a at a.json, or b at b.json")],
    ],
  ],
  ["next to an unknown policy", [inline("w", "a", S), unknown("w")], [[stays("p at main.tf")], []]],
  ["next to a policy without a display name", [inline("w", "a", S), reference("w")], [[stays(" at main.tf")], []]],
])("merges policies of one name: %s", (_, policies, expected) => expect(reasons(policies)).toEqual(expected));

test("treats the same policy at several positions of a list as one", () => {
  const policy = inline("w", "a", S);
  expect(reasons([policy, policy])).toEqual([[null], [null]]);
});

test("keeps uncontested policies and those without a document", () => {
  const all = [inline("w", "a", S), inline("v", "b", T), inline(null, "c", T), unknown("v")];
  expect(contested(all)[0]).toBe(all[0]);
  expect(contested(all)[2]).toBe(all[2]);
  expect(contested(all)[3]).toBe(all[3]);
  const [first, second] = [inline("w", "a", S, T), inline("w", "b", T)];
  const [contestedFirst] = contested([first, second]);
  expect(contestedFirst).toMatchObject({ kind: "document", name: "a", attachment: "inline", place: first.place });
  expect(statementsOf(contestedFirst)[1]).toBe(statementsOf(first)[1]);
  expect(statementsOf(contestedFirst)[0]?.conditions).toEqual([
    { kind: "unresolved", expression: stays("b at b.json"), place: first.place },
  ]);
});

test("keeps a condition next to the open one", () => {
  const under = { ...S, Condition: { Bool: { "aws:SecureTransport": "true" } } };
  const [policy] = contested([inline("w", "a", under), inline("w", "b", T)]);
  expect(statementsOf(policy)[0]?.conditions.map(({ kind }) => kind)).toEqual(["test", "unresolved"]);
});

const names = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);
const shown = (...called: readonly string[]) => called.map((one) => `${one} at ${one}.json`).join(", or ");

test.each<[number, number, string]>([
  [6, 0, shown("p1", "p2", "p3", "p4", "p5")],
  [6, 5, shown("p0", "p1", "p2", "p3", "p4")],
  [7, 0, `${shown("p1", "p2", "p3", "p4", "p5")}, or one of 1 more`],
  [7, 2, `${shown("p0", "p1", "p3", "p4", "p5")}, or one of 1 more`],
  [7, 6, `${shown("p0", "p1", "p2", "p3", "p4")}, or one of 1 more`],
  [9, 0, `${shown("p1", "p2", "p3", "p4", "p5")}, or one of 3 more`],
])("names five others for %i policies at number %i", (count, at, others) => {
  const all = names(count).map((called) => inline("w", called, allow(`sqs:${called}`)));
  expect(reasons(all)[at]).toEqual([stays(others)]);
});
