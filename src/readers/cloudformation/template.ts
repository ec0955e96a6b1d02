import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import { entryPlace, type Place } from "../../source/place.js";
import { Effort } from "./effort.js";
import { itemsOf, textArgument } from "./expressions.js";
import { type ExpandedEntry, isLoop, LoopExpansion, type OpenLoop } from "./loops.js";
import { Resolver } from "./resolver.js";

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** The resource, from its logical ID on. */
  readonly place: Place;
  readonly properties: MapNode;
  readonly metadata: Node | undefined;
  /** Name of the template condition under which it exists; null: always. */
  readonly condition: string | null;
  /** The loop that makes it, when it is not known how often and with which values; null: it is there as it is written. */
  readonly loop: OpenLoop | null;
}

/** What intrinsic functions look values up in. */
export interface Lookup {
  readonly parameters: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  /** Pseudo parameters (`AWS::Partition`) whose value is taken for known. */
  readonly pseudoParameters: ReadonlyMap<string, string>;
  /** What resolving has cost so far, in the whole template. */
  readonly effort: Effort;
}

/**
 * Pseudo parameters with one value in all but the China and GovCloud partitions. `ec2.${AWS::URLSuffix}` and
 * `arn:${AWS::Partition}:iam::aws:policy/...` mean the right thing in each partition, so the commercial one stands for all.
 */
const PSEUDO_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["AWS::Partition", "aws"],
  ["AWS::URLSuffix", "amazonaws.com"],
]);

/** The parts of a template that bear on IAM; properties are not resolved yet. */
export interface Template extends Lookup {
  readonly conditions: ReadonlyMap<string, Node>;
  readonly resources: ReadonlyMap<string, Resource>;
  /** `Fn::ForEach` loops that could not be expanded. */
  readonly openLoops: readonly OpenLoop[];
}

/** A map with `Resources` of which one has a Type such as `AWS::IAM::Role`, or that says it is a template. */
export function isTemplate(root: Node): root is MapNode {
  if (root.kind !== "map") return false;
  if (entryOf(root, "AWSTemplateFormatVersion") !== undefined || entryOf(root, "Transform") !== undefined) return true;
  const resources = entryOf(root, "Resources")?.value;
  return resources?.kind === "map" && resources.entries.some(({ value }) => typeOf(value)?.includes("::") === true);
}

/** `given` are the parameter values that are known from elsewhere: a loop may go over one. */
export function readTemplate(root: MapNode, given: ReadonlyMap<string, string>): Template {
  const section = (name: string): readonly MapEntry[] => {
    const node = entryOf(root, name)?.value;
    return node?.kind === "map" ? node.entries : [];
  };
  const lookup: Lookup = {
    parameters: new Map(section("Parameters").map(({ key, value }) => [key, value])),
    mappings: entryOf(root, "Mappings")?.value,
    pseudoParameters: PSEUDO_PARAMETERS,
    effort: new Effort(),
  };
  const loops = new LoopExpansion(new Resolver(lookup, given, new Map()));
  const expanded = (entries: readonly MapEntry[]): readonly ExpandedEntry[] =>
    hasLoops(root, entries) ? loops.section(entries) : entries.map((entry) => ({ ...entry, loop: null }));
  const resources = expanded(section("Resources")).flatMap((entry) => resourceOf(entry));
  return {
    ...lookup,
    conditions: new Map(expanded(section("Conditions")).map(({ key, value }) => [key, value])),
    resources: new Map(resources.map((resource) => [resource.logicalId, resource])),
    openLoops: loops.open,
  };
}

/** Looking into every property takes long: it is done only in templates that can have loops. */
function hasLoops(root: MapNode, section: readonly MapEntry[]): boolean {
  const transform = entryOf(root, "Transform")?.value;
  const names = transform === undefined ? [] : transform.kind === "list" ? itemsOf(transform) : [transform];
  return (
    names.some((name) => textArgument(name) === "AWS::LanguageExtensions") || section.some(({ key }) => isLoop(key))
  );
}

function resourceOf({ key, keyPlace, value, loop }: ExpandedEntry): readonly Resource[] {
  const type = typeOf(value);
  if (type === null || value.kind !== "map") return [];
  const properties = entryOf(value, "Properties")?.value;
  const condition = entryOf(value, "Condition")?.value;
  return [
    {
      logicalId: key,
      type,
      place: entryPlace(keyPlace, value.place),
      properties: properties?.kind === "map" ? properties : { kind: "map", place: value.place, entries: [] },
      metadata: entryOf(value, "Metadata")?.value,
      condition: condition?.kind === "scalar" && typeof condition.value === "string" ? condition.value : null,
      loop,
    },
  ];
}

function typeOf(node: Node): string | null {
  const type = node.kind === "map" ? entryOf(node, "Type")?.value : undefined;
  return type?.kind === "scalar" && typeof type.value === "string" ? type.value : null;
}
