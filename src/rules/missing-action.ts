import { formatLocation, hasLine } from "../source/location.js";
import { fileOf, locate } from "../source/place.js";
import { countOf, draftsByKind, EVERY_RESOURCE, neededResources, roleWord } from "./action-draft.js";
import { actionListsToExtend, bestActionList } from "./best-list.js";
import type { RoleRule } from "./rule.js";

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
        // A list that grants on every resource is no place for what is needed on some.
        const list = resources === EVERY_RESOURCE ? bestActionList(role, kind.kind) : null;
        if (list === null) {
          return { message, help: helpWithoutList(role.format, resources), place: role.place, related: [] };
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
          remedy: {
            kind: "add-actions",
            role,
            lists: actionListsToExtend(role, kind.kind),
            actions: verdicts.map(({ action }) => action),
          },
        };
      },
    ),
};

function helpWithoutList(format: string, resources: string): string {
  const what = `a statement with Effect Allow and ${resources}`;
  return format === "policy-json"
    ? `add ${what} that names them`
    : `give the role a policy with ${what} that names them`;
}
