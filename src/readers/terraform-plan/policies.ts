import type { Policy } from "../../iam/model.js";
import { property } from "../../source/json-node.js";
import { type PlannedResource, textIn } from "./plan.js";
import type { Reading } from "./reading.js";

/** Policies that an attribute names by ARN: known ARNs, or what the configuration's references lead to. */
export function policiesByArn(reading: Reading, from: PlannedResource, attribute: string): readonly Policy[] {
  const place = reading.sources.placeOf(from);
  const values = [property(from.values, attribute)].flat().filter((value) => typeof value === "string");
  const unknown = property(from.unknown, attribute);
  const open = unknown === true || (Array.isArray(unknown) && unknown.includes(true));
  const known = values.map(
    (arn) => policyWithArn(reading, String(arn)) ?? ({ kind: "reference", arn: String(arn), place } as const),
  );
  if (!open && values.length > 0) return known;
  if (!open) return [];
  const link = reading.links.from(from, [attribute]);
  const linked = link.resources.map((target) => linkedPolicy(reading, target));
  if (link.open.length === 0 && linked.length > 0) return [...known, ...linked];
  const expression = link.open.join(", ") || `${attribute} of ${from.address}`;
  return [...known, ...linked, { kind: "unresolved", name: from.address, expression, place }];
}

function policyWithArn(reading: Reading, arn: string): Policy | null {
  const found = reading.plan.resources.find(
    ({ type, values, deleted }) => type === "aws_iam_policy" && !deleted && textIn(values, "arn") === arn,
  );
  return found === undefined ? null : linkedPolicy(reading, found);
}

function linkedPolicy(reading: Reading, target: PlannedResource): Policy {
  if (target.type === "aws_iam_policy") return documentPolicy(reading, target, ["policy"], target.address, "managed");
  const place = reading.sources.placeOf(target);
  return { kind: "unresolved", name: target.address, expression: target.address, place };
}

export function documentPolicy(
  reading: Reading,
  holder: PlannedResource,
  path: readonly (string | number)[],
  name: string,
  attachment: "inline" | "managed",
): Policy {
  const document = reading.documents.read(holder, path, "identity");
  const place = reading.sources.placeOf(holder);
  if ("kind" in document) return { kind: "unresolved", name, expression: document.expression, place };
  return { kind: "document", name, attachment, document, awsManaged: false, place };
}
