// A string that occurs many times in a chunk, such as the `kind` that distinguishes values, or a built-in function that
// it calls, gets a name at the top of the chunk. This saves a fifteenth of a bundle. Uses `var`, which needs no check
// for initialization, because the declaration comes first.
import { parseAst } from "rollup/parseAst";
import { isValue, nodesIn } from "./values-in-code.mjs";

const DECLARATION = ",=".length;
/** The length of most minified names. */
const NAME = 2;

/** The text of a chunk of ES modules. */
export function nameTexts(code) {
  if (SHADOWED.test(code)) throw new Error("something of a bundle is called as a global is");
  const texts = new Map();
  for (const { key, use } of usesIn(code)) texts.set(key, [...(texts.get(key) ?? []), use]);
  const named = [...texts.values()].filter((uses) => saved(uses) >= 0);
  const prefix = freePrefix(code);
  // A minifier assigns names in order, starting with single letters.
  const byUse = named.sort((first, second) => second.length - first.length);
  const declarations = byUse.map(([{ value }], at) => `${prefix}${at} = ${value}`);
  const places = byUse.flatMap((uses, at) => uses.map((use) => ({ ...use, name: `${prefix}${at}` })));
  return named.length === 0 ? code : withNames(code, places, `var ${declarations.join(", ")};\n`);
}

/** Everything that may get a name: its position, its value, and the text around its name. A method or property is named by its text. */
function* usesIn(code) {
  const tree = parseAst(code);
  const loops = [...nodesIn(tree, isLoop)];
  for (const node of nodesIn(tree, isNamed)) {
    const { type, start, end, property, value: text } = node;
    if (TIGHT.test(property?.name) && loops.some((loop) => loop.start <= start && end <= loop.end)) continue;
    const value = code.slice(start, end);
    const whole = { start, end, value, around: "  " };
    if (type === "Literal") yield { key: text, use: whole };
    else if (type === "UnaryExpression") yield { key: undefined, use: whole };
    else if (isGlobal(node)) yield { key: value + GLOBAL, use: whole };
    else yield { key: property.name, use: memberUse(node, code) };
  }
}

function memberUse({ object, property: { start, end, name }, optional }, code) {
  const dot = object.end + code.slice(object.end, start).lastIndexOf(".");
  return { start: optional ? dot + 1 : dot, end, value: JSON.stringify(name), around: "[]" };
}

/** The number of characters that a bundle saves by naming these. */
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

/** The code with names in place of the texts, and with their declarations at the top, below a `#!` line. */
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
  return (
    isText(node, parent, role) || isNothing(node, parent, role) || isCalled || (role !== "callee" && isProperty(node))
  );
}

/**
 * Methods that are called in many places and are slower than a lookup by text. Naming all methods would save 25 kB and
 * make a check a twentieth slower.
 */
const METHOD =
  /^(?:charCodeAt|endsWith|entries|every|filter|find|flatMap|includes|indexOf|join|lastIndexOf|map|matchAll|push|reduce|repeat|replace|replaceAll|resolve|slice|some|split|startsWith|substring|test|toLowerCase|toSorted|toString|values)$/;

function isMethod(node) {
  return isMember(node) && METHOD.test(node.property.name);
}

/**
 * Properties that stay as they are, because counting loops use them: a lookup by text made a search of long lists take half as long again.
 */
const TIGHT = /^length$/;

function isLoop({ type }) {
  return /^(?:For|While|DoWhile)Statement$/.test(type);
}

/** Properties whose names are longer than a name at the top. */
const PROPERTY = /^\w{4,}$/;

function isProperty(node) {
  return isMember(node) && PROPERTY.test(node.property.name);
}

function isMember({ type, computed, property }) {
  return type === "MemberExpression" && !computed && property.type === "Identifier";
}

/** Marks the name of a built-in function. No text in a program ends with it. */
const GLOBAL = "\0";
const CALLED = /^(?:BigInt|Map|Number|Set|String)$/;
/** Objects whose functions don't use `this`. */
const HOLDING = /^(?:Array|JSON|Math|Number|Object)$/;

/** A call of a built-in function. No minified name is that long. */
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

/** Literals that are values, except next to `typeof`, because V8 has a special instruction for `typeof x === "string"`. */
function isText(node, parent, role) {
  return (
    node.type === "Literal" && typeof node.value === "string" && isValue(parent, role) && !isComparedWithTypeof(parent)
  );
}

function isComparedWithTypeof({ type, left, right }) {
  return type === "BinaryExpression" && [left, right].some(({ operator }) => operator === "typeof");
}
