import { resolve } from "node:path";
import { type CheckOptions, keyFiles } from "../config/options.js";
import { looksEverywhere } from "../config/settings.js";
import { type Candidate, type Found, findCandidates, type NotFound } from "../discover/find-candidates.js";
import { type Content, readCandidate } from "../discover/read-candidate.js";
import { reportedPath, type Scope } from "../discover/scope.js";
import { openWorkspace } from "../discover/workspace.js";
import { namesOfKey, type OtherHolder, type Role, type StandingPolicy } from "../iam/model.js";
import { declaredPartition } from "../iam/role-partitions.js";
import { isInFolder, parentOf } from "../source/folder-path.js";
import { formatLocation } from "../source/location.js";
import { once } from "../source/once.js";
import { fileOf, filePlace, locate, type Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { companionTexts } from "./companion-texts.js";
import type { FileResult } from "./index.js";
import { joinByName } from "./join-by-name.js";
import { importedFrom, linkFiles, type ReadFile } from "./linked-files.js";
import { ReadBudget } from "./read-budget.js";
import { readWithin } from "./read-within.js";
import type { FileProblem, PassedOver, ReadContext, ReadResult, VarFiles, Workspace } from "./reader.js";
import { hasSources } from "./terraform/source/module-folder.js";
import {
  isTerraformSource,
  readTerraformSources,
  type SourceFile,
  type SourcesRead,
} from "./terraform-source/index.js";
import { unfollowedLinks } from "./unfollowed-links.js";
import { unreadHolders } from "./unread-holders.js";

export interface ReadEnvironment {
  readonly scope: Scope;
  /** Called with the progress so far: before each file is read, and before each role is evaluated or checked by the rules. */
  readonly onReading?: OnProgress;
}

/** The stages of a run. Each stage goes through files or roles one by one. */
export type Step = "reading" | "deciding" | "checking";

export type OnProgress = (done: number, total: number, step?: Step) => void;

/** The result of reading the matched files. */
export interface Intake {
  readonly matched: number;
  /** Paths of the files that were read. */
  readonly read: readonly string[];
  readonly roles: readonly Role[];
  /** Policies that don't belong to roles. Read on demand. */
  readonly standing: () => readonly StandingPolicy[];
  readonly others: () => readonly OtherHolder[];
  readonly texts: () => readonly TextFile[];
  /** The folders of Terraform modules that belong to a checked root. */
  readonly checked: ReadonlySet<string>;
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
  /** The roles before apply, according to the plans. */
  readonly before: readonly StateBefore[];
  readonly varFiles: readonly VarFiles[];
  readonly looked: ReadInputs;
}

/** The roles in a plan's prior state, read on demand. */
export interface StateBefore {
  readonly path: string;
  readonly roles: () => readonly Role[];
}

/** Everything that the result of reading depends on. */
export interface ReadInputs extends Pick<Found, "candidates" | "notFound"> {
  /**
   * `sideFiles`: other files that a reader requested, and whether each file was available. `folders`: the contents of
   * requested folders. Paths are as reported.
   */
  readonly sideFiles: ReadonlyMap<string, boolean>;
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** The values files that the configuration names, keyed by folder. */
  readonly varFiles: ReadonlyMap<string, readonly string[]>;
}

/** Reads every candidate. A file that can't be read is a problem and never stops the others. */
export function readFiles(
  options: CheckOptions,
  { scope, onReading }: ReadEnvironment,
  nameMarks: readonly string[],
): Intake {
  const found = candidatesIn(scope, options);
  const { workspace, sideFiles, folders: listed } = observed(openWorkspace(scope, found.folders, found.candidates));
  const { terraformRoot, parameters } = options;
  const budget = new ReadBudget();
  const { deployment } = options;
  const partition = declaredPartition(options);
  const named = new Map<string, readonly string[]>();
  const varFiles = (folder: string): readonly string[] => {
    const known = named.get(folder) ?? varFilesOf(scope, options, folder, workspace);
    named.set(folder, known);
    return known;
  };
  const parts = new Set<string>();
  const context = {
    isPart: (path: string) => parts.has(path),
    ...(options.varFiles.length === 0 ? {} : { varFiles }),
    ...(options.workspaces.length === 0 ? {} : { workspaces: options.workspaces }),
    workspace,
    terraformRoot,
    parameters,
    budget,
    deployment,
    partition,
  };
  const problemsFound = found.notFound.map(asProblem);
  const isKeyNamed = options.keys.some(({ file }) => file.includes("aws_kms_"));
  const marks = isKeyNamed ? /aws_(?:iam_|kms_|organizations_policy)/ : /aws_(?:iam_|organizations_policy)/;
  const lists = { passedOver: [], problems: problemsFound, read: [], sources: [], exporting: [] };
  const collected: Collected = { ...lists, parts, withoutRoles: new Set(), marks };
  for (const [index, candidate] of found.candidates.entries()) {
    onReading?.(index, found.candidates.length);
    readOne(candidate, scope, context, budget, nameMarks, collected);
  }
  const links = unfollowedLinks(found, scope, (path) => isMarked({ path, text: "" }, nameMarks));
  collected.problems.push(...links.problems);
  collected.passedOver.push(...links.passedOver);
  const keyed = withKeys(options.keys, collected.exporting);
  collected.read.push(...keyed);
  collected.read.push(...importedFrom(collected.read, collected.exporting).filter((one) => !keyed.includes(one)));
  const folders = namedFolders(scope, options);
  const sources = readSources(collected, context, folders);
  collected.problems.push(...absentRoot(collected, context));
  collected.problems.push(...absentVarFiles(options, collected.sources, varFiles));
  const { read, passedOver, problems } = collected;
  const results = linkFiles(readOnce(read, collected.withoutRoles), (file, linked) => {
    const outcome = readWithin(budget, file, { ...context, linked });
    return outcome.kind === "read" ? outcome.result : null;
  });
  const states = read.flatMap(({ path, result: { before } }) => (before === undefined ? [] : [{ path, before }]));
  const before = once(() => joinByName(states.flatMap((state) => state.before())));
  const texts = once(() => companionTexts(scope, found.candidates, workspace));
  return {
    matched: found.candidates.filter(({ path }) => !isTerraformSource(path)).length + checkedSources(read),
    read: read.map(({ path }) => path),
    standing: once(() => results.flatMap(({ standing }) => standing?.() ?? [])),
    others: once(() => {
      const unread = unreadHolders(texts(), read, parts, sources.evaluated, folders, context);
      return [...results.flatMap(({ others }) => others?.() ?? []), ...unread];
    }),
    texts,
    checked: sources.checked,
    roles: joinByName(results.flatMap(({ roles }) => roles)),
    problems: withoutRepetitions(
      [...problems, ...results.flatMap((result) => result.problems)],
      ({ message }) => message,
    ),
    // A template may be read both separately and as part of a template that nests it.
    passedOver: withoutRepetitions(
      [...passedOver, ...results.flatMap((result) => result.passedOver)],
      ({ id, reason }) => `${id} ${reason}`,
    ),
    before: states.map(({ path }) => ({ path, roles: () => before().filter(({ file }) => file === path) })),
    varFiles: results.flatMap((result) => result.varFiles ?? []),
    looked: { candidates: found.candidates, notFound: found.notFound, sideFiles, folders: listed, varFiles: named },
  };
}

interface Collected {
  readonly passedOver: PassedOver[];
  readonly problems: FileProblem[];
  readonly read: ReadFile[];
  /** Files that were read as parts of the files in `read`. */
  readonly parts: Set<string>;
  /** Files that are nested by templates without roles. They create no roles, and aren't deployed separately. */
  readonly withoutRoles: Set<string>;
  readonly sources: (SourceFile & { readonly literal: boolean })[];
  /** A root's Terraform source is read if it mentions one of these resource types. */
  readonly marks: RegExp;
  /** Files without roles that may have keys, or that other files may import from. Read on demand. */
  readonly exporting: (() => ReadFile | null)[];
}

/** The files without roles that have a key named in the configuration. */
function withKeys(keys: CheckOptions["keys"], candidates: Collected["exporting"]): readonly ReadFile[] {
  const named = new Set(keys.flatMap(({ isFile, file }) => (isFile ? [] : file)));
  if (named.size === 0) return [];
  return candidates
    .flatMap((read) => read() ?? [])
    .filter(({ result }) =>
      result.standing?.().some((one) => one.of === "key" && namesOfKey(one).some((name) => named.has(name))),
    );
}

function asProblem({ named, reason, help }: NotFound): FileProblem {
  return { message: `${named} ${reason}`, help, place: filePlace(named) };
}

function readOne(
  candidate: Candidate,
  scope: Scope,
  context: ReadContext,
  budget: ReadBudget,
  nameMarks: readonly string[],
  collected: Collected,
): void {
  const { problems, sources, exporting } = collected;
  const content = readCandidate(scope, candidate);
  if (content.kind === "other") return;
  if (content.kind === "exporting") {
    exporting.push(
      once(() => {
        const again = readCandidate(scope, candidate, true);
        return again.kind === "text" ? asRead(again.file, readWithin(budget, again.file, context)) : null;
      }),
    );
    return;
  }
  const { literal } = candidate;
  if (content.kind === "unreadable") {
    const { path, message, help, place, isPointer } = content;
    // Its contents matter if its folder is a root or a root calls it.
    const isSource = isTerraformSource(path);
    if (isSource) sources.push({ path, characters: 0, namesIam: true, literal });
    if (isPointer && !isSource && !literal && !isMarked({ path, text: "" }, nameMarks))
      collected.passedOver.push({ id: path, reason: `${message}: ${help}`, place });
    else if (literal || !isSource) problems.push({ message: `${path} ${message}`, help, place });
    return;
  }
  const { path, text } = content.file;
  if (isTerraformSource(path))
    sources.push({ path, characters: text.length, namesIam: collected.marks.test(text), literal });
  else readText(content, literal, context, budget, nameMarks, collected);
}

function readText(
  { file, isNesting }: Extract<Content, { kind: "text" }>,
  literal: boolean,
  context: ReadContext,
  budget: ReadBudget,
  nameMarks: readonly string[],
  collected: Collected,
): void {
  const { passedOver, problems, read, parts, exporting } = collected;
  const { path } = file;
  const outcome = readWithin(budget, file, context);
  if (isNesting && (outcome.kind !== "read" || outcome.result.roles.length === 0)) {
    tellWithoutRoles(outcome, collected);
    const exporter = asRead(file, outcome);
    if (exporter === null) return;
    exporting.push(() => exporter);
    addParts(exporter, collected.withoutRoles);
    return;
  }
  if (outcome.kind === "unreadable") {
    problems.push(outcome.problem);
  } else if (outcome.kind === "foreign") {
    const { message, help, place } = outcome.problem;
    if (literal || isMarked(file, nameMarks)) problems.push(outcome.problem);
    else passedOver.push({ id: path, reason: `${message.slice(path.length + 1)}: ${help}`, place });
  } else if (outcome.kind === "unrecognized") {
    const { reason, place } = outcome;
    if (literal || place !== undefined) passedOver.push({ id: path, reason, place: place ?? filePlace(path) });
  } else {
    const one = asRead(file, outcome);
    if (one === null) return;
    read.push(one);
    addParts(one, parts);
  }
}

/** For a template without roles, reports everything that may hide a role. */
function tellWithoutRoles(outcome: FileResult, { passedOver, problems }: Collected): void {
  problems.push(...problemsOf(outcome).filter(({ isLimit, isHidden }) => isLimit || isHidden));
  const passed = outcome.kind === "read" ? outcome.result.passedOver : [];
  passedOver.push(
    ...passed.filter(({ id, reason, isHidden }) => isHidden || /iam|role|veeam/i.test(`${id} ${reason}`)),
  );
}

function asRead(file: TextFile, outcome: FileResult): ReadFile | null {
  if (outcome.kind !== "read") return null;
  const { result } = outcome;
  return { path: file.path, file: result.links === undefined ? null : file, result };
}

function problemsOf(outcome: FileResult): readonly FileProblem[] {
  switch (outcome.kind) {
    case "read":
      return outcome.result.problems;
    case "unreadable":
    case "foreign":
      return [outcome.problem];
    case "unrecognized":
      return [];
  }
}

/** Reads the root modules among the sources, except roots whose plan was read, and compares plans with their sources. */
function readSources(
  { passedOver, read, sources }: Collected,
  context: ReadContext,
  named: readonly string[],
): Pick<SourcesRead, "checked" | "planned" | "evaluated"> {
  const found = readTerraformSources(sources, context, read, named);
  passedOver.push(...found.passedOver);
  for (const [at, one] of read.entries()) {
    const roles = found.compared.get(one.result);
    if (roles !== undefined) read[at] = { ...one, result: { ...one.result, roles } };
  }
  for (const { paths, result } of found.roots) {
    for (const [index, path] of paths.entries())
      read.push({ path, file: null, result: index === 0 ? result : NO_ROLES });
  }
  const seen = new Set([...read.map(({ path }) => path), ...found.passedOver.map(({ place }) => fileOf(place))]);
  for (const { path, literal } of sources) {
    if (literal && !seen.has(path) && !found.planned.has(parentOf(path)))
      passedOver.push({
        id: path,
        reason: "creates no role in a root module of this repository",
        place: filePlace(path),
      });
  }
  return found;
}

function checkedSources(read: readonly ReadFile[]): number {
  return read.filter(({ path }) => isTerraformSource(path)).length;
}

export function candidatesIn(scope: Scope, options: CheckOptions): Found {
  return findCandidates(scope, options.files, namedFiles(options));
}

/**
 * Whether a file's path or text contains one of the vendor's names. Another tool's template that contains one may well
 * have a worker role.
 */
function isMarked({ path, text }: TextFile, nameMarks: readonly string[]): boolean {
  const words = `${path}\n${text}`.toLowerCase();
  return nameMarks.some((mark) => words.includes(mark));
}

/** Records everything that is requested from a workspace. */
function observed(workspace: Workspace): Pick<ReadInputs, "sideFiles" | "folders"> & { readonly workspace: Workspace } {
  const sideFiles = new Map<string, boolean>();
  const folders = new Map<string, readonly string[]>();
  return {
    sideFiles,
    folders,
    workspace: {
      readText(path, ...more) {
        const file = workspace.readText(path, ...more);
        sideFiles.set(path, file !== null);
        return file;
      },
      listFolder(path, requestedFrom) {
        const names = workspace.listFolder(path, requestedFrom);
        folders.set(path, names);
        return names;
      },
    },
  };
}

const NO_ROLES: ReadResult = { roles: [], problems: [], passedOver: [] };

/** Omits files that were read as parts of other files. */
function readOnce(files: readonly ReadFile[], withoutRoles: ReadonlySet<string>): readonly ReadFile[] {
  const parts = new Set(withoutRoles);
  for (const one of files) addParts(one, parts);
  return files.filter(({ path }) => !parts.has(path));
}

function addParts({ path, result }: ReadFile, parts: Set<string>): void {
  // If two templates nest each other, at least one must stay. So must a template that includes itself.
  if (parts.has(path)) return;
  for (const part of result.partFiles ?? []) if (part !== path) parts.add(part);
}

/** Removes repeated entries: each file that nests an unreadable file reports it. */
function withoutRepetitions<T extends { readonly place: Place }>(
  all: readonly T[],
  wordsOf: (one: T) => string,
): readonly T[] {
  return [...new Map(all.map((one) => [`${formatLocation(locate(one.place))} ${wordsOf(one)}`, one])).values()];
}

/** Folders named in `files`, and the folders of files named there. */
function namedFolders(scope: Scope, { files }: CheckOptions): readonly string[] {
  return files
    .filter((pattern) => !/[*?[{!]/.test(pattern))
    .map((pattern) => reportedPath(scope, resolve(scope.workingDirectory, pattern)))
    .map((path) => (isTerraformSource(path) ? parentOf(path) : path));
}

/**
 * Finds the values files for a root module, by their paths from its folder. If there are none, by their paths from the
 * repository's root, but only files in that folder or outside all modules' folders.
 */
export function varFilesOf(
  scope: Scope,
  { varFiles }: CheckOptions,
  folder: string,
  workspace: Workspace,
): readonly string[] {
  const below = (base: string): readonly string[] =>
    findCandidates({ ...scope, workingDirectory: resolve(scope.root, base) }, varFiles).candidates.map(({ path }) =>
      reportedPath(scope, path),
    );
  const own = below(folder);
  const isFor = (path: string): boolean => isInFolder(path, folder) || isInNoModule(path, workspace);
  return own.length > 0 ? own : below("").filter(isFor);
}

function isInNoModule(path: string, workspace: Workspace): boolean {
  const folder = parentOf(path);
  return !hasSources(workspace, folder) && folder !== ".." && (folder === "" || isInNoModule(folder, workspace));
}

/** Reports a missing folder. Otherwise nothing, not even a plan, would show that it wasn't examined. */
function absentRoot({ read, sources }: Collected, { terraformRoot, workspace }: ReadContext): readonly FileProblem[] {
  const isNeeded = sources.length > 0 || read.some(({ result }) => result.isPlanOf !== undefined);
  if (terraformRoot === null || !isNeeded || workspace.listFolder(terraformRoot).length > 0) return [];
  const message = `\`terraform-root\` names ${terraformRoot}, but there is no file`;
  return [
    { message, help: "correct the path, which is relative to the root of the repository", place: filePlace(".") },
  ];
}

/**
 * Reports files that are named literally but that no root has. Empty if some folders aren't examined, because one of
 * them may have the file.
 */
function absentVarFiles(
  options: CheckOptions,
  sources: readonly SourceFile[],
  of: (folder: string) => readonly string[],
): readonly FileProblem[] {
  const literal = options.varFiles.filter((pattern) => !/[*?[{!]/.test(pattern));
  if (sources.length === 0 || literal.length === 0 || !looksEverywhere(options.files)) return [];
  const found = [...new Set(sources.map(({ path }) => parentOf(path)))].flatMap(of);
  const isThere = (pattern: string): boolean =>
    found.some((path) => `/${path}`.endsWith(`/${pattern.replace(/^(?:\.{0,2}\/)+/, "")}`));
  if (found.length === 0) return [];
  return literal
    .filter((pattern) => !isThere(pattern))
    .map((pattern) => ({
      message: `\`terraform.var-files\` names ${pattern}, which no root module has`,
      help: "correct the path, which is relative to the folder of a root module, or remove it from the list",
      place: filePlace(pattern),
    }));
}

/** Files that the configuration names, apart from `files`. */
function namedFiles({ groups, policies, guardrails, keys }: CheckOptions): readonly string[] {
  const grouped = groups.flatMap((group) => [...group.policies, ...group.trust, ...group.boundary]);
  const files = [...policies, ...keyFiles([...guardrails.flatMap((level) => level.files), ...keys])];
  return [...grouped, ...files.map(({ file }) => file)];
}
