import { posix } from "node:path";
import { isJsonObject, property } from "../../source/json-node.js";
import type { Node } from "../../source/node.js";
import { filePlace, type Place } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import { parseFile, parsePart } from "../parse-file.js";
import type { FileProblem, ParsedFile, ParsedYaml, PassedOver, ReadContext, Reader, ReadResult } from "../reader.js";
import { type Deployment, importedRoles, importsOf, readDeployment, readLinked } from "./deployment.js";
import { MAX_STEPS, MAX_TEXT_LENGTH, TooMuchToResolve } from "./effort.js";
import { missingTransform } from "./language-extensions.js";
import { mayCreateIam, type OpenLoop } from "./loops.js";
import { otherHolders } from "./other-holders.js";
import { givenParameters } from "./parameter-file.js";
import { partOf } from "./part-of.js";
import { deploymentRoles } from "./roles.js";
import { linkOf } from "./scope.js";
import { standingPolicies } from "./standing-policies.js";
import { isTemplate } from "./template.js";
import { templateRoots } from "./template-roots.js";
import { unknownSections } from "./unknown-sections.js";

/** Reads CloudFormation templates in JSON or YAML. */
export const cloudFormationReader: Reader = {
  format: "cloudformation",

  recognizes(parsed: ParsedFile): boolean {
    if (parsed.syntax === "yaml") return templateRoots(parsed).some(isTemplate);
    if (!isJsonObject(parsed.value)) return false;
    const { value } = parsed;
    const has = (key: string): boolean => property(value, key) !== undefined;
    return (
      ["AWSTemplateFormatVersion", "Transform", "Fn::Transform", "Resources"].some(has) ||
      (["service", "provider"].every(has) && templateRoots(parsed).some(isTemplate))
    );
  },

  read(parsed: ParsedFile, context: ReadContext): ReadResult {
    if (context.isPart?.(parsed.file.path)) return { roles: [], problems: [], passedOver: [] };
    try {
      return readTemplates(parsed, context);
    } catch (error) {
      if (!(error instanceof TooMuchToResolve)) throw error;
      return { roles: [], problems: [tooMuch(parsed.file.path, error.place)], passedOver: [] };
    }
  },
};

function readTemplates(parsed: ParsedFile, context: ReadContext): ReadResult {
  const files = [parsed, ...(context.linked?.files ?? []).flatMap((file) => parsedTemplate(file, context))];
  const read = files.map((one) => templatesIn(one, context));
  const templates = read.flatMap((one) => one.templates);
  const isLinked = files.length > 1;
  const deployments = isLinked
    ? [readLinked(templates, context)]
    : templates.map((template) => readDeployment(template, context));
  const roles = deployments.flatMap(deploymentRoles);
  const openLoops = deployments.flatMap((one) => one.openLoops.filter(({ fragment }) => mayCreateIam(fragment)));
  const asHere = <T extends { readonly id: string }>(one: T): T =>
    isLinked
      ? { ...one, id: one.id.slice(linkOf(one.id).length), linkedAs: { scope: parsed.file.path, id: one.id } }
      : one;
  return {
    roles: roles.map(asHere),
    standing: () => deployments.flatMap(standingPolicies).map(asHere),
    others: () => deployments.flatMap(otherHolders).map(asHere),
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...deployments.flatMap(({ problems }) => problems),
      ...openLoops.filter(({ readOnce }) => !readOnce).map(loopProblem),
      // The problems of each template are already reported when the template is read separately.
      ...(isLinked ? [] : deployments.flatMap(contradictions)),
    ],
    passedOver: [
      ...deployments.flatMap(({ passedOver }) => passedOver),
      ...openLoops.filter(({ readOnce }) => readOnce).map(loopPassedOver),
    ],
    partFiles: [...read.flatMap(({ parts }) => parts), ...deployments.flatMap(({ nestedFiles }) => nestedFiles)],
    ...linksOf(parsed, deployments),
  };
}

function linksOf({ file }: ParsedFile, deployments: readonly Deployment[]): Pick<ReadResult, "links"> {
  const exports = deployments.flatMap((one) => one.exports.names);
  const isImporting = file.text.includes("ImportValue") || deployments.some((one) => one.nestedFiles.length > 0);
  const imports = isImporting ? deployments.flatMap(importsOf) : [];
  const roles = isImporting ? deployments.flatMap(importedRoles) : [];
  return exports.length + imports.length + roles.length === 0 ? {} : { links: { exports, imports, roles } };
}

function templatesIn(parsed: ParsedFile, context: ReadContext) {
  const { path } = parsed.file;
  const parts: string[] = [];
  const unread: FileProblem[] = [];
  const read = (part: string): Node | null => {
    const from = posix.join(posix.dirname(path), part);
    const text = partOf(context, from, filePlace(path), (problem) => unread.push(problem));
    const parse = text === null ? null : parsePart(text, context.budget);
    const [root] = parse === null || "problem" in parse ? [] : templateRoots(parse.parsed);
    if (root !== undefined) parts.push(from);
    return root ?? null;
  };
  const roots = templateRoots(parsed, read).filter(isTemplate);
  const { values, problems } = givenParameters(path, roots, context);
  // The Serverless Framework may add a transform to the resources that it includes.
  const own = roots.filter(
    (root) => mayCreateIam(root) && (parsed.syntax === "json" || parsed.documents.includes(root)),
  );
  return {
    templates: roots.map((root) => ({ root, file: path, given: values })),
    problems: [
      ...problems,
      ...unread,
      ...own.flatMap((root) => [missingTransform(root) ?? [], unknownSections(root)].flat()),
      ...(own.length > 0 && parsed.syntax === "yaml" ? secondDocument(parsed) : []),
    ],
    parts,
  };
}

/** Reports a second YAML document in the file. This is only a warning, because another tool may split the file. */
function secondDocument({ documents, file }: ParsedYaml): readonly FileProblem[] {
  const [, second] = documents.filter((one) => one.kind !== "scalar" || one.value !== null);
  const message = `${file.path} has more than one YAML document, but CloudFormation accepts only one`;
  const help = "move the others to separate files";
  return second === undefined ? [] : [{ message, help, place: second.place, isRead: true }];
}

function parsedTemplate(file: TextFile, { budget }: ReadContext): readonly ParsedFile[] {
  const parse = parseFile(file, budget);
  return "problem" in parse ? [] : [parse.parsed];
}

function tooMuch(path: string, place: Place): FileProblem {
  return {
    message: `${path} can't be resolved: its functions expand it beyond the limit (more than ${MAX_STEPS} steps, or ${MAX_TEXT_LENGTH} characters in a string)`,
    help: "make it smaller, or leave it out with `files`",
    place,
    isLimit: true,
  };
}

/** Reports a loop that can't be expanded: it may create worker roles, or remove permissions from one. */
function loopProblem({ name, reason, help, place }: OpenLoop): FileProblem {
  return { message: `${name} can't be expanded: ${reason}`, help, place };
}

/** Reports rules that no parameter values satisfy. This is only a warning, because a rule might not mean what it seems to. */
function contradictions({ outcomes }: Deployment): readonly FileProblem[] {
  const place = outcomes.contradiction();
  const message = "no parameters satisfy all Rules of the template, so no stack can be created: the Rules are ignored";
  return place === null ? [] : [{ message, help: "correct the Rules or the given parameters", place, isRead: true }];
}

function loopPassedOver({ name, reason, help, place }: OpenLoop): PassedOver {
  return { id: name, reason: `${reason}; ${help}`, place };
}
