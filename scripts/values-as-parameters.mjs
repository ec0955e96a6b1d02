// Turns the variables at the start of a chunk's functions into parameters with default values: `(a, b = g(a)) => b + b`
// is 13 characters shorter than `(a) => { let b = g(a); return b + b }`. Only for functions that are only called, and
// never with more arguments than they have parameters.
import { parseAst } from "rollup/parseAst";
import { edited } from "./code-edits.mjs";
import { nodesIn } from "./values-in-code.mjs";

/**
 * The text of a chunk of ES modules. Changes the functions at its top level, the private methods, and the functions that
 * are called where they are defined. Inner functions come first, because the outer ones move them.
 */
export function valuesAsParameters(code) {
  const tree = parseAst(code);
  const changed = functionsIn(tree).filter(({ node }) => canTakeMore(node));
  const innermost = changed.filter(({ node }) => !changed.some((one) => one.node !== node && isIn(one.node, node)));
  const edits = innermost.flatMap(({ node, count }) => editsOf(node, code, count));
  return edits.length === 0 ? code : valuesAsParameters(edited(code, edits));
}

function isIn(inner, outer) {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/**
 * The largest number of arguments in calls of each name. Leaves out names that are also used in other ways. Variables of
 * the same name count as one, so it leaves out too many rather than too few. Private names start with `#`.
 */
function argumentsIn(tree) {
  const uses = new Map();
  for (const node of nodesIn(tree, isUse)) uses.set(nameOf(node), (uses.get(nameOf(node)) ?? 0) + 1);
  const most = new Map();
  for (const call of nodesIn(tree, ({ type }) => type === "CallExpression")) {
    const { callee } = call;
    const name = callee.type === "MemberExpression" ? nameOf(callee.property) : nameOf(callee);
    if (callee.type === "MemberExpression" && !name?.startsWith("#")) continue;
    uses.set(name, (uses.get(name) ?? 0) - 1);
    most.set(name, Math.max(most.get(name) ?? 0, countOf(call)));
  }
  return new Map([...most].filter(([name]) => uses.get(name) === 0));
}

function isUse({ type }, parent, role) {
  if (type === "PrivateIdentifier") return role !== "key";
  if (type !== "Identifier" || (role === "id" && parent.type === "FunctionDeclaration")) return false;
  const isText = (role === "property" || role === "key") && !parent.computed;
  return !isText;
}

function nameOf({ type, name }) {
  return type === "PrivateIdentifier" ? `#${name}` : name;
}

/** The functions that are only called, and never with more arguments than they have parameters. */
function functionsIn(tree) {
  const most = argumentsIn(tree);
  const declared = tree.body.filter(({ type }) => type === "FunctionDeclaration");
  const isPrivate = ({ type, kind, key }) =>
    type === "MethodDefinition" && kind === "method" && key.type === "PrivateIdentifier";
  const methods = [...nodesIn(tree, isPrivate)].map(({ key, value }) => ({ name: nameOf(key), node: value }));
  const named = [...declared.map((node) => ({ name: node.id.name, node })), ...methods];
  const calls = [...nodesIn(tree, ({ type, callee }) => type === "CallExpression" && callee.type === ARROW)];
  const callbacks = [...nodesIn(tree, isCallback)].filter(returnsAtOnce);
  return [
    ...named.filter(({ name, node }) => most.get(name) <= node.params.length),
    ...calls.filter((one) => countOf(one) <= one.callee.params.length).map(({ callee: node }) => ({ node })),
    ...callbacks.map((node) => ({ node, count: PASSED_TO_CALLBACKS })),
  ];
}

const ARROW = "ArrowFunctionExpression";
/** Matches the array methods that call a function with an element, its index, and the array. */
const CALLING = /^(?:every|filter|find|findIndex|flatMap|map|some)$/;
const PASSED_TO_CALLBACKS = 3;

function isCallback({ type, params }, parent, role) {
  if (type !== ARROW || role !== "arguments" || parent.type !== "CallExpression") return false;
  const { callee, arguments: values } = parent;
  const isOfArray = callee.type === "MemberExpression" && !callee.computed && CALLING.test(callee.property.name);
  return isOfArray && values.length === 1 && params.length <= PASSED_TO_CALLBACKS;
}

/** Whether a function only declares variables and returns. Otherwise, naming the unused parameters costs more than it saves. */
function returnsAtOnce({ body: { body } }) {
  return Array.isArray(body) && body.length === 2 && body[1].type === "ReturnStatement" && body[1].argument !== null;
}

function countOf({ arguments: values }) {
  return values.some(({ type }) => type === "SpreadElement") ? Number.POSITIVE_INFINITY : values.length;
}

/**
 * Whether variables can become parameters: the first statement declares them, and their values use nothing that the function declares
 * later.
 */
function canTakeMore({ async, generator, params, body: { body } }) {
  const [first, ...others] = Array.isArray(body) ? body : [];
  if (first?.type !== "VariableDeclaration" || first.kind === "var" || async || generator) return false;
  const later = new Set(others.flatMap(declaredIn));
  return params.at(-1)?.type !== "RestElement" && !namesIn(first).some((name) => later.has(name));
}

/** The names that a statement declares for the whole function. */
function declaredIn(statement) {
  const declarations = [...nodesIn(statement, ({ kind }) => kind === "var"), statement];
  return declarations.flatMap(({ declarations: all, id }) => all?.map((one) => one.id) ?? id ?? []).flatMap(namesIn);
}

function namesIn(node) {
  return [...nodesIn(node, ({ type }) => type === "Identifier")].map(({ name }) => name);
}

function editsOf({ type, params, body: { start, body, end: close } }, code, count = 0) {
  const [{ declarations, start: from, end }, ...others] = body;
  const [rest] = others;
  const unused = Array.from({ length: count - params.length }, (_, at) => `${UNUSED}${at}`);
  const more = [...unused, code.slice(declarations[0].start, declarations.at(-1).end)].join(", ");
  const isValue = type === ARROW && others.length === 1 && rest.type === "ReturnStatement" && rest.argument !== null;
  const value = isValue
    ? [
        { start: rest.start, end: rest.argument.start, text: "(" },
        { start: rest.argument.end, end: close, text: ")" },
      ]
    : [];
  const head = isValue ? { start, end, text: "" } : { start: from, end, text: "" };
  return [head, ...value, parametersEdit(params, type, start, more, code)];
}

/** A prefix for the names of unused parameters. No code of a bundle uses it. */
const UNUSED = "$unused$";

/** The edit that adds parameters to a function. The single parameter of an arrow function may have no parentheses. */
function parametersEdit(params, type, body, more, code) {
  const [first] = params;
  const last = params.at(-1);
  if (last === undefined) {
    const close = code.lastIndexOf(")", body);
    return { start: close, end: close, text: more };
  }
  const text = code.slice(first.start, last.end);
  const isBare = type === ARROW && params.length === 1 && code.slice(last.end, body).trim() === "=>";
  return { start: first.start, end: last.end, text: isBare ? `(${text}, ${more})` : `${text}, ${more}` };
}
