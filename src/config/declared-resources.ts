import { actionFault } from "../iam/action-pattern.js";
import { arnParts, type Deployment } from "../iam/deployment.js";
import { matchesPattern } from "../iam/pattern.js";
import { resourceFault, unknownRegion, unmatchableResource } from "../iam/resource-fault.js";
import type { MapEntry } from "../source/node.js";
import { linesWithPlaces } from "./config-lines.js";
import type { PlacedResources } from "./options.js";
import type { ConfigProblem } from "./settings.js";

type Problems = ConfigProblem[];

/** Reads a line of `resources`: an action pattern and the ARNs that the actions are needed on. */
export function readDeclaredResources(entry: MapEntry, problems: Problems): readonly PlacedResources[] {
  const { key: actions, keyPlace: place, value } = entry;
  const fault = actionFault(actions);
  if (fault !== null)
    problems.push({ message: `\`resources\`: \`${actions}\` ${fault.message}`, help: fault.help, place });
  const lines = linesWithPlaces(value);
  if (lines === null || lines.length === 0) {
    const message = `\`resources\` lists no ARN for \`${actions}\``;
    problems.push({ message, help: "write an ARN, a list of ARNs, or *", place: value.place });
    return [];
  }
  for (const { line, place: at } of lines) problems.push(...arnProblems(actions, line, at));
  return [{ actions, arns: lines.map(({ line }) => line), place }];
}

/** Reports ARNs in a partition or region outside the declared `deployment`. */
export function outsideDeployment(resources: readonly PlacedResources[], deployment: Deployment | null): Problems {
  if (deployment === null) return [];
  const { partition, regions } = deployment;
  return resources.flatMap(({ actions, arns, place }) =>
    arns.flatMap((arn) => {
      const [, ownPartition = "*", , ownRegion = "*"] = arnParts(arn) ?? [];
      const isElsewhere =
        ownRegion !== "" && regions.length > 0 && regions.every((one) => !matchesPattern(ownRegion, one));
      const where =
        partition !== null && !matchesPattern(ownPartition, partition)
          ? `partition ${ownPartition}: \`deployment\` is in ${partition}`
          : isElsewhere
            ? `region ${ownRegion}: \`deployment\` is in ${regions.join(", ")}`
            : null;
      if (where === null) return [];
      const message = `\`resources\` for \`${actions}\` lists \`${arn}\` in ${where}`;
      return [{ message, help: "correct one of the two: resources must be in the deployment", place }];
    }),
  );
}

function arnProblems(actions: string, arn: string, place: ConfigProblem["place"]): Problems {
  const problem = (what: string, help: string): Problems => {
    return [{ message: `\`resources\` for \`${actions}\` lists \`${arn}\`, which ${what}`, help, place }];
  };
  if (arn.includes("${")) return problem("has a policy variable", "write * for the parts that vary by request");
  const fault = resourceFault(arn) ?? unmatchableResource(arn) ?? unknownRegion(arn);
  if (fault !== null) return problem(fault.message, fault.help);
  return arnParts(arn) === null ? problem("does not have the 6 parts of an ARN", "write all of them") : [];
}
