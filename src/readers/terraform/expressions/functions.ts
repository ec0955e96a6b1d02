import { parseEmbeddedJson } from "../../../source/embedded-json.js";
import { type Node, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { ARN_FUNCTIONS } from "./arn-functions.js";
import { CIDR_FUNCTIONS } from "./cidr-functions.js";
import { COLLECTION_FUNCTIONS } from "./collection-functions.js";
import { csvdecode } from "./csvdecode.js";
import type { Effort } from "./effort.js";
import { ENCODING_FUNCTIONS } from "./encoding-functions.js";
import { goJson } from "./go-json.js";
import { LIST_FUNCTIONS } from "./list-functions.js";
import { NUMBER_FUNCTIONS } from "./number-functions.js";
import { isNull } from "./operators.js";
import { hasParameters } from "./parameters.js";
import { PATTERN_FUNCTIONS } from "./pattern-functions.js";
import { sameForSamples } from "./samples.js";
import { SET_FUNCTIONS } from "./set-functions.js";
import { hasNoOrder } from "./sorted-keys.js";
import type { CostlyFunction, Outcome, TerraformFunction } from "./terraform-function.js";
import { STRING_FUNCTIONS } from "./text-functions.js";
import { TIME_FUNCTIONS } from "./time-functions.js";
import { unify } from "./unify.js";
import { converted, typeOf, withUncertainTypes } from "./value-type.js";
import { WrittenNumbers } from "./written-numbers.js";
import { yamldecode } from "./yamldecode.js";
import { yamlencode } from "./yamlencode.js";

/** Calls a Terraform function. Returns null if the result is unknown or the function isn't supported. */
export function callFunction(name: string, args: readonly Node[], place: Place, effort: Effort): Outcome {
  const call = FUNCTIONS.get(name);
  if (call === undefined) return null;
  // Terraform's format of a null is known only after apply.
  if (!TAKES_NULL.has(name) && args.some(isNull)) return /^format(?:list)?$/.test(name) ? null : "fails";
  const made = call(args, place, effort) ?? sameForSamples((samples) => call(samples, place, effort), args);
  return inItsOrder(name, normalized(made), args);
}

/** Normalizes a string to Unicode NFC. Terraform normalizes all strings, including the results of concatenation. */
function normalized(made: Outcome): Outcome {
  if (made === null || made === "fails" || made.kind !== "scalar" || typeof made.value !== "string") return made;
  const value = made.value.normalize("NFC");
  return value === made.value ? made : { kind: "scalar", place: made.place, value };
}

/** Functions that accept null. */
const TAKES_NULL: ReadonlySet<string> = new Set(
  "coalesce coalescelist ephemeralasnull jsonencode lookup merge nonsensitive tobool tolist tomap tonumber toset tostring yamlencode".split(
    " ",
  ),
);

/** Functions with results that don't depend on the order of elements. */
const IN_ANY_ORDER: ReadonlySet<string> = new Set(
  "alltrue anytrue contains length max min one setintersection setproduct setsubtract setunion sort sum toset".split(
    " ",
  ),
);

/** Functions that keep elements in order. */
const IN_SAME_ORDER: ReadonlySet<string> = new Set("compact concat distinct flatten formatlist tolist".split(" "));

/** Functions that return parts of their arguments unchanged, including marks about their order. */
const AS_THEY_ARE: ReadonlySet<string> = new Set(
  "coalesce coalescelist ephemeralasnull jsonencode lookup merge nonsensitive tomap".split(" "),
);

/**
 * Accounts for the order of sets with unknown elements, which only Terraform knows: marks a list that keeps that order,
 * and returns null for any other result that depends on the order.
 */
function inItsOrder(name: string, made: Outcome, args: readonly Node[]): Outcome {
  if (made === null || made === "fails" || !args.some(hasNoOrder) || IN_ANY_ORDER.has(name)) return made;
  if (made.kind === "list" && IN_SAME_ORDER.has(name)) return { ...made, inAnyOrder: true, mayRepeat: true };
  // In a policy, the order of statements, actions, and values doesn't matter.
  return AS_THEY_ARE.has(name) || (name === "jsondecode" && hasNoOrder(made)) ? made : null;
}

/** The first argument that is neither null nor an empty string, converted to the common type of all arguments. */
const coalesce: TerraformFunction = (args) => {
  const type = unify(args.map(typeOf));
  if (type === "fails") return args.some(({ kind }) => kind === "unresolved") ? null : "fails";
  const isEmpty = (one: Node): boolean => one.kind === "scalar" && one.value === "" && type !== "null";
  // Also skips arguments that can't be converted.
  const made = args.flatMap((one) => (type === null ? withUncertainTypes(one) : (converted(one, type) ?? [])));
  const first = made.find((one) => !isNull(one) && !isEmpty(one));
  return first === undefined ? "fails" : first.kind === "unresolved" ? null : first;
};

const jsonencode: TerraformFunction = ([value], place) => (value === undefined ? "fails" : goJson(value, place));

const jsondecode: CostlyFunction = ([text], _place, effort) => {
  if (text?.kind !== "scalar" && text?.kind !== "partial") return null;
  const parsed = parseEmbeddedJson(text);
  if (!("node" in parsed)) return text.kind === "scalar" ? "fails" : null;
  effort.weigh(parsed.node);
  // Terraform 1.11.4 fails if a key isn't in NFC, or if a repeated key has a second value of a different type.
  const { place } = parsed.node;
  const repeats = place.kind === "node" && text.kind === "scalar" ? (place.document.repeatedKeys?.() ?? []) : [];
  if (!hasPlainKeys(parsed.node) || repeats.length > 0) return null;
  const numbers = new WrittenNumbers();
  const parts = text.kind === "scalar" ? [text.digits ?? String(text.value)] : text.parts;
  numbers.take(parts.map((part) => (typeof part === "string" ? part : "x")).join(""));
  return asDecoded(parsed.node, numbers);
};

function hasPlainKeys(node: Node): boolean {
  if (node.kind === "list") return node.items.every(hasPlainKeys);
  if (node.kind !== "map") return true;
  return node.entries.every(({ key, value }) => key === key.normalize("NFC") && hasPlainKeys(value));
}

/** Converts parsed JSON to the types that Terraform decodes it to: arrays become tuples, and objects stay objects. */
function asDecoded(node: Node, numbers: WrittenNumbers): Node {
  if (node.kind === "scalar" && typeof node.value === "number")
    return numbers.node(node.value, node.place, "jsondecode(...)");
  if (node.kind === "scalar" && typeof node.value === "string") {
    const value = decodedText(node.value);
    return value === node.value ? node : { kind: "scalar", place: node.place, value };
  }
  if (node.kind === "scalar" && node.value === null) return { kind: "scalar", place: node.place, value: null };
  if (node.kind === "list")
    return { ...node, items: node.items.map((item) => asDecoded(item, numbers)), collection: "tuple" };
  if (node.kind !== "map") return node;
  return {
    ...node,
    entries: node.entries.map((entry) => ({
      ...entry,
      key: decodedText(entry.key),
      value: asDecoded(entry.value, numbers),
    })),
    collection: "object",
  };
}

/** Decodes a string like Go, which replaces half a surrogate pair with U+FFFD. */
function decodedText(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd").normalize("NFC");
}

const identity: TerraformFunction = ([value]) => value ?? null;

/** A function of a path with slashes, like Go's `filepath.Base` and `filepath.Dir` on Linux. */
function ofPath(part: (path: string) => string | null): TerraformFunction {
  return ([one], place) => {
    const text = one === undefined ? undefined : textOf(one);
    const value = typeof text === "string" ? part(text) : null;
    return value === null ? null : { kind: "scalar", place, value };
  };
}

function baseName(path: string): string {
  if (path === "") return ".";
  const names = path.replace(/(?<!\/)\/+$/, "");
  return names === "" ? "/" : names.slice(names.lastIndexOf("/") + 1);
}

function folderName(path: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const names: string[] = [];
  for (const name of folder.split("/")) {
    if (name === ".." && names.length > 0 && names.at(-1) !== "..") names.pop();
    else if (name !== "" && name !== "." && !(name === ".." && folder.startsWith("/"))) names.push(name);
  }
  const joined = names.join("/");
  return folder.startsWith("/") ? `/${joined}` : joined === "" ? "." : joined;
}

/** Whether Terraform 1.11 or OpenTofu has a function with this name. */
export function isFunction(name: string): boolean {
  const own = name.replace(/^core::/, "");
  return FUNCTIONS.has(own) || hasParameters(own) || OTHERS.test(own);
}

/** Functions that aren't evaluated, or that take an expression. */
const OTHERS =
  /^(?:abspath|base64gu?n?zip|bcrypt|cidrcontains|convert|file\w*|issensitive|(?:plan)?timestamp|provider::.*|rsadecrypt|sensitive|text\w+codebase64|try|type|urldecode|uuid)$/;

const FUNCTIONS: ReadonlyMap<string, CostlyFunction> = new Map(
  Object.entries<CostlyFunction>({
    ...ARN_FUNCTIONS,
    ...CIDR_FUNCTIONS,
    ...COLLECTION_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...PATTERN_FUNCTIONS,
    ...SET_FUNCTIONS,
    ...STRING_FUNCTIONS,
    ...TIME_FUNCTIONS,
    basename: ofPath(baseName),
    coalesce,
    dirname: ofPath(folderName),
    csvdecode,
    ephemeralasnull: identity,
    jsondecode,
    jsonencode,
    nonsensitive: identity,
    pathexpand: ofPath((path) => (path.startsWith("~") ? null : path)),
    yamldecode,
    yamlencode,
  }),
);
