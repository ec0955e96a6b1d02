/** A part of a string that another tool replaces with a value before AWS sees it. The offsets are into the string. */
export interface Placeholder {
  readonly start: number;
  readonly end: number;
  /** A `value` stands for a string. A `directive` (`{% if %}`, `{{- range }}`, `%{ for }`, a comment) controls the text around it. */
  readonly kind: "value" | "directive";
  /** `dollar` is `${name}`, a notation that policies and templates also use themselves. */
  readonly form: "dollar" | "braces";
}

/**
 * Finds `{{ name }}` (Jinja, Helm, Handlebars, Sceptre), `{% if %}`, `{# comment #}`, and `<% if %>` (Jinja, ERB),
 * `#{name}` (serverless-pseudo-parameters), `#{name}#` (token replacement in pipelines), `${name}` (the Serverless
 * Framework, Terraform's `templatefile`, envsubst), and `%{ if }` (Terraform). Returns only the outermost ones.
 * Unclosed ones count as ordinary text. CloudFormation's dynamic references (`{{resolve:...}}`) aren't placeholders.
 */
export function placeholdersIn(text: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  const opening = /\{\{(?!%)|\{%(?!\{)|\{#|<%|#\{(?![{%#])|\$\{|%\{/g;
  const unclosed = new Set<string>();
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [open] = match;
    const end = unclosed.has(open) ? -1 : endOf(text, match.index, open);
    if (end === -1) {
      unclosed.add(open);
      continue;
    }
    const placeholder = placeholderAt(text, match.index, end, open);
    if (placeholder !== null) found.push(placeholder);
    opening.lastIndex = end;
  }
  return found;
}

const CLOSINGS: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>" };

/** The offset after the closing sign, or -1 if there is none. */
function endOf(text: string, start: number, open: string): number {
  const closing = CLOSINGS[open];
  if (closing === undefined) return endOfBraces(text, start + 1);
  const at = text.indexOf(closing, start + open.length);
  if (at === -1) return -1;
  // Mustache also has `{{{ name }}}`.
  const isTriple = text.startsWith("{{{", start) && text.startsWith("}}}", at);
  return at + closing.length + (isTriple ? 1 : 0);
}

/** Counts braces, because placeholders can nest: `${file(${self:custom.name}.yml)}`. */
function endOfBraces(text: string, start: number): number {
  const brace = /[{}]/g;
  let depth = 0;
  brace.lastIndex = start;
  for (let match = brace.exec(text); match !== null; match = brace.exec(text)) {
    depth += match[0] === "{" ? 1 : -1;
    if (depth === 0) return match.index + 1;
  }
  return -1;
}

/** Words that start a directive of Helm, Handlebars, or Terraform where a value could be. */
const DIRECTIVE =
  /^[-~]?\s*(?:[#^/>!]|(?:if|else|end|range|with|define|include|template|block|for|endif|endfor|set)\b)/;

function placeholderAt(text: string, start: number, end: number, open: string): Placeholder | null {
  const inside = text.slice(start + 2, Math.min(end, start + 80));
  switch (open) {
    case "${":
      return { start, end, kind: "value", form: "dollar" };
    case "#{":
      return { start, end: end + (/^#(?!\{)/.test(text.slice(end, end + 2)) ? 1 : 0), kind: "value", form: "braces" };
    case "{{":
      if (inside.startsWith("resolve:")) return null;
      return { start, end, kind: DIRECTIVE.test(inside) ? "directive" : "value", form: "braces" };
    case "%{":
      return DIRECTIVE.test(inside) ? { start, end, kind: "directive", form: "braces" } : null;
    case "<%":
      return { start, end, kind: inside.startsWith("=") ? "value" : "directive", form: "braces" };
    default:
      return { start, end, kind: "directive", form: "braces" };
  }
}
