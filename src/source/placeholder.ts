/** What another tool puts a value in the place of, before AWS sees the text. Offsets into the text. */
export interface Placeholder {
  readonly start: number;
  readonly end: number;
  /** `value` stands for a text; `directive` (`{% if %}`, `{{- range }}`, `%{ for }`, a comment) decides what stands around it. */
  readonly kind: "value" | "directive";
  /** `${name}`: policies and templates have expressions of this form themselves. */
  readonly form: "dollar" | "braces";
}

/**
 * Finds `{{ name }}` (Jinja, Helm, Handlebars, Sceptre), `{% if %}`, `{# comment #}` and `<% if %>` (Jinja, ERB), `#{name}` (serverless-pseudo-parameters), `#{name}#` (token replacement in pipelines), `${name}` (the Serverless Framework,
 * Terraform's `templatefile`, envsubst) and `%{ if }` (Terraform), outermost ones only. One that is not closed is ordinary text.
 * CloudFormation's dynamic references (`{{resolve:...}}`) are none.
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

/** The offset behind the closing sign; -1 where there is none. */
function endOf(text: string, start: number, open: string): number {
  const closing = CLOSINGS[open];
  if (closing === undefined) return endOfBraces(text, start + 1);
  const at = text.indexOf(closing, start + open.length);
  if (at === -1) return -1;
  // `{{{ name }}}` is Mustache's.
  const isTriple = text.startsWith("{{{", start) && text.startsWith("}}}", at);
  return at + closing.length + (isTriple ? 1 : 0);
}

/** A placeholder may hold others, `${file(${self:custom.name}.yml)}`, so that braces are counted. */
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

/** Words that begin a directive of Helm, Handlebars or Terraform, where a value would stand. */
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
