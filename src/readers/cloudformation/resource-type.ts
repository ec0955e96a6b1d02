import { entryOf, type Node } from "../../source/node.js";

/** The type of a resource, such as `AWS::IAM::Role`; null for what is none. */
export function typeOf(node: Node): string | null {
  const type = node.kind === "map" ? entryOf(node, "Type")?.value : undefined;
  return type?.kind === "scalar" && typeof type.value === "string" ? type.value : null;
}
