import { isMap, isSeq, type YAMLMap } from "yaml";
import { decode } from "../source/decode.js";
import { yamlComments } from "../source/yaml-comments.js";
import { TooManyFaults, yamlDocuments } from "../source/yaml-documents.js";
import { kindOfBytes } from "./prefilter.js";

/** The mark of a plan or a state. Both contain values that Terraform hides, and no source has a reason to read them. */
const TERRAFORM_MADE = '"terraform_version"';

/** Whether a build may have generated it: policies, templates, and their parameters. */
export function isGenerated(bytes: Buffer): boolean {
  const decoded = decode(bytes);
  if ("text" in decoded && decoded.text.includes(TERRAFORM_MADE)) return false;
  return kindOfBytes(bytes) !== "other" || bytes.includes("AWS::") || bytes.includes('"ParameterKey"');
}

const POLICY = words("Version Id Statement");
const STATEMENT = words("Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition");
const TEMPLATE = words(
  "AWSTemplateFormatVersion Description Metadata Parameters Rules Mappings Conditions Transform Globals Hooks Resources Outputs",
);
const RESOURCE = words(
  "Type Properties Metadata Condition DependsOn CreationPolicy DeletionPolicy UpdatePolicy UpdateReplacePolicy Connectors IgnoreGlobals",
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/** Whether the whole file is a policy or a template. If only a part of it is, the rest of the text, or a comment, may be anything. */
export function isWholeDocument(bytes: Buffer): boolean {
  const decoded = decode(bytes);
  if (!("text" in decoded) || decoded.text.includes(TERRAFORM_MADE)) return false;
  const { text } = decoded;
  try {
    const documents = yamlDocuments(text);
    const isWhole = ({ errors, contents }: (typeof documents)[number]): boolean =>
      errors.length === 0 && isMap(contents) && (isPolicy(contents) || isTemplate(contents));
    return documents.length > 0 && documents.every(isWhole) && yamlComments(text).length === 0;
  } catch (error) {
    if (error instanceof TooManyFaults) return false;
    throw error;
  }
}

function isPolicy(contents: YAMLMap): boolean {
  return (
    hasOnly(contents, POLICY) &&
    has(contents, "Statement", (value) => {
      const items = isSeq(value) ? value.items : [value];
      return items.every((item) => hasOnly(item, STATEMENT));
    })
  );
}

function isTemplate(contents: YAMLMap): boolean {
  return (
    hasOnly(contents, TEMPLATE) &&
    has(contents, "Resources", (value) => isMap(value) && value.items.every((item) => hasOnly(item.value, RESOURCE)))
  );
}

function has(contents: YAMLMap, key: string, fits: (value: unknown) => boolean): boolean {
  const found = contents.items.filter((item) => keyOf(item) === key);
  return found.length > 0 && found.every(({ value }) => fits(value));
}

function hasOnly(value: unknown, known: ReadonlySet<string>): boolean {
  return isMap(value) && value.items.every((item) => known.has(keyOf(item)));
}

function keyOf({ key }: { readonly key: unknown }): string {
  return String(key);
}
