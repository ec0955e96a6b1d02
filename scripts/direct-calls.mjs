// webpack writes `(0,module.name)(...)` for the call of an import, so that the function gets no `this`. Nothing that the command line
// or the library imports asks for it, and `module.name(...)` is four characters less, some 1,500 times.
import { parse } from "@babel/parser";
import { childrenOf } from "./eager-modules.mjs";

/** The text of a chunk with its imports called as members of their modules. */
export function callImportsDirectly(text) {
  let out = "";
  let at = 0;
  const callees = [...indirectCallees(parse(text, { sourceType: "module" }).program)];
  for (const { start, end, expressions } of callees.sort((a, b) => a.start - b.start)) {
    const [, callee] = expressions;
    // The parentheses stand outside of the sequence. A keyword before them needs a space instead.
    const open = text.lastIndexOf("(", start);
    const close = text.indexOf(")", end);
    const space = /[\w$]/.test(text[open - 1] ?? "") ? " " : "";
    out += text.slice(at, open) + space + text.slice(callee.start, callee.end);
    at = close + 1;
  }
  return out + text.slice(at);
}

function* indirectCallees(node) {
  if (node.type === "CallExpression" && isIndirect(node.callee)) yield node.callee;
  for (const child of childrenOf(node)) yield* indirectCallees(child);
}

function isIndirect({ type, expressions = [] }) {
  const [zero, member] = expressions;
  if (type !== "SequenceExpression" || expressions.length !== 2) return false;
  if (zero.type !== "NumericLiteral" || member.type !== "MemberExpression") return false;
  return zero.value === 0 && member.object.type === "Identifier" && !member.computed;
}
