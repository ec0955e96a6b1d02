import { jsonText } from "../../source/encoded-json.js";
import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import { keyPlaceholder } from "../foreign-text.js";
import type { PassedOver } from "../reader.js";
import { describe, isIntrinsic, itemsOf, nodesIn, shownName, textArgument } from "./expressions.js";
import { isTransform } from "./includes.js";
import { hasUnknownType, IAM, typeOf } from "./resource-type.js";
import type { Resource } from "./template.js";

/**
 * AWS's own macros with known effects, or without effects on roles.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
 */
const KNOWN_MACROS =
  /^AWS::(?:LanguageExtensions|Serverless-|CodeDeployBlueGreen|SecretsManager-|ServiceCatalog|CodeStar)/;

const MODULE = /::MODULE$/;

/** Resources created by functions, and macros that may rewrite the template. */
export function unknownParts(root: MapNode, resources: readonly MapEntry[]): readonly PassedOver[] {
  const made = resources.flatMap(({ key, value }): readonly PassedOver[] => {
    const [only, ...others] = value.kind === "map" ? value.entries : [];
    const open = isIntrinsic(key) ? { key, value } : others.length === 0 && only && isIntrinsic(only.key) ? only : null;
    if (MODULE.test(typeOf(value) ?? "")) {
      return [
        { id: key, reason: "is a module, which may create any resource, including policies", place: value.place },
      ];
    }
    if (hasUnknownType(value))
      return [{ id: key, reason: "has an unknown type, which a function returns", place: value.place }];
    const part = transformIn(value);
    if (open === null && part === undefined) return [];
    const made = open === null ? "has a part from a transform" : `is created by ${describe(open.key, open.value)}`;
    return [
      { id: key, reason: `${made}, which only CloudFormation can evaluate`, place: part?.keyPlace ?? value.place },
    ];
  });
  const reason = "is a macro that may change every resource of the template";
  return [...made, ...macros(root).map((macro) => ({ ...macro, reason }))];
}

/** The part of a policy or an instance profile that only a transform knows. A role reports such a part itself if it matters. */
function transformIn(resource: Node): MapEntry | undefined {
  const type = typeOf(resource) ?? "";
  if (!type.startsWith(IAM) || type === "AWS::IAM::Role") return undefined;
  for (const one of nodesIn(resource)) {
    const found = one.kind === "map" ? entryOf(one, "Fn::Transform") : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Macros with unknown effects. */
function macros(root: MapNode): readonly Pick<PassedOver, "id" | "place">[] {
  return transformNames(root).flatMap((node) => {
    const name = macroName(node);
    return KNOWN_MACROS.test(name) ? [] : [{ id: name, place: node.place }];
  });
}

function macroName(node: Node): string {
  return node.kind === "map" ? describe("Transform", entryOf(node, "Name")?.value ?? node) : textArgument(node);
}

/** Names the part of the template that may add something to the role with a logical ID and a name. Returns null if there is none. */
type Additions = (logicalId: string, name: Node | undefined) => string | null;

/**
 * The parts that may add a policy or a trust statement to a role in the template: a macro to any role, a module only to
 * a role passed to it.
 */
export function additionsTo(root: MapNode, resources: readonly MapEntry[]): Additions {
  const [macro] = macros(root);
  const modules = resources.filter(({ value }) => MODULE.test(typeOf(value) ?? ""));
  // A macro among the resources processes the resources next to it.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-transform.html
  const among = resources.find(({ key }) => key === "Fn::Transform");
  return (logicalId, name) => {
    if (macro !== undefined) return `macro ${macro.id}`;
    if (among !== undefined) return macroName(among.value);
    const module = modules.find(({ value }) => isPassed(value, logicalId, name));
    return module === undefined ? null : `module ${module.key}`;
  };
}

/** The role properties of resources that a connector can connect, in CloudFormation and SAM. */
const ROLE_PROPERTIES = ["Role", "RoleArn", "ServiceRoleArn"];

/**
 * Finds the SAM connector, embedded or standalone, that may attach a policy to a role. A connector attaches a managed
 * policy to the role of either resource that it connects.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-connector.html
 */
export function connectorsIn(root: MapNode, resources: readonly MapEntry[]): Additions {
  const globals = maps(entryOf(root, "Globals")?.value).flatMap(({ entries }) => entries.map(({ value }) => value));
  const connectors = resources.flatMap(({ key, value }) => {
    const [resource] = maps(value);
    const isAlone = typeOf(value) === "AWS::Serverless::Connector";
    const said = resource === undefined ? undefined : entryOf(resource, isAlone ? "Properties" : "Connectors")?.value;
    if (said === undefined) return [];
    const ends = resources.filter((one) => one.key === key || holdsText(said, (text) => text === one.key));
    const roles = ends.flatMap((end) => {
      const own = rolesOf(maps(end.value).map((map) => entryOf(map, "Properties")?.value));
      return own.length > 0 ? own : rolesOf(globals);
    });
    return [{ key, said: [said, ...roles] }];
  });
  return (logicalId, name) => {
    const found = connectors.find(({ said }) => said.some((value) => isPassed(value, logicalId, name)));
    return found === undefined ? null : `connector ${found.key}`;
  };
}

function rolesOf(holders: readonly (Node | undefined)[]): readonly Node[] {
  return holders.flatMap(maps).flatMap((map) => ROLE_PROPERTIES.flatMap((key) => entryOf(map, key)?.value ?? []));
}

function maps(node: Node | undefined): readonly MapNode[] {
  return node?.kind === "map" ? [node] : [];
}

function mentions(node: Node, logicalId: string): boolean {
  return holdsText(node, (text) => text.split(/[^A-Za-z0-9]+/).includes(logicalId));
}

/** The stack to which a role is passed, by its logical ID or name. */
export function stackReceiving(role: Resource, stacks: readonly Resource[]): Resource | undefined {
  const logicalId = role.logicalId.slice(role.scope.prefix.length);
  const name = entryOf(role.properties, "RoleName")?.value;
  return stacks.find(({ properties }) => {
    const passed = ["Parameters", "ProvisioningParameters"].flatMap((key) => entryOf(properties, key)?.value ?? []);
    return passed.some((value) => isPassed(value, logicalId, name));
  });
}

/** Whether a value contains a role's logical ID, or its name as written in the role. */
function isPassed(value: Node, logicalId: string, name: Node | undefined): boolean {
  if (mentions(value, logicalId)) return true;
  const written = name === undefined ? null : jsonText(name);
  return written !== null && (jsonText(value) ?? "").includes(written);
}

export function holdsText(node: Node, matches: (text: string) => boolean): boolean {
  for (const one of nodesIn(node))
    if (one.kind !== "map" && one.kind !== "list" && matches(textArgument(one))) return true;
  return false;
}

/** The macros that a template uses, including AWS's own. */
export function transformNames(root: MapNode): readonly Node[] {
  return root.entries.filter(isTransform).flatMap(({ value }) => (value.kind === "list" ? itemsOf(value) : [value]));
}

/** The expression that may add properties to a resource beyond the written ones. Returns null if there is none. */
export function openPart(resource: MapNode): string | null {
  const properties = entryOf(resource, "Properties")?.value;
  const maps = [resource, ...(properties?.kind === "map" ? [properties] : [])];
  const open = maps.flatMap(({ entries }) => entries).find(({ key }) => isIntrinsic(key));
  if (open !== undefined) return describe(open.key, open.value);
  const text = properties === undefined || properties.kind === "map" ? "" : shownName(properties);
  return maps.reduce<string | null>((found, one) => found ?? keyPlaceholder(one, () => true), text || null);
}
