import { readFileSync } from "node:fs";
import { documentFromData } from "../../../../src/readers/terraform/documents/document-data.js";
import type { PlannedResource } from "../../../../src/readers/terraform/model/plan.js";
import { readPlan } from "../../../../src/readers/terraform-plan/plan/read-plan.js";
import { type JsonObject, type JsonValue, nodeFromJson } from "../../../../src/source/json-node.js";
import type { Node } from "../../../../src/source/node.js";
import { filePlace } from "../../../../src/source/place.js";

const place = filePlace("main.tf");
const places = { document: place, statement: () => place, list: () => place };
const plan = JSON.parse(
  readFileSync("__tests__/fixtures/terraform/document-known-variants/plan.json", "utf8"),
) as JsonObject;
const documents = readPlan(plan).resources.filter(({ type }) => type === "aws_iam_policy_document");

function parsed(texts: JsonValue | undefined): readonly Node[] {
  return [texts ?? []].flat().map((text) => nodeFromJson(JSON.parse(String(text)) as JsonValue, place));
}

/** A node's value, with lists of one replaced by their element, as the provider writes them. */
function plainOf(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list")
    return node.items.length === 1 ? node.items.map(plainOf)[0] : node.items.map(plainOf).sort();
  if (node.kind !== "map") throw new Error(node.kind);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
}

/** A plan contains the provider's document for a data source that has already been read. The rebuilt document must be the same. */
test.each(documents)("rebuilds $address", ({ values, ...rest }: PlannedResource) => {
  const rebuilt = documentFromData(
    { values, ...rest },
    places,
    { written: () => null, names: () => [], principal: () => null },
    {
      before: parsed(values.source_policy_documents),
      after: parsed(values.override_policy_documents),
      shown: (statement) => statement,
    },
  );
  const [created] = parsed(values.json);
  expect(created).toBeDefined();
  if (created === undefined) return;
  const { Id, ...expected } = plainOf(created) as Record<string, unknown>;
  expect(plainOf(rebuilt)).toEqual(expected);
});
