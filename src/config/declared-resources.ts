import { actionFault } from "../iam/action-pattern.js";
import { idleResource, resourceFault } from "../iam/resource-fault.js";
import type { MapEntry } from "../source/node.js";
import { placedLines } from "./config-lines.js";
import type { PlacedResources } from "./options.js";
import type { ConfigProblem } from "./settings.js";

type Problems = ConfigProblem[];

/** A line of `resources`: a pattern of actions, and the ARNs that they are needed on. */
export function readDeclaredResources(entry: MapEntry, problems: Problems): readonly PlacedResources[] {
  const { key: actions, keyPlace: place, value } = entry;
  const fault = actionFault(actions);
  if (fault !== null)
    problems.push({ message: `\`resources\`: \`${actions}\` ${fault.message}`, help: fault.help, place });
  const lines = placedLines(value);
  if (lines === null || lines.length === 0) {
    const message = `\`resources\` gives \`${actions}\` no ARN`;
    problems.push({ message, help: "write an ARN, a list of ARNs, or *", place: value.place });
    return [];
  }
  for (const { line, place: at } of lines) problems.push(...arnProblems(actions, line, at));
  return [{ actions, arns: lines.map(({ line }) => line), place }];
}

function arnProblems(actions: string, arn: string, place: ConfigProblem["place"]): Problems {
  const problem = (what: string, help: string): Problems => {
    return [{ message: `\`resources\` gives \`${actions}\` the ARN \`${arn}\`, which ${what}`, help, place }];
  };
  if (arn.includes("${")) return problem("has a policy variable", "write * for what changes from request to request");
  const fault = resourceFault(arn) ?? idleResource(arn);
  return fault === null ? [] : problem(fault.message, fault.help);
}
