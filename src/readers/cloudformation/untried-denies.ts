import { statementsIn, underDoubt } from "../../iam/doubted-denies.js";
import type { Policy, PolicyDocument, Statement } from "../../iam/model.js";
import { type PolicyUse, parsePolicyDocument } from "../../iam/parse-document.js";
import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { Resolver } from "./resolver.js";
import type { Scenario } from "./scenario.js";
import type { Resource } from "./template.js";

/**
 * The statements of some values that are no plain Allow, each under one more condition, which is unknown: where it is not tried how a
 * template's conditions fall out, a Deny in a branch may be there as well as not, and what it denies is not certain.
 */
export function untriedDenies(
  values: readonly Node[],
  resolver: Resolver,
  why: string,
  use: PolicyUse,
): readonly Statement[] {
  const items = statementsIn(values).map((item) => resolver.resolve(item) ?? item);
  const [first] = items;
  if (first === undefined) return [];
  const { place } = first;
  const value: Node = { kind: "list", place, items };
  const document: Node = { kind: "map", place, entries: [{ key: "Statement", keyPlace: place, value }] };
  return underDoubt(parsePolicyDocument(document, use).statements, why);
}

const denying = new WeakMap<Node, boolean>();

/** Whether any statement in a value is no plain Allow; each value is looked through once for all roles. */
function mayDeny(value: Node): boolean {
  const known = denying.get(value);
  if (known !== undefined) return known;
  const found = statementsIn([value]).length > 0;
  denying.set(value, found);
  return found;
}

/** A policy of such statements. */
export function untriedPolicy(name: string, statements: readonly Statement[], place: Place): readonly Policy[] {
  if (statements.length === 0) return [];
  const document: PolicyDocument = {
    place,
    version: "2012-10-17",
    statements,
    unresolved: [],
    problems: [],
    size: null,
  };
  return [{ kind: "document", name, attachment: "inline", document, awsManaged: false, place }];
}

/** A policy, with what is written in it as denied where it may not be attached, or not exist. Where conditions are not tried out, that is asked apart. */
export function withDenies(
  policy: Policy | null,
  { logicalId, scope, place, properties }: Resource,
  resolver: Resolver,
  { undecided }: Scenario,
): readonly Policy[] {
  if (policy === null) return [];
  if (policy.kind !== "unresolved" || undecided !== null || !mayDeny(properties)) return [policy];
  const denies = untriedDenies([properties], resolver.within(scope), policy.expression, "identity");
  return [policy, ...untriedPolicy(logicalId, denies, place)];
}
