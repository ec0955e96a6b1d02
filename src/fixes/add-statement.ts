import type { AddStatement } from "../rules/remedy.js";
import { appendStatement } from "./append-statement.js";
import { firstStatement } from "./first-statement.js";
import { permissionEntries } from "./statement-entries.js";
import type { TextEdit } from "./text-edit.js";

/**
 * The edits that add a statement which allows the actions on every resource, under the condition that they need.
 * Returns null in the same cases as `appendStatement`.
 */
export function addStatement({ policy, actions, condition }: AddStatement): readonly TextEdit[] | null {
  const entries = permissionEntries(actions, condition);
  const { document } = policy;
  return document.statements.length === 0
    ? firstStatement(document, entries)
    : appendStatement(document.statements, { alike: null, entries });
}
