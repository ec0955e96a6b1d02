import type { Node } from "../../../source/node.js";
import type { Documents } from "../documents/documents.js";
import type { Accounts } from "../links/accounts.js";
import type { ConfiguredModules } from "../links/configured-modules.js";
import type { Links } from "../links/links.js";
import type { Plan, PlannedResource } from "../model/plan.js";
import type { Sources } from "../source/sources.js";
import type { ManagedPolicies } from "./policies.js";

/** State shared by the parts of this reader while they read one plan. */
export interface Reading {
  readonly plan: Plan;
  readonly modules: ConfiguredModules;
  readonly links: Links;
  readonly sources: Sources;
  readonly documents: Documents;
  readonly policies: ManagedPolicies;
  readonly accounts: Accounts;
  readonly file: string;
  /** Whether an unknown reference certainly refers to none of these roles. */
  readonly isElsewhere?: (reference: string) => boolean;
  /** For source: an attribute's value, which may be an unknown expression. */
  readonly nodeOf?: (resource: PlannedResource, attribute: string) => Node | null;
  readonly format: "terraform-plan" | "terraform-source";
}
