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
  /** Absent if the role is known only from a report. */
  readonly role?: Role;
  /** Returns a digest for comparing roles by their policies, or null if the role has no policies or they are unknown. */
  readonly digest: () => string | null;
  readonly place: Place;
  /** The full hash of the commit that `place` is in. Null if `place` is in the checked files. */
  readonly commit: string | null;
  /** Completes "as it was": `on main`, `before this plan`, `in main.json`. */
  readonly where: string;
  /** The actions that were granted, keyed by kind. Empty for a role that wasn't checked. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * Actions that weren't granted in every outcome of a template's conditions but were granted with the default values of its parameters.
   */
  readonly byDefault: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trust: ReadonlySet<TrustParty>;
  readonly trustByDefault: ReadonlySet<TrustParty>;
  /** Whether its kinds were inferred, from its names and policies alone. */
  readonly inferred: boolean;
  /** Lines of `roles` that named it. */
  readonly lines: readonly string[];
  /** The start of the help for its loss, if the head's configuration dropped the lines that named or created it. */
  readonly putBack?: string;
  /** Principals that its trust policy both names and lets in. */
  readonly trusted: readonly string[];
  /** The role with its trust policy. Null if that is unknown. */
  readonly trusting: ComparedRole | null;
  /** Empty if unknown. */
  readonly externalIds: AcceptedIds;
  /** The actions that the policies of the declared keys allow the role to perform. */
  readonly keys: readonly KeyAnswer[];
  /** The IDs in the run of the appliance's own roles that can certainly assume it. Absent if unknown. */
  readonly callers?: readonly string[];
  /** Whether it could pass checked roles, and no others. */
  readonly passesSome?: boolean;
  readonly instanceProfile: boolean;
  /** The variable files with which it has an instance profile, if it doesn't have one with all of them. */
  readonly profiledWith?: readonly string[];
  /** Variable files of its root that create it. The rest are `otherFiles`. */
  readonly varFiles: readonly TextFile[];
  readonly otherFiles: readonly TextFile[];
  /** The provider configurations that create it. Empty if unknown. */
  readonly madeBy: readonly CreatingProvider[];
  /** Whether it is certainly created. False if unknown. */
  readonly made: boolean;
}
