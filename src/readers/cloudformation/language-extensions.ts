import { entryOf, type MapNode, type Node } from "../../source/node.js";
import type { FileProblem } from "../reader.js";
import { isIntrinsic, itemsOf } from "./expressions.js";
import { isLoop } from "./loops.js";

/**
 * A function of AWS::LanguageExtensions in a template without any transform, which CloudFormation refuses; null: there is none.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
 */
export function lackedTransform(root: MapNode): FileProblem | null {
  let found: FileProblem | null = null;
  const sections = ["Transform", "Conditions", "Resources", "Outputs"].map((name) => entryOf(root, name));
  if (sections[0] !== undefined) return null;
  const open = sections.flatMap((section) => section?.value ?? []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "list") open.push(...next.items);
    if (next.kind !== "map") continue;
    for (const { key, keyPlace: place, value } of next.entries) {
      // It may be given what only looks like a function.
      if (key === "Fn::Transform") return null;
      const help = "add `Transform: AWS::LanguageExtensions`";
      const message = `${key} is used as AWS::LanguageExtensions has it, without which CloudFormation refuses the template`;
      if (isExtension(key, value)) found = { message, help, place };
      if (key !== "Metadata") open.push(value);
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

/** Not the placeholder of another tool (`!Ref {{ name }}`), which is a map to YAML. */
function isCall(node: Node): boolean {
  const [only] = node.kind === "map" ? node.entries : [];
  return only !== undefined && isIntrinsic(only.key);
}
