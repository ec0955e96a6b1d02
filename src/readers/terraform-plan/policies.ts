import type { Policy } from "../../iam/model.js";
import { property } from "../../source/json-node.js";
import { type PlannedResource, textIn } from "./plan.js";
import type { Reading } from "./reading.js";

/** Policies that an attribute names by ARN: known ARNs, or what the configuration's references lead to. */
export function policiesByArn(reading: Reading, from: PlannedResource, attribute: string): readonly Policy[] {
  const values = [property(from.values, attribute)].flat().filter((value) => typeof value === "string");
  const unknown = property(from.unknown, attribute);
  const open = unknown === true || (Array.isArray(unknown) && unknown.includes(true));
  const known = values.map((arn) => policyByArn(reading, from, String(arn)));
  return open ? [...known, ...linkedPolicies(reading, from, attribute)] : known;
}

function policyByArn(reading: Reading, from: PlannedResource, arn: string): Policy {
  return policyWithArn(reading, arn) ?? { kind: "reference", arn, place: reading.sources.placeOf(from) };
}

/** What references lead to. A list that is unknown as a whole may hold written ARNs as well, which only the source tells. */
function linkedPolicies(reading: Reading, from: PlannedResource, attribute: string): readonly Policy[] {
  const link = reading.links.from(from, [attribute]);
  const linked = link.resources.map((target) => linkedPolicy(reading, target));
  const written = LISTS.has(attribute) ? writtenArns(reading, from, attribute) : [];
  const literals = (written ?? []).map((arn) => policyByArn(reading, from, arn));
  if (link.open.length === 0 && linked.length > 0 && written !== null) return [...literals, ...linked];
  const expression = link.open.join(", ") || `${attribute} of ${from.address}`;
  const place = reading.sources.placeOf(from);
  return [...literals, ...linked, { kind: "unresolved", name: from.address, expression, place }];
}

const LISTS = new Set(["managed_policy_arns", "policy_arns"]);

/** The string literals of a list of literals and references in the source; null when it is anything else, or not at hand. */
function writtenArns(reading: Reading, from: PlannedResource, attribute: string): readonly string[] | null {
  const block = reading.sources.blockOf(from);
  const source = block === null ? null : reading.sources.attribute(block, attribute);
  if (source === null || !/^\[(?:"[^"$%\\]*"|[\w.\s,-])*\]$/.test(source)) return null;
  return [...source.matchAll(/"([^"]*)"/g)].map((literal) => literal[1] ?? "");
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
