import { droppedIn } from "./dropped.js";
import { type Given, MAX_SHOWN } from "./open-files.js";

/** The core doesn't read larger files, so it gets only their size and reports them. For files that weren't named, its limit is 16 MiB. */
const MAX_READ_SIZE = 256 * 1024 * 1024;
const MAX_SIZE_BESIDE = 16 * 1024 * 1024;
const MAY_BE_LARGE = /\.(?:json|ya?ml|template|cform|tf|tofu)$/i;

/** A tab can't hold more. No reader needs that many, but a folder with other contents may have them. */
const MAX_FILES = 5000;
const MAX_BYTES = 512 * 1024 * 1024;

/** Folders with dependencies and tools' caches, which the core ignores too. */
const IGNORED = new Set(["node_modules", ".git", ".terraform", ".venv", "vendor"]);

/** Dropped, pasted, or chosen files. */
export interface ReceivedFiles {
  readonly files: readonly Given[];
  /** The number of files beyond the limits. Without them, there can be no verdict. */
  readonly leftOut: number;
}

/** The number of files read at a time. */
const AT_ONCE = 50;

/** Called with the number of files read so far and their total. */
export type OnRead = (done: number, total: number) => void;

/** Collects files first, then reads them. */
class Taking {
  private readonly wanted: (() => Promise<Given>)[] = [];
  private leftOut = 0;
  private bytes = 0;

  take(file: File, path: string, isNamed: boolean): void {
    const { size } = file;
    const isRead = size <= (isNamed || MAY_BE_LARGE.test(path) ? MAX_READ_SIZE : MAX_SIZE_BESIDE);
    const held = this.bytes + (isRead ? size : 0);
    if (this.wanted.length >= MAX_FILES || held > MAX_BYTES) {
      this.leftOut += 1;
      return;
    }
    this.bytes = held;
    this.wanted.push(async () => ({ path, isNamed, content: isRead ? await contentOf(file) : { size } }));
  }

  async read(onRead: OnRead): Promise<ReceivedFiles> {
    const files: Given[] = [];
    for (let from = 0; from < this.wanted.length; from += AT_ONCE) {
      onRead(from, this.wanted.length);
      files.push(...(await Promise.all(this.wanted.slice(from, from + AT_ONCE).map((read) => read()))));
    }
    return { files, leftOut: this.leftOut };
  }
}

/** The dropped files and folders, or the pasted files. */
export async function filesOf(transfer: DataTransfer, onRead: OnRead): Promise<ReceivedFiles> {
  // Both become unavailable after the event.
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

/** The files of a file dialog. Files of a chosen folder have paths. */
export function chosenFiles(files: Iterable<File>, onRead: OnRead): Promise<ReceivedFiles> {
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
  return file.size > MAX_SHOWN ? bytes : (textOf(bytes) ?? bytes);
}

/** Decodes bytes that are clearly UTF-8. Otherwise returns null: the core decodes such files and reports problems. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
