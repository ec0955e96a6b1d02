import type { Identification, Role, RoleVariant, StandingPolicy } from "../../iam/model.js";
import { ownNames } from "../../iam/own-names.js";
import { append } from "../../source/append.js";
import { filePlace } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { ReadResult } from "../reader.js";
import type { Environment } from "./environments.js";

/** The same limit as for combinations of a template's conditions. */
const LIMIT = 64;

/** Reads a root once for each of its environments. Returns one role for each address, with a variant for each environment. */
export function withEach(
  root: string,
  environments: readonly Environment[],
  read: (environment: Environment) => ReadResult,
): ReadResult {
  const all = environments.slice(0, LIMIT).map((one) => [one.label, read(one)] as const);
  const files = all.map(([label]) => label);
  const environmentSet = files.map(({ path }) => path).join("\n");
  const roles = new Map<string, (readonly [TextFile, Role])[]>();
  for (const [file, result] of all) for (const role of result.roles) append(roles, role.id, [file, role]);
  const message = `\`terraform\` in the configuration names ${environments.length} environments of one root, but only ${LIMIT} are read`;
  const tooMany = {
    message,
    help: "name fewer files or workspaces",
    place: filePlace(environments[0]?.varFile ?? root),
  };
  const passedOver = all.flatMap(([, result]) => result.passedOver);
  return {
    standing: () =>
      alike(
        all.flatMap(
          ([varFile, { standing }]) => standing?.().map((one) => [varFile, { ...one, environmentSet }] as const) ?? [],
        ),
      ),
    others: () => all.flatMap(([, { others }]) => others?.() ?? []),
    roles: [...roles.values()].map((made) => ({ ...joined(made, files.length), environmentSet })),
    problems: [...all.flatMap(([, { problems }]) => problems), ...(environments.length > LIMIT ? [tooMany] : [])],
    passedOver: [...new Map(passedOver.map((one) => [one.id, one])).values()],
    varFiles: { root, files },
    modules: all.flatMap(([, { modules = [] }]) => modules),
  };
}

/** Merges the policies of keys with the same address. Organization policies are kept for every environment. */
function alike(all: readonly (readonly [TextFile, StandingPolicy])[]): readonly StandingPolicy[] {
  const keys = new Map<string, StandingPolicy>();
  for (const [varFile, one] of all) {
    if (one.of !== "key") continue;
    const before = keys.get(one.id) ?? { ...one, policies: [] };
    const { account, holds = [], ...rest } = { ...before, ...one, policies: [...before.policies, ...one.policies] };
    keys.set(one.id, {
      ...rest,
      holds: [...holds, ...one.policies.map(() => ({ varFile }))],
      ...(account === undefined || account !== before.account ? {} : { account }),
    });
  }
  return [...keys.values(), ...all.flatMap(([, one]) => (one.of === "key" ? [] : one))];
}

function joined(all: readonly (readonly [TextFile, Role])[], files: number): Role {
  const [role, ...others] = all.map(([, one]) => one);
  const owns = ownNames(all.map(([, one]) => one));
  const [variant, ...variants] = all.flatMap(([file, one], index) =>
    one.variants.map((each) => called(file, each, one, owns[index])),
  );
  if (role === undefined || variant === undefined) throw new Error("a role is there in one file at least");
  const { name, partialName, account, ...rest } = role;
  const profiles = all.map(([, { instanceProfile }]) => instanceProfile);
  const profiled = all.flatMap(([{ path }, { instanceProfile }]) => (instanceProfile === true ? [path] : []));
  return {
    ...rest,
    ...(others.every((one) => one.name === name && one.partialName === partialName)
      ? { name, ...(partialName === undefined ? {} : { partialName }) }
      : { name: null, partialName: others.reduce((text, one) => common(text, nameOf(one)), nameOf(role)) }),
    ...(account !== undefined && others.every((one) => one.account === account) ? { account } : {}),
    marker: [role, ...others].find((one) => one.marker !== null)?.marker ?? null,
    variants: [variant, ...variants],
    instanceProfile: profiles.find((one) => one !== true) ?? true,
    ...(profiled.length < all.length ? { profiledWith: profiled } : {}),
    madeBy: all.flatMap(([{ path }, { madeBy = [] }]) => madeBy.map((one) => ({ ...one, varFile: path }))),
    ...(all.length < files ? { isOfSomeFiles: true } : {}),
  };
}

function called(varFile: TextFile, variant: RoleVariant, meanings: Role, own: Identification | undefined): RoleVariant {
  return {
    ...(own === undefined ? {} : { own }),
    when: varFile.path,
    meanings,
    varFile,
    get policies() {
      return variant.policies;
    },
    get boundary() {
      return variant.boundary;
    },
    get trust() {
      return variant.trust;
    },
  };
}

const OPEN = "${...}";

function nameOf({ name, partialName }: Role): string {
  return name ?? partialName ?? OPEN;
}

/** The start and the end that two names have in common, with an unknown part between them. Equal names stay as they are. */
function common(one: string, other: string): string {
  if (one === other) return one;
  const least = Math.min(one.length, other.length);
  let start = 0;
  while (start < least && one[start] === other[start]) start++;
  const [before = ""] = one.slice(0, start).split("$");
  let end = 0;
  while (end < least - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const behind = end === 0 ? "" : one.slice(-end).split("}").at(-1);
  return `${before}${OPEN}${behind}`;
}
