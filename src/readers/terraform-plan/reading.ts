import type { Documents } from "./documents.js";
import type { Links } from "./links.js";
import type { Plan } from "./plan.js";
import type { Sources } from "./sources.js";

/** What the parts of this reader share while one plan is read. */
export interface Reading {
  readonly plan: Plan;
  readonly links: Links;
  readonly sources: Sources;
  readonly documents: Documents;
  readonly file: string;
}
