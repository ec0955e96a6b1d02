import { parseExpression } from "../../../hcl/parse-expression.js";

/**
 * Whether an expression builds a new value from the thing that it refers to by name, instead of returning that thing
 * itself. Each element of a list counts separately.
 */
export function makesTextOf(text: string, name: string): boolean {
  const list = text.trimStart().startsWith("[") ? parseExpression(text, { start: 0, end: text.length }) : null;
  if (list?.kind !== "list") return makesText(text);
  const parts = list.items.map(({ start, end }) => text.slice(start, end));
  return parts.some((part) => part.includes(name) && makesText(part));
}

function makesText(text: string): boolean {
  return MAKES_TEXT.test(text) || (/^(?:"|<<)/.test(text.trim()) && !/^"\$\{[^{}"]*\}"$/.test(text.trim()));
}

const MAKES_TEXT =
  /\b(?:jsonencode|yamlencode|replace|format|formatlist|regex|regexall|substr|templatefile|templatestring|trimprefix|trimsuffix)\s*\(/;
