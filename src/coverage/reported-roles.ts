import type { Report, ReportedKind } from "../report/report.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { type RoleIdentity, toldApart } from "../select/role-pattern.js";
import { filePlace } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/** The roles of a report of the base. Which actions were granted is known as far as it was made for the same lists. */
export function reportedRoles(
  report: Pick<Report, "roles" | "requirements">,
  requirements: Requirements,
  name: string,
): readonly CoveredRole[] {
  const sameLists = report.requirements.version === requirements.version;
  const identities = report.roles.map(({ id, name, format, file, location }) => {
    return { id, name, format, file: file ?? location.file, place: filePlace(location.file) };
  });
  return toldApart<RoleIdentity>(identities).flatMap((identity, index): readonly CoveredRole[] => {
    const role = report.roles[index];
    if (role === undefined) return [];
    const kinds = Object.entries(role.kinds).map(([kind, reported]) => {
      const wanted = sameLists ? requirements.kinds.find((one) => one.name === kind) : undefined;
      return [kind, grantedIn(reported, wanted)] as const;
    });
    const was: CoveredRole = {
      identity,
      digest: () => null,
      place: identity.place,
      commit: null,
      where: `in ${name}`,
      kinds: new Map(kinds),
      byDefault: new Map(),
      trust: new Set((["appliance", "ec2"] as const).filter((party) => role.trust[party] === "granted")),
      trustByDefault: new Set(),
      inferred: role.selectedBy.startsWith("inferred"),
      lines: [],
      trusted: [],
      externalIds: new Map(),
      instanceProfile: role.instanceProfile === true,
      varFiles: [],
      otherFiles: [],
      madeBy: [],
      made: false,
    };
    return [was];
  });
}

function grantedIn(reported: ReportedKind, kind: Kind | undefined): ReadonlySet<string> {
  const { missing, denied, partial, conditional, undetermined } = reported;
  const not = new Set([...missing, ...denied, ...partial, ...conditional, ...undetermined]);
  return new Set((kind?.actions ?? []).map(({ action }) => action).filter((action) => !not.has(action)));
}
