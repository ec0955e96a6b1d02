import { nearestWord } from "../../source/nearest-word.js";

/** How an operator compares one value of the request with one of the policy. */
export type Comparison =
  | "string"
  | "string-ignore-case"
  | "string-like"
  | "number"
  | "date"
  | "bool"
  | "binary"
  | "ip"
  | "arn"
  | "null";

/** For a comparison of numbers or dates: which results of `sign(request - policy)` satisfy it. */
export type Order = "equal" | "less" | "less-or-equal" | "greater" | "greater-or-equal";

export interface Operator {
  readonly comparison: Comparison;
  readonly order: Order;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: "all" | "any" | null;
}

type Base = Pick<Operator, "comparison" | "order" | "negated">;

/** Keyed by AWS's names. */
const BASES: ReadonlyMap<string, Base> = new Map([
  ...pair("string", "StringEquals", "StringNotEquals"),
  ...pair("string-ignore-case", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
  ...pair("string-like", "StringLike", "StringNotLike"),
  ...ordered("number", "Numeric"),
  ...ordered("date", "Date"),
  ...pair("ip", "IpAddress", "NotIpAddress"),
  // AWS: "ArnEquals and ArnLike operators behave identically".
  ...pair("arn", "ArnEquals", "ArnNotEquals"),
  ...pair("arn", "ArnLike", "ArnNotLike"),
  base("bool", "Bool"),
  base("binary", "BinaryEquals"),
  base("null", "Null"),
]);

const BY_FOLDED_NAME: ReadonlyMap<string, Base> = new Map([...BASES].map(([name, one]) => [name.toLowerCase(), one]));

const SETS = ["ForAllValues", "ForAnyValue"];
const IF_EXISTS = "IfExists";

/** The operator nearest to a misspelled one. Returns null if none is near. */
export function suggestOperator(written: string): string | null {
  const [, set, name = ""] = /^(?:([^:]*):)?(.*)$/s.exec(written) ?? [];
  const words = new Map([...BASES.keys()].flatMap((one) => [[one, one], withIfExists(one)]));
  const near = words.get(nearestWord(name, words.keys()) ?? "") ?? null;
  const nearSet = set === undefined ? null : nearestWord(set, SETS);
  return near === null || (set !== undefined && nearSet === null)
    ? null
    : `${nearSet === null ? "" : `${nearSet}:`}${near}`;
}

/** A name with `IfExists`, and the operator that it means: `Null` has no such form. */
function withIfExists(name: string): [written: string, effective: string] {
  return [name + IF_EXISTS, name === "Null" ? name : name + IF_EXISTS];
}

function base(comparison: Comparison, name: string, negated = false, order: Order = "equal"): [string, Base] {
  return [name, { comparison, order, negated }];
}

function pair(comparison: Comparison, name: string, negation: string): [string, Base][] {
  return [base(comparison, name), base(comparison, negation, true)];
}

function ordered(comparison: Comparison, prefix: string): [string, Base][] {
  return [
    ...pair(comparison, `${prefix}Equals`, `${prefix}NotEquals`),
    base(comparison, `${prefix}LessThan`, false, "less"),
    base(comparison, `${prefix}LessThanEquals`, false, "less-or-equal"),
    base(comparison, `${prefix}GreaterThan`, false, "greater"),
    base(comparison, `${prefix}GreaterThanEquals`, false, "greater-or-equal"),
  ];
}

/** The operator with a name such as `ForAnyValue:StringLikeIfExists`. Returns `null` if AWS has no such operator. */
export function parseOperator(written: string): Operator | null {
  const known = read.get(written);
  if (known !== undefined) return known;
  const operator = readOperator(written);
  read.set(written, operator);
  return operator;
}

/** Cached, because each name is looked up for every key and every request. */
const read = new Map<string, Operator | null>();

function readOperator(written: string): Operator | null {
  let name = written.toLowerCase();
  let set: Operator["set"] = null;
  if (name.startsWith("forallvalues:")) set = "all";
  else if (name.startsWith("foranyvalue:")) set = "any";
  if (set !== null) name = name.slice(name.indexOf(":") + 1);
  const ifExists = name.endsWith(IF_EXISTS.toLowerCase());
  if (ifExists) name = name.slice(0, -IF_EXISTS.length);
  const found = BY_FOLDED_NAME.get(name);
  if (found === undefined || (found.comparison === "null" && ifExists)) return null;
  return { ...found, ifExists, set };
}
