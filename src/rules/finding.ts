import type { RuleId } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { Role } from "../iam/model.js";
import type { RequestCondition } from "../iam/requests.js";
import type { TrustParty } from "../iam/verdict.js";
import type { Place } from "../source/place.js";
import type { Remedy } from "./remedy.js";

/** A rule's report: one finding per role, rule, and kind, with all its actions. The report resolves its places. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** The role's ID. `null` for a finding about a file or the run. */
  readonly role: string | null;
  /** The role. Absent if it may be gone. */
  readonly of?: Role;
  readonly kind: string | null;
  readonly actions: readonly string[];
  /** Known facts about the requests that need the actions. Absent if any request needs them. */
  readonly condition?: RequestCondition;
  /** The actions that are missing with some variable files or in some outcomes of conditions. Absent if these aren't the reason. */
  readonly lacking?: readonly string[];
  /** The principal that the trust policy should let in. */
  readonly party?: TrustParty;
  /** The ID of the appliance's own role that should be able to assume the role. */
  readonly caller?: string;
  /** One sentence in the reader's terms: what is wrong. */
  readonly message: string;
  /** The fix, as an imperative. `null` if there is nothing to suggest. */
  readonly help: string | null;
  readonly place: Place;
  /** The full name of the commit that contains `place`. Absent if the place is in a checked file. */
  readonly commit?: string;
  readonly related: readonly RelatedPlace[];
  /** Set if the source of the role's plan already has what is missing. */
  readonly isInSource?: true;
  /** Absent if only a person can decide what to do. */
  readonly remedy?: Remedy;
}

export interface RelatedPlace {
  readonly place: Place;
  readonly message: string;
}
