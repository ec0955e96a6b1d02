import type { Place } from "../source/place.js";
import type { GrammarProblem, Policy, PolicyDocument, RoleVariant } from "./model.js";

/** A document of a role that its author can edit, and its name in messages. */
export interface RoleDocument {
  readonly use: "inline" | "managed" | "boundary" | "trust";
  readonly name: string;
  readonly document: PolicyDocument;
  /** The policy or role that it belongs to. */
  readonly holder: Place;
  readonly managedName: string | undefined;
  readonly exports?: readonly string[];
  readonly superseded?: GrammarProblem;
}

/** Anything that has policies. */
export interface Holding {
  readonly place: Place;
  readonly variants: readonly Pick<RoleVariant, "policies" | "boundary" | "trust">[];
}

/** All documents of a role across its variants, each once. Leaves out AWS managed policies, because users can't edit them. */
export function documentsOf(role: Holding): readonly RoleDocument[] {
  const found = new Map<PolicyDocument, RoleDocument>();
  const add = (entry: RoleDocument) => {
    if (!found.has(entry.document)) found.set(entry.document, entry);
  };
  const addPolicy = (policy: Policy, use?: "boundary") => {
    if (policy.kind !== "document" || policy.awsManaged) return;
    const { name, document, superseded, place, managedName, exports = [] } = policy;
    add({
      use: use ?? policy.attachment,
      name,
      document,
      holder: place,
      managedName,
      exports,
      ...(superseded === undefined ? {} : { superseded }),
    });
  };
  for (const { policies, boundary, trust } of role.variants) {
    for (const policy of policies) addPolicy(policy);
    if (boundary !== null) addPolicy(boundary, "boundary");
    if (trust !== null && "statements" in trust)
      add({ use: "trust", name: "trust policy", document: trust, holder: role.place, managedName: undefined });
  }
  return [...found.values()];
}
