import type { Role } from "../iam/model.js";
import { partsOf, type Text } from "../source/node.js";

type Declared = Pick<Role, "id" | "file" | "nestedIn" | "linkedAs">;

/** The template that is deployed with what a file declares. Nested templates are deployed with the outermost one. */
export function stackOf({ nestedIn, file }: Omit<Declared, "id">): string {
  return nestedIn?.[0] ?? file;
}

/** The stack, or the Terraform roots that are deployed to the same environments. */
export function stagesOf(one: Omit<Declared, "id"> & Pick<Role, "stages">): string {
  return one.stages ?? stackOf(one);
}

/** The stacks in which a reference resolves to the same resource: one stack, or several that imports link. */
export function scopeOf(one: Omit<Declared, "id">): string {
  return one.linkedAs?.scope ?? stackOf(one);
}

/** The name that references use for it. */
export function referenceOf({ linkedAs, id }: Declared): string {
  return linkedAs?.id ?? id;
}

/** The names of roles to which a string refers. */
export function referencesIn(text: Text): readonly string[] {
  if (typeof text === "string") return [];
  return partsOf(text).flatMap((part) =>
    typeof part === "string"
      ? []
      : (/^(?:GetAtt |Ref |(?:account|partition) of )?(.*?)(?:\.(?:Arn|arn|name|id))?$/.exec(part.expression)?.[1] ??
        []),
  );
}
