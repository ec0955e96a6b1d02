import { GrammarProblems } from "../../src/iam/grammar-problems.js";
import { parseConditions } from "../../src/iam/parse-condition.js";
import type { MapNode, Node } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";

const place = filePlace("policy.json");
const ref = { kind: "unresolved", expression: "Ref X" } as const;
const scalar = (value: string): Node => ({ kind: "scalar", place, value });
const map = (...entries: readonly (readonly [string, Node])[]): MapNode => {
  return { kind: "map", place, entries: entries.map(([key, value]) => ({ key, keyPlace: place, value })) };
};

/** The parsed conditions and the faults. */
function read(condition: Node) {
  const problems = new GrammarProblems();
  const { conditions, faulty } = parseConditions(map(["Condition", condition]), problems);
  const read = conditions.map((one) => (one.kind === "test" ? `${one.operator} ${one.key}` : one.expression));
  return { read, faulty, faults: problems.all().map(({ message }) => message) };
}

const region = map(["aws:RequestedRegion", scalar("eu-west-1")]);
const user = map(["aws:username", scalar("veeam")]);

test.each<[string, Node, ReturnType<typeof read>]>([
  [
    "two operators",
    map(["StringEquals", region], ["StringLike", user]),
    { read: ["StringEquals aws:RequestedRegion", "StringLike aws:username"], faulty: false, faults: [] },
  ],
  [
    "a repeated operator, counting both",
    map(["StringEquals", region], ["StringEquals", user]),
    {
      read: ["StringEquals aws:RequestedRegion", "StringEquals aws:username"],
      faulty: false,
      faults: ['the operator "StringEquals" occurs twice in a Condition'],
    },
  ],
  [
    "no operator",
    map(["StringSame", region]),
    { read: ["Condition"], faulty: true, faults: ['"StringSame" is not a condition operator'] },
  ],
  [
    "a string",
    scalar("StringEquals"),
    { read: ["Condition"], faulty: true, faults: ["Condition must be an object whose keys are condition operators"] },
  ],
  [
    "an operator with a string",
    map(["StringEquals", scalar("x")]),
    { read: ["Condition"], faulty: true, faults: ["StringEquals must be an object of condition keys"] },
  ],
  [
    "an object as a value",
    map(["StringEquals", map(["aws:username", user])]),
    {
      read: ["Condition", "StringEquals aws:username"],
      faulty: true,
      faults: ["the value of aws:username must be a string or a list of strings"],
    },
  ],
  [
    "an unresolved placeholder as a value",
    map(["ArnLike", map(["aws:PrincipalArn", { kind: "partial", place, parts: ["${AWS::Partition}", ref] }])]),
    {
      read: ["ArnLike aws:PrincipalArn"],
      faulty: false,
      faults: ['aws:PrincipalArn "${AWS::Partition}${Ref X}" contains ${AWS::Partition}, which is literal text here'],
    },
  ],
  ["a value known only at deployment", { ...ref, place }, { read: ["${Ref X}"], faulty: false, faults: [] }],
  [
    "partly known keys",
    map(["StringEquals", { kind: "partial", place, parts: ["a-", ref] }]),
    { read: ["a-${Ref X}"], faulty: false, faults: [] },
  ],
])("parses %s", (_name, condition, expected) => expect(read(condition)).toEqual(expected));
