// Puts the modules of a webpack chunk, `{123: (e, t, n) => {...}}`, in parentheses. V8 then expects each function to be
// called soon and compiles it while parsing. It does so only for `function`, not for arrows.
import { parse } from "@babel/parser";

export function compileModulesAtOnce(text) {
  return replaceModules(text, ({ value }) => `(${asFunction(value, text)})`);
}

/** The text of a chunk with each module replaced by the result of `replace`, or unchanged if that is null. */
export function replaceModules(text, replace) {
  const modules = [...modulesIn(parse(text, { sourceType: "module" }).program)];
  let out = "";
  let at = 0;
  for (const module of modules.sort((a, b) => a.value.start - b.value.start)) {
    const { start, end } = module.value;
    out += text.slice(at, start) + (replace({ id: module.key.value, value: module.value }) ?? text.slice(start, end));
    at = end;
  }
  return out + text.slice(at);
}

/** The properties of objects that contain only functions and whose keys are numbers. */
function* modulesIn(node) {
  const isTable = node.type === "ObjectExpression" && node.properties.length > 0 && node.properties.every(isModule);
  if (isTable) yield* node.properties;
  else for (const child of childrenOf(node)) yield* modulesIn(child);
}

function isModule({ type, key, value }) {
  return type === "ObjectProperty" && key.type === "NumericLiteral" && /^(Arrow)?FunctionExpression$/.test(value.type);
}

/** The text of a module's arrow function as a `function`. Stays an arrow function if it uses the outer `this` or `arguments`. */
function asFunction(module, text) {
  const isPlain = module.type === "ArrowFunctionExpression" && module.body.type === "BlockStatement" && !module.async;
  if (!isPlain || usesSurroundings(module.body)) return text.slice(module.start, module.end);
  const parameters = module.params.map(({ start, end }) => text.slice(start, end)).join(",");
  return `function(${parameters})${text.slice(module.body.start, module.body.end)}`;
}

function usesSurroundings(node) {
  if (node.type === "ThisExpression" || (node.type === "Identifier" && node.name === "arguments")) return true;
  if (/^(FunctionExpression|FunctionDeclaration|ObjectMethod|ClassBody)$/.test(node.type)) return false;
  return [...childrenOf(node)].some(usesSurroundings);
}

/** The child nodes of a node. */
export function* childrenOf(node) {
  for (const [name, child] of Object.entries(node)) {
    if (name === "loc") continue;
    for (const item of Array.isArray(child) ? child : [child]) if (typeof item?.type === "string") yield item;
  }
}
