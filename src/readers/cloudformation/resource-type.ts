import { entryOf, type Node, showText, textOf } from "../../source/node.js";
import type { Resolver } from "./resolver.js";

/** A resource's type, such as `AWS::IAM::Role`. Returns null if it has no known type. */
export function typeOf(node: Node): string | null {
  const type = node.kind === "map" ? entryOf(node, "Type")?.value : undefined;
  return type?.kind === "scalar" && typeof type.value === "string" ? type.value : null;
}

/**
 * Resolves a resource's type if a function returns it (such as `Fn::Sub` with a loop's identifier) or if it contains
 * another tool's placeholder, as far as it can be known.
 */
export function withKnownType(resource: Node, resolver: Pick<Resolver, "resolve">): Node {
  if (resource.kind !== "map") return resource;
  const written = entryOf(resource, "Type");
  if (written === undefined) return resource;
  const value = resolver.resolve(written.value);
  if (value === null || value === written.value) return resource;
  return { ...resource, entries: resource.entries.map((entry) => (entry === written ? { ...entry, value } : entry)) };
}

/** Whether the resource's type is unknown, so that it may be any type. */
export function hasUnknownType(resource: Node): boolean {
  const type = resource.kind === "map" ? entryOf(resource, "Type")?.value : undefined;
  return type?.kind === "unresolved" || (type !== undefined && mayNameIam(type));
}

export const IAM = "AWS::IAM::";

/** Whether a type with an unknown part (`AWS::${Service}::Role`) may be an IAM type. */
export function mayNameIam(type: Node): boolean {
  const text = showText(textOf(type) ?? "");
  const known = /^[^$&{<]*/.exec(text)?.[0] ?? "";
  return known !== text && IAM.startsWith(known);
}
