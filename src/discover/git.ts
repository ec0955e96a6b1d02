import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { systemFault } from "./system-fault.js";

/** Why nothing can be read of a repository, and what to do. */
export class GitFault extends Error {
  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

export interface TreeEntry {
  /** Relative to the top of the repository, with `/`. */
  readonly path: string;
  readonly object: string;
  readonly kind: "file" | "link";
  readonly size: number;
}

const TIMEOUT = 60_000;

/** What `ls-tree` prints of a repository of some millions of files; Node holds no longer text. */
const LARGEST_LISTING = 500 * 1024 * 1024;

/**
 * The objects of a repository, read with the `git` executable. Nothing of the repository runs or decides: git is shown an
 * empty repository of our own in a temporary folder, with the other's objects only. So its configuration (`core.fsmonitor`,
 * `core.hooksPath`, aliases, `include`), hooks, attributes, filters, textconv and replacements are not even seen, there is no
 * remote to fetch a missing object of a partial clone from, and whose files they are (`safe.directory`) does not matter. An
 * alternate object store is followed: what an object holds is fixed by its name, wherever it lies. Content is what was
 * committed; of a file in Git LFS that is its pointer.
 */
export class GitObjects {
  private constructor(
    private readonly folder: string,
    private readonly objects: string,
  ) {}

  /** `length` of an object's name: 40 hexadecimal digits, or 64 where the repository uses SHA-256. */
  static open(objects: string, length: number): GitObjects {
    const format = length === 64 ? "\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n" : "";
    try {
      const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-git-"));
      mkdirSync(join(folder, "refs"));
      writeFileSync(join(folder, "HEAD"), "ref: refs/heads/none\n");
      writeFileSync(join(folder, "config"), `[core]\n\tbare = true\n${format}`);
      return new GitObjects(folder, objects);
    } catch (error) {
      const message = `no temporary folder can be made: ${systemFault(error).reason}`;
      throw new GitFault(message, "make room for one, or set TMPDIR");
    }
  }

  /** Content of each object; those that are not at hand are left out. */
  read(objects: readonly string[], size: number): ReadonlyMap<string, Buffer> {
    if (objects.length === 0) return new Map();
    const room = size + objects.length * 200 + 1024;
    const output = this.run(["cat-file", "--batch"], room, `${objects.join("\n")}\n`);
    return parseBatch(output);
  }

  /** All files of a commit's tree, links among them; submodules are left out. */
  list(commit: string): readonly TreeEntry[] {
    const listing = this.run(["ls-tree", "-r", "-z", "-l", "--full-tree", commit], LARGEST_LISTING);
    return listing.toString("utf8").split("\0").flatMap(parseEntry);
  }

  /** Paths in an index file, links among them. */
  indexed(index: string): readonly string[] {
    const place = { GIT_DIR: this.folder, GIT_OBJECT_DIRECTORY: this.objects, GIT_INDEX_FILE: index };
    return runGit(["ls-files", "-z", "--cached", "--full-name"], place, LARGEST_LISTING).toString("utf8").split("\0");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(args: readonly string[], room: number, input = ""): Buffer {
    return runGit(args, { GIT_DIR: this.folder, GIT_OBJECT_DIRECTORY: this.objects }, room, input);
  }
}

/** What a name means in a repository, and where its objects are. Reads refs only, of which nothing runs either. */
export class GitRefs {
  constructor(private readonly gitDirectory: string) {}

  objectsFolder(): string {
    return this.parse(["--path-format=absolute", "--git-path", "objects"]);
  }

  indexFile(): string {
    return this.parse(["--path-format=absolute", "--git-path", "index"]);
  }

  /** Of an object's name; a repository without a commit counts as one of the usual kind. */
  nameLength(): number {
    try {
      return this.commit("HEAD").length;
    } catch (error) {
      if (error instanceof GitFault) return 40;
      throw error;
    }
  }

  /** The commit's full name; throws where there is none, or none at hand. */
  commit(ref: string): string {
    return this.parse(["--verify", "--quiet", `${ref}^{commit}`]);
  }

  /** Where two commits parted; throws where they have nothing in common, or that is not at hand. */
  fork(one: string, other: string): string {
    return this.ask(["merge-base", one, other]);
  }

  private parse(args: readonly string[]): string {
    return this.ask(["rev-parse", ...args]);
  }

  private ask(args: readonly string[]): string {
    const output = runGit(args, { GIT_DIR: this.gitDirectory }, 64 * 1024);
    return output.toString("utf8").replace(/\r?\n$/, "");
  }
}

function runGit(args: readonly string[], place: NodeJS.ProcessEnv, room: number, input = ""): Buffer {
  const { PATH, SystemRoot, TEMP, TMPDIR } = process.env;
  const { status, error, stdout } = spawnSync("git", ["--no-pager", ...args], {
    // Where nobody else can have put an executable called git, in case that the PATH names the current folder.
    cwd: dirname(process.execPath),
    input,
    maxBuffer: room,
    timeout: TIMEOUT,
    killSignal: "SIGKILL",
    windowsHide: true,
    env: {
      PATH,
      SystemRoot,
      TEMP,
      TMPDIR,
      ...place,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: devNull,
      GIT_CONFIG_SYSTEM: devNull,
      GIT_ATTR_NOSYSTEM: "1",
      GIT_NO_REPLACE_OBJECTS: "1",
      // No object is fetched; a git that is too old to be told so finds no protocol allowed to fetch it with.
      GIT_NO_LAZY_FETCH: "1",
      GIT_ALLOW_PROTOCOL: "none",
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      LC_ALL: "C",
    },
  });
  if (error !== undefined) throw new GitFault(faultOf(error), "see that git is installed and on the PATH");
  if (status !== 0) throw new GitFault("git does not find it", "fetch it with all of its files");
  return stdout;
}

function faultOf(error: Error & { readonly code?: string }): string {
  switch (error.code) {
    case "ENOENT":
      return "there is no git to read it with";
    case "ETIMEDOUT":
      return `git takes longer than ${TIMEOUT / 1000} s to read it`;
    default:
      return `git can't read it (${error.code ?? error.message})`;
  }
}

/** `MODE TYPE OBJECT SIZE<tab>PATH`, the size padded: https://git-scm.com/docs/git-ls-tree#_output_format */
function parseEntry(line: string): readonly TreeEntry[] {
  const [, mode = "", object = "", size = "", path = ""] =
    /^(\d{6}) blob ([0-9a-f]+) +(\d+|BAD)\t(.+)$/s.exec(line) ?? [];
  // A tree made by hand can name anything; git itself checks none of these out.
  if (path === "" || path.split("/").some((part) => part === "" || part === "." || part === "..")) return [];
  // The size of what a partial clone lacks.
  const known = size === "BAD" ? 0 : Number(size);
  return [{ path, object, kind: mode === "120000" ? "link" : "file", size: known }];
}

/** `OBJECT TYPE SIZE`, a line feed, the content, a line feed; or `OBJECT missing`. */
function parseBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  let start = 0;
  while (start < output.length) {
    const end = output.indexOf("\n", start);
    if (end === -1) break;
    const [object = "", , size] = output.toString("latin1", start, end).split(" ");
    start = end + 1;
    if (size === undefined) continue;
    contents.set(object, output.subarray(start, start + Number(size)));
    start += Number(size) + 1;
  }
  return contents;
}
