// `yaml` and `jsonc-parser` give Node their CommonJS builds, which a bundler includes completely. Their ES modules
// contain the same code (except that they use `atob` for `Buffer` in `!!binary`, and don't check
// `process.env.LOG_TOKENS` at each token), and a bundler includes only the used parts.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const YAML = "node_modules/yaml/browser";
const JSONC = "node_modules/jsonc-parser/lib/esm";
const ES_MODULES = { yaml: `${YAML}/dist/index.js`, "jsonc-parser": `${JSONC}/main.js` };

/**
 * Makes the compiled files below `folder` import the packages' ES modules, which a bundler resolves but Node doesn't. `root` is the folder
 * of `node_modules`. Returns a function that restores the files, which the fuzzer runs.
 */
export function importModules(folder, root) {
  const before = new Map();
  const reading = yamlWithoutWriting(folder, root);
  jsoncWithoutTables(folder, root);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(path, "utf8");
    const changed = text.replaceAll(/(?<=\bfrom ")(?:yaml|jsonc-parser)(?=";)/g, (name) =>
      relative(dirname(path), join(folder, ES_MODULES[name])).replaceAll("\\", "/"),
    );
    if (changed === text) continue;
    before.set(path, text);
    writeFileSync(path, changed);
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text);
    rmSync(reading, { recursive: true });
  };
}

/**
 * Modules that visit nodes (to write them, or to follow aliases, which `yaml-node.ts` does itself), create nodes from
 * values, or turn nodes into values.
 */
const NOT_CALLED = [
  "visit.js",
  "doc/anchors.js",
  "doc/applyReviver.js",
  "doc/createNode.js",
  "nodes/addPairToJSMap.js",
  "nodes/toJS.js",
  "parse/cst-visit.js",
  ...["omap", "pairs", "set"].map((tag) => `schema/yaml-1.1/${tag}.js`),
];

const CLASSES = [
  "doc/Document.js",
  ...["Alias", "Collection", "Node", "Pair", "YAMLMap", "YAMLSeq"].map((name) => `nodes/${name}.js`),
];
/** Matches methods with the same purposes, and methods that change nodes at a path. */
const NOT_CALLED_METHOD =
  /^ {4}(?:static from|clone|createAlias|createNode|createPair|toJS|toJSON|toString|resolve|(?:add|delete|get|has|set)In)\([^\n]*\) \{\n[\s\S]*?^ {4}\}\n/gm;

/**
 * The composer gets the schema "core" and resolves no other tags, even after a `%YAML 1.1` directive. Matches lines in
 * the tables of schemas and tags.
 */
const OTHER_TAG =
  /^ {4}(?:\['(?:failsafe|json|yaml11|yaml-1\.1)', .*|(?:'tag:yaml\.org,2002:\w+': )?(?:binary|floatTime|intTime|merge|omap|pairs|set|timestamp)),?\n/gm;

/**
 * Creates a copy of `yaml` without the code that writes YAML, a seventh of it, which nothing here uses. Returns the
 * folder to remove afterwards.
 */
function yamlWithoutWriting(folder, root) {
  const copy = join(folder, YAML);
  cpSync(join(root, YAML), copy, { recursive: true });
  const writing = readdirSync(join(copy, "dist/stringify")).map((file) => `stringify/${file}`);
  for (const file of [...writing, ...NOT_CALLED]) {
    const path = join(copy, "dist", file);
    const [, names] = /^export \{ (.*) \};$/m.exec(readFileSync(path, "utf8"));
    const exported = names.split(", ").map((name) => `unused as ${name}`);
    const text = `const unused = () => { throw new Error("YAML is only read here"); };\nexport { ${exported.join(", ")} };\n`;
    writeFileSync(path, text);
  }
  for (const file of CLASSES) {
    const path = join(copy, "dist", file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(NOT_CALLED_METHOD, ""));
  }
  const tags = join(copy, "dist/schema/tags.js");
  writeFileSync(tags, readFileSync(tags, "utf8").replaceAll(OTHER_TAG, ""));
  return join(folder, "node_modules");
}

/** Tables of names for numbers. The code itself has the numbers, and nothing here uses the names. */
const TABLE = /^(?:export )?var (\w+);\n\(function \(\1\) \{\n(?: {4}\1\[\1\[.*\n)+\}\)\(\1 \|\| \(\1 = \{\}\)\);\n/gm;

/** Creates a copy of `jsonc-parser` without its tables, a fifth of what a bundle includes. */
function jsoncWithoutTables(folder, root) {
  cpSync(join(root, JSONC), join(folder, JSONC), { recursive: true });
  cpSync(join(root, JSONC, "../../package.json"), join(folder, JSONC, "../../package.json"));
  for (const file of ["main.js", "impl/scanner.js"]) {
    const path = join(folder, JSONC, file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(TABLE, ""));
  }
}
