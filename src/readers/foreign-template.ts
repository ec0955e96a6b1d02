import { jsonValue } from "../source/parse-json.js";
import { rangePlace } from "../source/place.js";
import { type Placeholder, placeholdersIn } from "../source/placeholder.js";
import type { TextFile } from "../source/text-file.js";
import { parseYaml } from "../source/yaml-node.js";
import type { FileProblem } from "./reader.js";

/**
 * Why a text that does not parse is a template of another tool, which has to fill in its placeholders first: it has directives, or
 * it parses once a value stands in the place of each placeholder. Null when placeholders do not explain the fault.
 */
export function foreignTemplate(file: TextFile, syntax: "json" | "yaml"): FileProblem | null {
  const placeholders = placeholdersIn(file.text);
  // What stands in a comment explains no fault of the YAML around it.
  const directive = placeholders.find(({ kind, start }) => kind === "directive" && !isInComment(file.text, start));
  const telling = directive ?? placeholders[0];
  if (telling === undefined) return null;
  if (directive === undefined && !parses(filledIn(file, placeholders), syntax)) return null;
  const { start, end } = telling;
  const form = FORMS[file.text.slice(start, start + 2)] ?? "a placeholder";
  return {
    message: `${file.path} is a template of another tool, which has not put a value in the place of ${form} yet`,
    help: `render it and check the result, or leave it out with \`!${file.path}\` in \`files\``,
    place: rangePlace(file, start, end),
  };
}

function isInComment(text: string, offset: number): boolean {
  return /^[ \t]*#/.test(text.slice(text.lastIndexOf("\n", offset) + 1, offset));
}

/** How placeholders look. What stands in them is not repeated: nothing says that the file may be shown. */
const FORMS: Readonly<Record<string, string>> = {
  "{{": "{{ ... }}",
  "{%": "{% ... %}",
  "<%": "<% ... %>",
  "%{": "%{ ... }",
  "${": "${...}",
};

/** With digits in the place of placeholders: they are a value by themselves, and text within a text. */
function filledIn({ path, text }: TextFile, placeholders: readonly Placeholder[]): TextFile {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of placeholders) {
    pieces.push(text.slice(at, start), "1".repeat(end - start));
    at = end;
  }
  return { path, text: pieces.join("") + text.slice(at) };
}

function parses(file: TextFile, syntax: "json" | "yaml"): boolean {
  return syntax === "json" ? jsonValue(file.text) !== undefined : parseYaml(file).errors.length === 0;
}
