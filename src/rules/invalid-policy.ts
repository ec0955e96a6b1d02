import type { GrammarProblem, PolicyDocument, Role, RoleVariant, Statement } from "../iam/model.js";
import { shown } from "../iam/policy-keys.js";
import { resourceFault, unmatchableResource } from "../iam/resource-fault.js";
import { documentsOf } from "../iam/role-documents.js";
import { settingsOfMarked } from "../iam/variant-cause.js";
import type { Place } from "../source/place.js";
import { roleWord } from "./action-draft.js";
import type { Draft, RoleRule } from "./rule.js";

/**
 * Reports violations of the policy grammar. AWS rejects such a document, so nothing that it grants can be relied on.
 * Valid resources that match nothing are a warning, and so is a policy version that isn't in effect.
 */
export const invalidPolicy: RoleRule = {
  id: "invalid-policy",
  defaultSeverity: "error",
  summary: "A policy that breaks IAM's grammar.",
  check({ role }) {
    return [
      ...draftOf(role, "has an invalid policy", faultsOf(role, problemsOf)),
      ...draftOf(role, "can't be created as written", faultsOf(role, nameFaultsOf)),
      ...draftOf(role, "has a policy that has no effect", faultsOf(role, idleParts)).map((draft) => ({
        ...draft,
        severity: "warning" as const,
      })),
    ];
  },
};

function draftOf(role: Role, what: string, faults: readonly GrammarProblem[]): readonly Draft[] {
  const [first, ...others] = faults;
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : `, and ${others.length} more ${others.length === 1 ? "problem" : "problems"}`;
  return [
    {
      role: role.id,
      kind: null,
      actions: [],
      message: `${roleWord(role)} ${what}: ${first.message}${more}`,
      help: first.help,
      place: first.place,
      related: others.map(({ message, place }) => ({ message, place })),
    },
  ];
}

function problemsOf(role: Role): readonly GrammarProblem[] {
  return [...documentsOf(role).map(({ document }) => document), ...managedByAws(role)].flatMap(
    ({ problems }) => problems,
  );
}

function nameFaultsOf({ variants }: Role): readonly GrammarProblem[] {
  return variants.flatMap(({ nameFaults = [] }) => nameFaults);
}

/** AWS's own documents are valid, but some can't be attached to a role. */
function managedByAws({ variants }: Role): readonly PolicyDocument[] {
  return variants
    .flatMap(({ policies, boundary }) => [...policies, ...(boundary === null ? [] : [boundary])])
    .flatMap((policy) => (policy.kind === "document" && policy.awsManaged ? [policy.document] : []));
}

/** Enough to show what is wrong with a generated list of ten thousand. */
const MAX_IDLE = 50;

function idleParts(role: Role): readonly GrammarProblem[] {
  return documentsOf(role).flatMap(({ document, superseded }) => [
    ...(superseded === undefined ? [] : [superseded]),
    ...idleResourcesIn(document),
  ]);
}

/** Cached, because most statements are the same in all of a role's variants. */
const idleKnown = new WeakMap<Statement, readonly GrammarProblem[]>();

function idleResourcesIn({ statements }: PolicyDocument): readonly GrammarProblem[] {
  const idle = statements.flatMap((statement) => {
    const found = idleKnown.get(statement) ?? idleResourcesOf(statement);
    idleKnown.set(statement, found);
    return found;
  });
  return idle.slice(0, MAX_IDLE);
}

function idleResourcesOf({ resources }: Statement): readonly GrammarProblem[] {
  return (resources?.patterns ?? []).flatMap(({ text, place }) => {
    const fault = typeof text === "string" && resourceFault(text) === null ? unmatchableResource(text) : null;
    if (fault === null) return [];
    const element = resources?.negated === true ? "NotResource" : "Resource";
    return [{ message: `${element} "${shown(String(text))}" ${fault.message}`, help: fault.help, place }];
  });
}

interface Occurrence {
  readonly problem: GrammarProblem;
  /** The variants of the role that have the problem. */
  readonly variants: Set<RoleVariant>;
}

/** Each fault once for all variants. If it occurs only under some template conditions, its message says so. */
function faultsOf(role: Role, faultsIn: (role: Role) => readonly GrammarProblem[]): readonly GrammarProblem[] {
  const found = new Map<Place, Map<string, Occurrence>>();
  for (const variant of role.variants) {
    for (const problem of faultsIn({ ...role, variants: [variant] })) {
      const here = found.get(problem.place) ?? new Map<string, Occurrence>();
      found.set(problem.place, here);
      const before = here.get(problem.message);
      if (before === undefined) here.set(problem.message, { problem, variants: new Set([variant]) });
      else before.variants.add(variant);
    }
  }
  return [...found.values()].flatMap((here) =>
    [...here.values()].map(({ problem, variants }) => {
      const marked = role.variants.map((variant) => variants.has(variant));
      const when = settingsOfMarked(role, marked);
      return when === null ? problem : { ...problem, message: `${problem.message} (when ${when})` };
    }),
  );
}
