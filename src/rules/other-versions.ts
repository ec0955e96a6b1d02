import type { EvaluatedRole } from "./rule.js";

/** A role that is right for another version lacks nothing if that is the appliance's. */
export function otherVersions({ satisfies = [], fulfils = null }: EvaluatedRole): string {
  const [version] = satisfies;
  if (version === undefined)
    return fulfils === null
      ? ""
      : `; it has all that ${fulfils.kinds.join(" and ")} of version ${fulfils.version} requires: if that is what it is for, set \`requirements: "${fulfils.version}"\``;
  const which = satisfies.length === 1 ? `version ${version}` : `versions ${satisfies.join(" and ")}`;
  return `; it has all that ${which} requires: if that is your appliance's, set \`requirements: "${version}"\``;
}
