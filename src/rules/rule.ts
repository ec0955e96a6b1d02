import type { RuleId } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { Authorization } from "../iam/authorization.js";
import type { Role } from "../iam/model.js";
import type { AcceptedIds } from "../iam/trusted-principals.js";
import type { ActionVerdict, DeclaredContext, TrustParty, TrustVerdict } from "../iam/verdict.js";
import type { Assumed, Call } from "../path/calling.js";
import type { KeyAnswer } from "../path/keys.js";
import type { Reached } from "../path/role-reach.js";
import type { SharedWith } from "../path/sharing.js";
import type { Trying } from "../path/trial.js";
import type { Kind } from "../requirements/requirements.js";
import type { SplitDocuments } from "../select/split-documents.js";
import type { Finding } from "./finding.js";

/** A worker role with every verdict about it: what the role rules look at. */
export interface EvaluatedRole {
  readonly role: Role;
  /** The rule of selection that chose it. */
  readonly selectedBy: string;
  readonly kinds: readonly EvaluatedKind[];
  /** One for each party that a kind asks for; empty when the trust is out of scope. */
  readonly trust: readonly TrustVerdict[];
  /** As configured: who has to be able to assume the role. */
  readonly appliance: readonly string[];
  /** By the appliance's own role; left out where the run has none that the role trusts. */
  readonly call?: Call;
  /** Some role that is the appliance's, whether it can or not; left out where no file holds one. */
  readonly caller?: string | undefined;
  /** What the appliance's own role has to be allowed, where it trusts one. */
  readonly assumed?: Assumed;
  /** What the policies of the declared keys let it do; left out where none is declared. */
  readonly keys?: readonly KeyAnswer[];
  /** The appliance's one role that a file holds, where it trusts others and not that. */
  readonly refused?: Role | undefined;
  /** The roles that instances carry, of a role that passes them; left out where no path is shown. */
  readonly passing?: readonly Reached[];
  /** As declared; null where nothing tells. */
  readonly partition?: string | null;
  /** What the verdicts were reached with. */
  readonly context: DeclaredContext;
  /** Versions of the vendor's lists that the role meets in full; absent when it is checked against other requirements. */
  readonly satisfies?: readonly string[];
  /**
   * Where it meets no version of the kinds it is checked for: other kinds that it meets in full, and their version, null for that of this
   * check; null when there are none.
   */
  readonly fulfils?: { readonly version: string | null; readonly kinds: readonly string[] } | null;
  /** Those that are declared: the values of `aws:RequestedRegion`. */
  readonly regions?: readonly string[];
  /** Those that are declared: `aws:ResourceAccount` is one of these. */
  readonly accounts?: readonly string[];
  /** Left out where nothing can be tried: then help offers what it can't vouch for. */
  readonly trying?: Trying;
  /** Left out where no other role is known. */
  readonly sharedWith?: SharedWith;
  /** What the base had the same role do; null when it did not check it, or there was nothing to compare with. */
  readonly before: RoleBefore | null;
}

/** What a role was granted before the change that is checked. */
export interface RoleBefore {
  /** Completes "granted": `on main`, `before this plan`. */
  readonly where: string;
  /** Actions by the name of the kind. */
  readonly granted: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that were granted with the parameters' defaults only; absent where that is unknown. */
  readonly byDefault?: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trust: ReadonlySet<TrustParty>;
  /** Let in with the parameters' defaults only. */
  readonly trustByDefault?: ReadonlySet<TrustParty>;
  /** Principals that the trust policy named and let in; absent where that is unknown. */
  readonly trusted?: readonly string[];
  /** Absent where that is unknown. */
  readonly externalIds?: AcceptedIds;
  readonly instanceProfile: boolean;
  /** The files of values with which it had an instance profile, where not with each. */
  readonly profiledWith?: readonly string[];
  /** Whether it was sure to be made; absent where that is unknown. */
  readonly made?: boolean;
  /** Kinds with actions that were required and granted, and that are now neither. */
  readonly dropped?: readonly EvaluatedKind[];
  /** Keys whose policy let it do what they do not for certain now; `isGone` where nothing stands for one. */
  readonly lessOnKeys?: readonly LessOnKey[];
  /** What its kinds needed beside actions, and neither they nor the role have any more: `trust in ec2`. */
  readonly otherwise?: readonly string[];
}

/** With the verdicts on what the role can do no more. */
export interface LessOnKey extends Omit<KeyAnswer, "name" | "accounts" | "leftToRole"> {
  readonly isGone?: true;
}

export interface EvaluatedKind {
  readonly kind: Kind;
  /** One for each required action, in the order of the list. */
  readonly verdicts: readonly ActionVerdict[];
  /** The role's file and others that cover the kind together; absent where there are none. */
  readonly split?: SplitDocuments;
}

/** A finding before the configuration has its say: without a severity it has the rule's default. */
export type Draft = Omit<Finding, "rule" | "severity"> & { readonly severity?: Severity };

/** What identifies and explains a rule. `docs/rules/ID.md` says more. */
export interface RuleDescription {
  /** Stable, kebab-case: users write it in suppressions. */
  readonly id: RuleId;
  readonly defaultSeverity: Severity | "off";
  /** What the rule says, in one sentence, for SARIF and the documentation's index. */
  readonly summary: string;
}

/** A rule about one evaluated role. One file each; `index.ts` lists them. */
export interface RoleRule extends RuleDescription {
  check(evaluated: EvaluatedRole, authorization: Authorization): readonly Draft[];
}
