import type { LostKind } from "./coverage-lost.js";
import { ignoreLine, noRolesSetting } from "./ignore-line.js";
import type { Draft } from "./rule.js";

/** Reports a kind that a role is no longer checked for with some of Terraform's variable files, or in some accounts of a stack set. */
export function lostWithFiles({ before, kind, now, files }: LostKind, isLast: boolean): Draft {
  const { identity, where, commit } = before;
  const role = now?.id ?? identity.id;
  const listed = (those: LostKind["files"]): string => those.map(({ path }) => path).join(", ");
  const unnamed = listed(files.filter(({ isNamed }) => !isNamed));
  const named = listed(files.filter(({ isNamed }) => isNamed));
  const [first] = files;
  const at = first?.isAccount ? "in" : "with";
  const lost =
    now === null
      ? `was checked for ${kind} ${at} ${listed(files)} ${where}, but is gone, and no other role replaces it`
      : `is no longer checked for ${kind} ${at} ${listed(files)}, as it was ${where}`;
  const ignored =
    now === null ? `add ${ignoreLine(identity)} to \`roles\`${noRolesSetting(isLast)} in the configuration, or ` : "";
  return {
    role,
    kind,
    actions: [],
    message: [
      `role ${role} ${lost}`,
      ...(unnamed === "" ? [] : [`\`terraform\` in the configuration no longer names ${unnamed}`]),
      ...(named === "" || now === null ? [] : [`it is no longer created ${at} ${named}`]),
    ].join("; "),
    help: [
      ...(unnamed === "" ? [] : ["name it again, or use its new name"]),
      ...(named === "" ? [] : [`create the role ${at} ${named}, or give another role all ${kind} permissions there`]),
      `if this is intended, ${ignored}${first?.isAccount ? "list only the other accounts under `accounts` of `deployment`, or " : ""}suppress coverage-lost with the reason`,
    ].join("; "),
    place: now?.place ?? before.place,
    related: [],
    ...(now === null && commit !== null ? { commit } : {}),
  };
}
