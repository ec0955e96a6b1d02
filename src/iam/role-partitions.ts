import type { Text } from "../source/node.js";
import type { PolicyDocument, Role, RoleVariant, Statement } from "./model.js";
import { partitionOfRegion } from "./regions.js";
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
    if (known.length > 0) return known;
  }
  return ["aws"];
}

function* tellings(
  { variants }: Role,
  { deployment, appliance }: Declaration,
  context: DeclaredContext,
): Generator<readonly (string | null | undefined)[]> {
  yield [deployment?.partition];
  yield (context.get("aws:requestedregion") ?? []).map(partitionOfRegion);
  yield (appliance ?? []).map(partitionIn);
  const trusts = variants.flatMap(({ trust }) => (trust !== null && "statements" in trust ? [trust] : []));
  yield statementsOf(trusts).flatMap(({ principals }) => principals?.principals.map(({ id }) => partitionIn(id)) ?? []);
  yield statementsOf(variants.flatMap(documentsOf)).flatMap(({ effect, resources }) => {
    const counts = effect === "Allow" && resources !== null && !resources.negated;
    return counts ? resources.patterns.map(({ text }) => partitionIn(text)) : [];
  });
}

export function documentsOf({ policies, boundary }: RoleVariant): readonly PolicyDocument[] {
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
  return typeof start === "string" ? (/^arn:(aws[a-z-]*):/.exec(start)?.[1] ?? null) : null;
}
