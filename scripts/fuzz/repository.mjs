// A git repository with handmade objects, because git itself would refuse to write most of them. Names are correct (the
// SHA-1 of the content), so that git reads them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { deflateSync } from "node:zlib";

const FILES = [
  ["policy-json/failing/veeam-backup.json", "veeam-backup.json"],
  ["policy-json/passing/veeam-communication.json", "veeam-communication.json"],
  ["cloudformation/failing/worker-roles.yaml", "template.yaml"],
];

const COMMIT = (tree) =>
  `tree ${tree}\nauthor a <a@example.com> 0 +0000\ncommitter a <a@example.com> 0 +0000\n\nfirst\n`;

/** The mutated parts of a repository, as latin1: an object's content or a file of `.git`. */
export function repositorySeeds(root) {
  const blobs = filesOf(root).map(([name, content]) => [name, nameOf("blob", content)]);
  const tree = treeOf(blobs);
  const commit = nameOf("commit", Buffer.from(COMMIT(nameOf("tree", tree))));
  return [
    { path: "tree", text: tree.toString("latin1") },
    { path: "commit", text: COMMIT(nameOf("tree", tree)) },
    { path: "HEAD", text: "ref: refs/heads/main\n" },
    { path: "refs/heads/main", text: `${commit}\n` },
    { path: "packed-refs", text: `# pack-refs with: peeled fully-peeled sorted\n${commit} refs/heads/main\n` },
    { path: "config", text: '[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote "origin"]\n\turl = x\n' },
  ];
}

/** A working tree with its repository. */
export class Repository {
  constructor(root, folder) {
    this.folder = folder;
    mkdirSync(folder);
    const [PATH, GIT_CONFIG_GLOBAL] = [process.env.PATH, devNull];
    const env = { PATH, GIT_CONFIG_GLOBAL, GIT_CONFIG_NOSYSTEM: "1", HOME: folder };
    execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder, env });
    for (const [from, to] of FILES) copyFileSync(join(root, "examples", from), join(folder, to));
    for (const [, content] of filesOf(root)) this.#write("blob", content);
    this.seeds = repositorySeeds(root);
    this.restore();
  }

  restore() {
    this.#write("tree", Buffer.from(this.#seed("tree"), "latin1"));
    this.#write("commit", Buffer.from(this.#seed("commit")));
    for (const { path, text } of this.seeds)
      if (path !== "tree" && path !== "commit") writeFileSync(join(this.folder, ".git", path), text, "latin1");
  }

  /** Writes a mutated file in place of the original. */
  put({ path }, text) {
    const content = Buffer.from(text, "latin1");
    if (path === "tree") this.#point(this.#write("commit", Buffer.from(COMMIT(this.#write("tree", content)))));
    else if (path === "commit") this.#point(this.#write("commit", content));
    else writeFileSync(join(this.folder, ".git", path), content);
  }

  #seed(path) {
    return this.seeds.find((seed) => seed.path === path).text;
  }

  #point(commit) {
    writeFileSync(join(this.folder, ".git/refs/heads/main"), `${commit}\n`);
  }

  #write(type, content) {
    const name = nameOf(type, content);
    const folder = join(this.folder, ".git/objects", name.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name.slice(2)), deflateSync(withHeader(type, content)));
    return name;
  }
}

function filesOf(root) {
  return FILES.map(([from, to]) => [to, readFileSync(join(root, "examples", from))]).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
}

function treeOf(blobs) {
  return Buffer.concat(blobs.flatMap(([name, blob]) => [Buffer.from(`100644 ${name}\0`), Buffer.from(blob, "hex")]));
}

function withHeader(type, content) {
  return Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
}

function nameOf(type, content) {
  return createHash("sha1").update(withHeader(type, content)).digest("hex");
}
