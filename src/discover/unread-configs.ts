import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CONFIG_FILES, isNamedLikeConfig } from "../config/config-names.js";
import { SECTION_NAMES } from "../config/config-sections.js";
import { isSettingName } from "../config/settings.js";
import { decode } from "../source/decode.js";
import { parseYaml } from "../source/yaml-node.js";
import { isOwnOutput } from "./own-output.js";
import { filesOf, reportedPath, type Scope } from "./scope.js";

/** A file that looks like a configuration but that the run does not read. */
export interface UnreadConfig {
  /** Relative to the root. */
  readonly path: string;
  /** `outranked`: another configuration is nearer. `misnamed`: no configuration has this name. `below`: it belongs to another folder. */
  readonly why: "outranked" | "misnamed" | "below";
  /** The folder that it would configure, if that is two or more levels down. */
  readonly folder?: string;
}

/** In bytes. Larger than any configuration that people write. */
const MAX_FILE_SIZE = 256 * 1024;
const MAX_FOLDERS = 200;

const IGNORED_FOLDERS: readonly string[] = ["node_modules", ".git", ".terraform", ".venv", "vendor"];

/**
 * Looks for unread configurations in the searched folders and their `.github` folders. If no configuration was found, also looks in the
 * folders below the first searched folder.
 *
 * @param read the absolute path of the configuration that is read
 */
export function findUnread(scope: Scope, folders: readonly string[], read: string | null): readonly UnreadConfig[] {
  const searched = folders.flatMap((folder) =>
    inFolder(scope, folder)
      .filter((path) => path !== read)
      .map((path) => ({ path, why: isConfigOf(folder, path) ? "outranked" : "misnamed" }) as const),
  );
  const [first] = folders;
  const below =
    read !== null || first === undefined
      ? []
      : foldersBelow(scope, first).flatMap((folder) =>
          inFolder(scope, folder).map((path): UnreadConfig => {
            const found = { path, why: "below" } as const;
            return dirname(folder) === first ? found : { ...found, folder: reportedPath(scope, folder) };
          }),
        );
  return [...searched, ...below].map((one) => ({ ...one, path: reportedPath(scope, one.path) }));
}

function isConfigOf(folder: string, path: string): boolean {
  return CONFIG_FILES.some((name) => join(folder, name) === path);
}

function inFolder(scope: Scope, folder: string): readonly string[] {
  const named = [folder, join(folder, ".github")].flatMap((place) =>
    entriesIn(scope, place)
      .filter(({ name }) => isNamedLikeConfig(name))
      .flatMap((entry) => (entry.isFile() ? join(place, entry.name) : configsIn(scope, join(place, entry.name)))),
  );
  return named.filter((path) => holdsSettings(scope, path));
}

/** Files such as `.github/worker-iam-check/config.yml`. */
function configsIn(scope: Scope, folder: string): readonly string[] {
  const files = entriesIn(scope, folder).filter((entry) => entry.isFile() && /^\.?config\./.test(entry.name));
  return files.map(({ name }) => join(folder, name));
}

/** The folders below the first searched folder, nearest first. */
function foldersBelow(scope: Scope, first: string): readonly string[] {
  const found = [first];
  for (const folder of found) if (found.length <= MAX_FOLDERS) found.push(...foldersIn(scope, folder));
  return found.slice(1, MAX_FOLDERS + 1);
}

function foldersIn(scope: Scope, folder: string): readonly string[] {
  return entriesIn(scope, folder)
    .filter((entry) => entry.isDirectory() && entry.name !== ".github" && !IGNORED_FOLDERS.includes(entry.name))
    .slice(0, MAX_FOLDERS)
    .map((entry) => join(folder, entry.name));
}

function entriesIn(scope: Scope, folder: string) {
  try {
    return filesOf(scope).list(folder);
  } catch {
    return [];
  }
}

/**
 * Whether a file has a key that is a setting of this check. The name alone isn't enough, because templates and scripts may have it, too.
 */
export function holdsSettings(scope: Scope, path: string): boolean {
  const text = textOf(scope, path);
  if (text === null) return false;
  const [root] = parseYaml({ path, text }).documents;
  const keys = root?.kind === "map" ? root.entries.map(({ key }) => key) : keysOfToml(text);
  return keys.some((key) => isSettingName(key) || SECTION_NAMES.includes(key));
}

/** The keys in a TOML or INI file, in case somebody wrote the configuration in such a format. */
function keysOfToml(text: string): readonly string[] {
  return [...text.matchAll(/^\[?([a-z-]+)(?:\]|[ \t]*=)/gm)].map(([, key = ""]) => key);
}

function textOf(scope: Scope, path: string): string | null {
  try {
    const stats = filesOf(scope).lstat(path);
    if (!stats?.isFile() || stats.size > MAX_FILE_SIZE) return null;
    const decoded = decode(scope.commit?.read(path) ?? readFileSync(path));
    return "text" in decoded && !isOwnOutput(decoded.text) ? decoded.text : null;
  } catch {
    return null;
  }
}
