import { structuralErrors } from "../source/json-errors.js";
import { withoutTrailingCommas } from "../source/parse-json.js";
import { rangeOf, rangePlace } from "../source/place.js";
import { type Placeholder, placeholdersIn } from "../source/placeholder.js";
import type { TextFile } from "../source/text-file.js";
import { yamlComments } from "../source/yaml-comments.js";
import { parseYaml } from "../source/yaml-node.js";
import type { FileProblem } from "./reader.js";
import { blocks, renderings } from "./renderings.js";

/** `foreign` is another tool's template. `unreadable` is a template that stays invalid however the tool renders it. */
export interface ForeignTemplate {
  readonly kind: "foreign" | "unreadable";
  readonly problem: FileProblem;
}

/**
 * Comment lines that open a placeholder without closing it. Such a placeholder would otherwise hide everything up to
 * the next closing sign.
 */
const OPENED_IN_COMMENT = /^[ \t]*#(?!.*(?:[}%#]\}|%>)).*$/gm;

/**
 * Decides whether text that doesn't parse is another tool's template, in which placeholders must be filled in first: it
 * parses once they are filled in, or it has directives and every remaining fault is related to them. Returns null if
 * placeholders don't explain the fault.
 */
export function foreignTemplate(
  { path, text }: TextFile,
  { problem, syntax }: { readonly problem: FileProblem; readonly syntax: "json" | "yaml" },
): ForeignTemplate | null {
  const placeholders = placeholdersIn(text.replace(OPENED_IN_COMMENT, (line) => line.replace(/[{<]/g, " ")));
  if (placeholders.length === 0) return null;
  let lasting: readonly Fault[] | null = null;
  for (const rendering of renderings(text, placeholders)) {
    const left = faultsIn(rendering, syntax);
    if (left.length === 0) return problemOf(path, text, decisivePlaceholder(text, placeholders, problem));
    lasting = lasting === null ? left : common(lasting, left);
  }
  if (lasting === null || !placeholders.some(({ kind }) => kind === "directive")) return null;
  // Text that a directive includes or excludes may be incomplete without the directive.
  const areas = [...placeholders, ...blocks(text, placeholders)];
  const isApart = ([, { offset }]: Fault) => {
    const [from, to] = lineAround(text, offset);
    return !areas.some(({ start, end }) => start <= to && from <= end);
  };
  const apart = lasting.slice(0, 20).find(isApart)?.[1];
  if (apart !== undefined && apart.words !== null) {
    const { offset, words } = apart;
    const message = `${path} is not valid YAML, even after its template directives are rendered: ${words.message}`;
    return {
      kind: "unreadable",
      problem: { message, help: words.help, place: rangePlace({ path, text }, offset, offset + 1) },
    };
  }
  const stays = apart !== undefined || common(lasting, faultsIn(text, syntax)).length > 0;
  return !stays ? problemOf(path, text, decisivePlaceholder(text, placeholders, problem)) : null;
}

/**
 * Like `foreignTemplate`, for text that parses because its directives are in comments (`# {% if full %}`). Other tools
 * still act on these, and may omit the text between them. Returns null if there are no such directives.
 */
export function templateInComments({ path, text }: TextFile): ForeignTemplate | null {
  if (!/^[^#\n\r\u2028\u2029]*#.*(?:\{%|\{\{|%\{|<%)/m.test(text)) return null;
  const directives = yamlComments(text).flatMap(({ start, end }) =>
    placeholdersIn(text.slice(start, end))
      .filter(({ kind }) => kind === "directive")
      .map((one) => ({ ...one, start: one.start + start, end: one.end + start })),
  );
  const block = blocks(text, directives).find(({ start, end }) => text.slice(start, end).includes("\n"));
  const first = directives.find(({ start }) => start === block?.start);
  return first === undefined ? null : problemOf(path, text, first);
}

function common(some: readonly Fault[], others: readonly Fault[]): readonly Fault[] {
  const keys = new Map(others);
  return some.filter(([key]) => keys.has(key));
}

function problemOf(path: string, text: string, { start, end }: Pick<Placeholder, "start" | "end">): ForeignTemplate {
  const form = FORMS[text.slice(start, start + 2)] ?? "a placeholder";
  const message = `${path} is a template for another tool, which has not yet rendered ${form}`;
  const help = `render it and check the result, or leave it out with \`!${path}\` in \`files\``;
  return { kind: "foreign", problem: { message, help, place: rangePlace({ path, text }, start, end) } };
}

/** The placeholder at the first fault, which is most likely the cause. If there is none, a directive. */
function decisivePlaceholder(text: string, placeholders: readonly Placeholder[], { place }: FileProblem): Placeholder {
  const fault = rangeOf(place)?.start ?? 0;
  const near = placeholders.findLast(({ start, end }) => start <= fault && fault <= end);
  const directive = placeholders
    .slice(0, 100)
    .find(({ kind, start }) => kind === "directive" && !isInComment(text, start));
  return near ?? directive ?? placeholders[0] ?? { start: 0, end: 0, kind: "value", form: "braces" };
}

function lineAround(text: string, offset: number): readonly [number, number] {
  const end = text.indexOf("\n", offset);
  return [text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end];
}

function isInComment(text: string, offset: number): boolean {
  return /^[ \t]*#/.test(text.slice(text.lastIndexOf("\n", offset) + 1, offset));
}

/** The form of each kind of placeholder, without its contents, which may be confidential. */
const FORMS: Readonly<Record<string, string>> = {
  "{{": "{{ ... }}",
  "{%": "{% ... %}",
  "{#": "{# ... #}",
  "<%": "<% ... %>",
  "%{": "%{ ... }",
  "${": "${...}",
  "#{": "#{...}",
};

/** Identifies a fault, with its position. Only YAML faults have `words`. */
type Fault = readonly [
  key: string,
  fault: { readonly offset: number; readonly words: Pick<FileProblem, "message" | "help"> | null },
];

function faultsIn(text: string, syntax: "json" | "yaml"): readonly Fault[] {
  if (syntax === "json") {
    // Lists generated by loops often end with a comma.
    const faults = structuralErrors(withoutTrailingCommas(text));
    return faults.map(({ error, offset }) => [`${offset} ${error}`, { offset, words: null }]);
  }
  return parseYaml({ path: "", text }).errors.map(({ message, help, place }) => {
    const offset = rangeOf(place)?.start ?? 0;
    return [`${offset} ${message}`, { offset, words: { message, help } }];
  });
}
