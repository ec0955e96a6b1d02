import { type MapEntry, type Node, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ValueType } from "../../../source/value-type.js";
import { fromRe2, isFastPattern, isRefused } from "./re2.js";
import type { Outcome, TerraformFunction } from "./terraform-function.js";

export const PATTERN_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  regex: matching((matches, place) => (matches[0] === undefined ? "fails" : captured(matches[0], place))),
  regexall: matching((matches, place, elements) => {
    const items = matches.map((match) => captured(match, place));
    return { kind: "list", place, items, collection: "list", elements };
  }),
};

function matching(
  result: (matches: readonly RegExpExecArray[], place: Place, type: ValueType) => Outcome,
): TerraformFunction {
  return ([pattern, text], place) => {
    const [written, searched] = [textIn(pattern), textIn(text)];
    if (written === null || searched === null) return null;
    if (isRefused(written)) return "fails";
    const compiled = fromRe2(written, "g");
    if (compiled === null || !isFastPattern(compiled, searched)) return null;
    const type = typeOfMatches(compiled);
    return type === "fails" ? type : result(matchesOf(compiled, searched), place, type);
  };
}

/** Unlike JavaScript, Go finds no empty match directly after another match. */
function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  let end = -1;
  return [...text.matchAll(pattern)].filter((match) => {
    const isKept = match[0] !== "" || match.index !== end;
    end = match.index + match[0].length;
    return isKept;
  });
}

function textIn(node: Node | undefined): string | null {
  const text = node === undefined ? undefined : textOf(node);
  return typeof text === "string" ? text : null;
}

/** A match without captures is a string, one with named captures an object, and any other a tuple. */
function captured(match: RegExpExecArray, place: Place): Node {
  const scalar = (value: string | undefined): Node => ({ kind: "scalar", place, value: value ?? null, type: "string" });
  const { groups } = match;
  if (groups !== undefined) {
    const entries = Object.entries(groups).map(
      ([key, value]): MapEntry => ({ key, keyPlace: place, value: scalar(value) }),
    );
    return { kind: "map", place, entries, collection: "object" };
  }
  if (match.length === 1) return scalar(match[0]);
  return { kind: "list", place, items: match.slice(1).map(scalar), collection: "tuple" };
}

/**
 * The type of a match, even if nothing matches: an added empty alternative makes any pattern match. Terraform rejects a
 * mix of named and unnamed captures.
 */
function typeOfMatches({ source, flags }: RegExp): ValueType | "fails" {
  const match = new RegExp(`${source}|`, flags).exec("");
  const [names, captures] = [Object.keys(match?.groups ?? {}), match?.slice(1) ?? []];
  if (names.length === 0)
    return captures.length === 0 ? "string" : { kind: "tuple", items: captures.map(() => "string") };
  if (names.length < captures.length) return "fails";
  return { kind: "object", attributes: new Map(names.map((name) => [name, "string"])) };
}

/** `replace(text, "/pattern/", by)`. Returns null if the result is unknown. */
export function replaced(text: string, pattern: string, by: string, place: Place): Outcome {
  if (isRefused(pattern)) return "fails";
  const compiled = fromRe2(pattern, "g");
  if (compiled === null || !isFastPattern(compiled, text)) return null;
  let [made, at] = ["", 0];
  for (const match of matchesOf(compiled, text)) {
    made += text.slice(at, match.index) + expanded(by, match);
    at = match.index + match[0].length;
  }
  return { kind: "scalar", place, value: made + text.slice(at) };
}

/** As in Go, takes the longest name of letters, digits, and underscores: `$1x` is the capture `1x`. */
function expanded(by: string, match: RegExpExecArray): string {
  return by.replace(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (all, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return all === "$$" ? "$" : all;
    return (/^(?:0|[1-9]\d*)$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? "";
  });
}
