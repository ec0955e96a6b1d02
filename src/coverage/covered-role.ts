import type { CreatingProvider, Role } from "../iam/model.js";
import type { AcceptedIds } from "../iam/trusted-principals.js";
import type { TrustParty } from "../iam/verdict.js";
import type { KeyAnswer } from "../path/keys.js";
import type { ComparedRole } from "../rules/rule.js";
import type { RoleIdentity } from "../select/role-pattern.js";
import type { Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** A role on the base, with the kinds that it was checked for and the actions that it was granted. */
export interface CoveredRole {
  readonly identity: RoleIdentity;
  /** Absent if only a report has it. */
  readonly role?: Role;
  /** For roles that are compared by their policies. Null if there are none, or if they are unknown. */
  readonly digest: () => string | null;
  readonly place: Place;
  /** The full name of the commit that `place` is in. Null if it is in the files that are checked. */
  readonly commit: string | null;
  /** Completes "as it was": `on main`, `before this plan`, `in main.json`. */
  readonly where: string;
  /** The actions that were granted, keyed by kind. Empty for a role that was not checked. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Actions that were not granted in every outcome of a template's conditions, but were with its parameters' defaults. */
  readonly byDefault: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trust: ReadonlySet<TrustParty>;
  readonly trustByDefault: ReadonlySet<TrustParty>;
  /** Whether only its names and policies showed its kinds. */
  readonly inferred: boolean;
  /** Lines of `roles` that named it. */
  readonly lines: readonly string[];
  /** The start of the help for its loss, if the head's configuration dropped the lines that named or created it. */
  readonly putBack?: string;
  /** Principals that its trust policy names and lets in. */
  readonly trusted: readonly string[];
  /** The role with its trust policy. Null if that is unknown. */
  readonly trusting: ComparedRole | null;
  /** Empty if unknown. */
  readonly externalIds: AcceptedIds;
  /** The actions that the policies of the declared keys allow it. */
  readonly keys: readonly KeyAnswer[];
  /** The appliance's own roles that are certain to be able to assume it, by ID. Absent if unknown. */
  readonly callers?: readonly string[];
  readonly instanceProfile: boolean;
  /** The variable files with which it has an instance profile, if not with all of them. */
  readonly profiledWith?: readonly string[];
  /** Variable files of its root that create it, and those that don't. */
  readonly varFiles: readonly TextFile[];
  readonly otherFiles: readonly TextFile[];
  /** The provider configurations that create it. Empty if unknown. */
  readonly madeBy: readonly CreatingProvider[];
  /** Whether it is certainly created. False if unknown. */
  readonly made: boolean;
}
