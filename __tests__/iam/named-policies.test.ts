import type { Policy } from "../../src/iam/model.js";
import { accountAndName, arnsIn, arnsOf, marked } from "../../src/iam/named-policies.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import type { Node, PartialNode, TextPart } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { allow, policyOf, referenceTo } from "./role.js";

const place = filePlace("role.json");
const node = (value: unknown): Node => nodeFromJson(value as JsonValue, place);
const open = (expression: string): TextPart => ({ kind: "unresolved", expression });
const partial = (...parts: readonly TextPart[]): PartialNode => ({ kind: "partial", place, parts });
const unknown = (...mayBe: readonly Node[]): Node => ({ kind: "unresolved", place, expression: "var.x", mayBe });

const READ = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const of = (account: string, name: string): string => `arn:*:iam::${account}:policy/${name}`;

describe("the policies that an expression may name", () => {
  test.each<[string, readonly Node[], readonly string[]]>([
    ["an ARN", [node(READ)], [of("aws", "ReadOnlyAccess")]],
    ["in any partition", [node("arn:aws-us-gov:iam::aws:policy/service-role/X")], [of("aws", "service-role/X")]],
    ["of an account", [node("arn:aws:iam::111122223333:policy/a/b")], [of("111122223333", "a/b")]],
    [
      "two in one text",
      [node(`${READ},arn:aws:iam::aws:policy/B`)],
      [of("aws", "ReadOnlyAccess,"), of("aws", "ReadOnlyAccess"), of("aws", "B")],
    ],
    ["behind other words", [node(`see ${READ}`)], [of("*", "see"), of("aws", "ReadOnlyAccess")]],
    ["that may be one", [unknown(node({ a: [READ] }))], [of("aws", "ReadOnlyAccess")]],
    ["of no known account", [partial("arn:aws:iam::", open("var.a"), ":policy/x")], [of("*", "x")]],
    ["of no known partition", [partial("arn:", open("Ref P::Q"), ":iam::aws:policy/x")], [of("aws", "x")]],
    [
      "before what is unknown",
      [partial("arn:aws:iam::aws:policy/x", open("var.a[0]"))],
      [of("aws", "x${var a 0 }"), of("aws", "x")],
    ],
    ["of an unknown name", [partial("arn:aws:iam::aws:policy/", open("var.a"))], [of("aws", "${var a}")]],
    ["a name alone", [node("AWSDenyAll")], [of("*", "AWSDenyAll")]],
    [
      "names beside what is unknown",
      [partial("a,b/c", open("d"), "e")],
      ["a", "b", "c", "e"].map((one) => of("*", one)),
    ],
    ["null, and no text", [node([null])], []],
  ])("%s", (_, values, arns) => expect(arnsIn(values)).toEqual(arns));

  const more = { arns: [of("*", "x")] };
  test.each<[string, Policy, readonly string[]]>([
    ["a reference", referenceTo(READ), [of("aws", "ReadOnlyAccess")]],
    ["a document", { ...policyOf("p", allow("sqs:*")), ...more }, more.arns],
    ["an unknown one", { kind: "unresolved", name: "p", expression: "var.p", place }, []],
    [
      "an unknown one by its name",
      { kind: "unresolved", name: "p", expression: "var.p", awsName: "A", place, ...more },
      [of("aws", "A"), ...more.arns],
    ],
  ])("of %s", (_, policy, arns) => expect(arnsOf(policy)).toEqual(arns));

  test("have an account and a name with its path", () => {
    expect(accountAndName(of("*", "a/b"))).toEqual(["*", "a/b"]);
    expect(accountAndName(of("111122223333", "b"))).toEqual(["111122223333", "b"]);
  });

  test("have the same marks where they are unknown alike", () => {
    expect(marked({ kind: "partial", parts: ["a", open('x["arn:b"]'), "c"] })).toBe("a${x arn b }c");
    expect(marked({ kind: "unresolved", expression: "Ref AWS::AccountId" })).toBe("${Ref AWS AccountId}");
    expect(marked("a")).toBe("a");
  });
});
