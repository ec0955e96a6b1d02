import { documentSize } from "../../src/iam/document-size.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import type { Node } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { ref } from "./unknown-text.js";

const place = filePlace("policy.json");

// "IAM doesn't count white space when calculating the size of a policy against these quotas":
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
test.each<JsonValue>([
  {},
  { Statement: [] },
  { Statement: {} },
  { Statement: [{ Sid: "A" }] },
  { Statement: [{ Sid: "A" }, { Action: ["a:B", "c:D"], Resource: "*" }] },
  { Version: "2012-10-17", Statement: [{ Condition: { Bool: { "aws:ViaAWSService": true } } }, null, 1] },
  { Statement: { Action: ["a:B"] }, Id: ["x", []] },
  [[], {}],
  "text",
])("measures %j like its JSON", (value) => {
  expect(documentSize(nodeFromJson(value, place))).toBe(JSON.stringify(value).length);
});

test("ignores whitespace, even in strings", () => {
  expect(documentSize(nodeFromJson({ Statement: [{ "S id": " a b\t" }] }, place))).toBe(
    '{"Statement":[{"Sid":"ab\\t"}]}'.length,
  );
});

test("leaves the size unknown if a part is unknown", () => {
  const unknown = { ...ref("var.statement"), place } as Node;
  const partial = { kind: "partial", parts: ["a", ref("var.part")], place } as Node;
  const listOf = (...items: readonly Node[]): Node => ({ kind: "list", items, place }) as Node;
  const root = nodeFromJson({ Statement: null }, place);
  if (root.kind !== "map") throw new Error("no map");
  for (const value of [partial, unknown, listOf(unknown), listOf(listOf(unknown))]) {
    const entries = root.entries.map((entry) => ({ ...entry, value }));
    expect(documentSize({ ...root, entries })).toBeNull();
  }
});

test("handles a deeply nested list", () => {
  let node: Node = nodeFromJson([], place);
  for (let depth = 1; depth < 50_000; depth += 1) node = { kind: "list", items: [node], place } as Node;
  expect(documentSize(node)).toBe(100_000);
});
