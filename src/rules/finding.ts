import type { RuleId } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { RequestCondition } from "../iam/asked-resources.js";
import type { TrustParty } from "../iam/verdict.js";
import type { Place } from "../source/place.js";
import type { Remedy } from "./remedy.js";

/** What a rule says: one finding per role, rule and kind, with all its actions. Places are resolved by the report. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** The role's id; `null` for a finding about a file or about the run. */
  readonly role: string | null;
  readonly kind: string | null;
  readonly actions: readonly string[];
  /** What is known of the requests that need the actions; absent when they are needed in any. */
  readonly condition?: RequestCondition;
  /** Which of the actions which files of values lack; absent where that is not why. */
  readonly lacking?: readonly string[];
  /** Whom the trust is to let in. */
  readonly party?: TrustParty;
  /** One sentence in the reader's words: what is wrong. */
  readonly message: string;
  /** What to do, as an imperative; `null` when there is nothing to say. */
  readonly help: string | null;
  readonly place: Place;
  /** Full name of the commit that `place` is in; absent where it is in the files that are checked. */
  readonly commit?: string;
  readonly related: readonly RelatedPlace[];
  /** Absent when only a person can tell what is to be done. */
  readonly remedy?: Remedy;
}

export interface RelatedPlace {
  readonly place: Place;
  readonly message: string;
}
