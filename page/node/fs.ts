/** A page has no disk. It checks a tree of files in memory, like that of a commit. */
export class Stats {
  mode = 0;
  size = 0;

  isFile(): boolean {
    return this.of(0o100000);
  }

  isDirectory(): boolean {
    return this.of(0o040000);
  }

  isSymbolicLink(): boolean {
    return this.of(0o120000);
  }

  private of(type: number): boolean {
    return (this.mode & 0o170000) === type;
  }
}

/** Discovery calls this to find a surrounding repository, and there is none. */
export function lstatSync(): undefined {
  return undefined;
}

export const constants = { O_RDONLY: 0, O_NONBLOCK: 0, O_NOFOLLOW: 0 };

function refuse(): never {
  throw Object.assign(new Error("a page has no disk"), { code: "ENOENT" });
}

export {
  refuse as closeSync,
  refuse as fstatSync,
  refuse as lstat,
  refuse as mkdirSync,
  refuse as mkdtempSync,
  refuse as openSync,
  refuse as readdir,
  refuse as readdirSync,
  refuse as readFileSync,
  refuse as readSync,
  refuse as realpathSync,
  refuse as rmSync,
  refuse as stat,
  refuse as statSync,
  refuse as writeFileSync,
};
