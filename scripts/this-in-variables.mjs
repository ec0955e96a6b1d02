// Puts `this` into a variable in a chunk's functions that use it often: a minifier gives the variable a name of one
// letter, but can't shorten `this`.
import { parseAst } from "rollup/parseAst";
import { edited } from "./code-edits.mjs";
import { nodesIn } from "./values-in-code.mjs";

/** The text of a chunk of ES modules. */
export function thisInVariables(code) {
  return edited(
    code,
    functionsIn(parseAst(code)).flatMap(({ body }) => editsIn(body)),
  );
}

const HAS_THIS = /^Function(?:Declaration|Expression)$/;

/** The functions that have a `this` from the start. In the constructor of a derived class, it exists only after `super()`. */
function functionsIn(tree) {
  const derived = [...nodesIn(tree, ({ superClass }) => (superClass ?? null) !== null)];
  const constructors = derived.flatMap(({ body }) => body.body).filter(({ kind }) => kind === "constructor");
  const late = new Set(constructors.map(({ value }) => value));
  return [...nodesIn(tree, (node) => HAS_THIS.test(node.type) && !late.has(node))];
}

/**
 * The edits for one function, if they save anything: a `let` costs 11 characters, or 7 in front of other variables, and each use saves 3.
 */
function editsIn({ start, body }) {
  const [first] = body;
  const isLet = first?.type === "VariableDeclaration" && first.kind === "let";
  const uses = body.flatMap((statement) => [...usesIn(statement)]);
  if (first?.directive !== undefined || uses.length < (isLet ? 3 : 4)) return [];
  const at = isLet ? first.declarations[0].start : start + 1;
  // `let[a] = b` has no space.
  const text = isLet ? ` ${NAME} = this, ` : `let ${NAME} = this;`;
  return [{ start: at, end: at, text }, ...uses.map(({ start: from, end }) => ({ start: from, end, text: NAME }))];
}

/** The variable's name, which no code of a bundle uses. */
const NAME = "$self$";

/** The uses of a function's own `this`. Arrow functions share it, other functions and classes don't. */
function* usesIn(node) {
  if (node.type === "ThisExpression") yield node;
  if (HAS_THIS.test(node.type) || /^Class/.test(node.type)) return;
  for (const child of Object.values(node).flat()) if (typeof child?.type === "string") yield* usesIn(child);
}
