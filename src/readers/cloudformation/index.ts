import { isJsonObject, nodeFromJson, property } from "../../source/json-node.js";
import type { Node } from "../../source/node.js";
import { filePlace, rootPlace } from "../../source/place.js";
import type { FileProblem, ParsedFile, PassedOver, ReadContext, Reader, ReadResult } from "../reader.js";
import { TooMuchToResolve } from "./effort.js";
import { holdsIam, type OpenLoop } from "./loops.js";
import { givenParameters } from "./parameter-file.js";
import { templateRoles } from "./roles.js";
import { isTemplate, readTemplate } from "./template.js";

/** CloudFormation templates, in JSON or YAML. */
export const cloudFormationReader: Reader = {
  format: "cloudformation",

  recognises(parsed: ParsedFile): boolean {
    if (parsed.syntax === "yaml") return parsed.documents.some(isTemplate);
    if (!isJsonObject(parsed.value)) return false;
    const { value } = parsed;
    return ["AWSTemplateFormatVersion", "Transform", "Resources"].some((key) => property(value, key) !== undefined);
  },

  read(parsed: ParsedFile, context: ReadContext): ReadResult {
    try {
      return readTemplates(parsed, context);
    } catch (error) {
      if (!(error instanceof TooMuchToResolve)) throw error;
      return { roles: [], problems: [tooMuch(parsed.file.path)], passedOver: [] };
    }
  },
};

function readTemplates(parsed: ParsedFile, context: ReadContext): ReadResult {
  const given = givenParameters(parsed.file.path, context);
  const roots: readonly Node[] =
    parsed.syntax === "yaml" ? parsed.documents : [nodeFromJson(parsed.value, rootPlace(parsed.document))];
  const templates = roots.filter(isTemplate).map((root) => readTemplate(root, given.values));
  const openLoops = templates.flatMap((template) => template.openLoops.filter(({ fragment }) => holdsIam(fragment)));
  return {
    roles: templates.flatMap((template) => templateRoles(template, given.values, parsed.file.path)),
    problems: [...given.problems, ...openLoops.filter(({ readOnce }) => !readOnce).map(loopProblem)],
    passedOver: openLoops.filter(({ readOnce }) => readOnce).map(loopPassedOver),
  };
}

function tooMuch(path: string): FileProblem {
  return {
    message: `${path} can't be resolved: its functions make more of it than a template can hold`,
    help: "make it smaller, or leave it out with `files`",
    place: filePlace(path),
  };
}

/** What such a loop makes may be worker roles, or take something away from one. */
function loopProblem({ name, reason, place }: OpenLoop): FileProblem {
  return { message: `${name} can't be expanded: ${reason}`, help: "correct the loop, or make it smaller", place };
}

function loopPassedOver({ name, reason, place }: OpenLoop): PassedOver {
  return {
    id: name,
    reason: `${reason}: give it by \`parameters\`, or nothing that the loop makes can be decided`,
    place,
  };
}
