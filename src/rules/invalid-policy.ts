import type { GrammarProblem, Role, RoleVariant } from "../iam/model.js";
import { documentsOf } from "../iam/role-documents.js";
import type { Place } from "../source/place.js";
import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

/** Faults against the policy grammar: AWS rejects such a document, so nothing that it grants can be relied on. */
export const invalidPolicy: RoleRule = {
  id: "invalid-policy",
  defaultSeverity: "error",
  summary: "A policy that breaks IAM's grammar.",
  check({ role }) {
    const [first, ...others] = faultsOf(role);
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : `, and ${others.length} more ${others.length === 1 ? "fault" : "faults"}`;
    return [
      {
        role: role.id,
        kind: null,
        actions: [],
        message: `${roleWord(role)} has an invalid policy: ${first.message}${more}`,
        help: first.help,
        place: first.place,
        related: others.map(({ message, place }) => ({ message, place })),
      },
    ];
  },
};

interface Occurrence {
  readonly problem: GrammarProblem;
  /** The ways in which a template's conditions fall out in which it is there. */
  readonly variants: Set<RoleVariant>;
}

/** Each fault once, whichever way a template's conditions fall out; where it hangs on them, its message says so. */
function faultsOf(role: Role): readonly GrammarProblem[] {
  const found = new Map<Place, Map<string, Occurrence>>();
  for (const variant of role.variants) {
    const problems = documentsOf({ ...role, variants: [variant] }).flatMap(({ document }) => document.problems);
    for (const problem of problems) {
      const here = found.get(problem.place) ?? new Map<string, Occurrence>();
      found.set(problem.place, here);
      const before = here.get(problem.message);
      if (before === undefined) here.set(problem.message, { problem, variants: new Set([variant]) });
      else before.variants.add(variant);
    }
  }
  return [...found.values()].flatMap((here) =>
    [...here.values()].map(({ problem, variants }) => {
      const [first] = variants;
      return variants.size === role.variants.length || !first?.when
        ? problem
        : { ...problem, message: `${problem.message} (when ${first.when})` };
    }),
  );
}
