import type { Role, RoleVariant } from "./model.js";
import type { Cause } from "./verdict.js";

/** The way in which a template's conditions fall out, where it is the reason that not everything is granted. */
export function variantCause(role: Role, { when }: RoleVariant): Cause {
  const detail = when === null ? null : `not when ${when}`;
  return { effect: "limits", policy: null, statement: null, place: role.place, detail };
}
