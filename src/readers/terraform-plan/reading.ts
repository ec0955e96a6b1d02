import type { Accounts } from "./accounts.js";
import type { Documents } from "./documents.js";
import type { Links } from "./links.js";
import type { Plan } from "./plan.js";
import type { ManagedPolicies } from "./policies.js";
import type { Sources } from "./sources.js";

/** What the parts of this reader share while one plan is read. */
export interface Reading {
  readonly plan: Plan;
  readonly links: Links;
  readonly sources: Sources;
  readonly documents: Documents;
  readonly policies: ManagedPolicies;
  readonly accounts: Accounts;
  readonly file: string;
}
