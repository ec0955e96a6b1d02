import { idInRun } from "../path/same-deployment.js";
import type { Report, ReportedKind } from "../report/report.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { markSharedIds, type RoleIdentity } from "../select/role-pattern.js";
import { filePlace } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/** The roles in a report of the base. The granted actions are known only if the report is for the same version of the action lists. */
export function reportedRoles(
  report: Pick<Report, "roles" | "requirements">,
  requirements: Requirements,
  name: string,
): readonly CoveredRole[] {
  const sameLists = report.requirements.version === requirements.version;
  const identities = report.roles.map(({ id, name, format, file, location }) => {
    const own = file ?? location.file;
    return { id: id.replace(`${own}:`, ""), name, format, file: own, place: filePlace(location.file) };
  });
  return markSharedIds<RoleIdentity>(identities).flatMap((identity, index): readonly CoveredRole[] => {
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
      trusting: null,
      externalIds: new Map(),
      keys: [],
      instanceProfile: role.instanceProfile === true,
      varFiles: [],
      otherFiles: [],
      madeBy: [],
      made: false,
    };
    return [was];
  });
}

/**
 * Adds to roles what the report of the base's run says about them, because a plan's state may predate the latest merges, and a first plan
 * has no state.
 */
export function withReported(roles: readonly CoveredRole[], reported: readonly CoveredRole[]): readonly CoveredRole[] {
  const byName = new Map(reported.map((role) => [idInRun(role.identity), role]));
  const both = roles.map((role) => {
    const id = idInRun(role.identity);
    const other = byName.get(id);
    byName.delete(id);
    return other === undefined ? role : joined(role, other);
  });
  return [...both, ...byName.values()];
}

function joined(role: CoveredRole, other: CoveredRole): CoveredRole {
  const kinds = new Map(role.kinds);
  for (const [kind, actions] of other.kinds) kinds.set(kind, new Set([...(kinds.get(kind) ?? []), ...actions]));
  const trust = new Set([...role.trust, ...other.trust]);
  const instanceProfile = role.instanceProfile || other.instanceProfile;
  const isMore =
    trust.size > role.trust.size ||
    instanceProfile !== role.instanceProfile ||
    [...kinds].some(([kind, actions]) => actions.size !== role.kinds.get(kind)?.size);
  return isMore ? { ...role, kinds, trust, instanceProfile, where: other.where } : role;
}

function grantedIn(reported: ReportedKind, kind: Kind | undefined): ReadonlySet<string> {
  const { missing, denied, partial, conditional, undetermined } = reported;
  const not = new Set([...missing, ...denied, ...partial, ...conditional, ...undetermined]);
  return new Set((kind?.actions ?? []).map(({ action }) => action).filter((action) => !not.has(action)));
}
