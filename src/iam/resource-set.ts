import type { ResourceType } from "./authorization.js";
import { type ArnParts, arnParts, type Deployment } from "./deployment.js";
import { covers, hasWildcards, matchesPattern, type Pattern, wildcards } from "./pattern.js";
import { commonPatterns } from "./pattern-intersection.js";
import { hasMoreSeparators, mostSeparators, type Separators, separatorsOf } from "./resource-ids.js";
import type { DeclaredContext } from "./verdict.js";

/** The resources that an action is needed on if the requirements say `*`. */
export type ResourceSet =
  | { readonly kind: "everything" }
  | { readonly kind: "deployment"; readonly deployment: Deployment }
  /** The patterns are also limited to the deployment, if one is declared. */
  | { readonly kind: "patterns"; readonly patterns: readonly string[]; readonly deployment: Deployment | null };

/** Actions that are needed on only part of the deployment. */
export interface DeclaredResources {
  /** A pattern of actions. */
  readonly actions: string;
  /** Patterns of ARNs, or `*`. */
  readonly arns: readonly string[];
}

/** The user's declarations about where the product works. */
export interface Declaration {
  readonly deployment: Deployment | null;
  readonly resources: readonly DeclaredResources[];
  /** The principals that assume the role. Their ARNs show the partition. */
  readonly appliance?: readonly string[];
  /** The regions of requests also show the partition. */
  readonly context?: DeclaredContext;
}

export const NOTHING_DECLARED: Declaration = { deployment: null, resources: [] };

export function declaresAnything({ deployment, resources }: Declaration): boolean {
  return deployment !== null || resources.length > 0;
}

/**
 * The resources that an action is needed on: everything, unless a declaration narrows it.
 *
 * @param action in lower case
 */
export function resourceSet(action: string, { deployment, resources }: Declaration): ResourceSet {
  const [best] = resources
    .filter(({ actions }) => matchesPattern(actions.toLowerCase(), action))
    .sort((first, second) => specificity(second.actions) - specificity(first.actions));
  const patterns = best?.arns.includes("*") ? [] : (best?.arns ?? []);
  if (patterns.length > 0) return { kind: "patterns", patterns, deployment };
  return deployment === null ? { kind: "everything" } : { kind: "deployment", deployment };
}

/**
 * How specific a pattern of actions is. A name without wildcards is more specific than any pattern. Of two patterns, the one with more
 * letters is more specific.
 */
function specificity(actions: string): number {
  const letters = actions.replace(/[*?]/g, "").length;
  return hasWildcards(actions) ? letters : letters + 1_000_000;
}

/** An ARN format that an action works on, and which ARNs of that format are needed. */
export interface NeededArns {
  readonly arn: string;
  readonly type: ResourceType;
  /** The needed ARNs, as patterns. Null if all are needed. */
  readonly within: readonly string[] | null;
  /** Set if these ARNs are listed in the requirements. */
  readonly isListed?: boolean;
}

/**
 * The ARNs of an action's resource types that the action is needed on. Declared patterns decide which types these are, in addition to the
 * types that every request involves. Alternatives that the patterns don't name count only if the patterns name no alternative at all.
 * Patterns that match none of the action's types do not restrict it.
 */
export function neededArns(types: readonly ResourceType[], set: ResourceSet, partition: string): readonly NeededArns[] {
  const forms = distinctForms(types, partition);
  if (set.kind !== "patterns") return forms.map(({ arn, type }) => ({ arn, type, within: null }));
  const narrowed = forms.map(({ arn, type }) => {
    const within = withinForm(arn, set.patterns);
    // A resource that has no ID yet is in some region, regardless of the declared IDs.
    return { arn, type, within: type.isNew === true ? within.map((one) => withIdOf(one, arn)) : within };
  });
  if (narrowed.every(({ within }) => within.length === 0)) return narrowed.map((one) => ({ ...one, within: null }));
  const named = narrowed.filter(({ within }) => within.length > 0);
  const isLeft = ({ need }: ResourceType): boolean =>
    need === "each" || (need === "alternative" && named.every(({ type }) => type.need !== need));
  return narrowed.flatMap((one): readonly NeededArns[] => {
    if (one.within.length > 0) return [one];
    return isLeft(one.type) ? [{ ...one, within: null }] : [];
  });
}

/**
 * Like `neededArns`, for ARNs listed in the requirements. Listing ARNs of one type doesn't change which resources of other types a request
 * needs.
 */
export function listedArns(
  types: readonly ResourceType[],
  patterns: readonly string[],
  set: ResourceSet,
  partition: string,
): readonly NeededArns[] {
  const others = neededArns(types, set, partition).filter(({ type }) => type.need !== "none");
  return neededArns(types, { kind: "patterns", patterns, deployment: null }, partition).flatMap((one) =>
    one.within === null
      ? others.filter(({ arn, type }) => arn === one.arn && type === one.type)
      : [{ ...one, isListed: true }],
  );
}

/** The part of a required ARN that the declared patterns cover. Returns null if they cover all or none of it. */
export function withinPatterns(arn: string, set: ResourceSet): readonly string[] | null {
  const ours = arnParts(arn);
  if (set.kind !== "patterns" || ours === null) return null;
  const within = set.patterns.flatMap((pattern) => {
    const own = arnParts(pattern);
    return own !== null && mayBeSame(own[1], ours[1]) ? intersection(ours, own) : [];
  });
  return within.length === 0 ? null : within;
}

function withIdOf(arn: string, form: string): string {
  return [...arn.split(":").slice(0, -1), form.split(":").at(-1)].join(":");
}

function mayBeSame(first: string, second: string): boolean {
  return first === second || hasWildcards(first) || hasWildcards(second);
}

/** The ARNs of a form that declared patterns cover. Cached: many actions share forms, and a declaration may have thousands of patterns. */
function withinForm(form: string, patterns: readonly string[]): readonly string[] {
  const known = left.get(patterns) ?? { parts: patterns.flatMap(asParts), within: new Map() };
  left.set(patterns, known);
  const before = known.within.get(form);
  if (before !== undefined) return before;
  const [ours] = asParts(form);
  const most = mostSeparators(form);
  const shared = ours === undefined ? [] : known.parts.flatMap((theirs) => intersection(ours, theirs));
  const within = shared.filter((one) => !hasMoreSeparators(separatorsOf(one), most));
  known.within.set(form, within);
  return within;
}

function asParts(arn: string): readonly ArnParts[] {
  const parts = arnParts(arn);
  return parts === null ? [] : [parts];
}

interface Left {
  readonly parts: readonly ArnParts[];
  /** Keyed by form. */
  readonly within: Map<string, readonly string[]>;
}

const left = new WeakMap<readonly string[], Left>();

/** The index of the region, counted from the service. */
const REGION = 1;

/** The ARNs that a form and a pattern share. An ARN in a region names the region, so `arn:aws:s3:::a*` names no access point. */
function intersection(ours: ArnParts, theirs: ArnParts): readonly string[] {
  const [, own, ...segments] = ours;
  // The partition in a pattern is deliberate, but the one in the form is only assumed.
  const [, partition, ...others] = theirs;
  let arns: readonly string[] = [`arn:${hasWildcards(partition) ? own : partition}`];
  for (const [index, segment] of segments.entries()) {
    const common = commonPatterns(segment, others[index] ?? "").filter(
      (one) => index !== REGION || segment === "" || one !== "",
    );
    if (common.length === 0) return [];
    arns = arns.flatMap((arn) => common.map((one) => `${arn}:${one}`));
  }
  return arns;
}

interface Form {
  readonly arn: string;
  readonly pattern: Pattern;
  readonly type: ResourceType;
  readonly separators: Separators;
  readonly most: Separators;
}

/** The forms of ARNs, without forms that another one covers. */
function distinctForms(types: readonly ResourceType[], partition: string): readonly Form[] {
  const known = distinct.get(types)?.get(partition);
  if (known !== undefined) return known;
  const found = withoutDoubles(types, partition);
  distinct.set(types, (distinct.get(types) ?? new Map()).set(partition, found));
  return found;
}

/** Cached, because every trial of a possible declaration needs them. */
const distinct = new WeakMap<readonly ResourceType[], Map<string, readonly Form[]>>();

function withoutDoubles(types: readonly ResourceType[], partition: string): readonly Form[] {
  const forms = types.flatMap((type) =>
    type.forms.map((form): Form => {
      const arn = `arn:${partition}:${form}`;
      return { arn, type, pattern: wildcards(arn), separators: separatorsOf(arn), most: mostSeparators(arn) };
    }),
  );
  return forms.filter(({ pattern, type, separators }, index) =>
    forms.every((other, at) => {
      const isApart = other.type.isNew !== type.isNew || hasMoreSeparators(separators, other.most);
      if (at === index || isApart || !covers(other.pattern, pattern)) return true;
      // If two forms cover each other, the first one is kept.
      return covers(pattern, other.pattern) && at > index;
    }),
  );
}
