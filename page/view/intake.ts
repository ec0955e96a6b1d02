import { droppedIn } from "./dropped.js";
import { type Given, MOST_SHOWN } from "./open-files.js";

/** More than the core reads: it is told the size alone, and says so. Beside what is named, it reads no file of more than 16 MiB. */
const LARGEST_READ = 256 * 1024 * 1024;
const LARGEST_BESIDE = 16 * 1024 * 1024;
const MAY_BE_LARGE = /\.(?:json|ya?ml|template|cform|tf|tofu)$/i;

/** What a tab can hold. Nobody reads so much; a folder with something else in it may have it. */
const MOST_FILES = 5000;
const MOST_BYTES = 512 * 1024 * 1024;

/** Dependencies and tools' caches, which the core leaves alone as well. */
const IGNORED = new Set(["node_modules", ".git", ".terraform", ".venv", "vendor"]);

/** What was dropped, pasted or chosen. */
export interface Taken {
  readonly files: readonly Given[];
  /** Files that were too many: a verdict without them is none. */
  readonly leftOut: number;
}

/** So many files are read at a time. */
const AT_ONCE = 50;

/** Told how many of how many files are read. */
export type OnRead = (done: number, total: number) => void;

/** Notes what is there, then reads it. */
class Taking {
  private readonly wanted: (() => Promise<Given>)[] = [];
  private leftOut = 0;
  private bytes = 0;

  take(file: File, path: string, isNamed: boolean): void {
    const { size } = file;
    const isRead = size <= (isNamed || MAY_BE_LARGE.test(path) ? LARGEST_READ : LARGEST_BESIDE);
    const held = this.bytes + (isRead ? size : 0);
    if (this.wanted.length >= MOST_FILES || held > MOST_BYTES) {
      this.leftOut += 1;
      return;
    }
    this.bytes = held;
    this.wanted.push(async () => ({ path, isNamed, content: isRead ? await contentOf(file) : { size } }));
  }

  async read(onRead: OnRead): Promise<Taken> {
    const files: Given[] = [];
    for (let from = 0; from < this.wanted.length; from += AT_ONCE) {
      onRead(from, this.wanted.length);
      files.push(...(await Promise.all(this.wanted.slice(from, from + AT_ONCE).map((read) => read()))));
    }
    return { files, leftOut: this.leftOut };
  }
}

/** The files and folders of a drop, or those that were pasted. */
export async function filesOf(transfer: DataTransfer, onRead: OnRead): Promise<Taken> {
  // Both are gone once the event is over.
  const [dropped, files] = [droppedIn(transfer), [...transfer.files]];
  const taking = new Taking();
  if (dropped.length === 0) for (const file of files) taking.take(file, file.name, true);
  for (const one of await Promise.all(dropped)) {
    if (one?.kind === "file") taking.take(one.file, one.file.name, true);
    else
      for await (const { file, path } of one?.files((name) => IGNORED.has(name)) ?? []) taking.take(file, path, false);
  }
  return taking.read(onRead);
}

/** Those of a file dialog; a chosen folder's have paths. */
export function chosenFiles(files: Iterable<File>, onRead: OnRead): Promise<Taken> {
  const taking = new Taking();
  for (const file of files) {
    const { webkitRelativePath: path, name } = file;
    const isIgnored = path
      .split("/")
      .slice(0, -1)
      .some((part) => IGNORED.has(part));
    if (!isIgnored) taking.take(file, path || name, path === "");
  }
  return taking.read(onRead);
}

async function contentOf(file: File): Promise<Given["content"]> {
  if (file.size === 0) return "";
  const bytes = new Uint8Array(await file.arrayBuffer());
  return file.size > MOST_SHOWN ? bytes : (textOf(bytes) ?? bytes);
}

/** The text of bytes that are plainly UTF-8; the core decodes the others, and says what is wrong with them. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
