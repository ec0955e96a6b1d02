import { type Given, MOST_SHOWN } from "./open-files.js";

/** More than the core reads: it is told the size alone, and says so. */
const LARGEST_READ = 256 * 1024 * 1024;

/** Of a dropped folder, so many files are taken, of which none is of these. */
const MOST_FILES = 2000;
const IGNORED = new Set(["node_modules", ".git", ".terraform", ".venv", "vendor"]);

/** The files and folders of a drop, or those that were pasted or chosen. */
export async function filesOf(transfer: DataTransfer): Promise<readonly Given[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return Promise.all([...transfer.files].map((file) => given(file, file.name, true)));
  const found: Given[] = [];
  for (const entry of entries) await take(entry, true, found);
  return found;
}

/** Those of a file dialog; a chosen folder's have paths. */
export function chosenFiles(files: Iterable<File>): Promise<readonly Given[]> {
  const wanted = [...files].filter(({ webkitRelativePath }) =>
    webkitRelativePath.split("/").every((part) => !IGNORED.has(part)),
  );
  return Promise.all(
    wanted
      .slice(0, MOST_FILES)
      .map((file) => given(file, file.webkitRelativePath || file.name, file.webkitRelativePath === "")),
  );
}

async function take(entry: FileSystemEntry, isNamed: boolean, found: Given[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push(await given(file, isNamed ? file.name : entry.fullPath, isNamed));
  } else if (entry.isDirectory && !IGNORED.has(entry.name)) {
    for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await take(child, false, found);
  }
}

/** A folder is listed a hundred at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function given(file: File, path: string, isNamed: boolean): Promise<Given> {
  if (file.size > LARGEST_READ) return { path, isNamed, content: { size: file.size } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { path, isNamed, content: file.size > MOST_SHOWN ? bytes : (textOf(bytes) ?? bytes) };
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
