import { posix } from "node:path";
import type { Role } from "../iam/model.js";
import { hasWildcards, matchesPattern } from "../iam/pattern.js";
import type { ActionVerdict } from "../iam/verdict.js";
import type { Kind, RequiredAction } from "../requirements/requirements.js";
import { append } from "../source/append.js";
import { isLoose } from "./attach-policies.js";
import { actionNames } from "./fitting-kinds.js";
import { joinRole } from "./group-documents.js";
import { namedActions } from "./infer-kinds.js";

/** Files of one folder that together cover a kind, or at least half of it. */
export interface SplitDocuments {
  /** The line of `groups` that joins them into one role. */
  readonly line: string;
  readonly name: string;
  /** The actions that the files cover. */
  readonly list: string;
  readonly files: readonly string[];
  /** Whether the files still lack some of these actions. */
  readonly isPart: boolean;
}

type Verdicts = (required: RequiredAction) => ActionVerdict;

type VerdictsOf = (role: Role) => Verdicts;

/** In a folder with more policies than this, no files count as parts of one policy. */
const MAX_IN_FOLDER = 50;

const MIN_COUNT = 10;

/** The share of a file's actions that must be in the kind's list: an administrator's policy isn't part of a worker role. */
const OWN_SHARE = 0.75;

/** Finds policies that are split over several files. Each file is read as a separate role unless `groups` joins them. */
export class SplitPolicies {
  readonly #byFolder = new Map<string, Role[]>();
  readonly #parts = new Map<Role, SplitDocuments | null>();
  readonly #whole = new Map<Role, boolean>();
  #lists: readonly Kind[] | undefined;

  constructor(
    roles: readonly Role[],
    private readonly verdictsOf: VerdictsOf,
    private readonly kinds: readonly Kind[],
    /** Lists of other versions. Their names include the version. */
    private readonly otherLists: () => readonly Kind[],
  ) {
    for (const role of roles.filter((one) => isLoose(one) && one.variants[0].policies.length > 0)) {
      append(this.#byFolder, folderOf(role), role);
    }
  }

  /**
   * The files that together grant the kind's actions that `role` lacks, or else files that are parts of one policy: they share almost no
   * actions, and together satisfy all of the role's kinds, a list of a different version, or at least half of this kind. Returns null if
   * there are none.
   */
  of(role: Role, kind: Kind, verdictOf: Verdicts, kinds: readonly Kind[]): SplitDocuments | null {
    const all = isLoose(role) ? (this.#byFolder.get(folderOf(role)) ?? []) : [];
    if (all.length < 2 || all.length > MAX_IN_FOLDER) return null;
    const folder = besides(role, all);
    const lacking = kind.actions.filter((required) => verdictOf(required).verdict === "missing");
    if (lacking.length === 0) return null;
    const covering = (files: readonly Role[], most?: number): SplitDocuments | null =>
      isOfKind(role, kind) ? this.#covering(role, files, kind, lacking, most) : null;
    return covering(folder) ?? this.#partOf(role, folder, kinds) ?? covering(apartFrom(role, folder), 0.5);
  }

  /** Like `of`, for a role that isn't checked. A few actions of a list don't show that a file is a part of it. */
  ofUnchecked(role: Role, kinds: readonly Kind[]): SplitDocuments | undefined {
    if (namedActions(role).size < MIN_COUNT) return undefined;
    const found = kinds.flatMap((kind) =>
      isOfKind(role, kind) ? (this.of(role, kind, this.verdictsOf(role), []) ?? []) : [],
    );
    return found.find(({ isPart }) => !isPart) ?? found[0];
  }

  #partOf(role: Role, folder: readonly Role[], kinds: readonly Kind[]): SplitDocuments | null {
    const known = this.#parts.get(role);
    if (known !== undefined) return known;
    const apart = apartFrom(role, folder);
    const found =
      apart.length < 2 ? null : this.#firstCovering(role, apart, [...together(kinds), ...this.#ofOtherVersions()]);
    this.#parts.set(role, found);
    return found;
  }

  #ofOtherVersions(): readonly Kind[] {
    this.#lists ??= this.otherLists();
    return this.#lists;
  }

  #firstCovering(role: Role, folder: readonly Role[], lists: readonly Kind[]): SplitDocuments | null {
    for (const list of lists.filter((one) => isOfKind(role, one))) {
      const granted = new Set(this.#grantedBy(role, list.actions));
      const lacking = list.actions.filter((required) => !granted.has(required));
      const found = this.#covering(role, folder, list, lacking);
      if (found !== null) return found;
    }
    return null;
  }

  #covering(
    role: Role,
    folder: readonly Role[],
    kind: Kind,
    lacking: readonly RequiredAction[],
    most = 0,
  ): SplitDocuments | null {
    const parts = [role, ...this.#others(role, folder, kind, lacking)];
    const name = groupName(parts, kind) + this.#suffixOf(role);
    const joined = joinRole(name, parts, [], []);
    if (joined === null || parts.length < 2) return null;
    const found = kind.actions.map(this.verdictsOf(joined)).map(({ verdict }) => verdict);
    const left = found.filter((verdict) => verdict !== "granted");
    // A numbered part belongs to the others even if it also has a Deny or a condition.
    const missing = left.filter((verdict) => verdict === "missing");
    if (missing.length < left.length && !parts.every((other) => isSameSet(role, other))) return null;
    const [all, isPart] = [found.length, missing.length > 0];
    if (missing.length > all * most) return null;
    const files = parts.map(({ file }) => file).sort();
    const line = `${plain(name)}: { policies: [${files.map(plain).join(", ")}] }`;
    return {
      line,
      name,
      files,
      isPart,
      list: isPart ? `${all - missing.length} of ${all} ${kind.name} actions` : kind.name,
    };
  }

  /** Files of other folders may have the same names, but a group's name is unique. */
  #suffixOf(role: Role): string {
    const folder = folderOf(role);
    const isAlone = ![...this.#byFolder].some(([other, { length }]) => other !== folder && length > 1);
    return isAlone ? "" : `/${folder}`.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "");
  }

  /**
   * Picks files of the folder until nothing is lacking, always the one that grants the most lacking actions. Files with similar names are
   * enough if they leave nothing lacking, because a folder may have several policies. A file that meets a kind by itself is a role of its
   * own, and so is one that has more than half of its actions in common with another file.
   */
  #others(role: Role, folder: readonly Role[], kind: Kind, lacking: readonly RequiredAction[]): readonly Role[] {
    const granting = folder
      .filter((other) => other.file !== role.file && isOfKind(other, kind) && !this.#isWhole(other))
      .map((other) => ({
        other,
        granted: this.#grantedBy(other, lacking, isSameSet(role, other)),
        all: this.#grantedBy(other, kind.actions, true),
        near: likeness(role.id, other.id),
      }))
      .sort((a, b) => b.granted.length - a.granted.length);
    const own = this.#grantedBy(role, kind.actions, true);
    let picked: readonly Role[] = [];
    for (const least of [...new Set(granting.map(({ near }) => near))].sort((a, b) => b - a)) {
      const left = new Set(lacking);
      const parts = [own];
      picked = granting.flatMap(({ other, granted, all, near }) => {
        if (near < least || !granted.some((one) => left.has(one)) || parts.some((one) => isAlike(one, all))) return [];
        for (const required of granted) left.delete(required);
        parts.push(all);
        return other;
      });
      if (left.size === 0) break;
    }
    return picked;
  }

  /** Whether the file meets a kind without the others. */
  #isWhole(role: Role): boolean {
    const known = this.#whole.get(role);
    if (known !== undefined) return known;
    const found = this.kinds.some(
      (kind) => isOfKind(role, kind) && this.#grantedBy(role, kind.actions, true).length === kind.actions.length,
    );
    this.#whole.set(role, found);
    return found;
  }

  #grantedBy(role: Role, required: readonly RequiredAction[], isNumbered = false): readonly RequiredAction[] {
    const verdictOf = this.verdictsOf(role);
    return required.filter((one) => {
      const { verdict } = verdictOf(one);
      return verdict === "granted" || (isNumbered && verdict !== "missing");
    });
  }
}

/**
 * The first half of a help text: how to group the files if they belong to one role. It ends with `otherwise, `, so that the caller can append
 * the help for files of different roles.
 */
export function splitHelp({ line, files, list }: SplitDocuments): string {
  return `${files.join(" and ")} together cover ${list}: if they belong to one role, add \`${line}\` to \`groups\`; otherwise, `;
}

/** Combines the lists of several kinds into one. Returns none for fewer than two. */
function together(kinds: readonly Kind[]): readonly Kind[] {
  const [first, ...others] = kinds;
  if (first === undefined || others.length === 0) return [];
  const actions = new Map(
    kinds.flatMap((kind) => kind.actions.map((required) => [required.action.toLowerCase(), required])),
  );
  return [{ ...first, name: kinds.map(({ name }) => name).join(" and "), actions: [...actions.values()] }];
}

function apartFrom(role: Role, folder: readonly Role[]): readonly Role[] {
  return folder.filter((other) => other === role || !haveInCommon(role, other));
}

/** Whether more than half of the actions of the file with fewer are in both. */
function isAlike(some: readonly RequiredAction[], others: readonly RequiredAction[]): boolean {
  const both = some.filter((required) => others.includes(required));
  return both.length * 2 > Math.min(some.length, others.length);
}

/** Whether the files' names differ only in numbers. */
function isSameSet(one: Role, other: Role): boolean {
  return one.file.replace(/\d+/g, "") === other.file.replace(/\d+/g, "");
}

/** The files that can be parts of the same policy. If the role's file belongs to a numbered set, files that repeat one of the set are left out. */
function besides(role: Role, folder: readonly Role[]): readonly Role[] {
  const set = folder.filter((other) => isSameSet(role, other));
  if (set.length < 2) return folder;
  return folder.filter((other) => set.includes(other) || !set.some((one) => haveInCommon(one, other)));
}

/** Parts of one policy do not repeat each other. Policies for several workloads do. */
function haveInCommon(one: Role, other: Role): boolean {
  const [named, others] = [namedActions(one), namedActions(other)];
  const both = [...named].filter((action) => others.has(action));
  return both.length * 10 > Math.min(named.size, others.size);
}

function isOfKind(role: Role, kind: Kind): boolean {
  const named = [...namedActions(role)];
  if (named.length === 0 || named.length > kind.actions.length) return false;
  const required = actionNames(kind);
  const isRequired = (text: string): boolean =>
    hasWildcards(text) ? [...required].some((action) => matchesPattern(text, action)) : required.has(text);
  const own = named.filter((text) => !/^\*$|:\*$/.test(text) && isRequired(text));
  return own.length >= named.length * OWN_SHARE;
}

function folderOf({ file }: Role): string {
  return posix.dirname(file);
}

/** The number of letters that two names have in common at their beginnings and ends. */
function likeness(one: string, other: string): number {
  const common = (at: number, step: number): number =>
    one.at(at) !== undefined && one.at(at) === other.at(at) ? 1 + common(at + step, step) : 0;
  return common(0, 1) + common(-1, -1);
}

/** The common beginning of the files' names, if it contains the product's name. */
function groupName(parts: readonly Role[], kind: Kind): string {
  const [first = "", ...others] = parts.map(({ id }) => id);
  let length = first.length;
  while (others.some((other) => !other.startsWith(first.slice(0, length)))) length -= 1;
  const shared = first.slice(0, length).replace(/[^a-z0-9]+$/i, "");
  return /veeam/i.test(shared) ? shared : `veeam-${kind.name.split(" ")[0]}`;
}

/** Quotes a string if YAML requires it in a list in brackets. */
function plain(text: string): string {
  return /^[a-z][\w./-]*$/i.test(text) ? text : JSON.stringify(text);
}
