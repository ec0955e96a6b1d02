import { entryOf, type MapNode, type Node } from "../../source/node.js";
import type { FileProblem } from "../reader.js";
import { isIntrinsic, itemsOf, nodesIn } from "./expressions.js";
import { isLoop } from "./loops.js";

/**
 * Reports a function of AWS::LanguageExtensions in a template that declares no transform. CloudFormation rejects such a
 * template. Returns null if there is no such function.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
 */
export function missingTransform(root: MapNode): FileProblem | null {
  let found: FileProblem | null = null;
  const sections = ["Transform", "Conditions", "Resources", "Outputs"].map((name) => entryOf(root, name));
  if (sections[0] !== undefined) return null;
  for (const next of nodesIn(...sections.flatMap((section) => section?.value ?? []))) {
    if (next.kind !== "map") continue;
    for (const { key, keyPlace: place, value } of next.entries) {
      // Part of a transform's input may look like a function without being one.
      if (key === "Fn::Transform") return null;
      if (!isExtension(key, value)) continue;
      const message = `${key} is used in a form that CloudFormation rejects without AWS::LanguageExtensions`;
      found = { message, help: "add `Transform: AWS::LanguageExtensions`", place };
    }
  }
  return found;
}

function isExtension(key: string, argument: Node): boolean {
  const [first = argument, , , options] = itemsOf(argument);
  switch (key) {
    case "Ref":
    case "Fn::GetAtt":
      return isCall(first);
    case "Fn::FindInMap":
      return options?.kind === "map" && entryOf(options, "DefaultValue") !== undefined;
    default:
      return isLoop(key) || key === "Fn::ToJsonString" || key === "Fn::Length";
  }
}

/** Returns false for another tool's placeholder (`!Ref {{ name }}`), which YAML reads as a map. */
function isCall(node: Node): boolean {
  const [only] = node.kind === "map" ? node.entries : [];
  return only !== undefined && isIntrinsic(only.key);
}
