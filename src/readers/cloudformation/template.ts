import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import { entryPlace, type Place } from "../../source/place.js";
import type { PassedOver } from "../reader.js";
import { beforeConditions } from "./before-conditions.js";
import type { CdkSources } from "./cdk-sources.js";
import type { Export } from "./exports.js";
import { textArgument } from "./expressions.js";
import { isTransform } from "./includes.js";
import { type ExpandedEntry, isLoop, LoopExpansion, type OpenLoop } from "./loops.js";
import { relocated } from "./relocate.js";
import { Resolver } from "./resolver.js";
import { typeOf, withKnownType } from "./resource-type.js";
import { type TemplateRule, templateRules } from "./rules.js";
import { qualified, type Scope } from "./scope.js";
import { additionsTo, connectorsIn, openPart, transformNames, unknownParts } from "./unknown-parts.js";

export interface Resource {
  /** Unique within the deployment: `Role`, or `Stack/Role` in a nested template. */
  readonly logicalId: string;
  readonly type: string;
  /** The path of the template that declares the resource. */
  readonly file: string;
  /** The paths of the templates, from the outermost one to the one that declares the resource. */
  readonly chain: readonly string[];
  readonly scope: Scope;
  /** The resource, starting at its logical ID. */
  readonly place: Place;
  readonly properties: MapNode;
  readonly metadata: Node | undefined;
  /**
   * Names of the conditions under which the resource exists, starting with the conditions of the stacks around it.
   * Empty if it always exists.
   */
  readonly conditions: readonly string[];
  /**
   * For an IAM resource: the transform that adds properties known only to CloudFormation, such as `AWS::Include`. Null
   * if there is none.
   */
  readonly open: string | null;
  /** For a role: the name of something that may add a policy or a trust statement to it, such as a macro. Null if there is none. */
  readonly additions: string | null;
  /** For a role: the SAM connector that may attach a policy to it. Null if there is none. */
  readonly connector: string | null;
  /** For a role: the stack that may attach a policy to it, if that stack's template isn't available. Null if there is none. */
  readonly unreadStack: string | null;
  /** The loop that creates the resource, if it is unknown how often and with which values. Null if the resource exists as written. */
  readonly loop: OpenLoop | null;
}

/** The parts of a template that affect IAM. Properties aren't resolved yet. */
export interface Template {
  readonly scope: Scope;
  readonly resources: readonly Resource[];
  readonly rules: readonly TemplateRule[];
  /** `Fn::ForEach` loops that couldn't be expanded. */
  readonly openLoops: readonly OpenLoop[];
  /** The transforms that may create or change resources in ways known only to CloudFormation. */
  readonly unknown: readonly PassedOver[];
}

/** The context in which a template is used. */
export interface Setting
  extends Pick<
    Scope,
    "prefix" | "accounts" | "given" | "parent" | "nested" | "exports" | "partition" | "account" | "effort"
  > {
  readonly file: string;
  /** The files that lead to this template, including its own, so that a template that nests itself doesn't recurse forever. */
  readonly chain: readonly string[];
  /** Finds resources in the source that the template was generated from, if it was generated. */
  readonly sources: CdkSources;
  /** The conditions of the stacks around the template. */
  readonly conditions: readonly string[];
  /** Returns a resolver for every scenario that affects a value. */
  readonly resolversFor: (value: Node, scope: Scope) => readonly Resolver[];
}

/** Whether a node is a template: it declares itself as one, or its `Resources` contain an include or a type such as `AWS::IAM::Role`. */
export function isTemplate(root: Node): root is MapNode {
  if (root.kind !== "map") return false;
  if (entryOf(root, "AWSTemplateFormatVersion") !== undefined || root.entries.some(isTransform)) return true;
  const resources = entryOf(root, "Resources")?.value;
  return resources?.kind === "map" && resources.entries.some(isResourceEntry);
}

function isResourceEntry({ key, value }: MapEntry): boolean {
  if (key === "Fn::Transform" || typeOf(value)?.includes("::") === true) return true;
  return value.kind === "map" && entryOf(value, "Fn::Transform") !== undefined;
}

function entriesOf(root: MapNode, section: string): readonly MapEntry[] {
  const node = entryOf(root, section)?.value;
  return node?.kind === "map" ? node.entries : [];
}

/** The scope of a template, without its resources and outputs. */
export function declaredScope(root: MapNode, setting: Omit<Setting, "sources" | "resolversFor">): Scope {
  const { prefix, accounts, given, parent, nested, exports, partition, account, effort } = setting;
  const section = (name: string) => new Map(entriesOf(root, name).map(({ key, value }) => [key, value]));
  return {
    ...{ prefix, accounts, given, parent, nested, exports, partition, account, effort },
    parameters: section("Parameters"),
    mappings: entryOf(root, "Mappings")?.value,
    conditions: section("Conditions"),
    outputs: new Map(),
    resource: () => undefined,
  };
}

export function readTemplate(root: MapNode, setting: Setting): Template {
  const { prefix, exports } = setting;
  let declared = declaredScope(root, setting);
  const resolver = new Resolver(declared, beforeConditions(declared));
  const loops = new LoopExpansion(resolver, (collection) => setting.resolversFor(collection, declared));
  const expanded = (name: string): readonly ExpandedEntry[] => {
    const entries = entriesOf(root, name);
    return hasLoops(root, entries)
      ? loops.section(entries)
      : entries.map(({ key, keyPlace, value }) => ({ key, keyPlace, value, loop: null }));
  };
  declared = { ...declared, conditions: new Map(expanded("Conditions").map(({ key, value }) => [key, value])) };
  const resources = expanded("Resources").map((entry) => ({ ...entry, value: withKnownType(entry.value, resolver) }));
  const byLogicalId = new Map(
    resources.flatMap(({ key, value }) => (value.kind === "map" ? [[key, value] as const] : [])),
  );
  const outputs = expanded("Outputs");
  const scope: Scope = {
    ...declared,
    resource: (logicalId) => byLogicalId.get(logicalId),
    conditions: new Map([...declared.conditions, ...loops.conditions]),
    outputs: new Map(outputs.flatMap(outputOf)),
  };
  exports.add(
    outputs.flatMap((output) => exportOf(output, scope, setting)),
    scope,
  );
  const additions = additionsTo(root, resources);
  const connectors = connectorsIn(root, resources);
  return {
    scope,
    resources: resources
      .flatMap((entry) => resourceOf(entry, scope, setting))
      .map((made) => {
        if (made.type !== "AWS::IAM::Role") return made;
        const role = [made.logicalId.slice(prefix.length), entryOf(made.properties, "RoleName")?.value] as const;
        return { ...made, additions: additions(...role), connector: connectors(...role) };
      }),
    rules: templateRules(root),
    openLoops: loops.open,
    unknown: unknownParts(root, resources),
  };
}

function outputOf({ key, value }: MapEntry): readonly (readonly [string, Node])[] {
  const output = value.kind === "map" ? entryOf(value, "Value")?.value : undefined;
  return output === undefined ? [] : [[key, output]];
}

function exportOf(entry: ExpandedEntry, scope: Scope, setting: Setting): readonly Export[] {
  const { value: output } = entry;
  const [value, exported] = ["Value", "Export"].map((key) =>
    output.kind === "map" ? entryOf(output, key)?.value : undefined,
  );
  const name = exported?.kind === "map" ? entryOf(exported, "Name")?.value : undefined;
  if (output.kind !== "map" || value === undefined || name === undefined) return [];
  return [{ scope, file: setting.file, name, value, conditions: conditionsOf(entry, output, scope, setting) }];
}

/** Examining every property takes time, so it is done only in templates that may contain loops. */
function hasLoops(root: MapNode, section: readonly MapEntry[]): boolean {
  return (
    transformNames(root).some((name) => textArgument(name) === "AWS::LanguageExtensions") ||
    section.some(({ key }) => isLoop(key))
  );
}

/** Matches types that contain policies or nest a template. */
const BEARS_ON_IAM =
  /^AWS::(?:IAM::|KMS::(?:Replica)?Key$|Organizations::Policy$|CloudFormation::Stack(?:Set)?$|Serverless::Application$|ServiceCatalog::CloudFormationProvisionedProduct$)/;

/** Reads a resource. Omits the properties of a resource that doesn't affect IAM (most don't), because it is only referred to. */
function resourceOf(entry: ExpandedEntry, scope: Scope, setting: Setting): readonly Resource[] {
  const { key, keyPlace, value, loop } = entry;
  const { file, chain } = setting;
  const type = typeOf(value);
  if (type === null || value.kind !== "map") return [];
  const { place } = value;
  const inert: Resource = {
    logicalId: qualified(scope, key),
    ...{ type, file, chain, scope, place },
    properties: { kind: "map", place, entries: [] },
    metadata: undefined,
    conditions: [],
    open: null,
    additions: null,
    connector: null,
    unreadStack: null,
    loop: null,
  };
  if (!BEARS_ON_IAM.test(type)) return [inert];
  const metadata = entryOf(value, "Metadata")?.value;
  const isIam = type.startsWith("AWS::IAM::");
  const source = isIam ? setting.sources.placeOf(key, metadata) : null;
  return [
    {
      ...inert,
      place: source ?? entryPlace(keyPlace, place),
      properties: propertiesOf(value, source),
      metadata,
      conditions: conditionsOf(entry, value, scope, setting),
      open: isIam ? openPart(value) : null,
      loop,
    },
  ];
}

/**
 * The conditions of a resource or an output. CloudFormation rejects a condition whose name isn't text; YAML reads the
 * name `On` as true.
 */
function conditionsOf(
  { key, conditions = [] }: ExpandedEntry,
  part: MapNode,
  scope: Scope,
  around: Pick<Setting, "conditions">,
): readonly string[] {
  const own = entryOf(part, "Condition")?.value;
  const name = own?.kind === "scalar" ? String(own.value) : `of ${key}, which has no known value`;
  const all = own === undefined ? conditions : [...conditions, name];
  return [...around.conditions, ...all.map((one) => qualified(scope, one))];
}

/** Replaces the places of all properties with `source`, if there is one. */
function propertiesOf(resource: MapNode, source: Place | null): MapNode {
  const properties = entryOf(resource, "Properties")?.value;
  const known: MapNode = properties?.kind === "map" ? properties : { kind: "map", place: resource.place, entries: [] };
  if (source === null) return known;
  const moved = relocated(known, () => source);
  return moved.kind === "map" ? moved : known;
}
