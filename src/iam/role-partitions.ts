import { append } from "../source/append.js";
import type { Text } from "../source/node.js";
import { type PolicyDocument, principalsIn, type Role, type RoleVariant, type Statement, trustsOf } from "./model.js";
import { PARTITIONS, partitionOfRegion } from "./regions.js";
import type { Declaration } from "./resource-set.js";
import type { DeclaredContext } from "./verdict.js";

/**
 * The partition that a role works in, by what tells it first: the declared deployment, declared regions, the appliance, the role's trust (there
 * is none across partitions), the ARNs that its policies allow (AWS refuses a policy with ARNs of another partition: MalformedPolicyDocument, "Partition "aws" is not
 * valid for resource", https://github.com/hashicorp/terraform-provider-aws/issues/15623). Else it is `aws`.
 * Several where what tells it names several: then it may be any of them.
 */
export function partitionsOf(role: Role, declared: Declaration, context: DeclaredContext): readonly string[] {
  for (const told of tellings(role, declared, context)) {
    const known = [...new Set(told.filter((one) => typeof one === "string"))];
    // A template's reader takes `aws` for whichever it is; what spells out another one says which.
    const others = role.format === "cloudformation" ? known.filter((one) => one !== "aws") : [];
    if (known.length > 0) return role.variants.length === 1 && others.length > 0 ? others : known;
  }
  return ["aws"];
}

/** The partition of the whole run, whatever its roles say; null where nothing that is declared tells a single one. */
export function declaredPartition(declared: Declaration): string | null {
  for (const told of declaredTellings(declared, declared.context ?? new Map())) {
    const [only = null, ...others] = new Set(told.filter((one) => typeof one === "string"));
    if (only !== null) return others.length === 0 ? only : null;
  }
  return null;
}

/** Some variants of a role, by their places among all of it. */
export interface VariantsOfRole {
  readonly role: Role;
  readonly indexes: readonly number[];
}

/** The variants that work in the same partitions: a template that serves several has conditions on which it is. */
export function byPartition(role: Role, declared: Declaration, context: DeclaredContext): readonly VariantsOfRole[] {
  const indexes = role.variants.map((_, index) => index);
  const isTold = role.variants.some(({ partitions }) => partitions !== undefined);
  const isOne = role.variants.length === 1 || (!isTold && partitionsOf(role, declared, context).length === 1);
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

/** The partition that a template's conditions leave; null where they leave several. */
export function partitionOfVariant({ partitions = [] }: RoleVariant): string | null {
  const [only = null, ...others] = partitions;
  return others.length === 0 ? only : null;
}

/**
 * Leaves out the variants of partitions in which nothing is deployed, and those whose trust spells out roles of others only: AWS refuses such a
 * policy (`Invalid principal in policy`).
 */
export function inDeclaredPartitions(role: Role, declared: Declaration, context: DeclaredContext): Role {
  if (role.variants.every(({ partitions }) => partitions === undefined)) return role;
  const [told] = [...declaredTellings(declared, context)].filter((one) => one.some((name) => typeof name === "string"));
  return withVariants(
    role,
    role.variants
      .filter(({ partitions }) => told === undefined || partitions?.some((one) => told.includes(one)) !== false)
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

function* declaredTellings({ deployment, appliance }: Declaration, context: DeclaredContext): Generator<Telling> {
  yield [deployment?.partition];
  yield (context.get("aws:requestedregion") ?? []).map(partitionOfRegion);
  yield (appliance ?? []).map(partitionIn);
}

function* tellings(role: Role, declared: Declaration, context: DeclaredContext): Generator<Telling> {
  const { variants } = role;
  yield* declaredTellings(declared, context);
  yield variants.map(partitionOfVariant);
  yield trustsOf(role)
    .flatMap(principalsIn)
    .map(({ id }) => partitionIn(id));
  yield statementsOf(variants.flatMap(documentsOf)).flatMap(({ effect, resources }) => {
    const counts = effect === "Allow" && resources !== null && !resources.negated;
    return counts ? resources.patterns.map(({ text }) => partitionIn(text)) : [];
  });
}

export function documentsOf({
  policies,
  boundary,
}: Pick<RoleVariant, "policies" | "boundary">): readonly PolicyDocument[] {
  const all = [...policies, ...(boundary === null ? [] : [boundary])];
  return all.flatMap((policy) => (policy.kind === "document" ? [policy.document] : []));
}

/** Variants share most of theirs. */
export function statementsOf(documents: readonly PolicyDocument[]): readonly Statement[] {
  return [...new Set([...new Set(documents)].flatMap(({ statements }) => statements))];
}

/** Of an ARN that spells it out; what stands behind it may be unknown. */
function partitionIn(text: Text): string | null {
  const [start] = typeof text === "string" ? [text] : text.kind === "partial" ? text.parts : [];
  const named = typeof start === "string" ? /^arn:(aws[a-z-]*):/.exec(start)?.[1] : undefined;
  return named !== undefined && PARTITIONS.includes(named) ? named : null;
}
