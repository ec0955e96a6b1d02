import type { Role } from "../iam/model.js";
import type { Kind } from "../requirements/requirements.js";
import { formatLocation, hasLine } from "../source/location.js";
import { fileOf, locate } from "../source/place.js";
import { countOf, draftsByKind, EVERY_RESOURCE, neededResources, roleWord } from "./action-draft.js";
import { actionListsToExtend, bestActionList, documentToExtend } from "./best-list.js";
import type { Draft, RoleRule } from "./rule.js";

export const missingAction: RoleRule = {
  id: "missing-action",
  defaultSeverity: "error",
  summary: "Required actions that no statement of the role grants.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict) => verdict.verdict === "missing",
      (kind, verdicts) => {
        const { role } = evaluated;
        const message = `${roleWord(role)} lacks ${countOf(kind, verdicts)}`;
        const resources = neededResources(kind, verdicts);
        const actions = verdicts.map(({ action }) => action);
        // A list that grants on every resource is no place for what is needed on some.
        const list = resources === EVERY_RESOURCE ? bestActionList(role, kind.kind) : null;
        const remedy = resources === EVERY_RESOURCE ? remedyFor(role, kind.kind, actions) : {};
        if (list === null) {
          return { message, help: helpWithoutList(role.format, resources), place: role.place, related: [], ...remedy };
        }
        const place = list.statement.actions.place;
        const location = locate(list.statement.place);
        const where = hasLine(location) ? `${location.file}:${location.line}` : formatLocation(location);
        const related = fileOf(place) === fileOf(role.place) ? [] : [{ place: role.place, message: roleWord(role) }];
        return {
          message,
          help: `add them to the Action list of policy ${list.policy.name} (${where})`,
          place,
          related,
          ...remedy,
        };
      },
    ),
};

function remedyFor(role: Role, kind: Kind, actions: readonly string[]): Pick<Draft, "remedy"> {
  const lists = actionListsToExtend(role, kind);
  if (lists.length > 0) return { remedy: { kind: "add-actions", role, lists, actions } };
  const policy = documentToExtend(role);
  return policy === null ? {} : { remedy: { kind: "add-statement", policy, actions } };
}

function helpWithoutList(format: string, resources: string): string {
  const what = `a statement with Effect Allow and ${resources}`;
  return format === "policy-json"
    ? `add ${what} that names them`
    : `give the role a policy with ${what} that names them`;
}
