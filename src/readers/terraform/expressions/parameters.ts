import type { Node } from "../../../source/node.js";
import type { ValueType } from "../../../source/value-type.js";
import { isWholeNumber } from "./decimal.js";
import { isNull } from "./operators.js";
import { isConvertible } from "./unify.js";
import { asNumber, digitsOf, elementTypesOf } from "./value-type.js";

/** Whether Terraform rejects a call because of its arguments: too few, too many, or of a type that the function doesn't accept. */
export function isTypeMismatch(name: string, args: readonly Node[]): boolean {
  const [taken, each] = PARAMETERS.get(name) ?? [];
  if (taken === undefined || args.length < taken.length || (each === undefined && args.length > taken.length))
    return taken !== undefined;
  return args.some((one, at) => !mayBe(one, taken[at] ?? each ?? ANY));
}

export function hasParameters(name: string): boolean {
  return PARAMETERS.has(name);
}

const ANY = "a";

const TEXTS: ValueType = { kind: "list", of: "string" };

/** Nulls are accepted here: each function decides how to handle them. */
function mayBe(node: Node, parameter: string): boolean {
  if (parameter === ANY || node.kind === "unresolved" || isNull(node)) return true;
  switch (parameter) {
    case "l":
      return node.kind === "list";
    case "o":
      return node.kind === "list" && node.collection !== "set";
    case "t":
      return (
        node.kind === "list" &&
        node.items.every((item) => mayBe(item, "s")) &&
        elementTypesOf(node).every((type) => isConvertible(type, "string"))
      );
    case "m":
      return node.kind === "map";
    case "x":
      return node.kind === "map" && elementTypesOf(node).every((type) => isConvertible(type, TEXTS));
    case "w":
      return node.kind === "partial" || (node.kind === "scalar" && typeof node.value === "string");
    default:
      return node.kind === "partial" || (node.kind === "scalar" && (parameter === "s" || isNumber(node, parameter)));
  }
}

function isNumber(node: Node, parameter: string): boolean {
  const digits = digitsOf(node);
  if (digits === null) return asNumber(node).kind === "unresolved";
  return parameter === "n" || (isWholeNumber(digits) && Math.abs(Number(digits)) < 2 ** 63);
}

/**
 * The parameters of functions: a letter for each, and one after `*` for all further arguments. The letters are: any
 * value (a), list (l), ordered list (o), list of strings (t), map (m), map of lists of strings (x), literal string (w),
 * string (s), whole number (i), number (n).
 */
const PARAMETERS: ReadonlyMap<string, readonly [string, string?]> = new Map(
  [
    "a can ephemeralasnull jsonencode nonsensitive tobool tolist tomap tonumber toset tostring yamlencode",
    "s base64decode base64encode base64sha256 base64sha512 basename chomp cidrnetmask csvdecode dirname file jsondecode lower md5 " +
      "pathexpand sha1 sha256 sha512 strrev title trimspace upper urlencode yamldecode",
    "n abs ceil floor",
    "i signum",
    "l alltrue anytrue distinct flatten one reverse sum",
    "t compact sort",
    "m keys values",
    "x transpose",
    "a length",
    "li chunklist",
    "la contains",
    "oi element",
    "oa index",
    "sn cidrhost",
    "sin cidrsubnet",
    "s*i cidrsubnets",
    "a*a coalesce",
    "*a merge",
    "o*o coalescelist concat",
    "ss endswith fileset formatdate regex regexall split startswith strcontains timeadd timecmp trim trimprefix trimsuffix uuidv5",
    "s*a format formatlist",
    "is indent",
    "st*t join",
    "nn log pow",
    "ms*a lookup",
    "lll matchkeys",
    "n*n max min range",
    "wi parseint",
    "sss replace",
    "l*l setintersection setunion",
    "ll*l setproduct",
    "ll setsubtract",
    "oii slice",
    "sii substr",
    "sa templatefile",
    "aa templatestring",
    "to zipmap",
  ].flatMap((line) => {
    const [parameters = "", ...names] = line.split(" ");
    const [taken = "", each] = parameters.split("*");
    return names.map((name) => [name, each === undefined ? [taken] : [taken, each]] as const);
  }),
);

/** The type of a function's result if it is always the same, otherwise null. */
export function resultOf(name: string): ValueType | null {
  return RESULTS.get(name) ?? null;
}

const RESULTS: ReadonlyMap<string, ValueType> = new Map(
  Object.entries({
    number: "abs ceil floor index length log max min parseint pow signum sum timecmp tonumber",
    bool: "alltrue anytrue can contains endswith fileexists issensitive startswith strcontains tobool",
    string:
      "base64decode base64encode base64sha256 base64sha512 basename chomp cidrhost cidrnetmask cidrsubnet dirname format formatdate indent " +
      "join jsonencode lower md5 pathexpand replace sha1 sha256 sha512 strrev substr timeadd title tostring trim trimprefix trimspace " +
      "trimsuffix upper urlencode uuidv5 yamlencode",
    "": "cidrsubnets compact sort split",
  }).flatMap(([type, names]) => names.split(" ").map((name) => [name, asType(type)] as const)),
);

function asType(type: string): ValueType {
  return type === "number" || type === "bool" || type === "string" ? type : TEXTS;
}
