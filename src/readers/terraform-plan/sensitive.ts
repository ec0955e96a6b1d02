import type { Node } from "../../source/node.js";

/** What evaluation can't do without and nobody would keep secret: action names, effects, versions, `*`. */
const HARMLESS =
  /^(?:\*|Allow|Deny|20(?:08-10|12-10)-17|[a-z0-9-]+:[A-Za-z0-9*?]+|sts:AssumeRole|[a-z0-9.-]+\.amazonaws\.com)$/;

/**
 * A document that the plan marks as sensitive: used, never printed. All text in it that is not a word of the policy language
 * becomes unknown, so that no message can repeat it.
 */
export function withoutSecrets(node: Node): Node {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" && !HARMLESS.test(node.value) ? hidden(node) : node;
    case "partial":
      return hidden(node);
    case "unresolved":
      return node;
    case "list":
      return { ...node, items: node.items.map(withoutSecrets) };
    case "map":
      return {
        ...node,
        entries: node.entries
          .filter(({ key }) => key !== "Sid" && key !== "Id")
          .map((entry) => ({ ...entry, value: withoutSecrets(entry.value) })),
      };
  }
}

function hidden(node: Node): Node {
  return { kind: "unresolved", place: node.place, expression: "a sensitive value" };
}
