import type { RequestCondition } from "../iam/asked-resources.js";
import type { DocumentPolicy, Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { TextFile } from "../source/text-file.js";
import type { ActionList } from "./best-list.js";

/** What would mend a finding, as a thing to do to the policies; `fixes` turns it into edits of a file, where it can. */
export type Remedy = AddActions | AddStatement | AddPolicy | AddTrust | AddInstanceProfile | RepairJson;

/**
 * The lists are those of the role's variants, one each: what is added to all of them is granted however the role turns out. Their
 * statements have the condition under which the actions are needed.
 */
export interface AddActions {
  readonly kind: "add-actions";
  readonly role: Role;
  readonly lists: readonly ActionList[];
  readonly actions: readonly string[];
}

/** For a role that no list grants on every resource; the policy is part of all its variants. */
export interface AddStatement {
  readonly kind: "add-statement";
  readonly policy: DocumentPolicy;
  readonly actions: readonly string[];
  readonly condition: RequestCondition | undefined;
}

/** For a role whose policies are others' as well: nothing that stands in the files is to be edited. */
export interface AddPolicy {
  readonly kind: "add-policy";
  readonly role: Role;
}

/** `appliance` as configured; a principal is known when exactly one is given. */
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
}

/** The file is not JSON; perhaps for want of commas alone. */
export interface RepairJson {
  readonly kind: "repair-json";
  readonly file: TextFile;
}
