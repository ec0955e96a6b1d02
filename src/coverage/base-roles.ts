import type { Role } from "../iam/model.js";
import { acceptedIds, trustedPrincipals } from "../iam/trusted-principals.js";
import type { DeclaredContext } from "../iam/verdict.js";
import { idInRun } from "../path/same-deployment.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { linesOf } from "../select/select-roles.js";
import type { CoveredRole } from "./covered-role.js";
import type { HeadFiles } from "./files-lost.js";
import { policiesDigest } from "./policies-digest.js";

/** Where the base's roles come from. */
export interface Origin {
  readonly where: string;
  readonly commit: string | null;
}

/** The roles in a check of the base. They include roles that it didn't check, which show which roles are new. */
export function baseRoles(
  roles: readonly Role[],
  workers: readonly { readonly role: Role; readonly evaluated: EvaluatedRole }[],
  originOf: (role: Role) => Origin,
  context: DeclaredContext,
  today: string,
  files: HeadFiles["varFiles"] = [],
): readonly CoveredRole[] {
  const checked = new Map(workers.map(({ role, evaluated }) => [role, evaluated]));
  return roles
    .filter(({ removed }) => !removed)
    .map((role) => {
      const evaluated = checked.get(role);
      const made = new Map(role.variants.flatMap(({ varFile }) => (varFile ? [[varFile.path, varFile]] : [])));
      return {
        identity: role,
        role,
        digest: () => policiesDigest(role),
        place: role.place,
        ...originOf(role),
        kinds: new Map(evaluated?.kinds.map((kind) => [kind.kind.name, grantedOf(kind)])),
        byDefault: new Map(evaluated?.kinds.map((kind) => [kind.kind.name, grantedByDefault(kind)])),
        trust: new Set(evaluated?.trust.filter(({ verdict }) => verdict === "granted").map(({ party }) => party)),
        trustByDefault: new Set(evaluated?.trust.filter((one) => one.byDefault === true).map(({ party }) => party)),
        inferred: evaluated?.selectedBy.startsWith("inferred") === true,
        lines: linesOf(evaluated?.selectedBy ?? ""),
        ...trustedIn(role, evaluated, context, today),
        trusting: evaluated === undefined ? null : { role, roles, accounts: evaluated.accounts ?? [] },
        keys: evaluated?.keys ?? [],
        callers:
          evaluated?.calls?.flatMap(({ verdict, caller }) => (verdict === "granted" ? idInRun(caller) : [])) ?? [],
        passesSome: evaluated?.kinds.some(({ verdicts }) => verdicts.some(({ passes }) => passes?.length)) === true,
        instanceProfile: role.instanceProfile === true,
        profiledWith: role.profiledWith ?? [],
        varFiles: [...made.values()],
        otherFiles: files.flatMap((one) =>
          one.root === role.file ? one.files.filter(({ path }) => !made.has(path)) : [],
        ),
        madeBy: role.madeBy ?? [],
        made: role.onlyUnder === undefined,
      };
    });
}

function trustedIn(
  role: Role,
  evaluated: EvaluatedRole | undefined,
  context: DeclaredContext,
  today: string,
): Pick<CoveredRole, "trusted" | "externalIds"> {
  if (evaluated === undefined) return { trusted: [], externalIds: new Map() };
  const trusted = trustedPrincipals(role, context, today);
  const { appliance } = evaluated;
  const known = { ...evaluated, context, today };
  return { trusted, externalIds: acceptedIds(role, appliance.length > 0 ? appliance : trusted, known) };
}

export function grantedOf({ verdicts }: EvaluatedRole["kinds"][number]): ReadonlySet<string> {
  // A list may need an action several times, under different conditions.
  const less = new Set(verdicts.filter(({ verdict }) => verdict !== "granted").map(({ action }) => action));
  return new Set(verdicts.map(({ action }) => action).filter((action) => !less.has(action)));
}

function grantedByDefault(kind: EvaluatedRole["kinds"][number]): ReadonlySet<string> {
  const granted = grantedOf(kind);
  const usual = kind.verdicts.map((one) =>
    one.byDefault?.() === true ? { ...one, verdict: "granted" as const } : one,
  );
  return new Set([...grantedOf({ ...kind, verdicts: usual })].filter((action) => !granted.has(action)));
}
