import { filePlace, type Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { cloudFormationReader } from "./cloudformation/index.js";
import { nestedTemplate } from "./cloudformation/nested-template.js";
import { foreignTemplate, templateInComments } from "./foreign-template.js";
import { parseFile } from "./parse-file.js";
import { policyJsonReader } from "./policy-json/index.js";
import type { FileProblem, ParsedFile, ReadContext, Reader, ReadResult } from "./reader.js";
import { terraformPlanReader } from "./terraform-plan/index.js";

/** The readers for all formats, the most distinctive format first. A new format needs a folder and an entry here. */
export const readers: readonly Reader[] = [terraformPlanReader, cloudFormationReader, policyJsonReader];

/** The result of reading a candidate: roles and more, a fault, or the reason why no reader recognizes it. */
export type FileResult =
  | { readonly kind: "read"; readonly result: ReadResult }
  | { readonly kind: "unreadable"; readonly problem: FileProblem }
  /** Another tool's template that hasn't been rendered yet. */
  | { readonly kind: "foreign"; readonly problem: FileProblem }
  /** `place` is set if the file may be relevant anyway, and so is listed. */
  | { readonly kind: "unrecognized"; readonly reason: string; readonly place?: Place };

/**
 * Reads one file. Any error in a reader (a document nested too deeply for the stack, or a bug) becomes a problem of
 * this file. It doesn't stop other files, and the run can't succeed.
 */
export function readFile(file: TextFile, context: ReadContext): FileResult {
  try {
    return readParsed(file, context);
  } catch (error) {
    const reason =
      error instanceof RangeError ? "it is nested too deeply, or a string in it is too long" : String(error);
    const help = "leave it out with `files`, or report it if it is a file that AWS or Terraform accepts";
    const message = `${file.path} can't be read: ${reason}`;
    return { kind: "unreadable", problem: { message, help, place: filePlace(file.path), isLimit: true } };
  }
}

function readParsed(file: TextFile, context: ReadContext): FileResult {
  const parse = parseFile(file, context.budget);
  if ("problem" in parse) {
    return foreignTemplate(file, parse) ?? { kind: "unreadable", problem: parse.problem };
  }
  const { parsed } = parse;
  const reader = readers.find((candidate) => candidate.recognizes(parsed));
  const { fault } = parsed;
  // Reports disagree on whether CloudFormation accepts such a template. IAM rejects such a policy.
  if (fault !== undefined && reader?.format !== "cloudformation") return { kind: "unreadable", problem: fault };
  if (reader === undefined) return unrecognized(parsed);
  const directed = parsed.syntax === "yaml" ? templateInComments(file) : null;
  if (directed !== null) return directed;
  const result = reader.read(parsed, context);
  if (fault === undefined) return { kind: "read", result };
  return { kind: "read", result: { ...result, problems: [{ ...fault, isRead: true }, ...result.problems] } };
}

function unrecognized(parsed: ParsedFile): FileResult {
  const nested = nestedTemplate(parsed);
  if (nested === null) return { kind: "unrecognized", reason: "contains no policy, template, or plan" };
  const { keys, place } = nested;
  const reason = `contains a template below ${keys}, which can be checked only in a separate file: move it there, or have the tool write it`;
  return { kind: "unrecognized", reason, place };
}
