// Puts the sentences of compiled modules into one compressed module, of which each asks for its own by number: help and messages are a
// twentieth of a bundle, and compressed a third of that. They are unpacked when the program starts, all at once.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseAst } from "rollup/parseAst";
import { isValue, nodesIn } from "./values-in-code.mjs";
import { inBase91, packText } from "./write-generated.mjs";

const MODULE = "iam/packed-strings.js";
/** What reads the packed texts, and what is packed already. */
const APART = /(?:^|\/)(?:packed-strings|packed-texts|packed-file|unpack-text)\.js$|\.generated\.js$|^node_modules\//;
/** A shorter one is no shorter when it is asked for by number. */
const SHORTEST = 16;
const BETWEEN_TEXTS = "\0";
const FOR_A_VALUE = "\u0001";

/** `folder` is that of the compiled modules. */
export function packStrings(folder) {
  const numbers = new Map();
  const numberOf = (text) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text);
  };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(folder, path).replaceAll("\\", "/");
    if (APART.test(name)) continue;
    const code = readFileSync(path, "utf8");
    const packed = packedIn(code, parseAst(code), numberOf);
    if (packed === code) continue;
    const from = relative(dirname(path), join(folder, MODULE)).replaceAll("\\", "/");
    writeFileSync(
      path,
      withImport(packed, `import { packedString } from "${from.startsWith(".") ? from : `./${from}`}";\n`),
    );
  }
  writeFileSync(join(folder, MODULE), moduleOf([...numbers.keys()]));
}

function moduleOf(texts) {
  return `import { unpackText } from "./unpack-text.js";
const texts = unpackText("${inBase91(packText(texts.join(BETWEEN_TEXTS)))}").split("\\0");
/** The text of a number, with the values that stand in it. */
export function packedString(number, ...values) {
  if (values.length === 0) return texts[number];
  return texts[number].split("\\u0001").map((part, at) => part + (at < values.length ? values[at] : "")).join("");
}
`;
}

/** The code with calls in place of its long texts; the values of a template are code as well. */
function packedIn(code, node, numberOf) {
  const edits = [...nodesIn(node, isPacked)].sort((a, b) => a.start - b.start);
  const write = (start, end) => {
    let [out, at] = ["", start];
    while (edits.length > 0 && edits[0].start < end) {
      const text = edits.shift();
      const values = (text.expressions ?? []).map((value) => `, ${write(value.start, value.end)}`);
      // Ahead of it, so that `return` and `case` stay apart from the name.
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
  return text.length - 4 * (node.expressions?.length ?? 0) >= SHORTEST && !text.includes(BETWEEN_TEXTS);
}

function withImport(code, line) {
  const start = /^#!.*\n/.exec(code)?.[0].length ?? 0;
  return code.slice(0, start) + line + code.slice(start);
}
