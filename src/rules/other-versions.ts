import type { EvaluatedRole } from "./rule.js";

/** A role that is right for another version lacks nothing if that is the appliance's. */
export function otherVersions({ role, satisfies = [], fulfils = null }: EvaluatedRole): string {
  const [version] = satisfies;
  if (version === undefined) return fulfils === null ? "" : otherKinds(role.id, fulfils);
  const which = satisfies.length === 1 ? `version ${version} requires` : `versions ${satisfies.join(" and ")} require`;
  return `; it has all that ${which}: if that is your appliance's, set \`requirements: "${version}"\``;
}

function otherKinds(id: string, { version, kinds }: NonNullable<EvaluatedRole["fulfils"]>): string {
  const names = kinds.join(" and ");
  // Its names may tell of more than it is for, under that version as well.
  const [of, set] = version === null ? ["", ""] : [` of version ${version}`, `set \`requirements: "${version}"\` and `];
  return `; it has all that ${names}${of} requires: if that is what it is for, ${set}name it for that alone, \`${id}: ${kinds.join(", ")}\` under \`roles\``;
}
