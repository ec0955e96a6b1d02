import { entryOf, type Node } from "../../source/node.js";
import type { Scope } from "./scope.js";
import type { Resource } from "./template.js";

/** Where policies and instance profiles say to which roles they belong. */
export function writtenRoles({ type, properties, scope }: Resource): readonly (readonly [Node, Scope])[] {
  if (type === "AWS::IAM::Role") return [];
  return ["Roles", "RoleName"].flatMap((key) => {
    const value = entryOf(properties, key)?.value;
    return value === undefined ? [] : [[value, scope] as const];
  });
}
