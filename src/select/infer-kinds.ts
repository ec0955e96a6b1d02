import type { Format, PolicyDocument, Role, RoleVariant } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";
import { trustAdmits } from "../iam/trust.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { fileOf } from "../source/place.js";
import { type NamedList, namedLists } from "./named-lists.js";

/** What inference makes of a role: kinds with the reason, a role to be listed only, or nothing of ours. */
export type Inference =
  | { readonly kind: "worker"; readonly kinds: readonly Kind[]; readonly reason: string; readonly byLists: boolean }
  | { readonly kind: "seen"; readonly reason: string }
  | { readonly kind: "other" };

/** Guesses the kinds of a role that neither the configuration nor a marker names (design, section 3). */
export function inferKinds(role: Role, requirements: Requirements): Inference {
  const admits = trustAdmits(role);
  if (admits.aws === false && admits.ec2 === false) return { kind: "other" };
  const named = namedActions(role);
  const lists = namedLists(requirements.kinds, named);
  const name = markedName(role, requirements.nameMarks);
  if (name === null) return inferByLists(role, requirements, lists, named);
  const listed = distinguished(
    requirements.kinds.filter((kind) => namesHalf(kind, named)),
    named,
  );
  const kinds = listed.length > 0 ? listed : kindsInName(role, requirements);
  if (kinds.length > 0) {
    const why = listed.length > 0 ? "its policies name at least half of the list" : "its name says the kind";
    return { ...worker(role, requirements, kinds, `${name} says Veeam; ${why}`), byLists: false };
  }
  const likely = lists.slice(0, 1).map(({ kind }) => kind);
  return { kind: "seen", reason: `named like a Veeam role, fits no kind: ${mapIt(role, likely)}` };
}

/** Whatever a role is called, it counts by what it names. */
function inferByLists(
  role: Role,
  requirements: Requirements,
  lists: readonly NamedList[],
  named: ReadonlySet<string>,
): Inference {
  const [first] = lists;
  if (first === undefined) return { kind: "other" };
  const candidates = lists.filter(({ isCandidate }) => isCandidate).map(({ kind }) => kind);
  const what = `names ${first.named} of ${first.kind.actions.length} ${first.kind.name} actions`;
  if (candidates.length === 0) return { kind: "seen", reason: `${what}: ${mapIt(role, [first.kind])}` };
  const kinds = distinguished(
    requirements.kinds.filter((kind) => candidates.includes(kind)),
    named,
  );
  return { ...worker(role, requirements, kinds, what), byLists: true };
}

/** A role that ec2 may assume is attached to instances, whatever else it is for. */
function worker(role: Role, requirements: Requirements, kinds: readonly Kind[], why: string) {
  const attached =
    trustAdmits(role).ec2 === true ? requirements.kinds.filter((kind) => kind.trust.includes("ec2")) : [];
  const added = attached.some((kind) => !kinds.includes(kind));
  return {
    kind: "worker" as const,
    kinds: requirements.kinds.filter((kind) => kinds.includes(kind) || attached.includes(kind)),
    reason: `inferred: ${why}${added ? "; ec2 may assume it" : ""}`,
  };
}

/** The line to copy. */
export function mapIt(role: Role, kinds: readonly Kind[]): string {
  const names = kinds.map(({ name }) => name).join(", ") || "KIND";
  return `to have it checked, add \`${role.id}: ${names}\` to \`roles\`; to have it left out, \`${role.id}: ignore\``;
}

const ID_WORDS: Readonly<Record<Format, string>> = {
  "policy-json": "its file's name",
  cloudformation: "its logical ID",
  "terraform-plan": "its address",
};

/** Which of the role's names holds a mark, as words for the reason. */
function markedName(role: Role, marks: readonly string[]): string | null {
  const has = (text: string): boolean => marks.some((mark) => text.toLowerCase().includes(mark));
  if (has(role.name ?? role.partialName ?? "")) return "its name";
  if (has(role.id)) return ID_WORDS[role.format];
  const fileNames = [role.file, fileOf(role.place)].map((path) => path.slice(path.lastIndexOf("/") + 1));
  return fileNames.some(has) ? "its file's name" : null;
}

/** Actions that Allow statements of the role's own documents name, lower-cased; `*` and `service:*` name nothing. */
function namedActions(role: Role): ReadonlySet<string> {
  const named = new Set<string>();
  for (const document of role.variants.flatMap(ownDocuments)) {
    for (const statement of document.statements) {
      if (statement.effect !== "Allow" || statement.actions.negated) continue;
      for (const { text } of statement.actions.patterns) {
        if (typeof text === "string") named.add(text.toLowerCase());
      }
    }
  }
  return named;
}

/** AWS-managed documents do not count: nodes of EKS and ECS carry the SSM one too. */
function ownDocuments(variant: RoleVariant): readonly PolicyDocument[] {
  return variant.policies.flatMap((policy) =>
    policy.kind === "document" && !policy.awsManaged ? [policy.document] : [],
  );
}

/** `action` in lower case. */
function names(named: ReadonlySet<string>, action: string): boolean {
  if (named.has(action)) return true;
  for (const pattern of named) {
    if (isNarrowPattern(pattern) && matchesPattern(pattern, action)) return true;
  }
  return false;
}

function isNarrowPattern(pattern: string): boolean {
  return /[*?]/.test(pattern) && !/^(\*|[^:]*:\*)$/.test(pattern);
}

function namesHalf(kind: Kind, named: ReadonlySet<string>): boolean {
  const actions = [...actionNames(kind)];
  return actions.filter((action) => names(named, action)).length * 2 >= actions.length;
}

/**
 * Leaves out kinds that a role meets by halves only through what another kind needs as well: 71 of the 96 restore actions are
 * backup actions, so a role with exactly the backup list would count as one for restores, and fail.
 */
function distinguished(kinds: readonly Kind[], named: ReadonlySet<string>): readonly Kind[] {
  const telling = kinds.filter((kind) => {
    const others = kinds.filter((other) => other !== kind).map(actionNames);
    return [...actionNames(kind)].some((action) => !others.some((list) => list.has(action)) && names(named, action));
  });
  return telling.length > 0 ? telling : kinds;
}

/** In lower case. */
function actionNames(kind: Kind): ReadonlySet<string> {
  const known = namesOfKinds.get(kind) ?? new Set(kind.actions.map(({ action }) => action.toLowerCase()));
  namesOfKinds.set(kind, known);
  return known;
}

/** The same for every role of a run. */
const namesOfKinds = new WeakMap<Kind, ReadonlySet<string>>();

/** `backup` and `restore` in the name are kinds; `worker` is the role that the instances carry. */
function kindsInName(role: Role, requirements: Requirements): readonly Kind[] {
  const text = `${role.name ?? role.partialName ?? ""} ${role.id}`.toLowerCase();
  return requirements.kinds.filter(
    (kind) => text.includes(kind.name) || (text.includes("worker") && kind.trust.includes("ec2")),
  );
}
