import type { Policy } from "../../src/iam/model.js";
import { deniesIn, statementsIn, underUnknownCondition } from "../../src/iam/uncertain-denies.js";
import { uncertainDenies, withResolved } from "../../src/iam/uncertain-policies.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import {
  entryOf,
  type MapNode,
  type Node,
  type PartialNode,
  type ScalarNode,
  showText,
  textOf,
} from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { pieceAt, type TextPiece } from "../../src/source/text-piece.js";
import { allow, deny, documentOf, policyOf, referenceTo, roleOf } from "./role.js";

const place = filePlace("role.json");
const elsewhere = filePlace("other.json");

const node = (value: unknown): Node => nodeFromJson(value as JsonValue, place);
const text = (value: string): ScalarNode => ({ kind: "scalar", place, value });
const unknown = (expression: string, ...mayBe: readonly Node[]): Node => ({
  ...{ kind: "unresolved", place, expression },
  ...(mayBe.length === 0 ? {} : { mayBe }),
});
/** A string built from strings and unknown parts. */
const created = (
  ...pieces: readonly (string | { readonly expression: string; readonly mayBe?: readonly Node[] })[]
): PartialNode => {
  const all = pieces.map((one): TextPiece => {
    if (typeof one === "string") return pieceAt(one, place, one);
    const { expression, mayBe } = one;
    return { ...pieceAt({ kind: "unresolved", expression }, place), ...(mayBe === undefined ? {} : { mayBe }) };
  });
  return { kind: "partial", place, parts: all.map(({ part }) => part), made: { kind: "text", pieces: all } };
};

const show = (one: Node | undefined): string => {
  const shown = one && textOf(one);
  return shown === undefined ? "-" : showText(shown);
};
/** The Effect and Action of each statement. */
const reported = (statements: readonly MapNode[]) =>
  statements.map((one) => ["Effect", "Action"].map((key) => show(entryOf(one, key)?.value)).join(" "));

const S = allow("sqs:*");
const D = deny("s3:*");

describe("a policy that may be attached has uncertain statements", () => {
  test("with each statement under one more condition", () => {
    const { statements } = documentOf({
      Version: "2012-10-17",
      Statement: [S, { ...D, Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    });
    const doubted = underUnknownCondition(statements, "var.on");
    expect(doubted.map(({ conditions }) => conditions.map(({ kind }) => kind))).toEqual([
      ["unresolved"],
      ["test", "unresolved"],
    ]);
    expect(doubted[0]?.conditions).toEqual([{ kind: "unresolved", expression: "var.on", place: statements[0]?.place }]);
    expect(underUnknownCondition(statements, "var.on", elsewhere)[1]?.conditions[1]).toEqual({
      ...{ kind: "unresolved", expression: "var.on", place: elsewhere },
    });
  });

  test("without its plain Allow statements and errors", () => {
    const policy = policyOf("p", S, D, { ...D, Effect: "Perhaps" });
    const [doubted, ...others] = uncertainDenies(policy, "which");
    expect(others).toEqual([]);
    expect(doubted).toMatchObject({ kind: "document", name: "p" });
    const document = doubted?.kind === "document" ? doubted.document : null;
    expect(document?.statements.map(({ effect }) => effect === "Deny")).toEqual([true, false]);
    expect(document?.statements.map(({ conditions }) => conditions.length)).toEqual([1, 1]);
    expect(document).toMatchObject({ version: "2012-10-17", unresolved: [], problems: [], size: null });
  });

  test.each<[string, Policy, number]>([
    ["no document", referenceTo("arn:aws:iam::aws:policy/X"), 0],
    ["no Deny", policyOf("p", S), 0],
    ["a Deny", policyOf("p", D), 1],
    ["a Deny of actions that are not granted", { ...policyOf("p", S), deniesOthers: true } as Policy, 1],
  ])("with %s", (_, policy, count) => expect(uncertainDenies(policy, "which")).toHaveLength(count));
});

describe("an unknown policy", () => {
  test("may deny anything that one of its possible policies denies", () => {
    const arn = (name: string) => `arn:*:iam::aws:policy/${name}`;
    const known = new Map<string, Policy>([
      [arn("a"), policyOf("allows", S)],
      [arn("d"), policyOf("denies", D)],
    ]);
    const resolve = (policy: Policy): Policy =>
      policy.kind === "reference" && policy.arn === "arn:r" ? policyOf("resolved", S) : policy;
    const named = (one: string): readonly Policy[] => [known.get(one) ?? []].flat();
    const open: Policy = { kind: "unresolved", name: "p", expression: "var.p", place, arns: [arn("a"), arn("d")] };
    const replaced: Policy = { ...referenceTo("arn:r"), arns: [arn("d")] };
    const first: Policy = { ...policyOf("first", S), arns: [arn("d")] };
    const role = roleOf({ policies: [open, replaced, first, referenceTo("arn:none")] });
    const all = withResolved(role, resolve, named).variants[0].policies;
    expect(all.map((one) => (one.kind === "reference" ? one.arn : one.name))).toEqual([
      "p",
      "denies",
      "resolved",
      "first",
      "denies",
      "arn:none",
    ]);
    const doubted = all[1];
    const conditions = doubted?.kind === "document" ? doubted.document.statements.flatMap((one) => one.conditions) : [];
    expect(conditions).toMatchObject([{ kind: "unresolved", expression: "which policy is attached" }]);
  });
});

describe("reads statements in values that are not policies", () => {
  test.each<[string, readonly Node[], readonly string[]]>([
    ["an Allow", [node({ Statement: [S] })], []],
    ["a Deny", [node({ Statement: [S, D] })], ["Deny s3:*"]],
    ["no statement", [node({ Action: "s3:*" })], []],
    [
      "a statement with an unknown Effect",
      [{ kind: "map", place, entries: [{ key: "Effect", keyPlace: place, value: unknown("var.effect") }] }],
      ["${var.effect} -"],
    ],
    ["a statement with a null Effect", [node({ Effect: null, Action: "s3:*" })], ["- s3:*"]],
  ])("%s", (_, values, expected) => expect(reported(statementsIn(values))).toEqual(expected));

  const statement = (effect: Node, action: Node): MapNode => ({
    ...{ kind: "map", place },
    entries: [
      { key: "Effect", keyPlace: place, value: effect },
      { key: "Action", keyPlace: place, value: action },
    ],
  });
  const own = (value: object) =>
    ({
      ...text(JSON.stringify(value)),
      made: { kind: "text", pieces: [pieceAt(JSON.stringify(value), place, JSON.stringify(value))] },
    }) as const;

  test.each<[string, readonly Node[] | undefined, readonly string[]]>([
    ["nothing", undefined, []],
    ["an Allow", [node({ Statement: [S] })], []],
    ["a Deny", [node({ Statement: [S, D] })], ["Deny s3:*"]],
    ["a statement without actions", [node({ Effect: "Deny" })], ["Deny -"]],
    ["a statement that may deny", [statement(unknown("e", text("Allow"), text("Deny")), text("s3:*"))], ["${e} s3:*"]],
    ["a statement that may only allow", [statement(unknown("e", text("Allow")), text("s3:*"))], []],
    ["a statement with an unknown Effect", [statement(unknown("e"), text("s3:*"))], ["${e} s3:*"]],
    [
      "a statement with one known action",
      [statement(unknown("e"), { kind: "list", place, items: [unknown("a"), text("s3:*")] })],
      ["${e} -"],
    ],
    ["an entirely unknown statement", [statement(unknown("e"), unknown("a"))], []],
    [
      "a statement without an Action and with an unknown Effect",
      [{ kind: "map", place, entries: [{ key: "Effect", keyPlace: place, value: unknown("e") }] }],
      [],
    ],
    // In a string.
    ["a string made from JSON", [own({ Statement: [S, D] })], ["Deny s3:*"]],
    ["a literal JSON string", [text(JSON.stringify({ Statement: [S, D] }))], ["Deny s3:*"]],
    ["a single statement", [text(JSON.stringify(D))], ["Deny s3:*"]],
    ["part of a list that starts with a comma", [text(`,${JSON.stringify(D)}`)], ["Deny s3:*"]],
    ["part of a list that ends with a comma", [text(`${JSON.stringify(D)},`)], ["Deny s3:*"]],
    ["part of a list with an Allow", [text(`${JSON.stringify(S)},${JSON.stringify(D)},`)], ["Deny s3:*"]],
    [
      "a string with an unknown part",
      [created('{"Effect":"Deny","Action":"', { expression: "var.a" }, '"}')],
      ["Deny ${var.a}"],
    ],
    [
      "a statement that can't be parsed",
      [text('%{ if x }{"Effect": "Deny", "Action": "s3:*"}%{ endif }')],
      ["Deny ${Action}"],
    ],
    [
      "an unparsable statement with an unknown part",
      [created("Effect: Deny\nAction: ", { expression: "var.a" })],
      ["Deny ${Action}"],
    ],
    [
      "a statement whose Effect may be unknown",
      [statement(unknown("e", unknown("f"), text("Allow")), text("s3:*"))],
      ["${e} s3:*"],
    ],
    ["YAML", [text("Effect: Deny\nAction: s3:*")], ["Deny ${Action}"]],
    ["HCL", [text('Effect = "Deny"')], ["Deny ${Action}"]],
    ["escaped quotes", [text('x {\\"Effect\\": \\"Deny\\"}')], ["Deny ${Action}"]],
    ["single quotes", [text("x 'Effect' : 'Deny'")], ["Deny ${Action}"]],
    ["words without a statement", [text("Effect: Denying")], []],
    ["another key", [text("SideEffect: Deny")], []],
    ["a string without a separator", [text("Effect Deny")], []],
    ["a string without it", [text("Allow"), node([null, 5])], []],
    ["something unknown", [unknown("var.policy")], []],
  ])("finds the denials in %s", (_, values, expected) => expect(reported(deniesIn(values))).toEqual(expected));

  test("treats Action and Resource of an unreadable string as unknown, at its position", () => {
    expect(deniesIn([text("Effect: Deny")])).toEqual([
      {
        ...{ kind: "map", place },
        entries: [
          { key: "Effect", keyPlace: place, value: { kind: "scalar", place, value: "Deny" } },
          { key: "Action", keyPlace: place, value: { kind: "unresolved", place, expression: "Action" } },
          { key: "Resource", keyPlace: place, value: { kind: "unresolved", place, expression: "Resource" } },
        ],
      },
    ]);
  });
});
