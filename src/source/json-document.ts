import { findNodeAtLocation, type Node as JsoncNode, parseTree } from "jsonc-parser";
import type { PathKey, SourceDocument, TextRange } from "./place.js";
import { type RepeatedKey, repeatedKeys } from "./repeated-keys.js";
import type { TextFile } from "./text-file.js";

/** A JSON text. The position-keeping tree is parsed at the first question and kept. */
export function jsonDocument(file: TextFile): SourceDocument {
  let tree: JsoncNode | null | undefined;
  const root = (): JsoncNode | null => {
    if (tree === undefined) tree = parse(file.text);
    return tree;
  };
  let repeated: readonly RepeatedKey[] | undefined;
  return {
    file,
    repeatedKeys() {
      repeated ??= repeatedKeys(file.text);
      return repeated;
    },
    find(path: readonly PathKey[], part: "value" | "key"): TextRange | null {
      const top = root();
      const node = top === null ? undefined : findNodeAtLocation(top, [...path]);
      if (node === undefined) return null;
      const key = node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
      const target = part === "key" && key !== undefined ? key : node;
      return { start: target.offset, end: target.offset + target.length };
    },
  };
}

function parse(text: string): JsoncNode | null {
  try {
    return parseTree(text) ?? null;
  } catch (error) {
    // The parser recurses: a text nested some thousands deep overflows the stack, and then the file is place enough.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
