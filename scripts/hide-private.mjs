// TypeScript's private members keep their names in JavaScript, where a minifier can't recognize them. In bundles they
// become JavaScript's own private members (`#name`), whose names it shortens.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";
import { parseAst } from "rollup/parseAst";
import { edited } from "./code-edits.mjs";
import { nodesIn } from "./values-in-code.mjs";

const isClass = ({ type }) => type === "ClassDeclaration" || type === "ClassExpression";

/** Makes class members private that the sources declare private. `compiled` has the output for `sources`. */
export function hidePrivate(sources, compiled) {
  for (const path of readdirSync(sources, { recursive: true })) {
    if (!path.endsWith(".ts")) continue;
    const names = privateNames(readFileSync(join(sources, path), "utf8"));
    if (names.every(({ size }) => size === 0)) continue;
    const file = join(compiled, path.replace(/\.ts$/, ".js"));
    writeFileSync(file, withPrivate(readFileSync(file, "utf8"), names));
  }
}

/** The private names of each class, in the order of the text. */
function privateNames(text) {
  const isOwn = ({ type, accessibility, isStatic }) =>
    type !== "Constructor" && accessibility === "private" && isStatic !== true;
  const module = parseSync(text, { syntax: "typescript", target: "es2022" });
  return [...nodesIn(module, isClass)].map(({ body }) => {
    const members = body.filter(isOwn).map(({ key }) => key.value);
    const parameters = body
      .flatMap((member) => (member.type === "Constructor" ? member.params : []))
      .filter(isOwn)
      .map(({ param }) => (param.type === "AssignmentPattern" ? param.left : param).value);
    return new Set([...members, ...parameters]);
  });
}

function withPrivate(text, names) {
  const classes = [...nodesIn(parseAst(text), isClass)];
  const hidden = classes.flatMap((one, index) =>
    isPlain(one) ? [...(names[index] ?? [])].flatMap((name) => placesOf(one, name)) : [],
  );
  return edited(
    text,
    hidden.map(({ start, end, name }) => ({ start, end, text: `#${name}_` })),
  );
}

/** Leaves a name alone if the class accesses it on anything other than `this`, which may be another instance. */
function placesOf({ body }, name) {
  const isUse = ({ type, property, computed }) => type === "MemberExpression" && !computed && isNamed(property, name);
  const uses = [...nodesIn(body, isUse)];
  if (uses.some(({ object }) => object.type !== "ThisExpression")) return [];
  const members = body.body.filter((member) => !member.static && !member.computed && isNamed(member.key, name));
  return [...uses.map(({ property }) => property), ...members.map(({ key }) => key)];
}

function isNamed(node, name) {
  return node?.type === "Identifier" && node.name === name;
}

/** Whether `this` always means the instance in the class body and is never destructured. */
function isPlain({ body }) {
  const isOther = ({ type, init }, parent) =>
    isClass({ type }) ||
    type === "FunctionDeclaration" ||
    (type === "FunctionExpression" && parent?.type !== "MethodDefinition") ||
    (type === "VariableDeclarator" && init?.type === "ThisExpression");
  return nodesIn(body, isOther).next().done;
}
