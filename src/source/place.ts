import { locateOffsets } from "./line-index.js";
import type { Location } from "./location.js";
import type { RepeatedKey } from "./repeated-keys.js";
import type { TextFile } from "./text-file.js";

/** Offsets into a file's text, in UTF-16 units; the end is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type PathKey = string | number;

/** What of a node a place means; `entry` is the key and the value behind it. */
export type NodePart = "value" | "key" | "entry";

/**
 * A parsed text that can find its nodes again. Finding is separate from parsing because a parse that keeps positions is
 * some 35 times slower than `JSON.parse`: it is done only for what a finding points at.
 */
export interface SourceDocument {
  readonly file: TextFile;
  /** Range of the value at `path`, of its key, or of both; `null` when the document has no such node. */
  find(path: readonly PathKey[], part: NodePart): TextRange | null;
  /** Keys that the parse has swallowed because they stand twice; absent where the nodes themselves keep both. */
  repeatedKeys?(): readonly RepeatedKey[];
}

/** Somewhere that a finding can point at: cheap to carry along, resolved by `locate` only when it is reported. */
export type Place = FilePlace | RangePlace | NodePlace;

/** A file as a whole: no better place is known. */
export interface FilePlace {
  readonly kind: "file";
  readonly file: string;
}

/** A range that is known already. */
export interface RangePlace extends TextRange {
  readonly kind: "range";
  readonly file: TextFile;
}

/** A node of a document, named by the path of keys that leads to it (linked, so that a child costs one object). */
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

/** Behind the first letters of a file; the file where these are unknown. */
export function placeBehind(file: string, before: string | undefined): Place {
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

/** The key of a child instead of its value. */
export function keyPlace(parent: NodePlace, key: PathKey): NodePlace {
  return { kind: "node", document: parent.document, parent, key, part: "key" };
}

/** From the beginning of a key to the end of its value; a YAML alias has its value elsewhere, and leaves the key. */
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

/** The text that a place is in; `null` when only the file's name is known. */
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

/** The text range of a place, with its file; `null` when only the file is known. */
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

export function locate(place: Place): Location {
  const range = rangeOf(place);
  return range === null ? { file: fileOf(place) } : locateOffsets(range.file, range.start, range.end);
}
