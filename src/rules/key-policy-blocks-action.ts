import { isRefused } from "../iam/verdict.js";
import { describeReason, relatedPlaces, roleWord, them } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

export const keyPolicyBlocksAction: RoleRule = {
  id: "key-policy-blocks-action",
  defaultSeverity: "warning",
  summary: "Required actions that a declared key's policy doesn't let the role perform.",
  check({ role, kinds, keys = [], before }) {
    // If the base's key policy allowed more, weakened-action reports this.
    const less = new Set(
      before?.lostKeyActions?.flatMap(({ id, verdicts }) => verdicts.map(({ action }) => `${id}\n${action}`)),
    );
    return kinds.flatMap(({ kind, verdicts }) => {
      const needed = new Set(verdicts.map(({ action }) => action));
      const blocking = keys.flatMap(({ id, place, verdicts: all }) => {
        const own = all.filter(({ action }) => needed.has(action));
        const blocked = own.filter((one) => isRefused(one) && !less.has(`${id}\n${one.action}`));
        const denials = blocked.flatMap(({ causes }) => causes.filter(({ effect }) => effect === "denies"));
        return blocked.length === 0 ? [] : [{ id, place, blocked, of: own.length, denials }];
      });
      const [first] = blocking;
      if (first === undefined) return [];
      const actions = [...new Set(blocking.flatMap(({ blocked }) => blocked.map(({ action }) => action)))];
      const denials = blocking.flatMap((one) => one.denials);
      const [denial] = denials;
      const causes = blocking.flatMap(({ blocked }) => blocked.flatMap((one) => one.causes));
      const some = causes.find(({ isOfVarFile }) => isOfVarFile)?.detail?.replace("not ", "");
      const by = [...(some === undefined ? [] : [some]), ...(denial === undefined ? [] : [describeReason(denial)])]
        .map((one) => ` (${one})`)
        .join("");
      const names = blocking.map(({ id }) => id).join(", ");
      return [
        {
          role: role.id,
          kind: kind.name,
          actions,
          message: `the policy of key ${names} does not let ${roleWord(role)} perform ${actions.length} of ${first.of} ${kind.name} actions on keys${by}`,
          help:
            denial === undefined
              ? `name the role, or the root of its account, as the Principal of a statement that allows ${them(actions)}`
              : `remove ${them(actions)} from the Deny, or make an exception for the role in its Condition`,
          place: denial?.place ?? first.place,
          related: relatedPlaces(denials.slice(1)),
        },
      ];
    });
  },
};
