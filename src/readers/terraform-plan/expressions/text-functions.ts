import { concatenate } from "../../../source/join-text.js";
import { type Node, type Text, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { concat, isSeveral } from "./collection-functions.js";
import type { TerraformFunction } from "./terraform-function.js";

const toText: TerraformFunction = ([one], place) => (one === undefined ? null : textNode(textOf(one), place));

function textNode(text: Text | undefined, place: Place): Node | null {
  return text === undefined ? null : concatenate([text], place);
}

/** Of a text that is known; the form that it has otherwise is not known either. */
function ofKnown(change: (text: string) => string): TerraformFunction {
  return ([one], place) => {
    const text = one === undefined ? undefined : textOf(one);
    return typeof text === "string" ? { kind: "scalar", place, value: change(text) } : null;
  };
}

/** Of several texts that are all known. */
function ofAllKnown(result: (...texts: readonly string[]) => string | boolean | null): TerraformFunction {
  return (args, place) => {
    const texts = args.map(textOf).filter((text) => typeof text === "string");
    const value = texts.length === args.length ? result(...texts) : null;
    return value === null ? null : { kind: "scalar", place, value };
  };
}

/** Characters of a text that is repeated, for each element of a list or wherever another one stands. */
const LONGEST_REPEATED = 1000;

const join: TerraformFunction = ([between, ...lists], place) => {
  const separator = between === undefined ? undefined : textOf(between);
  const all = concat(lists, place);
  if (typeof separator !== "string" || separator.length > LONGEST_REPEATED) return null;
  if (all?.kind !== "list" || all.items.some(isSeveral)) return null;
  const texts = all.items.map(textOf).filter((text) => text !== undefined);
  if (texts.length < all.items.length) return null;
  // `join("", aws_iam_policy.p[*].arn)` was how the only instance was named before there was `one`.
  const [only, ...others] = all.items;
  if (only?.kind === "unresolved" && others.length === 0) return only;
  return concatenate(
    texts.flatMap((text, at) => (at === 0 ? [text] : [separator, text])),
    place,
  );
};

/** A pattern between slashes is a regular expression, of another kind than those of JavaScript. */
const replace: TerraformFunction = ([text, wanted, put], place) => {
  const [whole, old, made] = [text, wanted, put].map((node) => (node === undefined ? undefined : textOf(node)));
  if (typeof whole !== "string" || typeof old !== "string" || made === undefined) return null;
  if (old === "" || (old.length > 1 && /^\/.*\/$/s.test(old))) return null;
  if (typeof made === "string" && made.length > LONGEST_REPEATED) return null;
  const kept = whole.split(old);
  return concatenate(
    kept.flatMap((part, at) => (at === 0 ? [part] : [made, part])),
    place,
  );
};

/** `%s`, `%d` and `%v` stand for the arguments one after the other; every other verb is for numbers and quotes. */
function formatted(pattern: Node | undefined, values: readonly Node[], place: Place): Node | null {
  const text = pattern === undefined ? undefined : textOf(pattern);
  if (typeof text !== "string" || text.length > LONGEST_REPEATED) return null;
  const pieces = text.split(/(%[sdv%])/);
  if (pieces.some((piece, at) => at % 2 === 0 && piece.includes("%"))) return null;
  const given = values.map(textOf);
  const next = given.values();
  const texts = pieces.map((piece, at) => (at % 2 === 0 ? piece : piece === "%%" ? "%" : next.next().value));
  if (next.next().done !== true) return null;
  const known = texts.filter((one) => one !== undefined);
  return known.length < texts.length ? null : concatenate(known, place);
}

const format: TerraformFunction = ([pattern, ...values], place) => formatted(pattern, values, place);

/** Once for each element of the one list among the values; of several lists, they go side by side. */
const formatlist: TerraformFunction = ([pattern, ...values], place) => {
  const lengths = new Set(values.flatMap((value) => (value.kind === "list" ? [value.items.length] : [])));
  const [length] = lengths;
  if (lengths.size !== 1 || length === undefined) return null;
  const isSure = values.every((value) => value.kind !== "list" || !value.items.some(isSeveral));
  if (!isSure) return null;
  const made = Array.from({ length }, (_, at) =>
    formatted(
      pattern,
      values.flatMap((value) => (value.kind === "list" ? (value.items[at] ?? []) : value)),
      place,
    ),
  );
  return made.every((one) => one !== null) ? { kind: "list", place, items: made } : null;
};

const split: TerraformFunction = ([separator, text], place) => {
  const [by, whole] = [separator, text].map((node) => (node === undefined ? undefined : textOf(node)));
  if (typeof by !== "string" || by === "" || typeof whole !== "string") return null;
  return { kind: "list", place, items: whole.split(by).map((value) => ({ kind: "scalar", place, value })) };
};

/** Functions that give texts, or tell of them. */
export const TEXT_FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  ["chomp", ofKnown((text) => text.replace(/[\r\n]+$/, ""))],
  ["endswith", ofAllKnown((text = "", end = "") => text.endsWith(end))],
  ["format", format],
  ["formatlist", formatlist],
  ["join", join],
  ["lower", ofKnown((text) => text.toLowerCase())],
  ["replace", replace],
  ["split", split],
  ["startswith", ofAllKnown((text = "", start = "") => text.startsWith(start))],
  ["title", ofKnown((text) => text.replaceAll(/(?<![\p{L}\p{N}_])\p{L}/gu, (letter) => letter.toUpperCase()))],
  ["tostring", toText],
  ["trimprefix", ofAllKnown((text = "", start = "") => (text.startsWith(start) ? text.slice(start.length) : text))],
  ["trimspace", ofKnown((text) => text.trim())],
  [
    "trimsuffix",
    ofAllKnown((text = "", end = "") => (text.endsWith(end) ? text.slice(0, text.length - end.length) : text)),
  ],
  ["upper", ofKnown((text) => text.toUpperCase())],
]);
