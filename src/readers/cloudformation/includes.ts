import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import { textFileOf } from "../../source/place.js";
import { textArgument } from "./expressions.js";

/** Reads what `AWS::Include` names by a path, for all of the template or a place in it; null for what lies elsewhere or is no map. */
export type ReadInclude = (location: Node, place: "whole" | "part") => MapNode | null;

/**
 * A template with what it includes in the place of the transforms: `Fn::Transform` anywhere, `Transform` for the template as a whole. What
 * can't be read stays.
 */
export function withIncludes(root: MapNode, read: ReadInclude): MapNode {
  // A backslash may spell it: `"AWS::\u0049nclude"`.
  if (!/AWS::Include|\\/.test(textFileOf(root.place)?.text ?? "")) return root;
  const entries = root.entries.flatMap((entry) =>
    entry.key === "Transform" ? ofWholeTemplate(entry, read) : [withValue(entry, expanded(entry.value, read))],
  );
  return { kind: "map", place: root.place, entries: merged(entries) };
}

/** CloudFormation merges the sections of the template and of what it includes. */
function merged(entries: readonly MapEntry[]): readonly MapEntry[] {
  const sections = new Map<string, MapEntry>();
  for (const entry of entries) {
    const before = sections.get(entry.key);
    const [own, more] = [before?.value, entry.value];
    if (before === undefined) sections.set(entry.key, entry);
    else if (own?.kind === "map" && more.kind === "map") {
      const value: Node = { kind: "map", place: own.place, entries: [...own.entries, ...more.entries] };
      sections.set(entry.key, withValue(before, value));
    }
  }
  return [...sections.values()];
}

function ofWholeTemplate(entry: MapEntry, read: ReadInclude): readonly MapEntry[] {
  const transforms = entry.value.kind === "list" ? entry.value.items : [entry.value];
  const included = transforms.map((transform) => includedBy(transform, read, "whole"));
  const left = transforms.filter((_, index) => included[index] === null);
  const rest: readonly MapEntry[] =
    left.length === 0 ? [] : [withValue(entry, { kind: "list", place: entry.value.place, items: left })];
  return [...rest, ...included.flatMap((map) => map?.entries ?? [])];
}

/** A value with what it includes. */
export function expanded(node: Node, read: ReadInclude): Node {
  if (node.kind === "list") {
    return { kind: "list", place: node.place, items: node.items.map((item) => expanded(item, read)) };
  }
  if (node.kind !== "map") return node;
  const entries = node.entries.flatMap((entry): readonly MapEntry[] => {
    const included = entry.key === "Fn::Transform" ? includedBy(entry.value, read, "part") : null;
    if (included !== null) return included.entries;
    return [withValue(entry, expanded(entry.value, read))];
  });
  return { kind: "map", place: node.place, entries };
}

/** An entry of a JSON file has its value behind an accessor, which a spread leaves out. */
function withValue({ key, keyPlace }: MapEntry, value: Node): MapEntry {
  return { key, keyPlace, value };
}

function includedBy(transform: Node, read: ReadInclude, place: "whole" | "part"): MapNode | null {
  if (transform.kind !== "map") return null;
  const name = entryOf(transform, "Name")?.value;
  const parameters = entryOf(transform, "Parameters")?.value;
  const location = parameters?.kind === "map" ? entryOf(parameters, "Location")?.value : undefined;
  return name !== undefined && textArgument(name) === "AWS::Include" && location !== undefined
    ? read(location, place)
    : null;
}
