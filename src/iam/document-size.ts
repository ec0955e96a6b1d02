import { entryOf, type Node } from "../source/node.js";

/**
 * The characters of a document as IAM's quotas count them: the JSON without whitespace. Returns `null` if a part is unknown.
 * Uses its own stack instead of recursion, because a hostile document may be deeply nested.
 */
export function documentSize(root: Node): number | null {
  const statements = root.kind === "map" ? entryOf(root, "Statement")?.value : undefined;
  return sizeOf(root, statements?.kind === "list" ? statements : null);
}

/** The variants of a role share the nodes of most statements. */
const statementSizes = new WeakMap<Node, number | null>();

function statementSize(statement: Node): number | null {
  const known = statementSizes.get(statement);
  if (known !== undefined) return known;
  const size = sizeOf(statement, null);
  statementSizes.set(statement, size);
  return size;
}

function sizeOf(root: Node, statements: Node | null): number | null {
  let size = 0;
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === statements && node.kind === "list") {
      const sizes = node.items.map(statementSize);
      if (sizes.includes(null)) return null;
      size += bracketsOf(sizes.length) + sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      continue;
    }
    switch (node.kind) {
      case "partial":
      case "unresolved":
        return null;
      case "scalar":
        size += textSize(JSON.stringify(node.value));
        break;
      case "list":
        if (node.writtenPlain !== true || node.items.length > 1) size += bracketsOf(node.items.length);
        for (const item of node.items) open.push(item);
        break;
      case "map":
        size += bracketsOf(node.entries.length);
        for (const { key, value } of node.entries) {
          size += textSize(JSON.stringify(key)) + 1;
          open.push(value);
        }
        break;
    }
  }
  return size;
}

/** The number of characters in the brackets around some items and in the commas between them. */
function bracketsOf(count: number): number {
  return 2 + Math.max(0, count - 1);
}

function textSize(json: string): number {
  if (!/\s/.test(json)) return json.length;
  return json.replace(/\s/g, "").length;
}
