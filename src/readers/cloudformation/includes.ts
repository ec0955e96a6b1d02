import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import { textFileOf } from "../../source/place.js";
import { functionOf, text, textArgument } from "./expressions.js";
import { chosenBy, type Way } from "./ways.js";

/** The position of an include: for the whole template, directly in one of its sections, or deeper. */
export type IncludedAt = "whole" | "section" | "part";

/**
 * Reads the file that `AWS::Include` refers to by path, once for each combination of condition outcomes. The result is
 * null for a file that is elsewhere or doesn't contain a map.
 */
export type ReadInclude = (location: Node, place: IncludedAt) => readonly Way<MapNode | null>[];

/**
 * Replaces the include transforms in a template with the content they include: `Fn::Transform` anywhere, and
 * `Transform` for the whole template. An include that can't be read stays in the result.
 */
export function withIncludes(root: MapNode, read: ReadInclude): MapNode {
  // The name may contain an escape: `"AWS::\u0049nclude"`.
  if (!/AWS::Include|\\/.test(textFileOf(root.place)?.text ?? "")) return root;
  const entries = root.entries.flatMap((entry) =>
    isTransform(entry) ? ofWholeTemplate(entry, read) : [withValue(entry, expanded(entry.value, read, "section"))],
  );
  return { kind: "map", place: root.place, entries: merged(entries) };
}

/**
 * Whether an entry transforms the whole template. At the top level, AWS documents only `Transform`
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html), but `aws cloudformation
 * package` also uploads files that `Fn::Transform` includes there.
 */
export function isTransform({ key }: MapEntry): boolean {
  return key === "Transform" || key === "Fn::Transform";
}

/** Merges the template's sections with the included ones, as CloudFormation does. */
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
  return [...rest, ...included.flatMap((entries) => entries ?? [])];
}

/** Replaces the includes in a value with their content. */
export function expanded(node: Node, read: ReadInclude, place: IncludedAt = "part"): Node {
  if (node.kind === "list") {
    return { kind: "list", place: node.place, items: node.items.map((item) => expanded(item, read)) };
  }
  if (node.kind !== "map") return node;
  const entries = node.entries.flatMap((entry): readonly MapEntry[] => {
    const included = entry.key === "Fn::Transform" ? includedBy(entry.value, read, place) : null;
    return included ?? [withValue(entry, expanded(entry.value, read))];
  });
  return { kind: "map", place: node.place, entries };
}

/** Replaces an entry's value. In a JSON file's entry, the value is an accessor, which a spread would drop. */
function withValue({ key, keyPlace }: MapEntry, value: Node): MapEntry {
  return { key, keyPlace, value };
}

function includedBy(transform: Node, read: ReadInclude, place: IncludedAt): readonly MapEntry[] | null {
  if (transform.kind !== "map") return null;
  const name = entryOf(transform, "Name")?.value;
  const parameters = entryOf(transform, "Parameters")?.value;
  const location = parameters?.kind === "map" ? entryOf(parameters, "Location")?.value : undefined;
  if (name === undefined || textArgument(name) !== "AWS::Include" || location === undefined) return null;
  const ways = read(location, place);
  const maps = ways.flatMap(({ made }) => made ?? []);
  if (ways.length === 1 || maps.length === 0) return maps[0]?.entries ?? null;
  // A resource can't be of one kind in one scenario and of another kind in another scenario.
  if (place !== "part") return null;
  const entries = new Map(maps.flatMap((map) => map.entries.map((entry) => [entry.key, entry])));
  return [...entries.values()].map((entry) => {
    const values = ways.map(({ made, name }) => {
      const none = functionOf("Ref", text("AWS::NoValue", transform.place));
      const value = made === null ? functionOf("Fn::Transform", transform) : entryOf(made, entry.key)?.value;
      return { name, made: value ?? none };
    });
    return withValue(entry, chosenBy(values, transform.place));
  });
}
