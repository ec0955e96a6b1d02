import { type AllowedPattern, allowedPatterns } from "../iam/allowed-actions.js";
import type { Authorization } from "../iam/authorization.js";
import { evaluateRole } from "../iam/evaluate.js";
import { hasWildcards } from "../iam/pattern.js";
import { needsNoPermission } from "../iam/permission-free.js";
import { NOTHING_DECLARED } from "../iam/resource-set.js";
import type { Verdict } from "../iam/verdict.js";
import type { Place } from "../source/place.js";
import { roleWord } from "./action-draft.js";
import { type EscalationPath, escalationPaths } from "./escalation-paths.js";
import type { RelatedPlace } from "./finding.js";
import type { EvaluatedRole, RoleRule } from "./rule.js";

/** A pattern that allows more than the role needs, or nothing that the role needs. */
interface Excess {
  /** The pattern or, if it is in an AWS-managed policy, that policy's name: such a policy can only be attached or detached as a whole. */
  readonly label: string;
  readonly pattern: AllowedPattern;
  readonly needed: readonly string[];
  readonly beyond: readonly string[];
}

// Enough to show what to do. A role with `*` could list eighteen thousand actions.
const MAX_ACTIONS = 200;
const MAX_PLACES = 20;
const MAX_WORDS = 5;
const MAX_EXAMPLES = 4;
const MAX_NEEDED = 2;

/** Reports what a role may do beyond the needs of its kinds. Off by default, because many roles also do other work. */
export const excessAccess: RoleRule = {
  id: "excess-access",
  defaultSeverity: "off",
  summary: "Access beyond what the role's kinds need, starting with ways to escalate the role's privileges.",
  check(evaluated, authorization) {
    const { role } = evaluated;
    const excesses = findExcesses(evaluated, authorization);
    const beyond = new Set(excesses.flatMap((excess) => excess.beyond));
    const [first] = excesses;
    if (first === undefined) return [];
    const paths = openPaths(evaluated, beyond, authorization);
    const labels = [...new Set(excesses.map(({ label }) => label))];
    const escalates =
      paths.length === 0
        ? ""
        : `can escalate its privileges (${few(
            paths.map(({ actions }) => actions.join(" + ")),
            "; ",
          )}) and `;
    const kinds = evaluated.kinds.map(({ kind }) => kind.name).join(" and ");
    const related = [
      ...pathPlaces(paths, excesses),
      ...excesses.map((excess) => ({ place: excess.pattern.place, message: describe(excess) })),
    ];
    const escalating = paths.flatMap(({ actions }) => actions.filter((action) => beyond.has(action)));
    return [
      {
        role: role.id,
        kind: null,
        actions: [...new Set([...escalating, ...[...beyond].sort()])].slice(0, MAX_ACTIONS),
        message: `${roleWord(role)} ${escalates}has access that is not needed for ${kinds}: ${few(labels, ", ")}`,
        help: `${suggest(excesses)}; \`worker-iam-check policy ${kinds.replaceAll(" and ", "+")}\` prints a sufficient policy`,
        place: related[0]?.place ?? first.pattern.place,
        related: related.slice(0, MAX_PLACES),
      },
    ];
  },
};

function findExcesses(evaluated: EvaluatedRole, authorization: Authorization): readonly Excess[] {
  const required = new Set(
    evaluated.kinds.flatMap(({ kind }) => kind.actions.map(({ action }) => action.toLowerCase())),
  );
  const isNeeded = (action: string): boolean => required.has(action.toLowerCase());
  const patterns = managedAsOne(allowedPatterns(evaluated.role, authorization));
  const candidates = new Set(patterns.flatMap(({ actions }) => actions.filter((action) => !isNeeded(action))));
  const possible = possibleActions(evaluated, [...candidates], authorization);
  return patterns.flatMap((pattern) => {
    const beyond = pattern.actions.filter((action) => possible.has(action));
    if (beyond.length === 0) return [];
    return [{ label: pattern.text, pattern, needed: pattern.actions.filter(isNeeded), beyond }];
  });
}

/** Merges the patterns of an AWS-managed policy into one with the policy's name and place, because users can't edit its contents. */
function managedAsOne(patterns: readonly AllowedPattern[]): readonly AllowedPattern[] {
  const joined = new Map<unknown, AllowedPattern>();
  for (const pattern of patterns) {
    const { policy } = pattern;
    if (!policy.awsManaged) {
      joined.set(pattern, pattern);
      continue;
    }
    const actions = new Set([...(joined.get(policy)?.actions ?? []), ...pattern.actions]);
    joined.set(policy, { policy, text: policy.name, place: policy.place, actions: [...actions] });
  }
  return [...joined.values()];
}

/** The actions that no Deny or boundary certainly blocks, with their verdicts. */
function possibleActions(
  { role, context, appliance }: EvaluatedRole,
  actions: readonly string[],
  authorization: Authorization,
): ReadonlyMap<string, Verdict> {
  const wanted = actions.map((action) => ({ action, resources: ["*"] }));
  // Resource control policies don't limit what the role may do in other organizations.
  const guardrails = role.guardrails?.filter(({ isOfResources }) => !isOfResources) ?? [];
  const verdicts = evaluateRole({ ...role, guardrails }, wanted, context, authorization, {
    ...NOTHING_DECLARED,
    appliance,
  });
  const possible = verdicts.filter(
    ({ action, verdict }) => verdict !== "denied" && verdict !== "missing" && !needsNoPermission(action.toLowerCase()),
  );
  return new Map(possible.map(({ action, verdict }) => [action, verdict]));
}

/** Escalation paths open to the role. At least one action must be beyond the needs of its kinds, because the vendor requires the others. */
function openPaths(
  evaluated: EvaluatedRole,
  beyond: ReadonlySet<string>,
  authorization: Authorization,
): readonly EscalationPath[] {
  const named = [...new Set(escalationPaths().flatMap(({ actions }) => actions))];
  const possible = possibleActions(evaluated, named, authorization);
  return escalationPaths().filter(
    ({ actions, everywhere }) =>
      actions.some((action) => beyond.has(action)) &&
      actions.every((action) => {
        const verdict = possible.get(action);
        return everywhere ? verdict === "granted" || verdict === "conditional" : verdict !== undefined;
      }),
  );
}

/** One place for each combination of an effect and the pattern that enables it. */
function pathPlaces(paths: readonly EscalationPath[], excesses: readonly Excess[]): readonly RelatedPlace[] {
  const groups = new Map<string, { readonly place: Place; readonly paths: string[] }>();
  for (const { actions, effect } of paths) {
    const opener = excesses.find(({ beyond }) => actions.some((action) => beyond.includes(action)));
    if (opener === undefined) continue;
    const opening = `${opener.label} lets the role ${effect}`;
    const group = groups.get(opening) ?? { place: opener.pattern.place, paths: [] };
    group.paths.push(actions.join(" + "));
    groups.set(opening, group);
  }
  return [...groups].map(([opening, { place, paths: all }]) => {
    const ways = all.join("; ");
    return { place, message: `${opening}${opening.startsWith(`${ways} `) ? "" : `: ${ways}`}` };
  });
}

function describe({ label, pattern, needed, beyond }: Excess): string {
  if (!pattern.policy.awsManaged && beyond.length === 1 && beyond[0] === label) return `${label} is not needed`;
  const examples = few(beyond, ", ", MAX_EXAMPLES);
  const count = `${beyond.length} ${beyond.length === 1 ? "action" : "actions"}`;
  const rest = needed.length === 0 ? ", none of them needed" : ` beyond the ${needed.length} needed`;
  return `${label} allows ${count}${rest}: ${examples}`;
}

/** One suggestion for each pattern, the widest first. */
function suggest(excesses: readonly Excess[]): string {
  const advice = new Map<string, { readonly text: string; readonly size: number }>();
  for (const { label, pattern, needed, beyond } of excesses) {
    const whole = pattern.policy.awsManaged
      ? `detach ${label}`
      : needed.length === 0 && hasWildcards(label)
        ? `remove ${label}`
        : needed.length === 0
          ? null
          : `replace ${label} with ${needed.length <= MAX_NEEDED ? needed.join(" and ") : `its ${needed.length} needed actions`}`;
    if (whole !== null && !advice.has(label)) advice.set(label, { text: whole, size: beyond.length });
  }
  const single = excesses.flatMap(({ label, beyond, needed }) => {
    return advice.has(label) || needed.length > 0 || beyond.length !== 1 ? [] : [label];
  });
  const sorted = [...advice.values()].sort((first, second) => second.size - first.size).map(({ text }) => text);
  const all = few([...sorted, ...(single.length === 0 ? [] : [`remove ${few(single, ", ")}`])], "; ");
  return all.replace(/(?<=needed actions); replace (\S+ with its \d+) needed actions/g, ", $1");
}

function few(words: readonly string[], separator: string, most = MAX_WORDS): string {
  return [...words.slice(0, most), ...(words.length > most ? ["and more"] : [])].join(separator);
}
