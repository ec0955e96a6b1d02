import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { systemFault } from "./system-fault.js";

/** Why a repository can't be read, and how to fix it. */
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

/** The output of `ls-tree` for a repository with several million files. Node can't hold a longer string. */
const MAX_LISTING_SIZE = 500 * 1024 * 1024;

/**
 * The objects of a repository, read with the `git` executable. Nothing in the repository runs or affects the result: git works in an empty
 * repository in a temporary folder that uses only the objects of the checked repository. So git does not even see the checked repository's
 * configuration (`core.fsmonitor`, `core.hooksPath`, aliases, `include`), hooks, attributes, filters, textconv, and replacements. The empty
 * repository has no remote, so git can't fetch the missing objects of a partial clone. The owner of the files (`safe.directory`) does not
 * matter. An alternate object store is used, because an object's name determines its content, regardless of its location. Content is
 * returned as committed: for a file in Git LFS, it is the pointer.
 */
export class GitObjects {
  private constructor(
    private readonly folder: string,
    private readonly objects: string,
  ) {}

  /** @param length the length of an object name: 40 hexadecimal digits, or 64 in a SHA-256 repository */
  static open(objects: string, length: number): GitObjects {
    const format = length === 64 ? "\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n" : "";
    try {
      const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-git-"));
      mkdirSync(join(folder, "refs"));
      writeFileSync(join(folder, "HEAD"), "ref: refs/heads/none\n");
      writeFileSync(join(folder, "config"), `[core]\n\tbare = true\n${format}`);
      return new GitObjects(folder, objects);
    } catch (error) {
      const message = `can't create a temporary folder: ${systemFault(error).reason}`;
      throw new GitFault(message, "free some disk space, or set TMPDIR");
    }
  }

  /** The content of each object. Leaves out objects that are not available. */
  read(objects: readonly string[], size: number): ReadonlyMap<string, Buffer> {
    if (objects.length === 0) return new Map();
    const room = size + objects.length * 200 + 1024;
    const output = this.run(["cat-file", "--batch"], room, `${objects.join("\n")}\n`);
    return parseBatch(output);
  }

  /** All files in a commit's tree, including links. Leaves out submodules. */
  list(commit: string): readonly TreeEntry[] {
    const listing = this.run(["ls-tree", "-r", "-z", "-l", "--full-tree", commit], MAX_LISTING_SIZE);
    return listing.toString("utf8").split("\0").flatMap(parseEntry);
  }

  /** The paths in an index file, including links. */
  indexed(index: string): readonly string[] {
    const place = { GIT_DIR: this.folder, GIT_OBJECT_DIRECTORY: this.objects, GIT_INDEX_FILE: index };
    return runGit(["ls-files", "-z", "--cached", "--full-name"], place, MAX_LISTING_SIZE).toString("utf8").split("\0");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(args: readonly string[], room: number, input = ""): Buffer {
    return runGit(args, { GIT_DIR: this.folder, GIT_OBJECT_DIRECTORY: this.objects }, room, input);
  }
}

const LAYOUT = ["--path-format=absolute", "--show-object-format", "--git-path", "objects", "--git-path", "index"];

interface Layout {
  readonly objects: string;
  readonly index: string;
  /** The length of an object name. */
  readonly nameLength: number;
}

function layoutOf(answer: string): Layout {
  const [format, objects = "", index = ""] = answer.split(/\r?\n/);
  return { objects, index, nameLength: format === "sha256" ? 64 : 40 };
}

/** Resolves a name in a repository, and finds its objects. Reads only refs, which also runs nothing. */
export class GitRefs {
  constructor(private readonly gitDirectory: string) {}

  /** The locations of the repository's objects and index. Runs git once, because it takes longer to start than to answer. */
  layout(): Layout {
    return layoutOf(this.parse(LAYOUT));
  }

  /**
   * The layout, and the commit that is checked out.
   *
   * @throws GitFault if there is none
   */
  checkedOut(): Layout & { readonly tip: string } {
    const answer = this.parse([...LAYOUT, "HEAD^{commit}"]);
    return { ...layoutOf(answer), tip: answer.slice(answer.lastIndexOf("\n") + 1) };
  }

  /**
   * The commit's full name.
   *
   * @throws GitFault if there is none, or if it isn't available
   */
  commit(ref: string): string {
    return this.parse(["--verify", "--quiet", `${ref}^{commit}`]);
  }

  /**
   * The commit where two commits diverged.
   *
   * @throws GitFault if they have nothing in common, or if that commit isn't available
   */
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
    // If the PATH contains the current folder, git is also looked up here, where nobody else can have put an executable with that name.
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
      // Prevents fetching. A version of git that is too old for this setting can't fetch either, because no protocol is allowed.
      GIT_NO_LAZY_FETCH: "1",
      GIT_ALLOW_PROTOCOL: "none",
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      LC_ALL: "C",
    },
  });
  if (error !== undefined) throw new GitFault(faultOf(error), "make sure that git is installed and on the PATH");
  if (status !== 0) throw new GitFault("git can't find it", "fetch it with all of its files");
  return stdout;
}

function faultOf(error: Error & { readonly code?: string }): string {
  switch (error.code) {
    case "ENOENT":
      return "git is not installed";
    case "ETIMEDOUT":
      return `git takes longer than ${TIMEOUT / 1000} s to read it`;
    default:
      return `git can't read it (${error.code ?? error.message})`;
  }
}

/** `MODE TYPE OBJECT SIZE<tab>PATH`, with a padded size: https://git-scm.com/docs/git-ls-tree#_output_format */
function parseEntry(line: string): readonly TreeEntry[] {
  const [, mode = "", object = "", size = "", path = ""] =
    /^(\d{6}) blob ([0-9a-f]+) +(\d+|BAD)\t(.+)$/s.exec(line) ?? [];
  // A tree that was not created by git can contain any names. git itself never checks out these.
  if (path === "" || path.split("/").some((part) => part === "" || part === "." || part === "..")) return [];
  // git prints BAD as the size of an object that a partial clone lacks.
  const known = size === "BAD" ? 0 : Number(size);
  return [{ path, object, kind: mode === "120000" ? "link" : "file", size: known }];
}

/** Parses `OBJECT TYPE SIZE`, a line feed, the content, and a line feed; or `OBJECT missing`. */
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
