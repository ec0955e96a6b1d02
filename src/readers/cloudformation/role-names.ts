import { entryOf, type Node } from "../../source/node.js";
import { unknownNameText, unresolved } from "./expressions.js";
import type { Scope } from "./scope.js";
import type { Resource } from "./template.js";

/** The values with which policies and instance profiles name their roles. */
export function writtenRoles({ type, properties, scope, open }: Resource): readonly (readonly [Node, Scope])[] {
  if (type === "AWS::IAM::Role") return [];
  const written = ["Roles", "RoleName"].flatMap((key) => entryOf(properties, key)?.value ?? []);
  const names =
    written.length > 0 || open === null ? written : [unresolved(properties.place, unknownNameText("Roles", open))];
  return names.map((value) => [value, scope]);
}
