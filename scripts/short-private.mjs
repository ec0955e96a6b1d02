// Gives the private members of each class in a minified chunk names of one letter. A minifier numbers the private members of a whole chunk,
// although a private name is known only within its class.
import { parseAst } from "rollup/parseAst";
import { edited } from "./code-edits.mjs";
import { nodesIn } from "./values-in-code.mjs";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_";

/** The text of a chunk of ES modules. */
export function shortPrivate(code) {
  const tree = parseAst(code);
  const classes = [...nodesIn(tree, ({ type }) => type === "ClassDeclaration" || type === "ClassExpression")];
  // A class can use the private names of the class around it.
  const outermost = classes.filter((one) => !classes.some((other) => other !== one && isIn(one, other)));
  return edited(code, outermost.flatMap(editsIn));
}

function editsIn({ body }) {
  const nodes = [...nodesIn(body, ({ type }) => type === "PrivateIdentifier")];
  const names = [...new Set(nodes.map(({ name }) => name))];
  if (names.length > LETTERS.length) throw new Error("a class has more private names than there are letters");
  return nodes.map(({ start, end, name }) => ({ start, end, text: `#${LETTERS[names.indexOf(name)]}` }));
}

function isIn(inner, outer) {
  return outer.start <= inner.start && inner.end <= outer.end;
}
