import { wildcards } from "../iam/pattern.js";
import { PatternTrie } from "../iam/pattern-trie.js";
import type { Kind } from "../requirements/requirements.js";

/** The part of a kind's list that a role names. Actions are in lower case. */
interface Fit {
  readonly kind: Kind;
  readonly list: ReadonlySet<string>;
  readonly named: readonly string[];
}

/** The actions that a role's statements name, in lower case, including the actions that their patterns match. */
export class NamedActions {
  /** Null without patterns, as in most roles. */
  readonly #patterns: PatternTrie<true> | null;
  /** Cached, because the lists of all versions share most of their actions. */
  readonly #known = new Map<string, boolean>();
  readonly fitting = new Map<readonly Kind[], readonly Kind[]>();

  constructor(readonly texts: ReadonlySet<string>) {
    const patterns = [...texts].filter(isNarrowPattern);
    this.#patterns = patterns.length === 0 ? null : new PatternTrie();
    for (const text of patterns) this.#patterns?.add(wildcards(text), true);
  }

  /** @param action in lower case */
  has(action: string): boolean {
    const known = this.#known.get(action) ?? (this.texts.has(action) || this.#matches(action));
    this.#known.set(action, known);
    return known;
  }

  #matches(action: string): boolean {
    return this.#patterns !== null && this.#patterns.matchingText(action).size > 0;
  }
}

/** The actions that a run's roles name. Many roles may name the same ones, because groups of the configuration can share a policy. */
export class NamedByRoles {
  #last = new NamedActions(new Set());

  of(texts: ReadonlySet<string>): NamedActions {
    const before = this.#last.texts;
    if (texts.size !== before.size || [...texts].some((text) => !before.has(text)))
      this.#last = new NamedActions(texts);
    return this.#last;
  }
}

function isNarrowPattern(pattern: string): boolean {
  return /[*?]/.test(pattern) && !/^(\*|[^:]*:\*)$/.test(pattern);
}

/** A shorter list shows nothing, because roles of all sorts name its actions. */
const MIN_LIST_LENGTH = 3;

/**
 * The kinds that explain the actions that a role names. The role must name at least half of a kind's list. The lists overlap: a role with
 * the whole backup list has half of the restore list, and every list is part of the full one. So a kind counts only for the actions that it
 * explains beyond the others, and lists that the role names in full come first.
 */
export function fittingKinds(kinds: readonly Kind[], named: NamedActions): readonly Kind[] {
  const found = named.fitting.get(kinds) ?? findFitting(kinds, named);
  named.fitting.set(kinds, found);
  return found;
}

function findFitting(kinds: readonly Kind[], named: NamedActions): readonly Kind[] {
  const fits = kinds.map((kind) => fitOf(kind, named)).filter(isHalfNamed);
  const explained = new Set<string>();
  const chosen: Fit[] = [];
  for (let left = fits; left.length > 0; ) {
    const best = left.reduce((first, second) => (compare(second, first, explained) > 0 ? second : first));
    left = left.filter((fit) => fit !== best);
    if (!explainsMore(best, kinds, explained)) continue;
    chosen.push(best);
    for (const action of best.named) explained.add(action);
  }
  return withoutRedundant(chosen).map(({ kind }) => kind);
}

function fitOf(kind: Kind, named: NamedActions): Fit {
  const list = actionNames(kind);
  return { kind, list, named: [...list].filter((action) => named.has(action)) };
}

function isHalfNamed({ list, named }: Fit): boolean {
  return named.length * 2 >= list.size && list.size >= MIN_LIST_LENGTH;
}

/** Full lists come first. Next is the list that explains the most additional actions, minus the actions of the list that the role lacks. */
function compare(first: Fit, second: Fit, explained: ReadonlySet<string>): number {
  const whole = Number(isWhole(first)) - Number(isWhole(second));
  return whole !== 0 ? whole : scoreOf(first, explained) - scoreOf(second, explained);
}

function isWhole({ list, named }: Fit): boolean {
  return named.length === list.size;
}

function scoreOf({ list, named }: Fit, explained: ReadonlySet<string>): number {
  return unexplained(named, explained).length - (list.size - named.length);
}

/** The share of a kind's own actions that must be named in addition to another list: a few shared or read-only actions prove nothing. */
const OWN_SHARE = 1 / 4;
const MIN_COUNT = 4;

/** A shorter list must be named in full in addition to another: `ec2:DescribeSubnets` and the like are in every list. */
export const SHORT_LIST = 20;

/**
 * Whether the role names half of the list's unexplained actions, or enough of the kind's own actions. Half of every workload's list is also
 * in other lists: one more `kms:Decrypt` does not turn a role for FSx into one for DynamoDB.
 */
function explainsMore(fit: Fit, kinds: readonly Kind[], explained: ReadonlySet<string>): boolean {
  const gain = unexplained(fit.named, explained);
  const rest = unexplained([...fit.list], explained);
  if (gain.length === 0) return false;
  if (explained.size === 0 || gain.length === rest.length) return true;
  if (fit.list.size < SHORT_LIST) return false;
  if (gain.length >= MIN_COUNT && gain.length * 2 >= rest.length) return true;
  const own = ownActions(fit, kinds);
  return gain.filter((action) => own.has(action)).length >= Math.max(own.size * OWN_SHARE, MIN_COUNT);
}

/** The actions that are in no other workload's list, except lists that contain this whole list. */
function ownActions({ kind, list }: Fit, kinds: readonly Kind[]): ReadonlySet<string> {
  const others = kinds
    .filter((other) => workloadOf(other) !== workloadOf(kind))
    .map(actionNames)
    .filter((other) => !isWithin(list, other));
  return new Set([...list].filter((action) => !others.some((other) => other.has(action))));
}

/** `efs` for `efs-backup` and `efs-restore`. */
function workloadOf({ name }: Kind): string {
  return name.replace(/-.*/, "");
}

function isWithin(list: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...list].every((action) => other.has(action));
}

/** Drops each list, shortest first, if the remaining lists contain all of its actions that the role names. */
function withoutRedundant(chosen: readonly Fit[]): readonly Fit[] {
  let kept = chosen;
  for (const fit of [...chosen].sort((first, second) => first.list.size - second.list.size)) {
    const others = kept.filter((other) => other !== fit);
    const rest = new Set(others.flatMap(({ named }) => named));
    if (unexplained(fit.named, rest).length === 0) kept = others;
  }
  return kept;
}

function unexplained(actions: readonly string[], explained: ReadonlySet<string>): readonly string[] {
  return actions.filter((action) => !explained.has(action));
}

/** The names of a kind's actions, in lower case. */
export function actionNames(kind: Kind): ReadonlySet<string> {
  const known = namesOfKinds.get(kind) ?? new Set(kind.actions.map(({ action }) => action.toLowerCase()));
  namesOfKinds.set(kind, known);
  return known;
}

/** Cached, because it is the same for every role of a run. */
const namesOfKinds = new WeakMap<Kind, ReadonlySet<string>>();
