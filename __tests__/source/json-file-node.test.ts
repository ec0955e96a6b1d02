import { jsonDocument } from "../../src/source/json-document.js";
import { jsonFileNode } from "../../src/source/json-file-node.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

function nodeOf(text: string) {
  return jsonFileNode(JSON.parse(text), jsonDocument({ path: "p.json", text }));
}

describe("jsonFileNode", () => {
  test("keeps a repeated key twice, each with its place", () => {
    const node = nodeOf('{\n "Effect": "Allow",\n "Effect": "Deny"\n}');
    const entries = node.kind === "map" ? node.entries : [];
    expect(entries.map((entry) => [entry.key, formatLocation(locate(entry.keyPlace))])).toEqual([
      ["Effect", "p.json:2:2"],
      ["Effect", "p.json:3:2"],
    ]);
  });

  test.each([['{"a": "b\\": c", "d:": ["\\"x\\":"], "e": {"f": 1}}'], ['{"a\\"": {"": {}}}'], ["[]"], ['"a:"']])(
    "%s is not taken for a text with repeated keys",
    (text) => {
      expect(nodeOf(text).place.kind).toBe("node");
    },
  );
});
