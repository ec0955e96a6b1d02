import { append } from "../source/append.js";
import type { Text } from "../source/node.js";
import { type PolicyDocument, principalsIn, type Role, type RoleVariant, type Statement, trustsOf } from "./model.js";
import { PARTITIONS, partitionOfRegion } from "./regions.js";
import type { Declaration } from "./resource-set.js";
import type { DeclaredContext } from "./verdict.js";

/**
 * The partition that a role works in, from the first of these sources that shows it: the declared deployment, declared regions, the
 * appliance, the conditions of the role's template, its trust policy, the ARNs that its policies allow, and the ARNs of its attached
 * policies. Returns several if that source names several, because the role may be in any of them, and `aws` if no source names one.
 *
 * Trust across partitions is impossible. AWS also rejects a policy with ARNs of another partition as a MalformedPolicyDocument:
 * https://github.com/hashicorp/terraform-provider-aws/issues/15623
 */
export function partitionsOf(role: Role, declared: Declaration, context: DeclaredContext): readonly string[] {
  for (const hints of partitionHints(role, declared, context)) {
    const known = [...new Set(hints.filter((one) => typeof one === "string"))];
    // The template reader writes `aws` for any partition. A string that spells out another partition shows the real one.
    const others = role.format === "cloudformation" ? known.filter((one) => one !== "aws") : [];
    if (known.length > 0) return role.variants.length === 1 && others.length > 0 ? others : known;
  }
  return ["aws"];
}

/** The partition of the whole run, regardless of its roles. Returns null if the declarations don't determine a single one. */
export function declaredPartition(declared: Declaration): string | null {
  for (const hints of declaredHints(declared, declared.context ?? new Map())) {
    const [only = null, ...others] = new Set(hints.filter((one) => typeof one === "string"));
    if (only !== null) return others.length === 0 ? only : null;
  }
  return null;
}

/** Some variants of a role, with their indexes in the whole role. */
export interface VariantsOfRole {
  readonly role: Role;
  readonly indexes: readonly number[];
}

/** Groups variants by the partitions that they work in: a template for several partitions has conditions for each. */
export function byPartition(role: Role, declared: Declaration, context: DeclaredContext): readonly VariantsOfRole[] {
  const indexes = role.variants.map((_, index) => index);
  const isDeclared = role.variants.some(({ partitions }) => partitions !== undefined);
  const isOne = role.variants.length === 1 || (!isDeclared && partitionsOf(role, declared, context).length === 1);
  if (isOne) return [{ role, indexes }];
  const groups = new Map<string, number[]>();
  for (const [index, variant] of role.variants.entries()) {
    const key = partitionsOf({ ...role, variants: [variant] }, declared, context).join();
    append(groups, key, index);
  }
  return [...groups.values()].map((group) => {
    const [first = 0, ...rest] = group;
    const variants = [first, ...rest].flatMap((index) => role.variants[index] ?? []);
    return { role: withVariants(role, variants), indexes: group };
  });
}

/** The partition that a template's conditions allow. Returns null unless they allow exactly one. */
export function partitionOfVariant({ partitions = [] }: RoleVariant): string | null {
  const [only = null, ...others] = partitions;
  return others.length === 0 ? only : null;
}

/**
 * Drops variants in partitions where nothing is deployed, and variants whose trust policy names only roles of other partitions:
 * AWS rejects such a policy (`Invalid principal in policy`).
 */
export function inDeclaredPartitions(role: Role, declared: Declaration, context: DeclaredContext): Role {
  if (role.variants.every(({ partitions }) => partitions === undefined)) return role;
  const [hints] = [...declaredHints(declared, context)].filter((one) => one.some((name) => typeof name === "string"));
  return withVariants(
    role,
    role.variants
      .filter(({ partitions }) => hints === undefined || partitions?.some((one) => hints.includes(one)) !== false)
      .filter((variant) => !trustsOthersOnly(variant)),
  );
}

function trustsOthersOnly({ trust, partitions }: RoleVariant): boolean {
  if (partitions === undefined || trust === null || !("statements" in trust)) return false;
  const named = principalsIn(trust).flatMap(({ id }) => partitionIn(id) ?? []);
  return named.length > 0 && !named.some((one) => partitions.includes(one));
}

function withVariants(role: Role, [first, ...rest]: readonly RoleVariant[]): Role {
  return first === undefined ? role : { ...role, variants: [first, ...rest] };
}

type Telling = readonly (string | null | undefined)[];

function* declaredHints({ deployment, appliance }: Declaration, context: DeclaredContext): Generator<Telling> {
  yield [deployment?.partition];
  yield (context.get("aws:requestedregion") ?? []).map(partitionOfRegion);
  yield (appliance ?? []).map(partitionIn);
}

function* partitionHints(role: Role, declared: Declaration, context: DeclaredContext): Generator<Telling> {
  const { variants } = role;
  yield* declaredHints(declared, context);
  yield variants.map(partitionOfVariant);
  yield trustsOf(role)
    .flatMap(principalsIn)
    .map(({ id }) => partitionIn(id));
  yield statementsOf(variants.flatMap(documentsOf)).flatMap(({ effect, resources }) => {
    const counts = effect === "Allow" && resources !== null && !resources.negated;
    return counts ? resources.patterns.map(({ text }) => partitionIn(text)) : [];
  });
  yield literalArns(role).map(partitionIn);
}

export function documentsOf({
  policies,
  boundary,
}: Pick<RoleVariant, "policies" | "boundary">): readonly PolicyDocument[] {
  const all = [...policies, ...(boundary === null ? [] : [boundary])];
  return all.flatMap((policy) => (policy.kind === "document" ? [policy.document] : []));
}

/** The literal ARNs by which its policies were found. */
export function literalArns({ variants }: Role): readonly string[] {
  return variants.flatMap(({ policies, boundary }) => [...policies, boundary].flatMap((one) => one?.foundBy ?? []));
}

/** Returns each statement once: variants share most of their statements. */
export function statementsOf(documents: readonly PolicyDocument[]): readonly Statement[] {
  return [...new Set([...new Set(documents)].flatMap(({ statements }) => statements))];
}

/** The partition in an ARN that spells it out. The rest of the ARN may be unknown. Returns null for any other string. */
function partitionIn(text: Text): string | null {
  const [start] = typeof text === "string" ? [text] : text.kind === "partial" ? text.parts : [];
  const named = typeof start === "string" ? /^arn:(aws[a-z-]*):/.exec(start)?.[1] : undefined;
  return named !== undefined && PARTITIONS.includes(named) ? named : null;
}
