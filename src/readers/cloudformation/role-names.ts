import { entryOf, type Node } from "../../source/node.js";
import { unknownNameText, unresolved } from "./expressions.js";
import type { Scope } from "./scope.js";
import type { Resource } from "./template.js";

/** The values that name the roles of a policy or an instance profile, each with its template's scope. Empty for a role. */
export function writtenRoles({ type, properties, scope, open }: Resource): readonly (readonly [Node, Scope])[] {
  if (type === "AWS::IAM::Role") return [];
  const written = ["Roles", "RoleName"].flatMap((key) => entryOf(properties, key)?.value ?? []);
  const names =
    written.length > 0 || open === null ? written : [unresolved(properties.place, unknownNameText("Roles", open))];
  return names.map((value) => [value, scope]);
}
