// A text that a chunk holds many times, like the `kind` that values are told apart by, or a function of the language that it calls, gets a
// name at the top of the chunk: a twentieth of a bundle. `var` because nothing has to ask whether it is set yet: it comes first.
import { parseAst } from "rollup/parseAst";
import { isValue, nodesIn } from "./values-in-code.mjs";

const DECLARATION = ",=".length;
/** Most names are that long when they are minified. */
const NAME = 2;

/** The text of a chunk, in ES modules. */
export function nameTexts(code) {
  if (SHADOWED.test(code)) throw new Error("something of a bundle is called as a global is");
  const texts = new Map();
  for (const text of nodesIn(parseAst(code), isNamed)) {
    const key = isGlobal(text)
      ? code.slice(text.start, text.end) + GLOBAL
      : text.type === "Literal"
        ? text.value
        : undefined;
    texts.set(key, [...(texts.get(key) ?? []), text]);
  }
  const prefix = freePrefix(code);
  const places = [];
  const declarations = [];
  for (const [value, uses] of texts) {
    const [{ start, end }] = uses;
    const length = isGlobal(uses[0]) ? end - start : (JSON.stringify(value) ?? "void 0").length;
    if (uses.length * (length - NAME) < length + NAME + DECLARATION) continue;
    const name = `${prefix}${declarations.length}`;
    declarations.push(`${name} = ${code.slice(uses[0].start, uses[0].end)}`);
    places.push(...uses.map((use) => ({ ...use, name })));
  }
  return declarations.length === 0 ? code : withNames(code, places, `var ${declarations.join(", ")};\n`);
}

function freePrefix(code) {
  let prefix = "text";
  while (code.includes(prefix)) prefix += "$";
  return prefix;
}

const SHADOWED = /\b(?:class|const|function|let|var) (?:Array|BigInt|JSON|Map|Math|Number|Object|Set|String)\b/;

/** What starts a script for a shell stays first. */
function withNames(code, places, declarations) {
  let at = /^#!.*\n/.exec(code)?.[0].length ?? 0;
  let out = code.slice(0, at) + declarations;
  for (const { start, end, name } of places.sort((a, b) => a.start - b.start)) {
    out += `${code.slice(at, start)} ${name} `;
    at = end;
  }
  return out + code.slice(at);
}

function isNamed(node, parent, role) {
  return isText(node, parent, role) || isNothing(node, parent, role) || (role === "callee" && isGlobal(node));
}

/** No text of a program ends so. */
const GLOBAL = "\0";
const CALLED = /^(?:BigInt|Map|Number|Set|String)$/;
/** Those of its functions that ask for no `this`. */
const HOLDING = /^(?:Array|JSON|Math|Number|Object)$/;

/** A function of the language that is called: no name that is minified is that long. */
function isGlobal({ type, name, object, computed }) {
  if (type === "Identifier") return CALLED.test(name);
  return type === "MemberExpression" && !computed && object.type === "Identifier" && HOLDING.test(object.name);
}

/** `void 0` and `null`. */
function isNothing({ type, value, raw, operator, argument }, parent, role) {
  const isNull = type === "Literal" && value === null && raw === "null";
  const isUndefined = type === "UnaryExpression" && operator === "void" && argument.value === 0;
  return (isNull || isUndefined) && isValue(parent, role);
}

/** Literals that an expression has as its value, but for those beside `typeof`: V8 has an instruction of its own for `typeof x === "string"`. */
function isText(node, parent, role) {
  return node.type === "Literal" && typeof node.value === "string" && isValue(parent, role) && !isBesideTypeof(parent);
}

function isBesideTypeof({ type, left, right }) {
  return type === "BinaryExpression" && [left, right].some(({ operator }) => operator === "typeof");
}
