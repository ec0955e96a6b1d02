import { posix } from "node:path";
import type { Format, PolicyDocument, Role, RoleVariant } from "../iam/model.js";
import { trustAdmits } from "../iam/trust.js";
import { expandKinds, type Kind, type Requirements } from "../requirements/requirements.js";
import { fileOf } from "../source/place.js";
import { fittingKinds, type NamedActions, NamedByRoles, SHORT_LIST } from "./fitting-kinds.js";
import { kindsOfOtherVersions } from "./kinds-of-other-versions.js";
import { type NamedList, namedLists } from "./named-lists.js";
import { patternOf } from "./role-pattern.js";

/** The result of inference: kinds with the reason, a role that is only listed, or an unrelated role. */
export type Inference =
  | { readonly kind: "worker"; readonly kinds: readonly Kind[]; readonly reason: string; readonly byLists: boolean }
  | { readonly kind: "seen"; readonly reason: string }
  | { readonly kind: "other" };

/** Guesses the kinds of a role that neither the configuration nor a marker names. */
export function inferKinds(role: Role, requirements: Requirements, byRoles = new NamedByRoles()): Inference {
  const named = byRoles.of(namedActions(role));
  const lists = namedLists(requirements.kinds, named.texts);
  const admits = trustAdmits(role);
  if (admits.aws === false && admits.ec2 === false) return trustedByOthers(role, lists);
  const name = markedName(role, requirements.nameMarks);
  if (name === null) return inferByLists(role, requirements, lists, named);
  const listed = fittingKinds(requirements.kinds, named);
  const kinds = [...listed, ...furtherKinds(listed, role, requirements)];
  if (kinds.length > 0) {
    const why = listed.length > 0 ? "its policies name at least half of the list" : "its name contains the kind";
    return { ...worker(role, requirements, kinds, `${name} contains Veeam; ${why}`), byLists: false };
  }
  const elsewhere = kindsOfOtherVersions(requirements, named);
  if (elsewhere !== null)
    return { kind: "seen", reason: `${elsewhere}; to leave it out, add \`${patternOf(role)}: ignore\`` };
  const likely = lists.slice(0, 1).map(({ kind }) => kind);
  return { kind: "seen", reason: `named like a Veeam role but matches no kind: ${roleLineHelp(role, likely)}` };
}

/** A role that neither an appliance nor an instance can assume isn't a worker role, but is listed if it names enough actions to be one. */
function trustedByOthers(role: Role, lists: readonly NamedList[]): Inference {
  const list = lists.find(({ isCandidate }) => isCandidate);
  if (list === undefined) return { kind: "other" };
  const reason = `${namesOf(list)}, but its trust policy lets in neither AWS principals nor EC2: ${roleLineHelp(role, [list.kind])}`;
  return { kind: "seen", reason };
}

function namesOf({ named, kind: { actions, name } }: NamedList): string {
  return `names ${named} of ${actions.length} ${name} actions`;
}

/** Infers kinds only from the actions that a role names, not from the role's own name. */
function inferByLists(
  role: Role,
  requirements: Requirements,
  lists: readonly NamedList[],
  named: NamedActions,
): Inference {
  if (lists.length === 0) return { kind: "other" };
  const fitting = fittingKinds(requirements.kinds, named);
  const first = lists.find(({ kind }) => fitting.includes(kind)) ?? lists[0];
  if (first === undefined) return { kind: "other" };
  const what = namesOf(first);
  const candidates = lists.filter(({ isCandidate }) => isCandidate).map(({ kind }) => kind);
  if (candidates.length === 0) return { kind: "seen", reason: `${what}: ${roleLineHelp(role, [first.kind])}` };
  return { ...worker(role, requirements, fitting.length > 0 ? fitting : candidates, what), byLists: true };
}

/** A role that EC2 may assume is attached to instances, in addition to any other purpose. */
function worker(role: Role, requirements: Requirements, kinds: readonly Kind[], why: string) {
  const attached = kinds.some(isCarried) || trustAdmits(role).ec2 !== true ? [] : instanceKind(requirements);
  return {
    kind: "worker" as const,
    kinds: requirements.kinds.filter((kind) => kinds.includes(kind) || attached.includes(kind)),
    reason: `inferred: ${why}${attached.length > 0 ? "; EC2 may assume it" : ""}`,
  };
}

/** The lines to add to `roles`, or the reason if the role can't be created as written. */
export function roleLineHelp(role: Role, kinds: readonly Kind[]): string {
  const [fault] = role.variants.flatMap(({ nameFaults = [] }) => nameFaults);
  if (fault !== undefined) return `${fault.message}: ${fault.help}`;
  const names = kinds.map(({ name }) => name).join(", ") || "KIND";
  return `to check it, add \`${patternOf(role)}: ${names}\` to \`roles\`; to leave it out, add \`${patternOf(role)}: ignore\``;
}

const ID_WORDS: Readonly<Record<Format, string>> = {
  "policy-json": "its file's name",
  cloudformation: "its logical ID",
  "terraform-plan": "its address",
  "terraform-source": "its address",
};

/** Describes which of the role's names contains a mark, for the reason. Returns null if none does. */
function markedName(role: Role, marks: readonly string[]): string | null {
  const has = (text: string): boolean => marks.some((mark) => text.toLowerCase().includes(mark));
  if (has(role.name ?? role.partialName ?? "")) return "its name";
  if (has(role.id)) return ID_WORDS[role.format];
  const fileNames = [role.file, fileOf(role.place)].map((path) => posix.basename(path));
  return fileNames.some(has) ? "its file's name" : null;
}

/** The actions and patterns in Allow statements of the role's own documents, in lower case. */
export function namedActions(role: Role): ReadonlySet<string> {
  const named = new Set<string>();
  const documents = new Set(role.variants.flatMap(ownDocuments));
  // A role's many variants share a few statements.
  for (const statement of new Set([...documents].flatMap(({ statements }) => statements))) {
    if (statement.effect !== "Allow" || statement.actions.negated) continue;
    for (const { text } of statement.actions.patterns) {
      if (typeof text === "string") named.add(text.toLowerCase());
    }
  }
  return named;
}

/**
 * AWS managed policies don't count, because nodes of EKS and ECS also have the SSM policy. Neither do policies that may be
 * attached to another role.
 */
function ownDocuments(variant: RoleVariant): readonly PolicyDocument[] {
  return variant.policies.flatMap((policy) =>
    policy.kind === "document" && !policy.awsManaged && !policy.isAnothers ? [policy.document] : [],
  );
}

/** Whether EC2 instances use roles of the kind. */
function isCarried({ trust }: Kind): boolean {
  return trust.includes("ec2");
}

/** The kind that every instance needs: the shortest list for roles that EC2 assumes. A role may need other lists as well. */
function instanceKind(requirements: Requirements): readonly Kind[] {
  const [first, ...others] = requirements.kinds.filter(isCarried);
  if (first === undefined) return [];
  return [others.reduce((least, kind) => (kind.actions.length < least.actions.length ? kind : least), first)];
}

/**
 * The kinds in the role's name that aren't among `listed`, the kinds whose lists the role names. A short list proves little, so unless the
 * role names a longer one, any kind in its name counts. If it does, only a kind whose name has several words counts (`efs-restore`),
 * because "backup" is part of the product's name. A word for a group then counts only if the role names none of the group's lists.
 */
function furtherKinds(listed: readonly Kind[], role: Role, requirements: Requirements): readonly Kind[] {
  const isSolid = listed.some(({ actions }) => actions.length >= SHORT_LIST);
  const said = kindsInName(role, requirements, isSolid ? listed : []).filter((kind) => !listed.includes(kind));
  return isSolid ? said.filter(({ name }) => name.includes("-")) : said;
}

/** `backup` and `restore` in the name each mean one kind or several. `worker` means the instances' role. */
function kindsInName(role: Role, requirements: Requirements, listed: readonly Kind[]): readonly Kind[] {
  const text = letters(`${role.name ?? role.partialName ?? ""} ${role.id}`);
  const said = requirements.kinds.filter((kind) => text.includes(letters(kind.name)));
  // `efs-backup-manual` does not mean `efs-backup`, nor does `worker-deployment` mean a worker.
  const longest = said.filter(({ name }) => !said.some((other) => other.name !== name && other.name.includes(name)));
  const rest = longest.reduce((left, { name }) => left.replaceAll(letters(name), " "), text);
  const carried = rest.includes("worker") ? instanceKind(requirements) : [];
  const meant = longest.length > 0 ? [] : kindsOfGroups(text, requirements, listed);
  return requirements.kinds.filter((kind) => longest.includes(kind) || carried.includes(kind) || meant.includes(kind));
}

/** The kinds that belong to the largest number of groups in the name: `efs` and `backup` do not mean the backup of other workloads. */
function kindsOfGroups(text: string, requirements: Requirements, listed: readonly Kind[]): readonly Kind[] {
  const groups: (readonly [string, readonly Kind[]])[] = [];
  const names = [...requirements.aliases.keys()].filter((alias) => !alias.includes("worker"));
  let left = text;
  // `redshift-serverless` does not mean `redshift`.
  for (const name of names.sort((one, other) => other.length - one.length)) {
    if (left.includes(letters(name))) groups.push([name, expandKinds(requirements, [name]).kinds]);
    left = left.replaceAll(letters(name), " ");
  }
  const isOf = (kind: Kind, [name, kinds]: (typeof groups)[number]): boolean =>
    kinds.includes(kind) || kind.name.includes(`-${name}`);
  const open = groups.filter((group) => !listed.some((kind) => isOf(kind, group)));
  const meant = open.flatMap(([, kinds]) => kinds);
  const count = (kind: Kind): number => open.filter((group) => isOf(kind, group)).length;
  const most = Math.max(...meant.map(count));
  return meant.filter((kind) => count(kind) === most);
}

/** `VeeamEfsBackup` and `veeam_efs_backup` are the same. */
function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
