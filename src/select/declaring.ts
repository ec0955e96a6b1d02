import type { RoleMapping } from "../config/options.js";
import { expandKinds, type Requirements } from "../requirements/requirements.js";

/** The lines of `roles` that declare a role's purpose. A line with an unknown kind is a mistake and declares nothing. */
export function declaring(lines: readonly RoleMapping[], requirements: Requirements): readonly RoleMapping[] {
  return lines.filter(({ kinds }) => expandKinds(requirements, kinds ?? []).unknown.length === 0);
}
