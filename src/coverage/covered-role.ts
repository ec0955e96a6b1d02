import type { MakingProvider } from "../iam/model.js";
import type { AcceptedIds } from "../iam/trusted-principals.js";
import type { TrustParty } from "../iam/verdict.js";
import type { KeyAnswer } from "../path/keys.js";
import type { RoleIdentity } from "../select/role-pattern.js";
import type { Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** A role as the base has it: what was checked of it, and what it was granted. */
export interface CoveredRole {
  readonly identity: RoleIdentity;
  /** For roles that are compared by what they hold; null when they hold nothing, or that is unknown. */
  readonly digest: () => string | null;
  readonly place: Place;
  /** Full name of the commit that `place` is in; null when it is in the files that are checked. */
  readonly commit: string | null;
  /** Completes "as it was": `on main`, `before this plan`, `in main.json`. */
  readonly where: string;
  /** Actions that were granted, by the name of the kind; empty for a role that was not checked. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that were not granted however a template's conditions fall out, but with its parameters' defaults. */
  readonly byDefault: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trust: ReadonlySet<TrustParty>;
  readonly trustByDefault: ReadonlySet<TrustParty>;
  /** Whether nothing but its names and policies told its kinds. */
  readonly inferred: boolean;
  /** Lines of `roles` that named it. */
  readonly lines: readonly string[];
  /** Begins the help for its loss, where the head's configuration has dropped what named or made it. */
  readonly putBack?: string;
  /** Principals that its trust policy names and lets in. */
  readonly trusted: readonly string[];
  /** Empty where that is unknown. */
  readonly externalIds: AcceptedIds;
  /** What the policies of the declared keys let it do. */
  readonly keys: readonly KeyAnswer[];
  readonly instanceProfile: boolean;
  /** The files of values with which it has an instance profile, where not with each. */
  readonly profiledWith?: readonly string[];
  /** Files of values of its root that make it, and those that do not. */
  readonly varFiles: readonly TextFile[];
  readonly otherFiles: readonly TextFile[];
  /** The provider configurations that make it; empty where that is unknown. */
  readonly madeBy: readonly MakingProvider[];
  /** Whether it is sure to be made; false where that is unknown. */
  readonly made: boolean;
}
