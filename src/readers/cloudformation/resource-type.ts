import { entryOf, type Node, showText, textOf } from "../../source/node.js";
import type { Resolver } from "./resolver.js";

/** The type of a resource, such as `AWS::IAM::Role`. Returns null if there is none. */
export function typeOf(node: Node): string | null {
  const type = node.kind === "map" ? entryOf(node, "Type")?.value : undefined;
  return type?.kind === "scalar" && typeof type.value === "string" ? type.value : null;
}

/**
 * The resource with the type that a function returns (`Fn::Sub` of a loop's identifier), or that contains another tool's
 * placeholder, as far as it is known.
 */
export function withKnownType(resource: Node, resolver: Pick<Resolver, "resolve">): Node {
  if (resource.kind !== "map") return resource;
  const written = entryOf(resource, "Type");
  if (written === undefined) return resource;
  const value = resolver.resolve(written.value);
  if (value === null || value === written.value) return resource;
  return { ...resource, entries: resource.entries.map((entry) => (entry === written ? { ...entry, value } : entry)) };
}

/** Whether a function returns the type, which is unknown and may be any. */
export function hasUnknownType(resource: Node): boolean {
  const type = resource.kind === "map" ? entryOf(resource, "Type")?.value : undefined;
  return type?.kind === "unresolved" || (type !== undefined && mayNameIam(type));
}

export const IAM = "AWS::IAM::";

/** Whether a type with an unknown part (`AWS::${Service}::Role`) may become one of IAM's. */
export function mayNameIam(type: Node): boolean {
  const text = showText(textOf(type) ?? "");
  const known = /^[^$&{<]*/.exec(text)?.[0] ?? "";
  return known !== text && IAM.startsWith(known);
}
