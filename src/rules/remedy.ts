import type { DocumentPolicy, Role } from "../iam/model.js";
import type { RequestCondition } from "../iam/requests.js";
import type { TrustParty } from "../iam/verdict.js";
import type { TextFile } from "../source/text-file.js";
import type { ActionList } from "./best-list.js";

/** A fix for a finding, as a change to policies. `fixes` turns it into file edits if it can. */
export type Remedy = AddActions | AddStatement | AddPolicy | AddTrust | AddInstanceProfile | RepairJson;

/**
 * One list for each of the role's variants. Actions added to all of them are granted for every outcome of a template's conditions. The
 * statements have the condition under which the actions are needed.
 */
export interface AddActions {
  readonly kind: "add-actions";
  readonly role: Role;
  readonly lists: readonly ActionList[];
  readonly actions: readonly string[];
}

/** For a role without a list that grants on every resource. All of the role's variants have the policy. */
export interface AddStatement {
  readonly kind: "add-statement";
  readonly policy: DocumentPolicy;
  readonly actions: readonly string[];
  readonly condition: RequestCondition | undefined;
}

/** For a role whose policies are shared with others, so that no existing text may be edited. */
export interface AddPolicy {
  readonly kind: "add-policy";
  readonly role: Role;
}

/** `appliance` is as configured. The principal is known only if there is exactly one. */
export interface AddTrust {
  readonly kind: "add-trust";
  readonly role: Role;
  readonly party: TrustParty;
  readonly partition?: string | null;
  readonly appliance: readonly string[];
}

export interface AddInstanceProfile {
  readonly kind: "add-instance-profile";
  readonly role: Role;
  /** A description of the other roles that the same declaration creates: each of them would get a profile, too. */
  readonly others: string;
}

/** For a file that isn't JSON, perhaps only because commas are missing. */
export interface RepairJson {
  readonly kind: "repair-json";
  readonly file: TextFile;
}
