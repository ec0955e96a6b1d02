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

describe("finds the policies that an expression may name", () => {
  test.each<[string, readonly Node[], readonly string[]]>([
    ["an ARN", [node(READ)], [of("aws", "ReadOnlyAccess")]],
    ["an ARN in any partition", [node("arn:aws-us-gov:iam::aws:policy/service-role/X")], [of("aws", "service-role/X")]],
    ["an ARN in an account", [node("arn:aws:iam::111122223333:policy/a/b")], [of("111122223333", "a/b")]],
    [
      "two ARNs in one string",
      [node(`${READ},arn:aws:iam::aws:policy/B`)],
      [of("aws", "ReadOnlyAccess,"), of("aws", "ReadOnlyAccess"), of("aws", "B")],
    ],
    ["an ARN after other words", [node(`see ${READ}`)], [of("*", "see"), of("aws", "ReadOnlyAccess")]],
    ["a possible ARN", [unknown(node({ a: [READ] }))], [of("aws", "ReadOnlyAccess")]],
    ["an ARN in an unknown account", [partial("arn:aws:iam::", open("var.a"), ":policy/x")], [of("*", "x")]],
    ["an ARN in an unknown partition", [partial("arn:", open("Ref P::Q"), ":iam::aws:policy/x")], [of("aws", "x")]],
    [
      "an ARN before something unknown",
      [partial("arn:aws:iam::aws:policy/x", open("var.a[0]"))],
      [of("aws", "x${var a 0 }"), of("aws", "x")],
    ],
    ["an ARN with an unknown name", [partial("arn:aws:iam::aws:policy/", open("var.a"))], [of("aws", "${var a}")]],
    ["only a name", [node("AWSDenyAll")], [of("*", "AWSDenyAll")]],
    [
      "names next to something unknown",
      [partial("a,b/c", open("d"), "e")],
      ["a", "b", "c", "e"].map((one) => of("*", one)),
    ],
    ["null and no string", [node([null])], []],
  ])("in %s", (_, values, arns) => expect(arnsIn(values)).toEqual(arns));

  const more = { arns: [of("*", "x")] };
  test.each<[string, Policy, readonly string[]]>([
    ["a reference", referenceTo(READ), [of("aws", "ReadOnlyAccess")]],
    ["a document", { ...policyOf("p", allow("sqs:*")), ...more }, more.arns],
    ["an unknown policy", { kind: "unresolved", name: "p", expression: "var.p", place }, []],
    [
      "an unknown policy, by name",
      { kind: "unresolved", name: "p", expression: "var.p", awsName: "A", place, ...more },
      [of("aws", "A"), ...more.arns],
    ],
  ])("in %s", (_, policy, arns) => expect(arnsOf(policy)).toEqual(arns));

  test("with an account, and a name with its path", () => {
    expect(accountAndName(of("*", "a/b"))).toEqual(["*", "a/b"]);
    expect(accountAndName(of("111122223333", "b"))).toEqual(["111122223333", "b"]);
  });

  test("with the same marks if they have the same unknown parts", () => {
    expect(marked({ kind: "partial", parts: ["a", open('x["arn:b"]'), "c"] })).toBe("a${x arn b }c");
    expect(marked({ kind: "unresolved", expression: "Ref AWS::AccountId" })).toBe("${Ref AWS AccountId}");
    expect(marked("a")).toBe("a");
  });
});
