import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import type { PassedOver } from "../reader.js";
import { describe, isIntrinsic, itemsOf, textArgument } from "./expressions.js";

/** Macros of AWS whose doings are known, or bear on no role. */
const KNOWN_MACROS = /^AWS::(?:LanguageExtensions|Serverless-|CodeDeployBlueGreen|SecretsManager-|CodeStar)/;

/** Resources that a function makes, and macros that may rewrite the template. */
export function unknownParts(root: MapNode, resources: readonly MapEntry[]): readonly PassedOver[] {
  const made = resources.flatMap(({ key, value }): readonly PassedOver[] => {
    const [only, ...others] = value.kind === "map" ? value.entries : [];
    const open = isIntrinsic(key) ? { key, value } : others.length === 0 && only && isIntrinsic(only.key) ? only : null;
    const reason = open === null ? "" : `${describe(open.key, open.value)} makes it, which only CloudFormation knows`;
    return open === null ? [] : [{ id: key, reason, place: value.place }];
  });
  const macros = transformNames(root).flatMap((node): readonly PassedOver[] => {
    const name = node.kind === "map" ? describe("Transform", entryOf(node, "Name")?.value ?? node) : textArgument(node);
    const reason = "a macro that may change every resource of the template";
    return KNOWN_MACROS.test(name) ? [] : [{ id: name, reason, place: node.place }];
  });
  return [...made, ...macros];
}

/** The macros that a template names, those of AWS included. */
export function transformNames(root: MapNode): readonly Node[] {
  const transform = entryOf(root, "Transform")?.value;
  return transform === undefined ? [] : transform.kind === "list" ? itemsOf(transform) : [transform];
}

/** What the properties of a resource come from beside what it says. */
export function openPart(resource: MapNode): string | null {
  const properties = entryOf(resource, "Properties")?.value;
  const maps = [resource, ...(properties?.kind === "map" ? [properties] : [])];
  const open = maps.flatMap(({ entries }) => entries).find(({ key }) => isIntrinsic(key));
  return open === undefined ? null : describe(open.key, open.value);
}
