import type { ResourceType } from "./authorization.js";
import { arnParts, type Deployment } from "./deployment.js";
import { covers, hasWildcards, matchesPattern, type Pattern, wildcards } from "./pattern.js";
import { commonPatterns } from "./pattern-intersection.js";
import { areMore, mostSeparators, type Separators, separatorsOf } from "./resource-ids.js";
import type { DeclaredContext } from "./verdict.js";

/** What an action is asked on where the requirements say `*`. */
export type ResourceSet =
  | { readonly kind: "everything" }
  | { readonly kind: "deployment"; readonly deployment: Deployment }
  /** Within the deployment as well, where one is declared. */
  | { readonly kind: "patterns"; readonly patterns: readonly string[]; readonly deployment: Deployment | null };

/** Actions that are needed on less than all of the deployment. */
export interface DeclaredResources {
  /** A pattern of actions. */
  readonly actions: string;
  /** Patterns of ARNs, or `*`. */
  readonly arns: readonly string[];
}

/** What the user declares of where the product works. */
export interface Declaration {
  readonly deployment: Deployment | null;
  readonly resources: readonly DeclaredResources[];
  /** Who assumes the role: its ARN tells the partition. */
  readonly appliance?: readonly string[];
  /** Regions of requests tell it as well. */
  readonly context?: DeclaredContext;
}

export const NOTHING_DECLARED: Declaration = { deployment: null, resources: [] };

export function declaresAnything({ deployment, resources }: Declaration): boolean {
  return deployment !== null || resources.length > 0;
}

/** The resources that a declaration leaves of `*` for an action, in lower case. */
export function resourceSet(action: string, { deployment, resources }: Declaration): ResourceSet {
  const [best] = resources
    .filter(({ actions }) => matchesPattern(actions.toLowerCase(), action))
    .sort((first, second) => specificity(second.actions) - specificity(first.actions));
  const patterns = best?.arns.includes("*") ? [] : (best?.arns ?? []);
  if (patterns.length > 0) return { kind: "patterns", patterns, deployment };
  return deployment === null ? { kind: "everything" } : { kind: "deployment", deployment };
}

/** A name without wildcards is more specific than any pattern, and of two patterns the one with more letters. */
function specificity(actions: string): number {
  const letters = actions.replace(/[*?]/g, "").length;
  return hasWildcards(actions) ? letters : letters + 1_000_000;
}

/** The ARNs of one form that an action may be asked on, and of these what is asked. */
export interface AskedArns {
  readonly arn: string;
  readonly type: ResourceType;
  /** Patterns of ARNs of the form; null for all of them. */
  readonly within: readonly string[] | null;
  /** The requirements list these. */
  readonly isListed?: boolean;
}

/**
 * What of an action's resource types is asked. Where patterns are declared, these tell on which of its types it is needed, beside those
 * that every request is about; of alternatives, only where they name none. Patterns that are of none of its types say nothing of it.
 */
export function askedArns(types: readonly ResourceType[], set: ResourceSet, partition: string): readonly AskedArns[] {
  const forms = distinctForms(types, partition);
  if (set.kind !== "patterns") return forms.map(({ arn, type }) => ({ arn, type, within: null }));
  const narrowed = forms.map(({ arn, type }) => {
    const within = set.patterns
      .flatMap((pattern) => intersection(arn, pattern))
      .filter((one) => !areMore(separatorsOf(one), mostSeparators(arn)));
    // What has no id yet is in some region, whatever ids are declared.
    return { arn, type, within: type.isNew === true ? within.map((one) => withIdOf(one, arn)) : within };
  });
  if (narrowed.every(({ within }) => within.length === 0)) return narrowed.map((one) => ({ ...one, within: null }));
  const named = narrowed.filter(({ within }) => within.length > 0);
  const isLeft = ({ need }: ResourceType): boolean =>
    need === "each" || (need === "alternative" && named.every(({ type }) => type.need !== need));
  return narrowed.flatMap((one): readonly AskedArns[] => {
    if (one.within.length > 0) return [one];
    return isLeft(one.type) ? [{ ...one, within: null }] : [];
  });
}

/** The same of ARNs that the requirements list: what requests are about beside those is asked as if nothing was listed. */
export function listedArns(
  types: readonly ResourceType[],
  patterns: readonly string[],
  set: ResourceSet,
  partition: string,
): readonly AskedArns[] {
  const others = askedArns(types, set, partition).filter(({ type }) => type.need !== "none");
  return askedArns(types, { kind: "patterns", patterns, deployment: null }, partition).flatMap((one) =>
    one.within === null
      ? others.filter(({ arn, type }) => arn === one.arn && type === one.type)
      : [{ ...one, isListed: true }],
  );
}

/** What declared patterns leave of an ARN that the requirements name; null for all of it, also where they say nothing of it. */
export function withinPatterns(arn: string, set: ResourceSet): readonly string[] | null {
  const partition = arnParts(arn)?.[1];
  if (set.kind !== "patterns" || partition === undefined) return null;
  const alike = set.patterns.filter((pattern) => {
    const own = arnParts(pattern)?.[1];
    return own !== undefined && (own === partition || hasWildcards(own) || hasWildcards(partition));
  });
  const within = alike.flatMap((pattern) => intersection(arn, pattern));
  return within.length === 0 ? null : within;
}

function withIdOf(arn: string, form: string): string {
  return [...arn.split(":").slice(0, -1), form.split(":").at(-1)].join(":");
}

/** Behind the service. */
const REGION = 1;

/** The ARNs that a form and a pattern have in common. What is in a region has its name: `arn:aws:s3:::a*` names no access point. */
function intersection(form: string, pattern: string): readonly string[] {
  const [ours, theirs] = [arnParts(form), arnParts(pattern)];
  if (ours === null || theirs === null) return [];
  const [, , ...segments] = ours;
  // Who names a partition in a pattern means it; the form has the one that is taken for granted.
  const [, partition, ...others] = theirs;
  const start = `arn:${hasWildcards(partition) ? ours[1] : partition}`;
  return segments.reduce<readonly string[]>(
    (arns, segment, index) => {
      const common = commonPatterns(segment, others[index] ?? "").filter(
        (one) => index !== REGION || segment === "" || one !== "",
      );
      return arns.flatMap((arn) => common.map((one) => `${arn}:${one}`));
    },
    [start],
  );
}

interface Form {
  readonly arn: string;
  readonly pattern: Pattern;
  readonly type: ResourceType;
  readonly separators: Separators;
  readonly most: Separators;
}

/** The forms of ARNs, without those that another form stands for as well. */
function distinctForms(types: readonly ResourceType[], partition: string): readonly Form[] {
  const known = distinct.get(types)?.get(partition);
  if (known !== undefined) return known;
  const found = withoutDoubles(types, partition);
  distinct.set(types, (distinct.get(types) ?? new Map()).set(partition, found));
  return found;
}

/** Every trial of what could be declared asks for them. */
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
      const isApart = other.type.isNew !== type.isNew || areMore(separators, other.most);
      if (at === index || isApart || !covers(other.pattern, pattern)) return true;
      // Of two that stand for each other, the first remains.
      return covers(pattern, other.pattern) && at > index;
    }),
  );
}
