import { type Node as JsoncNode, parseTree } from "jsonc-parser";
import { type JsonValue, nodeFromJson } from "./json-node.js";
import type { MapEntry, Node } from "./node.js";
import { rangePlace, rootPlace, type SourceDocument } from "./place.js";
import type { TextFile } from "./text-file.js";

/**
 * A parsed JSON file as nodes. `JSON.parse` keeps only the last of repeated keys, and IAM refuses a document that repeats
 * one; so the keys in the text are counted, and only where the count differs is the text parsed again, with every key kept.
 */
export function jsonFileNode(value: JsonValue, document: SourceDocument): Node {
  if (countKeysInText(document.file.text) !== countKeys(value)) {
    const tree = parseTree(document.file.text);
    if (tree !== undefined) return nodeFromTree(tree, document.file);
  }
  return nodeFromJson(value, rootPlace(document));
}

function countKeysInText(text: string): number {
  let count = 0;
  // Outside of strings JSON has no quotes, so each match is one whole string, and a colon behind it makes it a key.
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (match[1] !== undefined) count += 1;
  return count;
}

function countKeys(value: JsonValue): number {
  let count = 0;
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const children: readonly JsonValue[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) count += children.length;
    for (const child of children) open.push(child);
  }
  return count;
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
