import { isJsonObject } from "../../source/json-node.js";
import type { Node } from "../../source/node.js";
import { jsonValue } from "../../source/parse-json.js";
import { causeIn } from "../terraform/expressions/evaluate.js";
import type { NamedValues } from "../terraform/expressions/named-values.js";
import type { PlannedResource } from "../terraform/model/plan.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import { IN_ROOT } from "./data-answers.js";
import type { Refused } from "./refused-blocks.js";
import { shortened } from "./source-root.js";
import type { SourceValues } from "./source-values.js";

const CHECKED = /^aws_iam_(?:role|policy|role_policy|role_policy_attachment|policy_attachment|instance_profile)$/;

/** Values that the provider rejects before it calls AWS, in the resource types that roles consist of. */
export function* refusedValues(
  resources: readonly PlannedResource[],
  blockOf: (resource: PlannedResource) => SourceBlock | null,
  values: SourceValues,
): Generator<Refused, void> {
  for (const resource of resources) {
    const { mode, type, deferred } = resource;
    const block = mode === "managed" && deferred === null && CHECKED.test(type) ? blockOf(resource) : null;
    if (block === null) continue;
    const key = `resource ${type} ${resource.name}`;
    const given = (name: string): Node | null => (block.attribute(name) ? values.value(resource, [name]) : null);
    for (const name of block.names().filter((one) => formOf(one, type) !== undefined)) {
      const [node, place] = [given(name), block.attribute(name)?.place];
      const fault = node === null ? null : faultOf(name, node, type);
      if (fault !== null && place) yield { message: `${name} of ${key} is ${fault}`, place };
    }
    const place = block.attribute("name_prefix")?.place;
    if (place && [given("name"), given("name_prefix")].every((node) => node?.kind === "scalar" && node.value !== null))
      yield { message: `${key} has both name and name_prefix`, place };
  }
}

/** Locals and outputs that fail when they are evaluated, whether or not they are used, and variables whose validation fails. */
export function* failingNames(blocks: ReadonlyMap<string, SourceBlock>, named: NamedValues): Generator<Refused, void> {
  for (const [key, block] of blocks) {
    const [type, name = ""] = key.split(" ");
    if (type === "locals") for (const one of block.names()) yield* failing(`local.${one}`, block.attribute(one), named);
    if (type === "output") yield* failing(key, block.attribute("value"), named);
    const rule = type === "variable" ? named.refusing(name) : null;
    if (rule !== null) yield { message: `the value of var.${name} fails its validation`, place: rule.value };
  }
}

function* failing(what: string, attribute: SourceAttribute | null, named: NamedValues): Generator<Refused, void> {
  const node = attribute === null ? null : named.read(attribute, IN_ROOT);
  const cause = node === null ? null : causeIn(node);
  if (attribute !== null && cause !== null)
    yield { message: `${what} fails: ${shortened(cause)}`, place: attribute.value };
}

/** Completes "it is ...". Returns null if the value isn't known to be wrong. Doesn't show the value, which may be secret. */
function faultOf(name: string, node: Node, type: string): string | null {
  const [form, fault] = formOf(name, type) ?? [];
  if (form === undefined || fault === undefined) return null;
  switch (node.kind) {
    case "unresolved":
    case "partial":
      return null;
    case "list":
      if (name !== "managed_policy_arns") return fault;
      return node.items.map((item) => faultOf("policy_arn", item, type)).find((one) => one !== null) ?? null;
    case "map":
      return name === "tags" && node.entries.every(({ value }) => faultOf("path", value, type) === null) ? null : fault;
    case "scalar": {
      if (node.value === null) return NEEDED.test(`${type} ${name}`) ? "null" : null;
      const text = String(node.value);
      const isRight = form.test(text) && (form !== JSON_OBJECT || isJsonObject(jsonValue(text)));
      return isRight ? null : fault;
    }
  }
}

const NEEDED = /(?:policy|policy_arn)$|^aws_iam_role_policy.* role$/;

type Form = readonly [form: RegExp, fault: string];

const TEXT: Form = [/^/, "not a string"];
const UNNAMED = "not a name that IAM accepts";
const JSON_OBJECT = /^\s*\{/;
const DOCUMENT: Form = [JSON_OBJECT, "not a JSON object"];

function formOf(name: string, type: string): Form | undefined {
  return FORMS[`${type} ${name}`] ?? FORMS[name];
}

/** The format of an ARN, as `verify.ValidARN` in the provider checks it. */
const ARN: Form = [
  /^$|^arn:aws[a-z-]*:[^:]*:[^:]*:(?:|aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10}):./s,
  "not an ARN",
];

/**
 * The formats that values must have. Names follow
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; the provider adds 26 characters to a
 * prefix.
 */
const FORMS: Readonly<Record<string, Form>> = {
  name: [/^[\w+=,.@-]{1,128}$/, UNNAMED],
  name_prefix: [/^[\w+=,.@-]{1,102}$/, UNNAMED],
  "aws_iam_role name": [/^[\w+=,.@-]{1,64}$/, UNNAMED],
  "aws_iam_role name_prefix": [/^[\w+=,.@-]{1,38}$/, UNNAMED],
  // An attachment's name exists only in Terraform, so IAM's format doesn't apply.
  "aws_iam_policy_attachment name": [/./s, "empty"],
  description: TEXT,
  path: TEXT,
  role: TEXT,
  policy: DOCUMENT,
  assume_role_policy: DOCUMENT,
  policy_arn: ARN,
  permissions_boundary: ARN,
  managed_policy_arns: [/(?!)/, "not a list"],
  tags: [/(?!)/, "not a map of strings"],
  force_detach_policies: [/^(?:true|false|[01])$/, "neither true nor false"],
  max_session_duration: [
    /^0*(?:3[6-9]\d\d|[4-9]\d{3}|[123]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200)$/,
    "not a whole number from 3600 to 43200",
  ],
};
