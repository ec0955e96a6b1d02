// Turns the variables at the start of a chunk's functions into parameters with default values: `(a, b = g(a)) => b + b`
// is 13 characters shorter than `(a) => { let b = g(a); return b + b }`. Only for functions that are only called, and
// never with more arguments than they have parameters.
import { parseAst } from "rollup/parseAst";
import { nodesIn } from "./values-in-code.mjs";

/** The text of a chunk of ES modules. Changes the functions at its top level and the private methods. */
export function valuesAsParameters(code) {
  const tree = parseAst(code);
  const most = argumentsIn(tree);
  const edits = functionsIn(tree).flatMap(({ name, node }) =>
    (most.get(name) ?? Number.POSITIVE_INFINITY) <= node.params.length && canTakeMore(node) ? editsOf(node, code) : [],
  );
  const fromEnd = edits.sort((first, second) => second.start - first.start);
  return fromEnd.reduce((all, { start, end, text }) => all.slice(0, start) + text + all.slice(end), code);
}

/**
 * The largest number of arguments in calls of each name. Leaves out names that are also used in other ways. Variables of
 * the same name count as one, so it leaves out too many rather than too few. Private names start with `#`.
 */
function argumentsIn(tree) {
  const uses = new Map();
  for (const node of nodesIn(tree, isUse)) uses.set(nameOf(node), (uses.get(nameOf(node)) ?? 0) + 1);
  const most = new Map();
  for (const { callee, arguments: values } of nodesIn(tree, ({ type }) => type === "CallExpression")) {
    const name = callee.type === "MemberExpression" ? nameOf(callee.property) : nameOf(callee);
    if (callee.type === "MemberExpression" && !name?.startsWith("#")) continue;
    uses.set(name, (uses.get(name) ?? 0) - 1);
    const count = values.some(({ type }) => type === "SpreadElement") ? Number.POSITIVE_INFINITY : values.length;
    most.set(name, Math.max(most.get(name) ?? 0, count));
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

function functionsIn(tree) {
  const declared = tree.body.filter(({ type }) => type === "FunctionDeclaration");
  const isPrivate = ({ type, kind, key }) =>
    type === "MethodDefinition" && kind === "method" && key.type === "PrivateIdentifier";
  const methods = [...nodesIn(tree, isPrivate)].map(({ key, value }) => ({ name: nameOf(key), node: value }));
  return [...declared.map((node) => ({ name: node.id.name, node })), ...methods];
}

/** The first statement declares variables, and their values use nothing that the function declares later. */
function canTakeMore({ async, generator, params, body: { body } }) {
  const [first, ...others] = body;
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

function editsOf({ params, body: { start, body } }, code) {
  const [{ declarations, start: from, end }] = body;
  const more = code.slice(declarations[0].start, declarations.at(-1).end);
  const close = code.lastIndexOf(")", start);
  const last = params.at(-1);
  const text = last === undefined ? more : `, ${more}`;
  const at = last?.end ?? close;
  return [
    { start: from, end, text: "" },
    { start: at, end: at, text },
  ];
}
