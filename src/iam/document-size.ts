import type { Node } from "../source/node.js";

/**
 * Characters of a document as IAM's quotas count them: the JSON without white space. `null` when a part is not known.
 * Walks with a list of its own instead of recursion: a hostile document may be nested deeply.
 */
export function documentSize(root: Node): number | null {
  let size = 0;
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    switch (node.kind) {
      case "partial":
      case "unresolved":
        return null;
      case "scalar":
        size += textSize(JSON.stringify(node.value));
        break;
      case "list":
        size += 2 + Math.max(0, node.items.length - 1);
        for (const item of node.items) open.push(item);
        break;
      case "map":
        size += 2 + Math.max(0, node.entries.length - 1);
        for (const { key, value } of node.entries) {
          size += textSize(JSON.stringify(key)) + 1;
          open.push(value);
        }
        break;
    }
  }
  return size;
}

function textSize(json: string): number {
  if (!/\s/.test(json)) return json.length;
  return json.replace(/\s/g, "").length;
}
