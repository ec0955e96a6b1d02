import { type MapEntry, type Node, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ValueType } from "../../../source/value-type.js";
import { fromRe2, isCheap, isRefused } from "./re2.js";
import type { Outcome, TerraformFunction } from "./terraform-function.js";

/** Functions of regular expressions. */
export const PATTERN_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  regex: matching((matches, place) => (matches[0] === undefined ? "fails" : captured(matches[0], place))),
  regexall: matching((matches, place, pattern) => {
    const items = matches.map((match) => captured(match, place));
    return { kind: "list", place, items, collection: "list", elements: typeOfMatches(pattern) };
  }),
};

function matching(
  result: (matches: readonly RegExpExecArray[], place: Place, pattern: RegExp) => Outcome,
): TerraformFunction {
  return ([pattern, text], place) => {
    const [written, searched] = [textIn(pattern), textIn(text)];
    if (written === null || searched === null) return null;
    if (isRefused(written)) return "fails";
    const compiled = fromRe2(written, "g");
    if (compiled === null || !isCheap(compiled, searched) || mixesCaptures(written)) return null;
    return result(matchesOf(compiled, searched), place, compiled);
  };
}

/** Go has no empty match right behind another one, which JavaScript has. */
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

/** Terraform refuses named captures beside others; which are which, is told from the match only. */
function mixesCaptures(pattern: string): boolean {
  const bare = pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, "");
  return /\(\?P?</.test(bare) && /\((?!\?)/.test(bare);
}

/** A match without captures is its text, one with names an object, any other a tuple. */
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

/** What each match is, also where there is none: with an empty text as another choice, any pattern matches. */
function typeOfMatches({ source, flags }: RegExp): ValueType {
  const match = new RegExp(`${source}|`, flags).exec("");
  const names = Object.keys(match?.groups ?? {});
  if (names.length > 0) return { kind: "object", attributes: new Map(names.map((name) => [name, "string"])) };
  const captures = match?.slice(1) ?? [];
  return captures.length === 0 ? "string" : { kind: "tuple", items: captures.map(() => "string") };
}

/** `replace(text, "/pattern/", by)`; null where it is not known. */
export function replaced(text: string, pattern: string, by: string, place: Place): Outcome {
  if (isRefused(pattern)) return "fails";
  const compiled = fromRe2(pattern, "g");
  if (compiled === null || !isCheap(compiled, text)) return null;
  let [made, at] = ["", 0];
  for (const match of matchesOf(compiled, text)) {
    made += text.slice(at, match.index) + expanded(by, match);
    at = match.index + match[0].length;
  }
  return { kind: "scalar", place, value: made + text.slice(at) };
}

/** The longest name of letters, digits and underscores, as Go has it: `$1x` is the capture `1x`. */
function expanded(by: string, match: RegExpExecArray): string {
  return by.replace(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (all, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return all === "$$" ? "$" : all;
    return (/^(?:0|[1-9]\d*)$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? "";
  });
}
