import { actionFault } from "../iam/action-pattern.js";
import type { Authorization } from "../iam/authorization.js";
import type { PolicyText, Role } from "../iam/model.js";
import { hasWildcards } from "../iam/pattern.js";
import { documentsOf } from "../iam/role-documents.js";
import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

interface UnknownAction {
  readonly action: string;
  readonly message: string;
  readonly text: PolicyText;
}

/** Finding the nearest name compares with every action of the service, and a hostile file can misspell ten thousand. */
const MAX_SUGGESTIONS = 10;
/** The message still counts all of them. */
const MAX_RELATED = 100;

/** Reports actions that AWS's data doesn't contain. Only a warning, because the data may be older than the action. */
export const unknownAction: RoleRule = {
  id: "unknown-action",
  defaultSeverity: "warning",
  summary: "An action or pattern that matches no AWS action.",
  check({ role }, authorization) {
    const unknown = unknownActions(role, authorization);
    const [first, ...others] = unknown;
    if (first === undefined) return [];
    const count = unknown.length === 1 ? "" : ` (and ${others.length} more)`;
    const suggestions = unknown.slice(0, MAX_SUGGESTIONS).flatMap(({ action }) => {
      const suggestion = authorization.suggest(action);
      return suggestion === null ? [] : `${action}: did you mean ${suggestion}?`;
    });
    return [
      {
        role: role.id,
        kind: null,
        actions: unknown.map(({ action }) => action),
        message: `${roleWord(role)}: ${first.message}${count}`,
        help:
          suggestions.length === 0 ? "check the spelling, or ignore this if the action is new" : suggestions.join("; "),
        place: first.text.place,
        related: others.slice(0, MAX_RELATED).map(({ message, text }) => ({ message, place: text.place })),
      },
    ];
  },
};

function unknownActions(role: Role, authorization: Authorization): UnknownAction[] {
  const written = new Map<string, PolicyText>();
  const statements = new Set(documentsOf(role).flatMap(({ document }) => document.statements));
  for (const { actions } of statements) {
    for (const text of actions.patterns) {
      // A value that Terraform conceals may be anything, not just an action.
      if (text.isSecret) continue;
      if (typeof text.text === "string" && !written.has(text.text) && actionFault(text.text) === null)
        written.set(text.text, text);
    }
  }
  const unmatched = authorization.withoutMatch([...written.keys()].filter(isOfService));
  return [...written].flatMap(([action, text]) => {
    if (unmatched.has(action)) return [{ action, message: `${action} matches no AWS action`, text }];
    if (hasWildcards(action) || authorization.isKnown(action)) return [];
    return [{ action, message: `${action} is not an AWS action`, text }];
  });
}

/** Whether a valid pattern is for one service's actions. Only `*` and `*:*` are for all. */
function isOfService(action: string): boolean {
  return hasWildcards(action) && !action.startsWith("*");
}
