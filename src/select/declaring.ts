import type { RoleMapping } from "../config/options.js";
import { expandKinds, type Requirements } from "../requirements/requirements.js";

/** The lines of `roles` that say what a role is for. One with a kind that does not exist is a slip, and declares nothing. */
export function declaring(lines: readonly RoleMapping[], requirements: Requirements): readonly RoleMapping[] {
  return lines.filter(({ kinds }) => expandKinds(requirements, kinds ?? []).unknown.length === 0);
}
