// Moves the sentences of compiled modules into a compressed file next to the bundle; modules request them by number.
// Help and messages are 5% of a bundle, and compression leaves a third of that. They are all unpacked on first
// use.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parseAst } from "rollup/parseAst";
import { isValue, nodesIn } from "./values-in-code.mjs";
import { inBase91, packText } from "./write-generated.mjs";

export const STRINGS_FILE = "packed-strings.bin";
export const STRINGS_MODULE = "iam/packed-strings.js";
/** The module for a bundle that has no separate file of strings. */
export const STRINGS_WITHIN = "iam/packed-strings-within.js";
/** The rules' pages. They are packed as one string after all others: both use the same words, so the pages take 1.5 kB less there. */
const PAGES = { module: "cli/rule-pages.js", name: "rulePages" };
/** Modules that read packed strings, and modules that are already packed. */
const APART = /(?:^|\/)(?:packed-strings|packed-texts|packed-file|unpack-text|rule-pages)\.js$|\.generated\.js$/;
/** The length of the shortest string to pack. Requesting a shorter one by number would save nothing. */
const MIN_LENGTH = 13;
const BETWEEN_TEXTS = "\0";
const FOR_A_VALUE = "\u0001";

/** `folder` has the compiled modules. */
export async function packStrings(folder) {
  const { checksum } = await import(pathToFileURL(join(folder, "iam/packed-file.js")).href);
  const pages = (await import(pathToFileURL(join(folder, PAGES.module)).href))[PAGES.name]();
  const modules = [];
  const texts = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(folder, path).replaceAll("\\", "/");
    if (APART.test(name)) continue;
    const code = readFileSync(path, "utf8");
    const tree = parseAst(code);
    packedIn(code, tree, (text) => texts.add(text).size);
    modules.push({ path, code, tree });
  }
  // Sorting the texts makes them 1% smaller when compressed.
  const numbers = new Map([...texts].sort().map((text, number) => [text, number]));
  for (const { path, code, tree } of modules) {
    const packed = packedIn(code, tree, (text) => numbers.get(text));
    if (packed === code) continue;
    const from = relative(dirname(path), join(folder, STRINGS_MODULE)).replaceAll("\\", "/");
    writeFileSync(
      path,
      withImport(packed, `import { packedString } from "${from.startsWith(".") ? from : `./${from}`}";\n`),
    );
  }
  writeFileSync(join(folder, PAGES.module), pagesModule(numbers.size));
  const strings = [...numbers.keys()].join(BETWEEN_TEXTS);
  const packed = packText(strings + BETWEEN_TEXTS + JSON.stringify(pages));
  writeFileSync(join(folder, dirname(STRINGS_MODULE), STRINGS_FILE), packed);
  writeFileSync(
    join(folder, STRINGS_MODULE),
    `import { readFileSync } from "node:fs";
import { packedTexts } from "./packed-file.js";
const read = () => readFileSync(new URL("./${STRINGS_FILE}", import.meta.url));
const unpack = packedTexts(read, ${checksum(packed)}, [${packed.length}], "${STRINGS_FILE}");
const textOf = (number) => {
  try {
    return unpack([0, number]);
  } catch ({ message }) {
    // No other words are left, and whoever asked may be a module that is just being loaded.
    const said = "worker-iam-check failed: " + message;
    if (process.env.GITHUB_ACTIONS === "true") console.log("::error::" + said);
    else console.error("error: " + said + "\\n  help: install it again");
    process.exit(2);
  }
};
${ASKED}`,
  );
  writeFileSync(
    join(folder, STRINGS_WITHIN),
    `import { unpackText } from "./unpack-text.js";
const texts = unpackText("${inBase91(packText(strings))}").split("\0");
const textOf = (number) => texts[number];
${ASKED}`,
  );
}

const ASKED = `/** The text of a number, with its values filled in. */
export function packedString(number, ...values) {
  const text = textOf(number);
  if (values.length === 0) return text;
  return text.split("\\u0001").map((part, at) => part + (at < values.length ? values[at] : "")).join("");
}
`;

function pagesModule(number) {
  return `import { packedString } from "../${STRINGS_MODULE}";
export const ${PAGES.name} = () => JSON.parse(packedString(${number}));
`;
}

/** The code with calls in place of its long strings. A template's values are processed too. */
function packedIn(code, node, numberOf) {
  const edits = [...nodesIn(node, isPacked)].sort((a, b) => a.start - b.start);
  const write = (start, end) => {
    let [out, at] = ["", start];
    while (edits.length > 0 && edits[0].start < end) {
      const text = edits.shift();
      const values = (text.expressions ?? []).map((value) => `, ${write(value.start, value.end)}`);
      // The leading space separates the name from `return` and `case`.
      out += `${code.slice(at, text.start)} packedString(${numberOf(textOf(text))}${values.join("")})`;
      at = text.end;
    }
    return out + code.slice(at, end);
  };
  return edits.length === 0 ? code : write(0, code.length);
}

function textOf({ value, quasis }) {
  return quasis === undefined ? value : quasis.map((quasi) => quasi.value.cooked).join(FOR_A_VALUE);
}

function isPacked(node, parent, role) {
  const isText = node.type === "Literal" ? typeof node.value === "string" : node.type === "TemplateLiteral";
  if (!isText || parent.type === "TaggedTemplateExpression" || !isValue(parent, role)) return false;
  const text = textOf(node);
  return text.length - 4 * (node.expressions?.length ?? 0) >= MIN_LENGTH && !text.includes(BETWEEN_TEXTS);
}

function withImport(code, line) {
  const start = /^#!.*\n/.exec(code)?.[0].length ?? 0;
  return code.slice(0, start) + line + code.slice(start);
}
