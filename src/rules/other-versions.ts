import type { EvaluatedRole } from "./rule.js";

/** Says which other version the role satisfies. If the appliance has that version, nothing is missing. */
export function otherVersions({ role, satisfies = [], fulfills = null }: EvaluatedRole): string {
  const [version] = satisfies;
  if (version === undefined) return fulfills === null ? "" : otherKinds(role.id, fulfills);
  const which = satisfies.length === 1 ? `version ${version} requires` : `versions ${satisfies.join(" and ")} require`;
  return `; it has everything that ${which}: if your appliance has version ${version}, set \`requirements: "${version}"\``;
}

function otherKinds(id: string, { version, kinds }: NonNullable<EvaluatedRole["fulfills"]>): string {
  const names = kinds.join(" and ");
  // Under that version, too, the role's names may suggest more kinds than it is meant for.
  const [of, set] = version === null ? ["", ""] : [` of version ${version}`, `set \`requirements: "${version}"\` and `];
  return `; it has everything that ${names}${of} requires: if that is its purpose, ${set}check it only for that: \`${id}: ${kinds.join(", ")}\` under \`roles\``;
}
