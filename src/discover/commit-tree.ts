import { Stats } from "node:fs";
import { resolve, sep } from "node:path";
import type { FileTree, FolderEntry } from "./file-tree.js";
import { GitFault, type GitObjects, type TreeEntry } from "./git.js";

/**
 * The files of a commit, at the paths where a checkout would put them. Nothing is written. Folders above the repository contain
 * nothing else, so links out of it lead nowhere.
 */
export interface CommitTree extends FileTree {
  /** The commit's full name. */
  readonly name: string;
  /** The name of a file's object, which is the hash of its content. Null if the file doesn't exist. */
  objectOf(path: string): string | null;
  /** Announces the files that will be read, in order, so that git can return several at once. */
  willRead(paths: readonly string[]): void;
  /**
   * Returns a committed file's bytes.
   *
   * @throws GitFault if the repository lacks it, as a partial clone does
   */
  read(path: string): Buffer;
}

interface File {
  readonly object: string;
  readonly size: number;
  readonly kind: "file" | "link";
}

type Folder = Map<string, File | Folder>;

/** The maximum number of links to follow in one path, as on Linux. */
const MAX_LINKS = 40;

/** The maximum number of bytes that are fetched ahead. They are dropped when the next ones are fetched. */
const AHEAD = 32 * 1024 * 1024;

/** The maximum number of bytes that are fetched with a file that was not announced. Starting git takes longer than reading them. */
const NEARBY = 256 * 1024;

/** The supplier of a tree's files: git or memory. */
export type TreeObjects = Pick<GitObjects, "list" | "read">;

/** @param top the absolute path of the folder that contains the repository's files */
export function commitTree(git: TreeObjects, commit: string, top: string): CommitTree {
  const root = treeOf(git.list(commit), namesOf(top));
  let order: readonly string[] = [];
  let held: ReadonlyMap<string, Buffer> = new Map();
  let nearby: ReadonlyMap<string, Buffer> = new Map();

  const find = (path: string): File | Folder | undefined => {
    let node: File | Folder | undefined = root;
    for (const name of namesOf(path)) {
      if (!(node instanceof Map)) return undefined;
      node = name === "" && node !== root ? node : node.get(name);
    }
    return node;
  };
  const lstat = (path: string): Stats | undefined => {
    const node = find(path);
    return node === undefined ? undefined : statsOf(node);
  };

  /** Resolves links as the system does. */
  const realPath = (path: string): string => {
    let names = namesOf(path);
    for (let [at, links] = [1, 0]; at <= names.length; at++) {
      const node = find(names.slice(0, at).join(sep));
      if (node === undefined || links > MAX_LINKS) throw nothingThere(path);
      if (node instanceof Map || node.kind === "file") continue;
      const target = git.read([node.object], node.size).get(node.object)?.toString() ?? "";
      names = namesOf(resolve(names.slice(0, at - 1).join(sep) || sep, target, ...names.slice(at)));
      at = 0;
      links++;
    }
    return names.join(sep);
  };
  const behindLinks = (path: string): File | Folder | undefined => {
    const node = find(path);
    return node instanceof Map || node?.kind === "file" ? node : find(realPath(path));
  };

  /** The files in the path's folder, followed by all other files. */
  function* filesNear(path: string): Iterable<File> {
    const folder = find(path.slice(0, path.lastIndexOf(sep)));
    if (folder instanceof Map) yield* filesOf(folder, false);
    yield* filesOf(root, true);
  }

  return {
    name: commit,
    lstat,
    stat: (path) => {
      try {
        return lstat(realPath(path));
      } catch {
        return undefined;
      }
    },
    list: (path) => {
      const node = behindLinks(path);
      if (!(node instanceof Map)) throw nothingThere(path);
      return [...node].map(([name, child]) => entryOf(name, statsOf(child)));
    },
    realPath,
    objectOf: (path) => {
      const node = find(path);
      return node === undefined || node instanceof Map || node.kind === "link" ? null : node.object;
    },
    willRead: (paths) => {
      order = paths;
    },
    read: (path) => {
      const file = behindLinks(path);
      if (file === undefined || file instanceof Map) throw nothingThere(path);
      const content = held.get(file.object) ?? nearby.get(file.object);
      if (content !== undefined) return content;
      const at = order.indexOf(path);
      const next = at === -1 ? filesNear(path) : order.slice(at + 1).map(find);
      const contents = fetch(git, [file, ...filesToReadAhead(next, (at === -1 ? NEARBY : AHEAD) - file.size)]);
      if (at === -1) nearby = contents;
      else held = contents;
      const read = contents.get(file.object);
      if (read === undefined)
        throw new GitFault("git can't find all of its files", "fetch the whole commit, without a filter");
      return read;
    },
  };
}

/** The names from the file system's root, which has an empty name, down to a path. */
function namesOf(path: string): readonly string[] {
  return path.split(sep === "\\" ? /[\\/]/ : sep);
}

function fetch(git: TreeObjects, files: readonly File[]): ReadonlyMap<string, Buffer> {
  const sizes = new Map(files.map(({ object, size }) => [object, size]));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return git.read([...sizes.keys()], total);
}

function filesToReadAhead(next: Iterable<File | Folder | undefined>, room: number): Iterable<File> {
  const files = new Set<File>();
  let left = room;
  for (const file of next) {
    if (file === undefined || file instanceof Map || files.has(file)) continue;
    left -= file.size;
    if (left < 0) break;
    files.add(file);
  }
  return files;
}

function* filesOf(folder: Folder, isDeep: boolean): Iterable<File> {
  for (const node of folder.values()) {
    if (!(node instanceof Map)) yield node;
    else if (isDeep) yield* filesOf(node, true);
  }
}

function treeOf(entries: readonly TreeEntry[], top: readonly string[]): Folder {
  const root: Folder = new Map();
  const repository = top.reduce(folderIn, root);
  for (const { path, object, size, kind } of entries) {
    const names = path.split("/");
    const name = names.pop() ?? "";
    names.reduce(folderIn, repository).set(name, { object, size, kind });
  }
  return root;
}

function folderIn(parent: Folder, name: string): Folder {
  const known = parent.get(name);
  if (known instanceof Map) return known;
  const folder: Folder = new Map();
  parent.set(name, folder);
  return folder;
}

const FOLDER = 0o040755;
const FILE = 0o100644;
const LINK = 0o120000;

/** The methods of `Stats` depend only on the mode. */
function statsOf(node: File | Folder): Stats {
  const stats: Stats = Object.create(Stats.prototype);
  stats.mode = node instanceof Map ? FOLDER : node.kind === "link" ? LINK : FILE;
  stats.size = node instanceof Map ? 0 : node.size;
  return stats;
}

function entryOf(name: string, stats: Stats): FolderEntry {
  return {
    name,
    isFile: () => stats.isFile(),
    isDirectory: () => stats.isDirectory(),
    isSymbolicLink: () => stats.isSymbolicLink(),
    isBlockDevice: () => false,
    isCharacterDevice: () => false,
    isFIFO: () => false,
    isSocket: () => false,
  };
}

/** The error for a missing file: the same as the system's, so that callers treat both alike. */
function nothingThere(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file or directory, '${path}'`), { code: "ENOENT" });
}
