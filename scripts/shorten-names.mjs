// Gives properties of the project's own objects short names in bundles. A minifier can't, because it doesn't know which properties other
// code reads. No other code reads the names in `short-names.txt`: they aren't in any JSON that is read or written, or in a library. A name
// that also occurs in strings isn't shortened, unless it ends in "!", which means that somebody has checked that none of those strings
// names a property.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "rollup/parseAst";
import { edited } from "./code-edits.mjs";
import { nodesIn } from "./values-in-code.mjs";

const FILE = new URL("short-names.txt", import.meta.url);
const SCHEMAS = fileURLToPath(new URL("../schema", import.meta.url));
const KEYED = new Set(["Property", "MethodDefinition", "PropertyDefinition"]);

/** `folder` has the compiled modules. Names that other code may use aren't shortened. */
export function shortenNames(folder) {
  const lines = readFileSync(FILE, "utf8").trim().split("\n");
  const names = new Set(lines.map((line) => line.replace(/!$/, "")));
  const inTexts = new Set(lines.filter((line) => line.endsWith("!")).map((line) => line.slice(0, -1)));
  keepNames(readFileSync(join(folder, "lib.d.ts"), "utf8"), names);
  for (const name of readdirSync(SCHEMAS)) keepKeys(JSON.parse(readFileSync(join(SCHEMAS, name), "utf8")), names);
  const modules = readdirSync(folder, { recursive: true })
    .filter((entry) => entry.endsWith(".js"))
    .map((entry) => {
      const code = readFileSync(join(folder, entry), "utf8");
      return { path: join(folder, entry), code, nodes: [...nodesIn(parseAst(code), () => true)] };
    });
  const asObjects = new Set(modules.flatMap(takenAsObjects));
  for (const { path, code, nodes } of modules) {
    if (asObjects.has(path)) keepNames(exportedIn(code), names);
    for (const node of nodes) keepNames(textOf(node), names, inTexts);
  }
  const short = shortestOf(
    names,
    modules.flatMap(({ nodes }) => nodes.flatMap((node) => keyOf(node)?.name ?? [])),
  );
  for (const { path, code, nodes } of modules) writeFileSync(path, shortened(code, nodes, short));
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** The short name for each name. The most frequently used names get the shortest ones. */
function shortestOf(names, used) {
  const counts = new Map([...names].map((name) => [name, 0]));
  for (const name of used) if (counts.has(name)) counts.set(name, counts.get(name) + 1);
  const upper = [...LETTERS.toUpperCase()];
  const pairs = [...LETTERS].flatMap((first) => upper.map((second) => first + second));
  const taken = new Set(used);
  const free = [...upper, ...LETTERS, "$", "_", ...pairs].filter((one) => !taken.has(one));
  const byUse = [...counts].sort(([first, few], [second, many]) => many - few || (first < second ? -1 : 1));
  if (byUse.length > free.length) throw new Error("short-names.txt has more names than there are short ones");
  return new Map(byUse.map(([name], at) => [name, free[at]]));
}

/** Keeps the names of the properties that a schema describes, which are its keys. Its other strings are for people. */
function keepKeys(schema, names) {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, part] of Object.entries(schema)) {
    names.delete(key);
    keepKeys(part, names);
  }
}

/** The text of a string that may name a property, or list several. Sentences and parts of strings don't. */
function textOf({ type, value }) {
  return type === "Literal" && typeof value === "string" && /^[\w$ ]+$/.test(value) ? value : "";
}

function shortened(code, nodes, short) {
  const edits = [];
  for (const node of nodes) {
    const key = keyOf(node);
    const name = key === null ? undefined : short.get(key.name);
    if (name !== undefined) edits.push(editOf(node, key, name));
  }
  return edited(code, edits);
}

function editOf({ shorthand, type }, { start, end }, name) {
  if (shorthand) return { start, end: start, text: `${name}: ` };
  return { start, end, text: type === "BinaryExpression" ? `"${name}"` : name };
}

/** A property's key, if it is written as a name or as the text in `"name" in object`. */
function keyOf(node) {
  if (node.operator === "in" && typeof node.left.value === "string") return { ...node.left, name: node.left.value };
  if (node.computed) return null;
  const key = node.type === "MemberExpression" ? node.property : KEYED.has(node.type) ? node.key : null;
  return key?.type === "Identifier" ? key : null;
}

/** The modules that a module imports as a whole, statically or dynamically. */
function takenAsObjects({ path, code }) {
  const imports = code.matchAll(/\bimport(?:\(| \* as \w+ from )"(\.[^"]+)"/g);
  return [...imports].map(([, module]) => join(dirname(path), module));
}

/** A module's exported names, which other code may access as its properties. */
function exportedIn(code) {
  return [...code.matchAll(/^export (?:async )?(?:function\*?|const|class|let) ([\w$]+)/gm)]
    .map(([, name]) => name)
    .join(" ");
}

function keepNames(text, names, except = new Set()) {
  for (const [word] of text.matchAll(/[\w$]+/g)) if (!except.has(word)) names.delete(word);
}
