import type { CheckOptions } from "../config/options.js";
import type { Role } from "../iam/model.js";
import { declaredPartition } from "../iam/role-partitions.js";
import type { Text } from "../source/node.js";
import { principalsOf } from "./calling.js";
import { meanings, roleSuffix, SOME_ACCOUNT, suffixOf } from "./role-reach.js";
import { withMeanings } from "./with-meanings.js";

type Declared = Pick<CheckOptions, "appliance" | "deployment" | "context" | "resources">;

/**
 * The roles with what their trusts come to that name other roles of their files by reference, where it is certain whether these are the
 * appliance's: a reference has the account of the stack or state, which is the one that is declared, and the name of the role.
 */
export function withNamedRoles(roles: readonly Role[], declared: Declared): readonly Role[] {
  if (declared.appliance.length === 0) return roles;
  const byName = new Map(roles.map((role) => [`${role.file} ${role.id}`, role]));
  const partition = declaredPartition(declared) ?? "aws";
  return roles.map((role) => {
    const named = new Set(principalsOf(role).flatMap(({ id }) => referencesIn(id)));
    const known = [...named].flatMap((id) => {
      const one = byName.get(`${role.file} ${id}`);
      const account = one === undefined ? null : accountOf(one, declared);
      return one === undefined || account === null ? [] : meanings(one, account, partition);
    });
    return known.length === 0 ? role : withMeanings(role, new Map(known));
  });
}

/** Null where it may be any, and matters. */
function accountOf(role: Role, { appliance, deployment }: Declared): string | null {
  const [account = SOME_ACCOUNT, ...others] = deployment?.accounts ?? [];
  if (role.name === null) return null;
  if (role.account !== undefined) return role.account;
  if (others.length === 0 && account !== SOME_ACCOUNT && role.provider === undefined) return account;
  // Whichever account it is in: no role of this name is the appliance's.
  const isOther = appliance.every((one) => roleSuffix(one).some((suffix) => suffix !== suffixOf(role)));
  return isOther ? account : null;
}

function referencesIn(text: Text): readonly string[] {
  if (typeof text === "string") return [];
  const parts = text.kind === "partial" ? text.parts : [text];
  return parts.flatMap((part) =>
    typeof part === "string"
      ? []
      : (/^(?:GetAtt |Ref |(?:account|partition) of )?(.*?)(?:\.(?:Arn|arn|name|id))?$/.exec(part.expression)?.[1] ??
        []),
  );
}
