import type { Policy, Role, RoleVariant } from "../iam/model.js";
import { fileOf } from "../source/place.js";

/**
 * Gives the roles of Terraform's root modules what other roots attach to them by their names. Where several roots make a role of that name,
 * each may be it.
 */
export function joinRoots(roles: readonly Role[]): readonly Role[] {
  const outside = roles.filter(({ isElsewhere }) => isElsewhere);
  if (outside.length === 0) return roles;
  const made = new Map<string, Role[]>();
  for (const role of roles) {
    const { format, name, isElsewhere, removed } = role;
    if (!format.startsWith("terraform-") || isElsewhere || removed || name === null) continue;
    made.set(name, [...(made.get(name) ?? []), role]);
  }
  const meant = (part: Role): readonly Role[] =>
    (made.get(part.name ?? "") ?? []).filter(({ account = part.account }) => account === (part.account ?? account));
  const isSure = (part: Role): boolean => {
    const [role, ...others] = meant(part);
    const isAlone = others.length === 0 && part.variants.length === 1 && part.isOfSomeFiles !== true;
    return isAlone && role?.provider === part.provider;
  };
  const given = new Map<Role, Role[]>();
  for (const part of outside) for (const role of meant(part)) given.set(role, [...(given.get(role) ?? []), part]);
  return roles.flatMap((role) => {
    // One that has no more than an instance profile says nothing by itself.
    if (role.isElsewhere) return meant(role).length === 1 || attachedBy(role).length === 0 ? [] : [role];
    const parts = given.get(role);
    return parts === undefined ? [role] : [joined(role, parts, isSure)];
  });
}

function joined(role: Role, parts: readonly Role[], isSure: (part: Role) => boolean): Role {
  const [first, ...others] = role.variants;
  const given = (one: RoleVariant): RoleVariant => ({ ...one, policies: [...one.policies, ...more] });
  const more = parts.flatMap((part) => (isSure(part) ? attachedBy(part) : [perhaps(part)]));
  const profiled = role.instanceProfile === true ? [] : parts.filter(({ instanceProfile }) => instanceProfile);
  const stale = parts.flatMap((part) => part.stale ?? []);
  return {
    ...role,
    variants: [given(first), ...others.map(given)],
    ...(profiled.length > 0
      ? {
          instanceProfile: profiled.some(isSure) || {
            kind: "unresolved",
            expression: "another root's instance profile",
          },
        }
      : {}),
    ...(stale.length === 0 ? {} : { stale: () => [role.stale, ...stale].flatMap((one) => one?.() ?? []) }),
  };
}

/** Without the rest, which the root that makes the role tells. */
function attachedBy({ variants }: Role): readonly Policy[] {
  return variants[0].policies.filter(({ by }) => by !== undefined);
}

function perhaps({ name, place }: Role): Policy {
  const expression = `what ${fileOf(place)} attaches to a role called ${name}, which may be another one`;
  return { kind: "unresolved", name: `${name}`, expression, place };
}
