import type { CheckOptions } from "../config/options.js";
import type { Role } from "../iam/model.js";
import type { Lines } from "../rules/coverage-lost.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { mappingLines } from "../select/mapping-lines.js";
import type { Loss } from "./compare-coverage.js";

interface Worker {
  readonly role: Role;
  readonly evaluated: Pick<EvaluatedRole, "kinds">;
}

/** Lines of `roles` for the kinds that roles are checked for. */
export function linesOf(workers: readonly Worker[]): readonly string[] {
  return mappingLines(
    workers.map(({ role, evaluated }) => ({ role, kinds: evaluated.kinds.map(({ kind }) => kind.name) })),
  );
}

/**
 * The configuration lines that declare an intended loss.
 *
 * @param ended lines for all roles whose kinds are no longer inferred
 */
export function linesFor(
  loss: Loss,
  workers: readonly Worker[],
  { ifNoRoles }: Pick<CheckOptions, "ifNoRoles">,
  ended: readonly string[] = [],
): Lines {
  const isLast = ifNoRoles !== "ignore" && workers.every(({ role }) => role === loss.now);
  return { ended, meant: remainingLines(loss, workers), isLast };
}

/** Lines for the kinds that a role is still checked for after it lost one. Includes all other roles if one line would end inference. */
function remainingLines(
  { now: there, leftover, before: { inferred } }: Loss,
  workers: readonly Worker[],
): readonly string[] {
  const now = there ?? leftover;
  if (workers.every(({ role }) => role !== now)) return [];
  return linesOf(workers.filter(({ role }) => inferred || role === now));
}
