import { locateOffsets } from "./line-index.js";
import type { Location } from "./location.js";
import type { RepeatedKey } from "./repeated-keys.js";
import type { TextFile } from "./text-file.js";

/** Offsets into a file's text, in UTF-16 units. The end is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type PathKey = string | number;

/** The part of a node that a place refers to. `entry` is the key and the value. */
export type NodePart = "value" | "key" | "entry";

/**
 * Parsed text that can locate its nodes. Locating is separate from parsing, because a parse that keeps positions is
 * about 35 times slower than `JSON.parse`. Only the nodes that findings point to are located.
 */
export interface SourceDocument {
  readonly file: TextFile;
  /** The range of the value at `path`, of its key, or of both. Returns `null` if the document has no such node. */
  find(path: readonly PathKey[], part: NodePart): TextRange | null;
  /** The repeated keys that the parser dropped. Absent if the nodes keep repeated keys. */
  repeatedKeys?(): readonly RepeatedKey[];
}

/** A place that a finding can point to. It is cheap to pass around; `locate` resolves it only when the finding is reported. */
export type Place = FilePlace | RangePlace | NodePlace;

/** A whole file, if nothing more precise is known. */
export interface FilePlace {
  readonly kind: "file";
  readonly file: string;
}

/** A known range. */
export interface RangePlace extends TextRange {
  readonly kind: "range";
  readonly file: TextFile;
}

/** A node in a document, identified by its path of keys. The path is a linked list, so each child costs one object. */
export interface NodePlace {
  readonly kind: "node";
  readonly document: SourceDocument;
  readonly parent: NodePlace | null;
  readonly key: PathKey | null;
  readonly part: NodePart;
}

export function filePlace(file: string): FilePlace {
  return { kind: "file", file };
}

export function rangePlace(file: TextFile, start: number, end: number): RangePlace {
  return { kind: "range", file, start, end };
}

/** The place after the first characters of a file. Returns the whole file if those characters are unknown. */
export function placeAfter(file: string, before: string | undefined): Place {
  return before === undefined
    ? filePlace(file)
    : rangePlace({ path: file, text: `${before}\ufffd` }, before.length, before.length + 1);
}

export function rootPlace(document: SourceDocument): NodePlace {
  return { kind: "node", document, parent: null, key: null, part: "value" };
}

export function childPlace(parent: NodePlace, key: PathKey): NodePlace {
  return { kind: "node", document: parent.document, parent, key, part: "value" };
}

/** The place of a child's key instead of its value. */
export function keyPlace(parent: NodePlace, key: PathKey): NodePlace {
  return { kind: "node", document: parent.document, parent, key, part: "key" };
}

/** The range from the start of a key to the end of its value. Returns only the key if the value is elsewhere, as for a YAML alias. */
export function entryPlace(key: Place, value: Place): Place {
  if (key.kind === "node") return { ...key, part: "entry" };
  const isBehind = key.kind === "range" && value.kind === "range" && key.file === value.file && key.end <= value.start;
  return isBehind ? rangePlace(key.file, key.start, value.end) : key;
}

export function pathOf(place: NodePlace): PathKey[] {
  const path: PathKey[] = [];
  for (let node: NodePlace | null = place; node !== null; node = node.parent) {
    if (node.key !== null) path.push(node.key);
  }
  return path.reverse();
}

export function fileOf(place: Place): string {
  switch (place.kind) {
    case "file":
      return place.file;
    case "range":
      return place.file.path;
    case "node":
      return place.document.file.path;
  }
}

/** The text that contains a place. Returns `null` if only the file name is known. */
export function textFileOf(place: Place): TextFile | null {
  switch (place.kind) {
    case "file":
      return null;
    case "range":
      return place.file;
    case "node":
      return place.document.file;
  }
}

/** A place as a range in its file. Returns `null` if only the file is known. */
export function rangeOf(place: Place): RangePlace | null {
  switch (place.kind) {
    case "file":
      return null;
    case "range":
      return place;
    case "node": {
      const range = place.document.find(pathOf(place), place.part);
      return range === null ? null : rangePlace(place.document.file, range.start, range.end);
    }
  }
}

/** Whether the outer place contains the inner one. If only the file is known for either, compares the files. */
export function containsPlace(outer: Place, inner: Place): boolean {
  const [around, range] = [rangeOf(outer), rangeOf(inner)];
  if (around === null || range === null) return fileOf(outer) === fileOf(inner);
  return around.file.path === range.file.path && around.start <= range.start && range.end <= around.end;
}

export function locate(place: Place): Location {
  const range = rangeOf(place);
  return range === null ? { file: fileOf(place) } : locateOffsets(range.file, range.start, range.end);
}
