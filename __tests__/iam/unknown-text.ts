import type { Text, TextPart, Unresolved } from "../../src/source/node.js";

/** A value that is known at deployment only. */
export function ref(expression: string): Unresolved {
  return { kind: "unresolved", expression };
}

/** A text of which some parts are known. */
export function partial(...parts: readonly TextPart[]): Text {
  return { kind: "partial", parts };
}
