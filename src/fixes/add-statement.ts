import type { AddStatement } from "../rules/remedy.js";
import { appendStatement } from "./append-statement.js";
import { permissionEntries } from "./statement-entries.js";
import type { TextEdit } from "./text-edit.js";

/** The edits that add a statement which allows the actions on every resource, under the condition that they are needed under. Null as for `appendStatement`. */
export function addStatement({ policy, actions, condition }: AddStatement): readonly TextEdit[] | null {
  return appendStatement(policy.document.statements, { alike: null, entries: permissionEntries(actions, condition) });
}
