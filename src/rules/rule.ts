import type { RuleId } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { Authorization } from "../iam/authorization.js";
import type { Role } from "../iam/model.js";
import type { AcceptedIds } from "../iam/trusted-principals.js";
import type { ActionVerdict, DeclaredContext, TrustParty, TrustVerdict } from "../iam/verdict.js";
import type { Call, LeftOut } from "../path/call.js";
import type { Assumed } from "../path/calling.js";
import type { KeyAnswer } from "../path/keys.js";
import type { RoleAccess } from "../path/role-reach.js";
import type { SharedWith } from "../path/sharing.js";
import type { Simulation } from "../path/simulation.js";
import type { Kind } from "../requirements/requirements.js";
import type { SplitDocuments } from "../select/split-documents.js";
import type { Finding } from "./finding.js";

/** A worker role with all verdicts about it: the input of the role rules. */
export interface EvaluatedRole {
  readonly role: Role;
  /** The selection rule that chose it. */
  readonly selectedBy: string;
  readonly kinds: readonly EvaluatedKind[];
  /** One for each party that a kind requires. Empty if the trust policy is out of scope. */
  readonly trust: readonly TrustVerdict[];
  /** The configured appliance, which must be able to assume the role. */
  readonly appliance: readonly string[];
  /**
   * The appliance's own roles that this role trusts, each with the verdict on its permission to assume this role. Absent if there are none.
   */
  readonly calls?: readonly Call[];
  /** The appliance's roles that its trust policy leaves out. */
  readonly leftOut?: readonly LeftOut[];
  /** The actions that the appliance's own role needs permission for. Absent if this role doesn't trust the appliance. */
  readonly assumed?: Assumed;
  /** The actions that the policies of the declared keys allow the role to perform. Absent if no key is declared. */
  readonly keys?: readonly KeyAnswer[];
  /** Set if the role trusts other principals, but none of the appliance's roles in the files. */
  readonly refusesAll?: true;
  /** The instance roles that this role passes. Absent if no path is shown. */
  readonly passing?: readonly RoleAccess[];
  /** The declared partition. Null if unknown. */
  readonly partition?: string | null;
  /** The context that the verdicts are based on. */
  readonly context: DeclaredContext;
  /** The versions of the vendor's lists that the role fully meets. Absent if it is checked against other requirements. */
  readonly satisfies?: readonly string[];
  /**
   * If the role meets no version of its kinds: other kinds that it fully meets, and their version (null for this
   * check's version). Null if there are none.
   */
  readonly fulfills?: { readonly version: string | null; readonly kinds: readonly string[] } | null;
  /** The declared regions, which are the values of `aws:RequestedRegion`. */
  readonly regions?: readonly string[];
  /** The declared accounts: the possible values of `aws:ResourceAccount`. */
  readonly accounts?: readonly string[];
  /** Tries declarations that help would suggest. If absent, help suggests them untested. */
  readonly trying?: Simulation;
  /** Absent if no other role is known. */
  readonly sharedWith?: SharedWith;
  /** The base's grants to the same role. Null if the base didn't check it or there was nothing to compare with. */
  readonly before: RoleBefore | null;
}

/** A role on one side of a comparison. */
export interface ComparedRole {
  readonly role: Role;
  /** All roles that were read with it. */
  readonly roles: readonly Role[];
  /** The accounts that the configuration declares. */
  readonly accounts: readonly string[];
}

/** A role's grants before the change under check. */
export interface RoleBefore {
  /** Completes "granted ...": `on main`, `before this plan`. */
  readonly where: string;
  /** Actions by kind name. */
  readonly granted: ReadonlyMap<string, ReadonlySet<string>>;
  /** Actions granted only with the parameters' defaults. Absent if unknown. */
  readonly byDefault?: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trust: ReadonlySet<TrustParty>;
  /** Parties let in only with the parameters' defaults. */
  readonly trustByDefault?: ReadonlySet<TrustParty>;
  /** The principals that the trust policy named and let in. Absent if unknown. */
  readonly trusted?: readonly string[];
  /** The role with its trust policy before the change. Absent or null if unknown. */
  readonly trusting?: ComparedRole | null;
  /** Absent if unknown. */
  readonly externalIds?: AcceptedIds;
  /** The appliance's own roles that could certainly assume it, by their current IDs. Absent if unknown. */
  readonly callers?: readonly string[];
  readonly instanceProfile: boolean;
  /** The variable files under which the role had an instance profile. Absent if it had one under all of them. */
  readonly profiledWith?: readonly string[];
  /**
   * The current IDs of the roles that existed before, if it could pass only some of them. It could pass no role that has been added since.
   */
  readonly among?: ReadonlySet<string>;
  /** Whether the role was certain to be created. Absent if unknown. */
  readonly made?: boolean;
  /** Kinds with actions that were required and granted, and now are neither. */
  readonly dropped?: readonly EvaluatedKind[];
  /** Keys whose policies allowed more than they certainly do now. `isGone`: nothing represents the key anymore. */
  readonly lostKeyActions?: readonly LostKeyActions[];
  /** Requirements other than actions that both the kinds and the role have dropped, such as `trust in ec2`. */
  readonly otherwise?: readonly string[];
}

/** A key, with the verdicts on the actions that the role can no longer perform with it. */
export interface LostKeyActions extends Pick<KeyAnswer, "id" | "place" | "verdicts"> {
  readonly isGone?: true;
}

export interface EvaluatedKind {
  readonly kind: Kind;
  /** One for each required action, in the order of the list. */
  readonly verdicts: readonly ActionVerdict[];
  /** The role's file and others that together cover the kind. Absent if there are none. */
  readonly split?: SplitDocuments;
}

/** A finding before the configuration is applied. Without a severity, it has the rule's default. */
export type Draft = Omit<Finding, "rule" | "severity"> & { readonly severity?: Severity };

/** A rule's identity and description. `docs/rules/ID.md` has the details. */
export interface RuleDescription {
  /** The rule's ID, which is stable and in kebab-case, because users write it in suppressions. */
  readonly id: RuleId;
  readonly defaultSeverity: Severity | "off";
  /** The subject of the rule in one sentence, for SARIF and the documentation's index. */
  readonly summary: string;
}

/** A rule about one evaluated role. Each has its own file; `index.ts` lists them. */
export interface RoleRule extends RuleDescription {
  check(evaluated: EvaluatedRole, authorization: Authorization): readonly Draft[];
}
