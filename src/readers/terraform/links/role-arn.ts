import type { Node, TextPart } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { textIn } from "../model/fields.js";
import type { PlannedResource } from "../model/plan.js";

const SAMPLES = {
  partition: ["aws", "aws-cn", "aws-us-gov", "aws-iso-b", "aws-eusc"],
  account: ["123456789012", "098765432109", "555555555555", "000000000000", "314159265358"],
} as const;

/** The ARN of a new role: the end is known, but not the account and the partition. Returns null if the role's name is unknown. */
export function newRoleArn({ address, values }: PlannedResource, place: Place): Node | null {
  const name = textIn(values, "name");
  if (name === "") return null;
  const unknown = (part: keyof typeof SAMPLES): TextPart => {
    return { kind: "unresolved", expression: `${part} of ${address}`, samples: SAMPLES[part] };
  };
  const parts = [
    "arn:",
    unknown("partition"),
    ":iam::",
    unknown("account"),
    `:role${textIn(values, "path") || "/"}${name}`,
  ];
  return { kind: "partial", place, parts };
}
