import { firstFew } from "../source/first-few.js";
import { fileOf, filePlace } from "../source/place.js";
import type { RoleRule } from "./rule.js";

export const stalePlan: RoleRule = {
  id: "stale-plan",
  defaultSeverity: "error",
  summary: "A plan in which a worker role's permissions or trust differ from the source next to it.",
  check({ role }) {
    return (role.stale?.() ?? []).map(({ name, place, onlyPlanned, onlyWritten }) => ({
      role: role.id,
      kind: null,
      actions: [],
      message: `${role.file} does not match the source: ${name} has ${[
        ...difference("the plan", onlyPlanned),
        ...difference(fileOf(place), onlyWritten),
      ].join(", and ")}`,
      help: "create the plan again: `terraform plan -out tfplan` and `terraform show -json tfplan`",
      place,
      related: [{ place: filePlace(role.file), message: "the plan's version" }],
    }));
  },
};

function difference(where: string, terms: readonly string[]): readonly string[] {
  return terms.length === 0 ? [] : [`${firstFew(terms)} only in ${where}`];
}
