import { contested } from "../iam/contested-policies.js";
import type { Exclusive, Policy, Role, RoleVariant } from "../iam/model.js";
import { append } from "../source/append.js";
import { showText } from "../source/node.js";
import { fileOf } from "../source/place.js";
import { opened } from "./opened-policy.js";

/**
 * Adds the policies that other files (templates, plans, or Terraform root modules) attach to roles by name. If several
 * files create a role with that name, any of them may be the intended one.
 */
export function joinByName(roles: readonly Role[]): readonly Role[] {
  const outside = roles.filter(({ isElsewhere }) => isElsewhere);
  if (outside.length === 0) return roles;
  const made = new Map<string, Role[]>();
  for (const role of roles) {
    const { name, isElsewhere, removed } = role;
    if (isElsewhere || removed || name === null) continue;
    append(made, name, role);
  }
  const targets = (part: Role): readonly Role[] =>
    (made.get(part.name ?? "") ?? []).filter(({ account = part.account }) => account === (part.account ?? account));
  const isSure = (part: Role): boolean => {
    const [role, ...others] = targets(part);
    const isAlone = others.length === 0 && part.variants.length === 1 && part.isOfSomeFiles !== true;
    return isAlone && role?.provider === part.provider;
  };
  const given = new Map<Role, Role[]>();
  for (const part of outside) for (const role of targets(part)) append(given, role, part);
  return roles.flatMap((role) => {
    // A role to which only an instance profile refers isn't worth listing on its own.
    if (role.isElsewhere) return targets(role).length === 1 || attachedBy(role).length === 0 ? [] : [role];
    const parts = given.get(role);
    return parts === undefined ? [role] : [joined(role, parts, isSure)];
  });
}

function joined(role: Role, parts: readonly Role[], isSure: (part: Role) => boolean): Role {
  const [first, ...others] = role.variants;
  const given = (one: RoleVariant): RoleVariant => ({
    ...one,
    policies: contested([...one.policies, ...more].map(kept)),
    nameFaults: [...(one.nameFaults ?? []), ...faults],
  });
  const more = parts.flatMap((part) => (isSure(part) ? attachedBy(part) : perhaps(part)));
  const exclusives = parts.flatMap((part) => part.exclusives ?? []);
  const kept = (policy: Policy): Policy => {
    const taker = exclusives.find((one) => takes(one, policy));
    if (taker === undefined) return policy;
    return opened(policy, `whether it stays, as ${taker.by} does not list it`, taker.place);
  };
  const faults = parts.flatMap(({ variants: [{ nameFaults = [] }] }) => nameFaults);
  const profiled = role.instanceProfile === true ? [] : parts.filter(({ instanceProfile }) => instanceProfile);
  const stale = parts.flatMap((part) => part.stale ?? []);
  return {
    ...role,
    variants: [given(first), ...others.map(given)],
    ...(profiled.length > 0
      ? {
          instanceProfile: profiled.some(isSure) || {
            kind: "unresolved",
            expression: "another file's instance profile",
          },
        }
      : {}),
    ...(stale.length === 0 ? {} : { stale: () => [role.stale, ...stale].flatMap((one) => one?.() ?? []) }),
  };
}

/**
 * Only the policies that are attached to the role; the file that creates the role has everything else. A document that
 * depends on no condition is the same object in every variant, and is returned once.
 */
function attachedBy({ variants }: Role): readonly Policy[] {
  const attached = variants.flatMap(({ policies }) => policies.filter(({ by }) => by !== undefined));
  return [...new Map(attached.map((one) => [one.kind === "document" ? one.document : one, one])).values()];
}

function perhaps(part: Role): readonly Policy[] {
  const { name, place } = part;
  const expression = `what ${fileOf(place)} attaches to a role called ${name}, which may be another one`;
  return attachedBy(part).map((policy) => ({ ...opened(policy, expression, place), isAnothers: true }));
}

/** Whether an exclusive attachment may remove a policy. The ARN of a managed policy in another file is unknown. */
function takes({ attachment, by, listed }: Exclusive, policy: Policy): boolean {
  if (policy.by === by) return false;
  if (policy.kind === "document") return policy.attachment === attachment && !listed.includes(policy.inlineName ?? "");
  return policy.kind === "reference" && attachment === "managed" && !listed.includes(showText(policy.arn));
}
