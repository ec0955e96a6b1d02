import { Stats } from "node:fs";
import { resolve, sep } from "node:path";
import type { FileTree, FolderEntry } from "./file-tree.js";
import { GitFault, type GitObjects, type TreeEntry } from "./git.js";

/**
 * The files of a commit, where they would stand if it were checked out; nothing is written. Folders above the repository
 * hold nothing else: links out of it lead nowhere.
 */
export interface CommitTree extends FileTree {
  /** The commit's full name. */
  readonly name: string;
  /** The name of a file's object, which is its content's hash; null where no file stands. */
  objectOf(path: string): string | null;
  /** Which files will be read, in their order: they are asked of git together. */
  willRead(paths: readonly string[]): void;
  /** What was committed; throws `GitFault` where the repository lacks it, as a partial clone does. */
  read(path: string): Buffer;
}

interface File {
  readonly object: string;
  readonly size: number;
  readonly kind: "file" | "link";
}

type Folder = Map<string, File | Folder>;

/** As Linux has it. */
const MOST_LINKS = 40;

/** Files are fetched ahead up to so much, and forgotten when the next ones are. */
const AHEAD = 32 * 1024 * 1024;

/** What gives a tree its files: git, or whoever has them in memory. */
export type TreeObjects = Pick<GitObjects, "list" | "read">;

/** `top`: absolute path of the folder that the repository's files stand in. */
export function commitTree(git: TreeObjects, commit: string, top: string): CommitTree {
  const root = treeOf(git.list(commit), namesOf(top));
  let order: readonly string[] = [];
  let held: ReadonlyMap<string, Buffer> = new Map();

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

  /** Without links, as the system follows them. */
  const realPath = (path: string): string => {
    let names = namesOf(path);
    for (let [at, links] = [1, 0]; at <= names.length; at++) {
      const node = find(names.slice(0, at).join(sep));
      if (node === undefined || links > MOST_LINKS) throw nothingThere(path);
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
      const content = held.get(file.object);
      if (content !== undefined) return content;
      const at = order.indexOf(path);
      const next = at === -1 ? [] : order.slice(at + 1);
      const contents = fetch(git, [file, ...ahead(next, find, AHEAD - file.size)]);
      if (at !== -1) held = contents;
      const read = contents.get(file.object);
      if (read === undefined)
        throw new GitFault("git does not find all of its files", "fetch it whole, without a filter");
      return read;
    },
  };
}

/** The names that lead from the file system's root, which has an empty one, to a path. */
function namesOf(path: string): readonly string[] {
  return path.split(sep === "\\" ? /[\\/]/ : sep);
}

function fetch(git: TreeObjects, files: readonly File[]): ReadonlyMap<string, Buffer> {
  const sizes = new Map(files.map(({ object, size }) => [object, size]));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return git.read([...sizes.keys()], total);
}

function ahead(paths: readonly string[], find: (path: string) => File | Folder | undefined, room: number): File[] {
  const files: File[] = [];
  let left = room;
  for (const path of paths) {
    const file = find(path);
    if (file === undefined || file instanceof Map) continue;
    left -= file.size;
    if (left < 0) break;
    files.push(file);
  }
  return files;
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

/** Its methods go by the mode. */
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

/** As the system says it, so that whoever asked treats it alike. */
function nothingThere(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file or directory, '${path}'`), { code: "ENOENT" });
}
