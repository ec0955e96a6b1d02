import { entryOf, type Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { ParsedFile } from "../reader.js";
import { IAM, typeOf } from "./resource-type.js";
import { templateRoots } from "./template-roots.js";

/** A template inside another document, where CloudFormation doesn't look for one. */
export interface NestedTemplate {
  /** The path of keys, such as `spec.template`. */
  readonly keys: string;
  readonly place: Place;
}

/** Deeper than the template in any playbook or manifest. */
const MAX_LEVELS = 10;
const MAX_NODES = 50_000;

/**
 * The first template nested below keys in another tool's YAML file, such as a playbook or a manifest. Returns null if
 * there is none. JSON files aren't searched.
 */
export function nestedTemplate(parsed: ParsedFile): NestedTemplate | null {
  if (parsed.syntax === "json") return null;
  const open: { readonly node: Node; readonly keys: readonly string[] }[] = [];
  for (const node of templateRoots(parsed)) open.push({ node, keys: [] });
  for (const { node, keys } of open) {
    if (open.length > MAX_NODES) break;
    if (keys.length > 0 && makesIam(node)) return { keys: keys.join(".").slice(0, 100), place: node.place };
    if (keys.length >= MAX_LEVELS) continue;
    if (node.kind === "map")
      for (const { key, value } of node.entries) open.push({ node: value, keys: [...keys, key] });
    if (node.kind === "list")
      for (const [at, item] of node.items.entries()) open.push({ node: item, keys: [...keys, String(at)] });
  }
  return null;
}

function makesIam(node: Node): boolean {
  const resources = node.kind === "map" ? entryOf(node, "Resources")?.value : undefined;
  return resources?.kind === "map" && resources.entries.some(({ value }) => typeOf(value)?.startsWith(IAM) === true);
}
