import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

type Files = Readonly<Record<string, string>>;

interface Packed {
  readonly name: Buffer;
  readonly data: Buffer;
}

type Folder = Map<string, Buffer | Folder>;

const TYPES = { commit: 1, tree: 2, blob: 3 } as const;

/**
 * Writes a `.git` folder with one commit on `main` for each set of files, without git: starting it takes longer than most tests. Each
 * commit has the previous one's files. An empty text deletes the file. The formats: https://git-scm.com/docs/gitformat-pack and
 * https://git-scm.com/docs/gitformat-index
 */
export function writeRepository(folder: string, commits: readonly Files[]): void {
  const objects = new Map<string, Packed>();
  const add = (type: keyof typeof TYPES, content: Buffer): Buffer => {
    const name = sha1(Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]));
    objects.set(name.toString("hex"), {
      name,
      data: Buffer.concat([entryHeader(type, content), deflateSync(content)]),
    });
    return name;
  };
  let [files, parent]: [Files, Buffer | null] = [{}, null];
  for (const changed of commits) {
    files = Object.fromEntries(Object.entries({ ...files, ...changed }).filter(([, text]) => text !== ""));
    const tree = addTree(
      treeOf(files, (text) => add("blob", text)),
      (content) => add("tree", content),
    );
    const line = parent === null ? "" : `parent ${parent.toString("hex")}\n`;
    const by = "a <a@example.com> 1700000000 +0000";
    parent = add("commit", Buffer.from(`tree ${tree.toString("hex")}\n${line}author ${by}\ncommitter ${by}\n\nm\n`));
  }
  const packs = join(folder, ".git/objects/pack");
  for (const created of [packs, join(folder, ".git/refs/heads")]) mkdirSync(created, { recursive: true });
  const sorted = [...objects.values()].sort((one, other) => one.name.compare(other.name));
  const pack = packOf(sorted);
  writeFileSync(join(packs, "pack-1.pack"), pack);
  writeFileSync(join(packs, "pack-1.idx"), packIndexOf(sorted, pack.subarray(-20)));
  writeFileSync(join(folder, ".git/index"), indexOf(files));
  writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
  writeFileSync(join(folder, ".git/config"), "[core]\n\trepositoryformatversion = 0\n");
  writeFileSync(join(folder, ".git/refs/heads/main"), `${parent?.toString("hex")}\n`);
}

function sha1(content: Buffer): Buffer {
  return createHash("sha1").update(content).digest();
}

function treeOf(files: Files, add: (text: Buffer) => Buffer): Folder {
  const root: Folder = new Map();
  for (const [path, text] of Object.entries(files)) {
    const names = path.split("/");
    const name = names.pop() ?? "";
    const into = names.reduce((parent, each) => {
      const known = parent.get(each);
      const child: Folder = known instanceof Map ? known : new Map();
      parent.set(each, child);
      return child;
    }, root);
    into.set(name, add(Buffer.from(text)));
  }
  return root;
}

function addTree(folder: Folder, add: (content: Buffer) => Buffer): Buffer {
  // A tree's entries are sorted as if the names of folders ended with `/`.
  const entries = [...folder].map(([name, node]) => ({
    name,
    node,
    key: Buffer.from(node instanceof Map ? `${name}/` : name),
  }));
  entries.sort((one, other) => one.key.compare(other.key));
  return add(
    Buffer.concat(
      entries.flatMap(({ name, node }) => [
        Buffer.from(`${node instanceof Map ? "40000" : "100644"} ${name}\0`),
        node instanceof Map ? addTree(node, add) : node,
      ]),
    ),
  );
}

/** The type and the size: four bits of it in the first byte, seven in each of the others. */
function entryHeader(type: keyof typeof TYPES, { length }: Buffer): Buffer {
  const bytes = [(TYPES[type] << 4) | (length & 15)];
  for (let rest = length >>> 4; rest > 0; rest >>>= 7) bytes.push(rest & 127);
  return Buffer.from(bytes.map((byte, at) => (at < bytes.length - 1 ? byte | 128 : byte)));
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

function withChecksum(...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([content, sha1(content)]);
}

function packOf(objects: readonly Packed[]): Buffer {
  return withChecksum(Buffer.from("PACK"), numbers(2, objects.length), ...objects.map(({ data }) => data));
}

function packIndexOf(objects: readonly Packed[], checksum: Buffer): Buffer {
  const upTo = Array.from({ length: 256 }, (_, first) => objects.filter(({ name }) => (name[0] ?? 0) <= first).length);
  let end = 12;
  const offsets = objects.map(({ data }) => {
    end += data.length;
    return end - data.length;
  });
  return withChecksum(
    Buffer.from("\xfftOc", "latin1"),
    numbers(2, ...upTo),
    ...objects.map(({ name }) => name),
    numbers(...objects.map(({ data }) => crc32(data))),
    numbers(...offsets),
    checksum,
  );
}

/** The index after `git read-tree`: it knows no file's times. */
function indexOf(files: Files): Buffer {
  const paths = Object.keys(files).map((path) => ({ path, bytes: Buffer.from(path) }));
  paths.sort((one, other) => one.bytes.compare(other.bytes));
  const entries = paths.map(({ path, bytes }) => {
    const content = Buffer.from(files[path] ?? "");
    const name = sha1(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]));
    const end = Buffer.alloc(8 - ((62 + bytes.length) % 8));
    const length = Buffer.from([0, 0]);
    length.writeUInt16BE(Math.min(bytes.length, 0xfff));
    return Buffer.concat([numbers(0, 0, 0, 0, 0, 0, 0o100644, 0, 0, 0), name, length, bytes, end]);
  });
  return withChecksum(Buffer.from("DIRC"), numbers(2, entries.length), ...entries);
}
