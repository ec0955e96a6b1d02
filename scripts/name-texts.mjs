// A text that a chunk holds many times, like the `kind` that values are told apart by, or a function of the language that it calls, gets a
// name at the top of the chunk: a fifteenth of a bundle. `var` because nothing has to ask whether it is set yet: it comes first.
import { parseAst } from "rollup/parseAst";
import { isValue, nodesIn } from "./values-in-code.mjs";

const DECLARATION = ",=".length;
/** Most names are that long when they are minified. */
const NAME = 2;

/** The text of a chunk, in ES modules. */
export function nameTexts(code) {
  if (SHADOWED.test(code)) throw new Error("something of a bundle is called as a global is");
  const texts = new Map();
  for (const { key, use } of usesIn(code)) texts.set(key, [...(texts.get(key) ?? []), use]);
  const named = [...texts.values()].filter((uses) => saved(uses) >= 0);
  const prefix = freePrefix(code);
  // A minifier names them in their order, the first by one letter.
  const byUse = named.sort((first, second) => second.length - first.length);
  const declarations = byUse.map(([{ value }], at) => `${prefix}${at} = ${value}`);
  const places = byUse.flatMap((uses, at) => uses.map((use) => ({ ...use, name: `${prefix}${at}` })));
  return named.length === 0 ? code : withNames(code, places, `var ${declarations.join(", ")};\n`);
}

/** What may be named: where it stands, what it is worth, and what stands around its name. A method is named by its text. */
function* usesIn(code) {
  for (const node of nodesIn(parseAst(code), isNamed)) {
    const { type, start, end, property, value: text } = node;
    const value = code.slice(start, end);
    const whole = { start, end, value, around: "  " };
    if (type === "Literal") yield { key: text, use: whole };
    else if (type === "UnaryExpression") yield { key: undefined, use: whole };
    else if (isGlobal(node)) yield { key: value + GLOBAL, use: whole };
    else yield { key: property.name, use: methodUse(node, code) };
  }
}

function methodUse({ object, property: { start, end, name }, optional }, code) {
  const dot = object.end + code.slice(object.end, start).lastIndexOf(".");
  return { start: optional ? dot + 1 : dot, end, value: JSON.stringify(name), around: "[]" };
}

/** How much shorter a bundle is when these have a name. */
function saved(uses) {
  const [{ value }] = uses;
  const shorter = uses.map(({ start, end, around }) => end - start - NAME - around.trim().length);
  return shorter.reduce((sum, one) => sum + one, 0) - value.length - NAME - DECLARATION;
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
  for (const { start, end, name, around } of places.sort((a, b) => a.start - b.start)) {
    out += code.slice(at, start) + around[0] + name + around[1];
    at = end;
  }
  return out + code.slice(at);
}

function isNamed(node, parent, role) {
  const isCalled = role === "callee" && (isGlobal(node) || isMethod(node));
  return isText(node, parent, role) || isNothing(node, parent, role) || isCalled;
}

/**
 * A method that is called at many places, and takes longer than to be found by a text: all methods so would take 25 kB off, and make a check
 * a twentieth slower.
 */
const METHOD =
  /^(?:endsWith|entries|every|filter|flatMap|includes|indexOf|lastIndexOf|matchAll|reduce|replaceAll|startsWith|toLowerCase|toSorted)$/;

function isMethod({ type, computed, property }) {
  return type === "MemberExpression" && !computed && METHOD.test(property.name);
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
