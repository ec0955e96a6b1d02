import { jsonDocument } from "../source/json-document.js";
import { parseJson } from "../source/parse-json.js";
import type { TextFile } from "../source/text-file.js";
import { parseYaml } from "../source/yaml-node.js";
import type { FileProblem, ParsedFile } from "./reader.js";

/** A text parsed once, for whichever reader recognises it; or why it is neither JSON nor YAML. */
export type Parse = { readonly parsed: ParsedFile } | { readonly problem: FileProblem };

/**
 * A text that starts with a bracket is JSON, unless its extension says YAML (JSON with comments or trailing commas is valid
 * YAML). Any other text is YAML if its extension allows: `.template` and `.cform` hold either.
 */
export function parseFile(file: TextFile): Parse {
  const yamlExtension = /\.ya?ml$/i.test(file.path);
  const bracket = /^[\s\u00a0]*[[{]/.test(file.text.slice(0, 1024));
  if (/\.json$/i.test(file.path) || (bracket && !yamlExtension)) return parseJsonFile(file);
  const parsed = parseYaml(file);
  const error = parsed.errors[0];
  if (error === undefined) return { parsed: { syntax: "yaml", file, documents: parsed.documents } };
  return { problem: { message: `${file.path} is not YAML: ${error.message}`, help: error.help, place: error.place } };
}

function parseJsonFile(file: TextFile): Parse {
  const parsed = parseJson(file);
  if ("value" in parsed) return { parsed: { syntax: "json", file, value: parsed.value, document: jsonDocument(file) } };
  const { message, help, place } = parsed.fault;
  return { problem: { message: `${file.path} is not JSON: ${message}`, help, place } };
}
