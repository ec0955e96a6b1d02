import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { RoleIdentity } from "../select/role-pattern.js";
import type { Place } from "../source/place.js";
import { plural } from "../source/plural.js";
import { ignoreLine, noRolesSetting } from "./ignore-line.js";
import { lostWithFiles } from "./lost-with-files.js";
import { type AccountChange, lostWithAccount } from "./moved-account.js";
import type { Draft, RuleDescription } from "./rule.js";
import { partyWord } from "./trust-draft.js";

export const coverageLost: RuleDescription = {
  id: "coverage-lost",
  defaultSeverity: "error",
  summary: "A role that is no longer checked for a kind that it was checked for on the base.",
};

export interface LostKind {
  readonly before: {
    readonly identity: RoleIdentity;
    readonly place: Place;
    readonly commit: string | null;
    readonly where: string;
    readonly kinds: ReadonlyMap<string, unknown>;
    readonly putBack?: string;
  };
  readonly kind: string;
  /** The role on the head. Null if it is gone. */
  readonly now: Role | null;
  readonly actions: readonly string[];
  readonly parties: readonly TrustParty[];
  /** The line or marker that names only other roles and so turns inference off, if the base inferred the kind. Otherwise null. */
  readonly endedBy: string | null;
  /** Why the role is no longer deployed although its source still exists. Otherwise null. */
  readonly uncalled: string | null;
  /** The variable files with which, or accounts in which, the kind is lost. Empty if it is lost regardless of them. */
  readonly files: readonly { readonly path: string; readonly isNamed: boolean; readonly isAccount?: true }[];
  /** The account change, if the role was in another account on the base. Otherwise null. */
  readonly account: AccountChange | null;
}

/** Lines to add to `roles`. */
export interface Lines {
  /** Lines for all roles that are no longer inferred. */
  readonly ended: readonly string[];
  /**
   * Lines for the kinds that the role is checked for now, plus lines for all other roles if a single line would end their inference. Empty
   * if the role isn't checked for anything.
   */
  readonly meant: readonly string[];
  /** Whether no other role is checked. `no-worker-role` is an error then. */
  readonly isLast: boolean;
}

/** `deleted`: the role in the plan that deletes it. `keep` only selects the actions to list; the kind is lost in any case. */
export function lostCoverage(
  all: LostKind,
  deleted: Role | null,
  lines: Lines,
  keep: (action: string) => boolean,
): Draft {
  const loss = { ...all, actions: all.actions.filter(keep) };
  const { before, kind, now, files, account } = loss;
  if (files.length > 0) return lostWithFiles(loss, lines.isLast);
  if (account !== null && now !== null) return lostWithAccount(now, kind, before.where, account);
  return lostAltogether(loss, deleted, lines);
}

function lostAltogether(loss: LostKind, deleted: Role | null, lines: Lines): Draft {
  const { before, kind, now, actions, parties, endedBy, uncalled } = loss;
  const { ended: endedLines, meant, isLast } = lines;
  const { identity, where, putBack = "" } = before;
  const place = (now ?? deleted)?.place ?? before.place;
  const gone = deleted === null ? `is gone${uncalled === null ? "" : ` ${uncalled}`}` : "is deleted by the plan";
  const lacks = actions.length === 0 ? "" : `; it lacks ${plural(actions.length, "action")} that it had`;
  const shut =
    parties.length === 0
      ? ""
      : `; its trust policy does not let ${parties.map((party) => partyWord({ party })).join(" and ")} assume it anymore`;
  const name = now?.id ?? identity.id;
  const ended = endedBy === null ? "" : `: ${endedBy} turns inference off`;
  const ignored = ignoreLine(now ?? identity);
  const byItself = now !== null || meant.length === 0 ? "" : `; if it is now deployed separately, ${addLines(meant)}`;
  const instead = meant.length === 0 ? ignored : `${meant.map((line) => `\`${line}\``).join(", ")}; or ${ignored}`;
  return {
    role: name,
    kind,
    actions,
    message:
      now === null
        ? `role ${name} was checked for ${kind} ${where}, but ${gone}, and no other role replaces it`
        : `role ${name} is no longer checked for ${kind}, as it was ${where}${ended}${lacks}${shut}`,
    help:
      now === null
        ? `${putBack}restore the role, or give another role all ${kind} permissions${byItself}; if this is intended, add ${ignored} to \`roles\`${noRolesSetting(isLast)} in the configuration, or suppress coverage-lost with the reason`
        : endedBy !== null
          ? `name all roles, or none: ${addLines(endedLines)}; if this is intended, add ${ignored}${noRolesSetting(isLast)}, or suppress coverage-lost with the reason`
          : `${putBack}restore its ${kind} permissions, or the line or marker that named the kind; if this is intended, say what the role is for now under \`roles\` (${instead}${noRolesSetting(isLast)}), or suppress coverage-lost with the reason`,
    place,
    related: [],
    ...(place === before.place && before.commit !== null ? { commit: before.commit } : {}),
  };
}

const MAX_ACTIONS = 3;

/** A role that has some actions only because the same change declares fewer of the policies that limit it. */
export function unguardedCoverage(
  {
    role,
    kind,
    actions: all,
    by: { setting, what, where },
  }: {
    readonly role: Role;
    readonly kind: string;
    readonly actions: readonly string[];
    readonly by: { readonly setting: string; readonly what: string; readonly where: string };
  },
  keep: (action: string) => boolean,
): Draft | null {
  const actions = all.filter(keep);
  if (actions.length === 0) return null;
  return {
    role: role.id,
    kind,
    actions,
    message: `role ${role.id} has ${plural(actions.length, "action")} of ${kind} (${someOf(actions)}) only because \`${setting}\` no longer includes an entry that it had ${where}: ${what}`,
    help: "declare it as before; if this is intended, suppress coverage-lost with the reason",
    place: role.place,
    related: [],
  };
}

function someOf(actions: readonly string[]): string {
  return [...actions.slice(0, MAX_ACTIONS), ...(actions.length > MAX_ACTIONS ? ["..."] : [])].join(", ");
}

/** A role that fully meets a kind that only the base inferred. `lines`: the lines of `roles` for all checked roles. */
export function adoptedCoverage(
  {
    role,
    kinds,
    where,
  }: { readonly role: Role; readonly kinds: readonly { readonly name: string }[]; readonly where: string },
  lines: readonly string[],
): Draft {
  const names = kinds.map(({ name }) => name).join(" and ");
  return {
    role: role.id,
    kind: null,
    actions: [],
    severity: "warning",
    message: `role ${role.id} is checked for ${names} only because it was inferred ${where}: its policies no longer match the kind, so it will not be checked after the merge`,
    help: `name it and all others, because a single line turns inference off: ${addLines(lines)}`,
    place: role.place,
    related: [],
  };
}

function addLines(lines: readonly string[]): string {
  return `add ${lines.map((line) => `\`${line}\``).join(", ")} to \`roles\``;
}
