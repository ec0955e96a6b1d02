// Gives properties of the project's own objects short names in what is bundled: a minifier can't, because it doesn't know which of them
// others read. Those in `short-names.txt` nobody does: they are in no JSON that is read or written, and in no library.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "rollup/parseAst";
import { nodesIn } from "./values-in-code.mjs";

const FILE = new URL("short-names.txt", import.meta.url);
const SCHEMAS = fileURLToPath(new URL("../schema", import.meta.url));
const KEYED = new Set(["Property", "MethodDefinition", "PropertyDefinition"]);

/** `folder` is that of the compiled modules. A name that some other code may ask for keeps its length. */
export function shortenNames(folder) {
  const names = readFileSync(FILE, "utf8").trim().split("\n");
  const short = new Map(names.map((name, at) => [name, `$${at.toString(36)}`]));
  for (const path of readByOthers(folder)) keepNames(readFileSync(path, "utf8"), short);
  const modules = readdirSync(folder, { recursive: true })
    .filter((entry) => entry.endsWith(".js"))
    .map((entry) => {
      const code = readFileSync(join(folder, entry), "utf8");
      return { path: join(folder, entry), code, nodes: [...nodesIn(parseAst(code), () => true)] };
    });
  for (const { code, nodes } of modules) {
    keepNames(exportedIn(code), short);
    for (const node of nodes) keepNames(textOf(node), short);
  }
  for (const { path, code, nodes } of modules) writeFileSync(path, shortened(code, nodes, short));
}

/** What says which properties others read: the library's declarations, and the schemas of what is read and written. */
function readByOthers(folder) {
  const schemas = readdirSync(SCHEMAS).map((name) => join(SCHEMAS, name));
  return [join(folder, "lib.d.ts"), ...schemas];
}

function textOf({ type, value }) {
  const text = type === "Literal" ? value : type === "TemplateElement" ? value.cooked : null;
  return typeof text === "string" ? text : "";
}

function shortened(code, nodes, short) {
  const edits = [];
  for (const node of nodes) {
    const key = keyOf(node);
    const name = key === null ? undefined : short.get(key.name);
    if (name !== undefined)
      edits.push({
        start: key.start,
        end: node.shorthand ? key.start : key.end,
        text: node.shorthand ? `${name}: ` : name,
      });
  }
  const fromEnd = edits.sort((first, second) => second.start - first.start);
  return fromEnd.reduce((all, { start, end, text }) => all.slice(0, start) + text + all.slice(end), code);
}

/** What a property is named by, where that is written as a name. */
function keyOf(node) {
  if (node.computed) return null;
  const key = node.type === "MemberExpression" ? node.property : KEYED.has(node.type) ? node.key : null;
  return key?.type === "Identifier" ? key : null;
}

/** Names of a module, which may be asked for as properties of it. */
function exportedIn(code) {
  return [...code.matchAll(/^export (?:async )?(?:function\*?|const|class|let) ([\w$]+)/gm)]
    .map(([, name]) => name)
    .join(" ");
}

/** A text may be a name by which a property is asked for. */
function keepNames(text, short) {
  for (const [word] of text.matchAll(/[\w$]+/g)) short.delete(word);
}
