import { jsonDocument } from "../source/json-document.js";
import { entryOf, type MapNode } from "../source/node.js";
import { jsonFault, jsonValue, withoutTrailingCommas } from "../source/parse-json.js";
import { filePlace } from "../source/place.js";
import { STANDARD_INPUT, type TextFile } from "../source/text-file.js";
import { whyUnread } from "../source/why-unread.js";
import { yamlWords } from "../source/yaml-comments.js";
import { parseYaml } from "../source/yaml-node.js";
import { foreignTemplate } from "./foreign-template.js";
import type { ReadBudget } from "./read-budget.js";
import type { FileProblem, ParsedFile } from "./reader.js";
import { shownText } from "./terraform-plan/near-miss/shown-text.js";

/** A file that was parsed once for all readers, or the reason why it is neither JSON nor YAML. */
export type Parse =
  | { readonly parsed: ParsedFile }
  | { readonly problem: FileProblem; readonly syntax: ParsedFile["syntax"] };

/**
 * Text that starts with a bracket is JSON, unless its extension is YAML's (JSON with comments or trailing commas is
 * valid YAML). Other text is YAML if its extension allows that: `.template` and `.cform` files may contain either.
 */
export function parseFile(file: TextFile, budget?: ReadBudget): Parse {
  const yamlExtension = /\.ya?ml$/i.test(file.path);
  const bracket = /^[\s\u00a0]*[[{]/.test(file.text.slice(0, 1024));
  if (/\.json$/i.test(file.path) || (bracket && !yamlExtension)) return parseJsonFile(file, budget);
  const shown = yamlExtension ? null : parseShown(file, budget);
  if (shown !== null) return shown;
  if (file.path === STANDARD_INPUT && HCL.test(file.text)) return { syntax: "yaml", problem: SOURCE_PIPED };
  const parsed = parseYaml(file, undefined, "CloudFormation");
  budget?.spend(parsed.nodes);
  const error = parsed.errors[0];
  if (error === undefined) return { parsed: { syntax: "yaml", file, documents: parsed.documents } };
  const { message, help, place } = error;
  return { syntax: "yaml", problem: { message: `${file.path} ${whyUnread("YAML", message)}`, help, place } };
}

/**
 * Parses a file that a template refers to. Regardless of its name, `aws cloudformation package` reads it as YAML if it
 * isn't JSON, and uploads it as YAML.
 */
export function parsePart(file: TextFile, budget: ReadBudget | undefined): Parse {
  const parse = parseFile(file, budget);
  const root = "problem" in parse && parse.syntax === "json" ? yamlLikeJson(file, parse.problem, budget) : null;
  return root === null ? parse : { parsed: { syntax: "yaml", file, documents: [root] } };
}

/** Matches text that starts with an HCL block. */
const HCL =
  /^(?:[ \t]{0,99}(?:(?:#|\/\/)[^\n]*)?\r?\n)*(?:(?:resource|data|module|provider|variable|output)[ \t]+"[^"\n]{1,200}"[^{:\n]{0,200}|locals[ \t]*|terraform[ \t]*)\{/;

const SOURCE_PIPED: FileProblem = {
  message: `${STANDARD_INPUT} is Terraform source, which is read only from files`,
  help: "name its folder: worker-iam-check check DIR",
  place: filePlace(STANDARD_INPUT),
};

/** Parses a JSON file. Explaining a fault is slow and quotes the text, so plan output gets its own explanation first. */
function parseJsonFile(file: TextFile, budget?: ReadBudget): Parse {
  const value = jsonValue(file.text);
  if (value !== undefined) return { parsed: { syntax: "json", file, value, document: jsonDocument(file, value) } };
  const shown = parseShown(file, budget);
  if (shown !== null) return shown;
  const { message, help, place } = jsonFault(file);
  const fault: FileProblem = { message: `${file.path} ${whyUnread("JSON", message)}`, help, place };
  const lenient = jsonValue(withoutTrailingCommas(file.text));
  if (lenient === undefined) return asYaml(file, fault, budget) ?? { syntax: "json", problem: fault };
  return { parsed: { syntax: "json", file, value: lenient, document: jsonDocument(file, lenient), fault } };
}

/** The largest template that CloudFormation accepts. */
const MAX_TEMPLATE_LENGTH = 1_000_000;

/**
 * Parses a template that looks like JSON but is YAML, with comments, single quotes, or multi-line strings.
 * CloudFormation accepts such a template. Returns null for any other text.
 */
function asYaml(file: TextFile, fault: FileProblem, budget: ReadBudget | undefined): Parse | null {
  // The text's keys may contain escapes that JSON doesn't have.
  const root = /Resources|\\/.test(file.text) ? yamlLikeJson(file, fault, budget) : null;
  if (root === null || entryOf(root, "Resources")?.value.kind !== "map") return null;
  const message = `${file.path} looks like JSON but is YAML`;
  const help = "name it .yaml, so that other tools read it as CloudFormation does, or make it JSON";
  return { parsed: { syntax: "yaml", file, documents: [root], fault: { ...fault, message, help } } };
}

/**
 * The only document in YAML that looks like JSON, if it is a map. A word that contains a quote, or a character that
 * only looks like a quote or a space, is a JSON fault that YAML would misread.
 */
function yamlLikeJson(file: TextFile, fault: FileProblem, budget: ReadBudget | undefined): MapNode | null {
  const { text } = file;
  if (text.length > MAX_TEMPLATE_LENGTH || /[\u00a0\u2018-\u201e]/.test(text)) return null;
  if (foreignTemplate(file, { problem: fault, syntax: "json" }) !== null) return null;
  if (yamlWords(text).some((word) => /["'`]|\/\//.test(word))) return null;
  const { documents, errors, nodes } = parseYaml(file, undefined, "CloudFormation");
  budget?.spend(nodes);
  const [root, ...others] = documents;
  return errors.length > 0 || others.length > 0 || root?.kind !== "map" ? null : root;
}

function parseShown(file: TextFile, budget?: ReadBudget): Parse | null {
  const shown = shownText(file);
  if (shown === null) return null;
  if ("problem" in shown) return { syntax: "json", problem: shown.problem };
  return parseJsonFile(shown.plan, budget);
}
