import type { Text, TextPart, Unresolved } from "../../src/source/node.js";

/** A value that is known only at deployment. */
export function ref(expression: string): Unresolved {
  return { kind: "unresolved", expression };
}

/** A string with some known parts. */
export function partial(...parts: readonly TextPart[]): Text {
  return { kind: "partial", parts };
}
