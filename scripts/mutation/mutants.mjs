// Finds the parts of a TypeScript source that can be mutated, and writes the source with every mutant behind a switch: `(__mutant(7) ? a >=
// b : a > b)`. The parser is @babel/parser, which jest installs.
import { parse } from "@babel/parser";

const OPERATORS = new Map(
  Object.entries({
    "===": "!==",
    "!==": "===",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "%": "*",
    "&&": "||",
    "||": "&&",
    "??": "&&",
    "&": "|",
    "|": "&",
    "<<": ">>",
    ">>": "<<",
    ">>>": "<<",
    "+=": "-=",
    "-=": "+=",
    "++": "--",
    "--": "++",
  }),
);

const COUNTERPARTS = [
  ["every", "some"],
  ["startsWith", "endsWith"],
  ["min", "max"],
  ["indexOf", "lastIndexOf"],
  ["find", "findLast"],
];
const METHODS = new Map(
  COUNTERPARTS.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

/** Methods whose calls are removed, so that the result is the object they are called on. */
const REMOVED = new Set("filter slice toLowerCase toUpperCase trim trimStart sort reverse flat concat".split(" "));

/** Replacements for a node, by its type. `code` returns a node's text. */
const MUTATIONS = {
  BinaryExpression: binary,
  LogicalExpression: binary,
  ConditionalExpression: ({ consequent, alternate }, code) => [code(consequent), code(alternate)],
  BooleanLiteral: ({ value }) => [String(!value)],
  NumericLiteral: ({ value }) => [String(value + 1)],
  StringLiteral: ({ value }) => (value.includes(" ") ? [] : [value === "" ? '"mutant"' : '""']),
  RegExpLiteral: (node, code) => anchorsRemoved(code(node)),
  UnaryExpression: ({ operator, argument }, code) => (operator === "!" ? [code(argument)] : []),
  UpdateExpression: ({ operator, argument, prefix }, code) => {
    const other = OPERATORS.get(operator);
    return [prefix ? `${other}${code(argument)}` : `${code(argument)}${other}`];
  },
  AssignmentExpression: ({ operator, left, right }, code) =>
    OPERATORS.has(operator) ? [`${code(left)} ${OPERATORS.get(operator)} ${code(right)}`] : [],
  ArrayExpression: ({ elements }) => (elements.length > 0 ? ["[]"] : []),
  CallExpression: ({ callee, arguments: given }, code) => {
    if (callee.type !== "MemberExpression" || callee.computed) return [];
    const { name } = callee.property;
    const other = METHODS.get(name);
    if (other !== undefined) return [`${code(callee.object)}.${other}(${given.map(code).join(", ")})`];
    return REMOVED.has(name) ? [code(callee.object)] : [];
  },
};

function binary({ operator, left, right }, code) {
  const other = OPERATORS.get(operator);
  return other === undefined ? [] : [`(${code(left)}) ${other} (${code(right)})`];
}

/** Parts of a node that are mutated because of their position: the test of a branch or the body of a function. */
const PARTS = {
  IfStatement: ({ test }) => ({ part: test, replacements: ["true", "false"] }),
  // Only `false` is tried as a loop's test, because an endless loop would only cost time.
  ForStatement: ({ test }) => ({ part: test, replacements: test === null ? [] : ["false"] }),
  WhileStatement: ({ test }) => ({ part: test, replacements: ["false"] }),
  ArrowFunctionExpression: bodyOf,
  FunctionDeclaration: bodyOf,
  FunctionExpression: bodyOf,
  ClassMethod: bodyOf,
  ClassPrivateMethod: bodyOf,
  ObjectMethod: bodyOf,
};

function bodyOf({ body, kind }) {
  if (body.type !== "BlockStatement") return { part: body, replacements: ["undefined"] };
  return { part: body, replacements: body.body.length > 0 && kind !== "constructor" ? [""] : [] };
}

/**
 * Returns the instrumented text and the mutants: ID, line, original text, and replacement. Strings for people, which contain a space,
 * aren't mutated, because a golden file covers them.
 */
export function instrument(text, firstId) {
  const ast = parse(text, { sourceType: "module", plugins: ["typescript"], createParenthesizedExpressions: true });
  const mutants = [];
  const points = [];
  const code = (node) => text.slice(node.start, node.end);

  const add = (node, replacements) => {
    if (replacements.length === 0) return;
    const { line, column } = node.loc.start;
    const variants = replacements.map((replacement) => {
      const id = firstId + mutants.length;
      mutants.push({ id, line, column: column + 1, before: short(code(node)), after: short(replacement) });
      return { id, text: replacement };
    });
    points.push({ start: node.start, end: node.end, variants, isBlock: node.type === "BlockStatement" });
  };

  const visit = (node, parent, key) => {
    if (SKIPPED.test(node.type)) return;
    const part = Object.hasOwn(PARTS, node.type) ? PARTS[node.type](node) : null;
    if (part !== null) add(part.part, part.replacements);
    if (Object.hasOwn(MUTATIONS, node.type) && !isInChain(node, parent, key))
      add(node, MUTATIONS[node.type](node, code));
    for (const [name, child] of childrenOf(node)) visit(child, node, name);
  };

  visit(ast.program, null, null);
  return { text: written(text, points), mutants };
}

/** The child nodes of a node with the names of their fields, except types and property names. */
function* childrenOf(node) {
  for (const [name, child] of Object.entries(node)) {
    if (NOT_CODE.has(name) || (name === "key" && !node.computed)) continue;
    for (const item of Array.isArray(child) ? child : [child])
      if (typeof item?.type === "string" && item.loc !== undefined) yield [name, item];
  }
}

const NOT_CODE = new Set([
  "loc",
  "start",
  "end",
  "typeAnnotation",
  "typeParameters",
  "typeArguments",
  "returnType",
  "leadingComments",
  "trailingComments",
  "innerComments",
  "extra",
  "superTypeParameters",
  "implements",
]);
const SKIPPED = /^(TSInterface|TSTypeAlias|TSType|ImportDeclaration|TSEnum|TSDeclare|ExportAllDeclaration)/;
/** Parentheses inside an optional chain would end the chain early. */
function isInChain(node, parent, key) {
  const isLink =
    /^Optional|^MemberExpression$|^CallExpression$/.test(parent?.type ?? "") && (key === "object" || key === "callee");
  return isLink && JSON.stringify(node, (name, value) => (name === "loc" ? undefined : value)).includes('"Optional');
}

function anchorsRemoved(pattern) {
  const variants = [];
  if (pattern.startsWith("/^")) variants.push(`/${pattern.slice(2)}`);
  const end = pattern.lastIndexOf("/");
  if (pattern[end - 1] === "$" && pattern[end - 2] !== "\\")
    variants.push(pattern.slice(0, end - 1) + pattern.slice(end));
  return variants;
}

function short(code) {
  const line = code.replace(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}

/**
 * Writes points from the inside out. A mutant contains the original code, not the instrumented one; otherwise the text
 * would grow exponentially. Two points may be at the same node: the test of a branch and the comparison in it.
 */
function written(text, points) {
  const sorted = [...points].sort((a, b) => a.start - b.start || b.end - a.end);
  let at = 0;
  const write = (from, to) => {
    let out = "";
    let position = from;
    while (at < sorted.length && sorted[at].start < to) {
      const point = sorted[at];
      at += 1;
      out += text.slice(position, point.start) + switched(point);
      position = point.end;
    }
    return out + text.slice(position, to);
  };
  const switched = ({ start, end, variants, isBlock }) => {
    if (isBlock) return `{ if (!__mutant(${variants[0].id})) {${write(start + 1, end - 1)}} }`;
    const inner = write(start, end);
    return `(${variants.map((variant) => `__mutant(${variant.id}) ? (${variant.text}) : `).join("")}(${inner}))`;
  };
  return write(0, text.length);
}
