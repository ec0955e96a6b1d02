import { JsonIndex } from "./json-index.js";
import type { JsonValue } from "./json-node.js";
import type { NodePart, PathKey, SourceDocument, TextRange } from "./place.js";
import { type RepeatedKey, repeatedKeys } from "./repeated-keys.js";
import type { TextFile } from "./text-file.js";

/** A document from JSON text and the result of `JSON.parse`. Each index is built once, on first use. */
export function jsonDocument(file: TextFile, value: JsonValue): SourceDocument {
  let index: JsonIndex | undefined;
  let repeated: readonly RepeatedKey[] | undefined;
  return {
    file,
    repeatedKeys() {
      repeated ??= repeatedKeys(file.text, value);
      return repeated;
    },
    find(path: readonly PathKey[], part: NodePart): TextRange | null {
      index ??= new JsonIndex(file.text);
      return index.find(path, part);
    },
  };
}
