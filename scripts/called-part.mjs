// The part of fast-glob's packages that is called here. They get the same options at each call, so in bundles the options' values replace
// them, and a minifier removes the code for other values.
import { relative } from "node:path";
import { parseAst } from "rollup/parseAst";
import { edited } from "./code-edits.mjs";
import { assignedTo, UNCALLED, UNCALLED_MEMBERS } from "./drop-modules.mjs";
import { nodesIn } from "./values-in-code.mjs";

/** Functions that are declared in a module but never called. Two are a package itself, of which only members are called. */
const UNCALLED_FUNCTIONS = {
  "micromatch/index.js": /^micromatch$/,
  "micromatch/node_modules/picomatch/lib/parse.js": /^extglob(?:Close|Open)$/,
  "micromatch/node_modules/picomatch/lib/picomatch.js": /^picomatch$/,
};

/**
 * Each package's options that are true: those of `find-candidates.ts` and those that fast-glob adds, where it splits a pattern, too. All
 * others are false or missing, which means the same to these packages.
 */
export const TRUE_OPTIONS = [
  [/^micromatch\/node_modules\/picomatch\/lib\//, ["dot", "nocase", "noext", "noextglob", "parts", "posix"]],
  [/^(?:braces|fill-range)\//, ["expand", "keepEscaping", "nodupes"]],
];

/** A rollup plugin. `packages` is the folder of `node_modules`. */
export function calledParts(packages) {
  return { name: "called-parts", transform: (code, file) => calledPart(packages, file, code) };
}

/** The part of a module's code that is called, or null if that is all of it. */
export function calledPart(packages, file, code) {
  const path = relative(packages, file).replaceAll("\\", "/");
  if (UNCALLED.includes(path)) return "module.exports = {};\n";
  const called = withoutUncalled(path, code);
  const [, known] = TRUE_OPTIONS.find(([modules]) => modules.test(path)) ?? [];
  const part = known === undefined ? called : withOptions(called, known);
  return part === code ? null : part;
}

function withoutUncalled(path, code) {
  const [members, functions] = [UNCALLED_MEMBERS[path], UNCALLED_FUNCTIONS[path]];
  if (members === undefined && functions === undefined) return code;
  const tree = parseAst(code);
  const values = members === undefined ? [] : assignedTo(tree.body, members);
  const declared = nodesIn(tree, ({ type, id }) => type === "VariableDeclarator" && functions?.test(id.name));
  const edits = [
    ...values.map(({ start, end }) => ({ start, end, text: "0" })),
    ...[...declared].map(({ init: { start, end } }) => ({ start, end, text: "() => {}" })),
  ];
  return edited(code, edits);
}

function withOptions(code, known) {
  const edits = [...nodesIn(parseAst(code), isOption)].map(({ start, end, property }) => ({
    start,
    end,
    text: known.includes(property.name) ? "true" : "void 0",
  }));
  return edited(code, edits);
}

/** Whether a node reads an option. */
function isOption({ type, object, computed }, parent, role) {
  if (type !== "MemberExpression" || computed || !/^(?:opts|options)$/.test(object.name)) return false;
  return parent.type !== "AssignmentExpression" || role !== "left";
}
