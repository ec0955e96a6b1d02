import type { Policy, Role, RoleVariant } from "../iam/model.js";
import { append } from "../source/append.js";
import type { Text } from "../source/node.js";
import type { TextFile } from "../source/text-file.js";
import { sameName } from "./cloudformation/same-name.js";
import type { LinkedTemplates, ReadResult } from "./reader.js";

export interface ReadFile {
  readonly path: string;
  /** The file. Null if it neither exports nor imports anything. */
  readonly file: TextFile | null;
  readonly result: ReadResult;
}

/** The maximum number of templates to read as one. */
const MAX_LINKED = 1000;

/** Reads a file again, together with other files. Returns null on failure. */
type ReadTogether = (file: TextFile, linked: LinkedTemplates) => ReadResult | null;

/**
 * Templates that import from one another are read again together, and the combined result replaces their separate
 * results. This way, a role gets policies from other templates.
 */
export function linkFiles(files: readonly ReadFile[], readTogether: ReadTogether): readonly ReadResult[] {
  const { exporters, open } = exportersAmong(files);
  const shared = new Map([...exporters].filter(([, having]) => having.length > 1));
  const groups = new Map(files.map((one) => [one, new Set([one])]));
  const again = new Set<ReadFile>();
  for (const one of files) {
    const { imports = [], roles = [] } = one.result.links ?? {};
    const known = imports.filter((name) => typeof name === "string");
    if (known.some((name) => shared.has(name))) again.add(one);
    const single = known.flatMap((name) => (shared.has(name) ? [] : (exporters.get(name) ?? [])));
    // It is unknown which of several exports an import refers to, so each counts as possible.
    for (const other of [...single, ...roles.flatMap((name) => fitting(name, exporters, open))])
      join(groups, one, other);
  }
  const paths = new Map([...shared].map(([name, having]) => [name, having.map(({ path }) => path)]));
  return [...new Set(groups.values())].flatMap((group) => {
    const inOrder = group.size === 1 ? [...group] : files.filter((one) => group.has(one));
    const [first, ...others] = inOrder;
    const alone = inOrder.map(({ result }) => result);
    const isAgain = others.length > 0 || (first !== undefined && again.has(first));
    if (!first?.file || !isAgain) return alone;
    const linked = { files: others.flatMap(({ file }) => file ?? []), shared: paths };
    const together = group.size > MAX_LINKED ? null : readTogether(first.file, linked);
    // Read as one template, the files exceed a limit.
    if (together === null || together.roles.length === 0) return apart(alone);
    const problems = alone.flatMap((result) => result.problems.filter(({ isRead }) => isRead));
    return [{ ...together, problems: [...problems, ...together.problems] }];
  });
}

/** The candidates that the files import from, directly or indirectly. Candidates are read only if a file imports anything. */
export function importedFrom(
  files: readonly ReadFile[],
  candidates: readonly (() => ReadFile | null)[],
): readonly ReadFile[] {
  if (!files.some(isImporting)) return [];
  const { exporters, open } = exportersAmong(candidates.flatMap((read) => read() ?? []));
  const found = new Set<ReadFile>();
  const asking = [...files];
  for (let one = asking.pop(); one !== undefined; one = asking.pop()) {
    const { imports = [], roles = [] } = one.result.links ?? {};
    const exporting = imports.flatMap((name) => (typeof name === "string" ? (exporters.get(name) ?? []) : []));
    for (const other of [...exporting, ...roles.flatMap((name) => fitting(name, exporters, open))]) {
      if (found.has(other)) continue;
      found.add(other);
      asking.push(other);
    }
  }
  return [...found];
}

function isImporting({ result: { links } }: ReadFile): boolean {
  return links !== undefined && links.imports.length + links.roles.length > 0;
}

/**
 * The results of templates that aren't read together. Other templates may attach unknown policies to the roles of
 * templates with exports.
 */
function apart(results: readonly ReadResult[]): readonly ReadResult[] {
  if (!results.some(({ links }) => (links?.roles.length ?? 0) > 0)) return results;
  const expression = `${results.length} templates import from one another, too many to be read together`;
  const open = (role: Role): Role => {
    const policy: Policy = { kind: "unresolved", name: "other policies", expression, place: role.place };
    const more = (variant: RoleVariant) => ({ ...variant, policies: [...variant.policies, policy] });
    const [first, ...rest] = role.variants;
    const instanceProfile =
      role.instanceProfile === false ? ({ kind: "unresolved", expression } as const) : role.instanceProfile;
    return { ...role, variants: [more(first), ...rest.map(more)], instanceProfile };
  };
  return results.map((result) =>
    (result.links?.exports.length ?? 0) === 0 ? result : { ...result, roles: result.roles.map(open) },
  );
}

type Exporters = ReadonlyMap<string, readonly ReadFile[]>;

type OpenExports = readonly (readonly [Text, ReadFile])[];

/** The files that export each name, and the files that export an unknown name. */
function exportersAmong(files: readonly ReadFile[]): { readonly exporters: Exporters; readonly open: OpenExports } {
  const exporters = new Map<string, ReadFile[]>();
  const open: (readonly [Text, ReadFile])[] = [];
  for (const one of files) {
    for (const name of new Set(one.result.links?.exports)) {
      if (typeof name !== "string") open.push([name, one]);
      else append(exporters, name, one);
    }
  }
  return { exporters, open };
}

function fitting(name: Text, exporters: Exporters, open: OpenExports): readonly ReadFile[] {
  const exact = typeof name === "string" ? exporters.get(name) : undefined;
  if (exact !== undefined) return exact;
  const fits = (other: Text): boolean => sameName(name, other) !== "no";
  const known = typeof name === "string" ? [] : [...exporters].flatMap(([other, files]) => (fits(other) ? files : []));
  return [...known, ...open.flatMap(([other, file]) => (fits(other) ? [file] : []))];
}

function join(groups: Map<ReadFile, Set<ReadFile>>, one: ReadFile, other: ReadFile): void {
  const [here, there] = [groups.get(one), groups.get(other)];
  if (here === undefined || there === undefined || here === there) return;
  for (const file of there) groups.set(file, here.add(file));
}
