import fc from "fast-check";
import { parseDocument } from "yaml";
import { parseYaml } from "../../src/source/yaml-node.js";
import { plainValue } from "./plain-value.js";

// An anchor may be defined again: https://yaml.org/spec/1.2.2/#71-alias-nodes

function read(text: string): unknown {
  const { documents, errors } = parseYaml({ path: "t.yaml", text });
  expect(errors).toEqual([]);
  return plainValue(documents[0]);
}

test.each<[string, string, unknown]>([
  [
    "an alias within a repeated node",
    "a: &x [poor]\nb: &y [*x]\nc: &x [rich]\nd: *y\n",
    { a: ["poor"], b: [["poor"]], c: ["rich"], d: [["poor"]] },
  ],
  [
    "an alias below a merge key",
    "a: &x poor\nb: &y {k: *x}\nc: &x rich\nd: {<<: *y}\n",
    { a: "poor", b: { k: "poor" }, c: "rich", d: { k: "poor" } },
  ],
  [
    "an alias after a repeated node that has the older definition",
    "a: &x [&y poor]\nb: &y rich\nc: *x\nd: *y\n",
    { a: ["poor"], b: "rich", c: ["poor"], d: "rich" },
  ],
  [
    "an alias in a node of the same name that is repeated",
    "a: &x poor\nb: &y [*x]\nc: &x [*y]\n",
    { a: "poor", b: ["poor"], c: [["poor"]] },
  ],
  ["an anchor in a key that is a list", "a: &x poor\n? [&x rich]\n: b\nc: *x\n", { a: "poor", "": "b", c: "rich" }],
])("reads %s", (_name, text, expected) => {
  expect(read(text)).toEqual(expected);
});

interface Written {
  readonly anchor: string | null;
  readonly alias: boolean;
  readonly text: string;
  readonly inner: readonly Written[] | null;
  readonly keyed: boolean;
}

const { tree } = fc.letrec<{ tree: Written }>((tie) => ({
  tree: fc.record({
    anchor: fc.option(fc.constantFrom("x", "y", "z"), { freq: 3 }),
    alias: fc.boolean(),
    text: fc.constantFrom("a", "b", "c", "d", "e"),
    inner: fc.option(fc.array(tie("tree"), { maxLength: 6 }), { freq: 3 }),
    keyed: fc.boolean(),
  }),
}));

/** An alias that would refer to nothing, or to a node that contains it, is a string. */
function written({ anchor, alias, text, inner, keyed }: Written, known: Map<string, { open: boolean }>): string {
  if (anchor !== null && alias && inner === null && known.get(anchor)?.open === false) return `*${anchor} `;
  const own = { open: true };
  if (anchor !== null) known.set(anchor, own);
  const items = inner?.map((one, at) => `${keyed ? `k${at}: ` : ""}${written(one, known)}`);
  own.open = false;
  const value = items === undefined ? text : keyed ? `{${items.join(", ")}}` : `[${items.join(", ")}]`;
  return anchor === null ? value : `&${anchor} ${value}`;
}

test("resolves aliases as another implementation does", () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 3, maxLength: 8 }), (trees) => {
      const known = new Map<string, { open: boolean }>();
      const text = trees.map((one) => `- ${written(one, known)}\n`).join("");
      expect(read(text)).toEqual(parseDocument(text).toJS({ maxAliasCount: -1 }));
    }),
    { numRuns: 500 },
  );
});
