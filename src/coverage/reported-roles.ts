import type { Report, ReportedKind } from "../report/report.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { filePlace } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/** The roles of a report of the base. Which actions were granted is known as far as it was made for the same lists. */
export function reportedRoles(
  report: Pick<Report, "roles" | "requirements">,
  requirements: Requirements,
  name: string,
): readonly CoveredRole[] {
  const sameLists = report.requirements.version === requirements.version;
  return report.roles.map((role) => {
    const file = role.file ?? role.location.file;
    const place = filePlace(role.location.file);
    const kinds = Object.entries(role.kinds).map(([kind, reported]) => {
      const wanted = sameLists ? requirements.kinds.find((one) => one.name === kind) : undefined;
      return [kind, grantedIn(reported, wanted)] as const;
    });
    return {
      identity: { id: role.id, name: role.name, format: role.format, file, place },
      digest: () => null,
      place,
      commit: null,
      where: `in ${name}`,
      kinds: new Map(kinds),
      byDefault: new Map(),
      trust: new Set(role.trust.appliance === "granted" ? (["appliance"] as const) : []),
      trustByDefault: new Set(),
      inferred: role.selectedBy.startsWith("inferred"),
      trusted: [],
      instanceProfile: role.instanceProfile === true,
      made: false,
    };
  });
}

function grantedIn(reported: ReportedKind, kind: Kind | undefined): ReadonlySet<string> {
  const { missing, denied, partial, conditional, undetermined } = reported;
  const not = new Set([...missing, ...denied, ...partial, ...conditional, ...undetermined]);
  return new Set((kind?.actions ?? []).map(({ action }) => action).filter((action) => !not.has(action)));
}
