import { isJsonObject, property } from "../../source/json-node.js";
import type { Place } from "../../source/place.js";
import type { FileProblem, ParsedFile, PassedOver, ReadContext, Reader, ReadResult } from "../reader.js";
import { readDeployment } from "./deployment.js";
import { TooMuchToResolve } from "./effort.js";
import { holdsIam, type OpenLoop } from "./loops.js";
import { givenParameters } from "./parameter-file.js";
import { deploymentRoles } from "./roles.js";
import { isTemplate } from "./template.js";
import { templateRoots } from "./template-roots.js";

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
      return { roles: [], problems: [tooMuch(parsed.file.path, error.place)], passedOver: [] };
    }
  },
};

function readTemplates(parsed: ParsedFile, context: ReadContext): ReadResult {
  const { path } = parsed.file;
  const given = givenParameters(path, context);
  const deployments = templateRoots(parsed)
    .filter(isTemplate)
    .map((root) => readDeployment(root, given.values, path, context));
  const openLoops = deployments.flatMap((one) => one.openLoops.filter(({ fragment }) => holdsIam(fragment)));
  return {
    roles: deployments.flatMap(deploymentRoles),
    problems: [
      ...given.problems,
      ...deployments.flatMap(({ problems }) => problems),
      ...openLoops.filter(({ readOnce }) => !readOnce).map(loopProblem),
    ],
    passedOver: [
      ...deployments.flatMap(({ passedOver }) => passedOver),
      ...openLoops.filter(({ readOnce }) => readOnce).map(loopPassedOver),
    ],
    partFiles: deployments.flatMap(({ nestedFiles }) => nestedFiles),
  };
}

function tooMuch(path: string, place: Place): FileProblem {
  return {
    message: `${path} can't be resolved: its functions make more of it than a template can hold`,
    help: "make it smaller, or leave it out with `files`",
    place,
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
