/** A part of a policy's string: plain text, a character without its special meaning, or a variable with its default. */
export type VariablePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | null; readonly raw: string };

const VARIABLE = /\$\{([^{}]*)\}/g;
const WITH_DEFAULT = /^([^,]*),\s*'([^']*)'\s*$/;

/**
 * Splits a string at its policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'company'}`, and `${*}`, `${?}`, `${$}`,
 * which are those characters without their special meaning.
 */
export function splitVariables(text: string): VariablePart[] {
  const parts: VariablePart[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push(readVariable(match[1] ?? "", match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

function readVariable(inside: string, raw: string): VariablePart {
  if (inside === "*" || inside === "?" || inside === "$") return { kind: "literal", text: inside };
  const withDefault = WITH_DEFAULT.exec(inside);
  if (withDefault === null) return { kind: "variable", key: inside.trim(), fallback: null, raw };
  return { kind: "variable", key: (withDefault[1] ?? "").trim(), fallback: withDefault[2] ?? "", raw };
}
