import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** The logical ID, as a place to point at. */
  readonly place: Place;
  readonly properties: MapNode;
  readonly metadata: Node | undefined;
  /** Name of the template condition under which it exists; null: always. */
  readonly condition: string | null;
}

/** The parts of a template that bear on IAM; properties are not resolved yet. */
export interface Template {
  readonly parameters: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly resources: ReadonlyMap<string, Resource>;
  /** `Fn::ForEach::Name` entries among the resources: what they make is known only to CloudFormation. */
  readonly loops: readonly MapEntry[];
}

/** A map with `Resources` of which one has a Type such as `AWS::IAM::Role`, or that says it is a template. */
export function isTemplate(root: Node): root is MapNode {
  if (root.kind !== "map") return false;
  if (entryOf(root, "AWSTemplateFormatVersion") !== undefined || entryOf(root, "Transform") !== undefined) return true;
  const resources = entryOf(root, "Resources")?.value;
  return resources?.kind === "map" && resources.entries.some(({ value }) => typeOf(value)?.includes("::") === true);
}

export function readTemplate(root: MapNode): Template {
  const section = (name: string): readonly MapEntry[] => {
    const node = entryOf(root, name)?.value;
    return node?.kind === "map" ? node.entries : [];
  };
  const resources = section("Resources");
  return {
    parameters: new Map(section("Parameters").map(({ key, value }) => [key, value])),
    mappings: entryOf(root, "Mappings")?.value,
    conditions: new Map(section("Conditions").map(({ key, value }) => [key, value])),
    resources: new Map(
      resources.flatMap((entry) => resourceOf(entry)).map((resource) => [resource.logicalId, resource]),
    ),
    loops: resources.filter(({ key }) => key.startsWith("Fn::ForEach")),
  };
}

function resourceOf({ key, keyPlace, value }: MapEntry): readonly Resource[] {
  const type = typeOf(value);
  if (type === null || value.kind !== "map") return [];
  const properties = entryOf(value, "Properties")?.value;
  const condition = entryOf(value, "Condition")?.value;
  return [
    {
      logicalId: key,
      type,
      place: keyPlace,
      properties: properties?.kind === "map" ? properties : { kind: "map", place: value.place, entries: [] },
      metadata: entryOf(value, "Metadata")?.value,
      condition: condition?.kind === "scalar" && typeof condition.value === "string" ? condition.value : null,
    },
  ];
}

function typeOf(node: Node): string | null {
  const type = node.kind === "map" ? entryOf(node, "Type")?.value : undefined;
  return type?.kind === "scalar" && typeof type.value === "string" ? type.value : null;
}
