import { type MapNode, textOf } from "../../source/node.js";
import type { FileProblem } from "../reader.js";
import { isIntrinsic } from "./expressions.js";
import { transformNames } from "./unknown-parts.js";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTION =
  /^(?:AWSTemplateFormatVersion|Conditions|Description|Hooks|Mappings|Metadata|Outputs|Parameters|Resources|Rules|Transform)$/;

const SERVERLESS = "AWS::Serverless-2016-10-31";

/**
 * Reports the top-level keys that CloudFormation rejects ("Invalid template property or properties"). Only a warning,
 * because another tool may remove them. With a custom macro, nothing is reported: it can read any section.
 */
export function unknownSections(root: MapNode): readonly FileProblem[] {
  const transforms = transformNames(root).map(textOf);
  if (transforms.some((name) => typeof name !== "string" || !name.startsWith("AWS::"))) return [];
  return root.entries
    .filter(
      ({ key }) => !SECTION.test(key) && !isIntrinsic(key) && !(key === "Globals" && transforms.includes(SERVERLESS)),
    )
    .map(({ key, keyPlace: place }) => ({
      message: `CloudFormation rejects the template: unknown section \`${key}\``,
      help: "move it under `Metadata`, or remove it",
      place,
      isRead: true,
    }));
}
