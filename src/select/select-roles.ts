import type { RoleMapping } from "../config/options.js";
import { splitKinds } from "../config/role-mapping.js";
import type { Role } from "../iam/model.js";
import { expandKinds, type Kind, type Requirements } from "../requirements/requirements.js";
import { STANDARD_INPUT } from "../source/text-file.js";
import { NamedByRoles } from "./fitting-kinds.js";
import { type Inference, inferKinds, roleLineHelp } from "./infer-kinds.js";
import { type PatternMatch, roleMatcher } from "./role-pattern.js";
import type { SplitDocuments } from "./split-documents.js";

/** A worker role, the kinds that it is checked against, and the rule that selected it. */
export interface SelectedRole {
  readonly role: Role;
  readonly kinds: readonly Kind[];
  /** The names that it was selected for, with aliases not expanded. For an inferred role, its kinds. */
  readonly kindNames: readonly string[];
  readonly selectedBy: string;
}

export interface UnselectedRole {
  readonly role: Role;
  readonly reason: string;
  /** Set if the role is a file that is part of a policy. */
  readonly split?: SplitDocuments;
}

/** A role that was mapped to a kind that the requirements lack. It can't be checked and must not pass. */
export interface MisnamedKind {
  readonly role: Role;
  readonly kinds: readonly string[];
  readonly namedBy: string;
  /** The lines of `roles` that named it. Empty for a marker. */
  readonly mappings: readonly RoleMapping[];
}

export interface Selection {
  readonly selected: readonly SelectedRole[];
  /** Roles that were seen but not checked, with the reason. Unrelated roles are not listed. */
  readonly notChecked: readonly UnselectedRole[];
  readonly misnamed: readonly MisnamedKind[];
  /** Lines of `roles` that name kinds but match no role: one was renamed or removed, or the line is misspelled. */
  readonly unmatched: readonly RoleMapping[];
  /** Lines of `roles` that name a kind that the requirements lack, unless a misnamed role reports them. */
  readonly misnamedLines: readonly { readonly mapping: RoleMapping; readonly kinds: readonly string[] }[];
  /** Roles that no line or marker names, if none names any other role: their kinds are inferred. */
  readonly inferable: ReadonlySet<Role>;
  /** The line or marker, in words, that names a role, so that nothing is inferred. Null if there is none. */
  readonly inferenceEndedBy: string | null;
}

type Choice =
  | {
      readonly kind: "named";
      readonly kinds: readonly string[];
      readonly by: string;
      readonly mappings: readonly RoleMapping[];
    }
  | { readonly kind: "ignored"; readonly by: string }
  | { readonly kind: "unnamed" };

/** Selects the worker roles and their kinds: by `roles`, then by markers, and if these name no role, by inference. */
export function selectRoles(
  roles: readonly Role[],
  mappings: readonly RoleMapping[],
  requirements: Requirements,
): Selection {
  const lines = mappings.map((mapping) => ({ mapping, matches: roleMatcher(mapping.pattern) }));
  const choices = roles.map((role) => ({ role, ...chooseNamed(role, lines) }));
  const inferenceEndedBy = choices.map(namingWords).find((words) => words !== null) ?? null;
  const infer = inferenceEndedBy === null;
  const hasDeployed = roles.some(({ format }) => format !== "policy-json");
  const byRoles = new NamedByRoles();
  const selected: SelectedRole[] = [];
  const notChecked: UnselectedRole[] = [];
  const misnamed: MisnamedKind[] = [];
  for (const { role, choice } of choices) {
    switch (choice.kind) {
      case "named": {
        const { kinds, unknown } = expandKinds(requirements, choice.kinds);
        if (unknown.length > 0) misnamed.push({ role, kinds: unknown, namedBy: choice.by, mappings: choice.mappings });
        if (kinds.length > 0) selected.push({ role, kinds, kindNames: choice.kinds, selectedBy: choice.by });
        break;
      }
      case "ignored":
        notChecked.push({ role, reason: `left out by ${choice.by}` });
        break;
      case "unnamed":
        addInferred(role, inferKinds(role, requirements, byRoles), infer, hasDeployed, selected, notChecked);
        break;
    }
  }
  const fitting = new Set(choices.flatMap((one) => one.fitting));
  const unmatched = mappings.filter((mapping) => mapping.kinds !== null && !fitting.has(mapping));
  const reported = new Set(misnamed.flatMap(({ mappings }) => mappings));
  const misnamedLines = mappings
    .filter((mapping) => !reported.has(mapping))
    .map((mapping) => ({ mapping, kinds: expandKinds(requirements, mapping.kinds ?? []).unknown }))
    .filter(({ kinds }) => kinds.length > 0);
  const unnamed = infer ? choices.filter(({ choice }) => choice.kind === "unnamed") : [];
  const inferable = new Set(unnamed.map(({ role }) => role));
  return { selected, notChecked, misnamed, unmatched, misnamedLines, inferable, inferenceEndedBy };
}

function namingWords({ role, choice }: { readonly role: Role; readonly choice: Choice }): string | null {
  if (choice.kind !== "named") return null;
  const [line] = choice.mappings;
  return line === undefined ? `the marker on ${role.id}` : `the line \`${line.text}\` of \`roles\``;
}

function addInferred(
  role: Role,
  inference: Inference,
  infer: boolean,
  hasDeployed: boolean,
  selected: SelectedRole[],
  notChecked: UnselectedRole[],
): void {
  if (inference.kind === "other") return;
  if (inference.kind === "seen") notChecked.push({ role, reason: inference.reason });
  else if (inference.byLists && hasDeployed && isLoose(role)) {
    notChecked.push({
      role,
      reason: `a policy that a template or plan may read: ${roleLineHelp(role, inference.kinds)}`,
    });
  } else if (infer) {
    const kindNames = inference.kinds.map(({ name }) => name);
    selected.push({ role, kinds: inference.kinds, kindNames, selectedBy: inference.reason });
  } else {
    const kinds = inference.kinds.map((kind) => kind.name).join(", ");
    notChecked.push({
      role,
      reason: `looks like a worker role (${kinds}), but \`roles\` or a marker names only other roles: ${roleLineHelp(role, inference.kinds)}`,
    });
  }
}

/** Whether the role is only a policy file, which a template or plan may read. They can't read standard input. */
function isLoose({ format, file, variants }: Role): boolean {
  return format === "policy-json" && file !== STANDARD_INPUT && variants.every(({ trust }) => trust === null);
}

interface Line {
  readonly mapping: RoleMapping;
  readonly matches: (role: Role) => PatternMatch;
}

/** The line that names a role, and all lines that match it. */
function chooseNamed(
  role: Role,
  lines: readonly Line[],
): { readonly choice: Choice; readonly fitting: readonly RoleMapping[] } {
  const found = lines.flatMap(({ mapping, matches }) => {
    const match = matches(role);
    return match === "none" ? [] : [{ mapping, match }];
  });
  const literal = found.filter(({ match }) => match === "literal").map(({ mapping }) => mapping);
  const fitting = found.map(({ mapping }) => mapping);
  const choice = fromMappings(literal) ?? fromMappings(fitting) ?? fromMarker(role) ?? { kind: "unnamed" };
  return { choice, fitting };
}

/** All matching lines count together. If one of them says `ignore`, it wins, because someone wrote it as an exception. */
function fromMappings(mappings: readonly RoleMapping[]): Choice | null {
  const ignore = mappings.find((mapping) => mapping.kinds === null);
  if (ignore !== undefined) return { kind: "ignored", by: `\`roles\` line \`${ignore.text}\`` };
  if (mappings.length === 0) return null;
  const by = `${BY_LINES}${mappings.map((mapping) => mapping.text).join(BETWEEN_LINES)}`;
  return { kind: "named", kinds: mappings.flatMap((mapping) => mapping.kinds ?? []), by, mappings };
}

const BY_LINES = "roles: ";
const BETWEEN_LINES = "; ";

/** The lines of `roles` that selected a role, from its `selectedBy`. */
export function linesOf(selectedBy: string): readonly string[] {
  return selectedBy.startsWith(BY_LINES) ? selectedBy.slice(BY_LINES.length).split(BETWEEN_LINES) : [];
}

function fromMarker(role: Role): Choice | null {
  if (role.marker === null) return null;
  const kinds = splitKinds(role.marker.text);
  const by = `marker: ${kinds.join(", ")}`;
  return kinds.length === 1 && kinds[0] === "ignore"
    ? { kind: "ignored", by }
    : { kind: "named", kinds, by, mappings: [] };
}
