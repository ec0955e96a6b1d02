/** A dropped file, or a dropped folder whose files are listed on request. */
export type Dropped =
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "folder"; readonly files: (isIgnored: (folder: string) => boolean) => AsyncIterable<FolderFile> };

export interface FolderFile {
  readonly file: File;
  /** With the names of its folders, starting with the dropped one. */
  readonly path: string;
}

/** Not all browsers have this: https://wicg.github.io/file-system-access/#api-datatransferitem-getasfilesystemhandle */
interface Item extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/**
 * The contents of a drop. Must be called during the event, after which they are gone. Folders are read through handles
 * if possible, because in a page opened from a file, Chromium can list folders only that way.
 */
export function droppedIn(transfer: DataTransfer): readonly Promise<Dropped | null>[] {
  return [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item: Item) => {
      const [file, entry] = [item.getAsFile(), item.webkitGetAsEntry()];
      if (entry?.isDirectory !== true) return Promise.resolve(file === null ? null : { kind: "file", file });
      const listed: Dropped = { kind: "folder", files: (isIgnored) => entriesBelow(entry, isIgnored) };
      return item.getAsFileSystemHandle === undefined ? Promise.resolve(listed) : byHandle(item, listed);
    });
}

async function byHandle(item: Item, listed: Dropped): Promise<Dropped> {
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  if (!isFolder(handle)) return listed;
  return { kind: "folder", files: (isIgnored) => handlesBelow(handle, handle.name, isIgnored) };
}

function isFolder(handle: FileSystemHandle | null | undefined): handle is FileSystemDirectoryHandle {
  return handle?.kind === "directory";
}

async function* handlesBelow(
  folder: FileSystemDirectoryHandle,
  path: string,
  isIgnored: (folder: string) => boolean,
): AsyncIterable<FolderFile> {
  for await (const [name, child] of folder.entries()) {
    const below = `${path}/${name}`;
    if (isFolder(child)) {
      if (!isIgnored(name)) yield* handlesBelow(child, below, isIgnored);
    } else if (child instanceof FileSystemFileHandle) {
      yield { file: await child.getFile(), path: below };
    }
  }
}

async function* entriesBelow(
  entry: FileSystemEntry,
  isIgnored: (folder: string) => boolean,
): AsyncIterable<FolderFile> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    yield { file, path: entry.fullPath };
  } else if (!isIgnored(entry.name)) {
    for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) yield* entriesBelow(child, isIgnored);
  }
}

/** `readEntries` returns at most a hundred entries at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
