import { isJsonObject, type JsonObject, type JsonValue } from "../../source/json-node.js";
import { once } from "../../source/once.js";
import { type AsPlanned, UNKNOWN } from "../terraform/expressions/constants.js";
import { formatModuleAddress, type ModulePath } from "../terraform/model/address.js";
import { EMPTY } from "../terraform/model/fields.js";
import type { PlannedResource } from "../terraform/model/plan.js";
import type { SourceBlock } from "../terraform/source/source-block.js";
import { lazyObject } from "./lazy-object.js";
import type { Answers } from "./remote-states.js";
import { META } from "./source-module.js";
import type { SourceValues } from "./source-values.js";

export interface ResourceName {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
}

/** Attributes of IAM resources that AWS sets, so they are known only after creation. */
const COMPUTED = ["arn", "id", "unique_id", "create_date", "policy_id", "name", "json", "minified_json"];

/** Attributes with a different name in the source. */
const WRITTEN_AS: Readonly<Record<string, string>> = { tags_all: "tags", id: "arn" };

/** The provider's default values, keyed by resource type. */
const DEFAULTS: Readonly<Record<string, JsonObject>> = {
  aws_iam_policy: { path: "/" },
  aws_iam_role: { path: "/" },
};

/**
 * An instance of a resource or data source, in the form that it has in a first plan. Values are evaluated on demand.
 * @param answers what is known about a data source without calling AWS
 */
export function sourceResource(
  { mode, type, name }: ResourceName,
  module: ModulePath,
  key: string | null,
  block: SourceBlock,
  values: SourceValues,
  deferred: string | null,
  answers: Answers,
): PlannedResource {
  const isIam = type.startsWith("aws_iam_") && (mode === "managed" || type === "aws_iam_policy_document");
  const of = (attribute: string): AsPlanned => {
    const given = answers.values[attribute];
    const found = attributeOf(resource, attribute, block, values);
    // An attribute that is set to null counts as not set, so its computed value is unknown.
    if (found.value === null && (!isIam || COMPUTED.includes(attribute))) return UNKNOWN;
    return isJsonObject(given) && isJsonObject(found.value) ? { ...found, value: { ...given, ...found.value } } : found;
  };
  const names = new Set(block.names().filter((one) => !META.has(one)));
  if (type === "aws_iam_role" && names.has("tags")) names.add("tags_all");
  if (type === "aws_iam_policy" && mode === "data" && names.has("arn")) names.add("id");
  if (type === "local_file" && mode === "data") names.add("content");
  const pairs = new Map([...names].map((one) => [one, once(() => of(one))] as const));
  const computed = isIam ? COMPUTED.filter((one) => !names.has(one)) : [];
  const given = { ...(DEFAULTS[type] ?? EMPTY), ...answers.values };
  const addressed = `${mode === "data" ? "data." : ""}${type}.${name}${key ?? ""}`;
  const resource: PlannedResource = {
    address: [formatModuleAddress(module), addressed].filter((part) => part !== "").join("."),
    previousAddress: null,
    ...{ module, mode, type, name, key },
    change: "unknown",
    before: EMPTY,
    values: withGiven(
      lazyObject(names, (one) => pairs.get(one)?.().value),
      given,
    ),
    unknown: withGiven(
      lazyObject([...names, ...computed], (one): JsonValue => pairs.get(one)?.().unknown ?? true),
      answers.unknown,
    ),
    sensitive: EMPTY,
    deleted: false,
    deferred,
    ...(isIam ? {} : { isOpen: true }),
  };
  return resource;
}

function withGiven(values: JsonObject, given: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(values, name)) Object.defineProperty(values, name, { enumerable: true, value });
  }
  return values;
}

function attributeOf(resource: PlannedResource, name: string, block: SourceBlock, values: SourceValues): AsPlanned {
  if (name === "inline_policy") return inlinePolicies(resource, values);
  const attribute = block.attribute(name) === null ? (WRITTEN_AS[name] ?? name) : name;
  // Nested blocks are read where they are needed.
  if (block.attribute(attribute) === null && name !== "content") return UNKNOWN;
  return values.asPlanned(resource, [attribute]);
}

function inlinePolicies(resource: PlannedResource, values: SourceValues): AsPlanned {
  const blocks = values.blocks(resource, "inline_policy");
  if (blocks.some((one) => "open" in one)) return UNKNOWN;
  const made = blocks.map((one, index) => {
    const names = ["name", "policy"].filter((name) => one.block.attribute(name));
    return names.map((name) => [name, values.asPlanned(resource, ["inline_policy", index, name])] as const);
  });
  const of = (part: (one: AsPlanned) => JsonValue): JsonValue =>
    made.map((entries) => Object.fromEntries(entries.map(([name, one]) => [name, part(one)])));
  return {
    value: of(({ value }) => value ?? null),
    unknown: of(({ unknown }) => unknown),
  };
}
