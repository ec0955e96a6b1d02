import { type Node as JsoncNode, parseTree } from "jsonc-parser";
import { type JsonValue, nodeFromJson } from "./json-node.js";
import type { MapEntry, Node } from "./node.js";
import { rangePlace, rootPlace, type SourceDocument } from "./place.js";
import type { TextFile } from "./text-file.js";

/**
 * A parsed JSON file as nodes. `JSON.parse` keeps only the last of repeated keys, and IAM refuses a document that repeats
 * one; so a text that repeats keys is parsed again, slowly, with every key kept.
 */
export function jsonFileNode(value: JsonValue, document: SourceDocument): Node {
  if ((document.repeatedKeys?.() ?? []).length > 0) {
    const tree = parseTree(document.file.text);
    if (tree !== undefined) return nodeFromTree(tree, document.file);
  }
  return nodeFromJson(value, rootPlace(document));
}

function nodeFromTree(node: JsoncNode, file: TextFile): Node {
  const place = rangePlace(file, node.offset, node.offset + node.length);
  switch (node.type) {
    case "array":
      return { kind: "list", place, items: (node.children ?? []).map((child) => nodeFromTree(child, file)) };
    case "object":
      return { kind: "map", place, entries: (node.children ?? []).flatMap((child) => entryFromTree(child, file)) };
    default:
      return { kind: "scalar", place, value: node.value as string | number | boolean | null };
  }
}

function entryFromTree(property: JsoncNode, file: TextFile): MapEntry[] {
  const [key, value] = property.children ?? [];
  if (key === undefined || value === undefined) return [];
  const keyPlace = rangePlace(file, key.offset, key.offset + key.length);
  return [{ key: String(key.value), keyPlace, value: nodeFromTree(value, file) }];
}
