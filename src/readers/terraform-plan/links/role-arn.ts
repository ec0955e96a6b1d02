import type { Node, TextPart } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { textIn } from "../plan/fields.js";
import type { PlannedResource } from "../plan/plan.js";

/** The ARN of a new role: its end is known, the account and partition are not. Null for a role of which no name is known. */
export function newRoleArn({ address, values }: PlannedResource, place: Place): Node | null {
  const name = textIn(values, "name");
  if (name === "") return null;
  const unknown = (part: string): TextPart => ({ kind: "unresolved", expression: `${part} of ${address}` });
  const parts = [
    "arn:",
    unknown("partition"),
    ":iam::",
    unknown("account"),
    `:role${textIn(values, "path") || "/"}${name}`,
  ];
  return { kind: "partial", place, parts };
}
