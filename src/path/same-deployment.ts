import type { Role } from "../iam/model.js";
import { partsOf, type Text } from "../source/node.js";

type Declared = Pick<Role, "id" | "file" | "nestedIn" | "linkedAs">;

/** The template with which the declarations in a file are deployed. Nested templates are deployed with the outermost one. */
export function stackOf({ nestedIn, file }: Omit<Declared, "id">): string {
  return nestedIn?.[0] ?? file;
}

/** Identifies a role or a key in the run. Several outermost templates may nest one template under the same logical ID. */
export function idInRun(one: Declared): string {
  return `${stackOf(one)}\n${one.file}\n${one.id}`;
}

/** Whether both are one role, or copies of it. */
export function isSameRole(one: Declared, other: Declared): boolean {
  return idInRun(one) === idInRun(other);
}

/** The stack, or the Terraform roots that are deployed to the same environments. */
export function environmentSetOf(one: Omit<Declared, "id"> & Pick<Role, "environmentSet">): string {
  return one.environmentSet ?? stackOf(one);
}

/** Identifies the stacks in which a reference resolves to the same resource: one stack, or several that are linked by imports. */
export function scopeOf(one: Omit<Declared, "id">): string {
  return one.linkedAs?.scope ?? stackOf(one);
}

/** The name by which references refer to a declared resource. */
export function referenceOf({ linkedAs, id }: Declared): string {
  return linkedAs?.id ?? id;
}

/** The names of the roles to which a string refers. */
export function referencesIn(text: Text): readonly string[] {
  if (typeof text === "string") return [];
  return partsOf(text).flatMap((part) =>
    typeof part === "string"
      ? []
      : (/^(?:GetAtt |Ref |(?:account|partition) of )?(.*?)(?:\.(?:Arn|arn|name|id))?$/.exec(part.expression)?.[1] ??
        []),
  );
}
