import { graphemes, lower, title, trimmed, upper } from "../../../hcl/letters.js";
import { concatenate } from "../../../source/join-text.js";
import { type Node, type Text, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { elementsOfAll, isSeveral } from "./collection-functions.js";
import { formattedText } from "./format-function.js";
import { integerOf } from "./number-functions.js";
import { isNull } from "./operators.js";
import { replaced } from "./pattern-functions.js";
import type { CostlyFunction, Outcome, TerraformFunction } from "./terraform-function.js";
import { converted } from "./value-type.js";

const toText: TerraformFunction = ([one], place) => {
  if (one?.kind === "list" || one?.kind === "map") return "fails";
  if (one?.kind === "scalar" && one.value === null) return converted(one, "string") ?? "fails";
  return one === undefined ? null : textNode(textOf(one), place);
};

function textNode(text: Text | undefined, place: Place): Node | null {
  return text === undefined ? null : concatenate([text], place);
}

/** A function of one known string. If the string is only partly known, the result is unknown. */
function ofKnown(change: (text: string) => string): TerraformFunction {
  return ([one], place) => {
    const text = one === undefined ? undefined : textOf(one);
    return typeof text === "string" ? { kind: "scalar", place, value: change(text) } : null;
  };
}

/** A function of several strings, all of which must be known. */
function ofAllKnown(result: (...texts: readonly string[]) => string | boolean | null): TerraformFunction {
  return (args, place) => {
    const texts = args.map(textOf).filter((text) => typeof text === "string");
    const value = texts.length === args.length ? result(...texts) : null;
    return value === null ? null : { kind: "scalar", place, value };
  };
}

/** The maximum length of a string that is repeated for each element of a list or each occurrence of another string. */
const MAX_REPEATED_LENGTH = 1000;

const join: TerraformFunction = ([between, ...lists], place) => {
  if (lists.length === 0) return "fails";
  const separator = between === undefined ? undefined : textOf(between);
  const all = elementsOfAll(lists, place);
  if (typeof separator !== "string" || separator.length > MAX_REPEATED_LENGTH) return null;
  if (all?.items.some(isNull)) return "fails";
  if (all?.kind !== "list" || all.items.some(isSeveral)) return null;
  const texts = all.items.map(textOf).filter((text) => text !== undefined);
  if (texts.length < all.items.length) return null;
  // Before `one` existed, `join("", aws_iam_policy.p[*].arn)` was the usual way to refer to the only instance.
  const [only, ...others] = all.items;
  if (only?.kind === "unresolved" && others.length === 0) return only;
  return concatenate(
    texts.flatMap((text, at) => (at === 0 ? [text] : [separator, text])),
    place,
  );
};

/** Replaces each occurrence of a pattern. A pattern between slashes is a regular expression. */
const replace: TerraformFunction = ([text, wanted, put], place) => {
  const [whole, old, made] = [text, wanted, put].map((node) => (node === undefined ? undefined : textOf(node)));
  if (whole === undefined || typeof old !== "string" || made === undefined) return null;
  if (typeof whole !== "string") return replacedAround(whole, old, made, place);
  if (typeof made === "string" && made.length > MAX_REPEATED_LENGTH) return null;
  if (old.length > 1 && old.startsWith("/") && old.endsWith("/")) {
    return typeof made === "string" ? replaced(whole, old.slice(1, -1), made, place) : null;
  }
  const kept = old === "" ? ["", ...whole, ""] : whole.split(old);
  return concatenate(
    kept.flatMap((part, at) => (at === 0 ? [part] : [made, part])),
    place,
  );
};

/** Replaces occurrences in the known parts of a string. Returns null if an occurrence may span a known and an unknown part. */
function replacedAround(whole: Text, old: string, made: Text, place: Place): Node | null {
  const parts = typeof whole === "string" || whole.kind === "unresolved" ? [whole] : whole.parts;
  const isPattern = old.length > 1 && old.startsWith("/") && old.endsWith("/");
  const known = parts.filter((part) => typeof part === "string");
  if (old === "" || isPattern || parts.length < 2 || known.some((part) => mayGoOn(part, old))) return null;
  return concatenate(
    parts.flatMap((part): readonly Text[] => {
      if (typeof part !== "string") return [part];
      return part.split(old).flatMap((kept, at) => (at === 0 ? [kept] : [made, kept]));
    }),
    place,
  );
}

/** Whether a string ends with the start of another string, or starts with the end of that string. */
function mayGoOn(text: string, other: string): boolean {
  return Array.from({ length: other.length - 1 }, (_, at) => at + 1).some(
    (count) => text.endsWith(other.slice(0, count)) || text.startsWith(other.slice(-count)),
  );
}

/** The result of `format`. If a value has unknown parts, only plain `%s`, `%d`, and `%v` are supported. */
function formatted(pattern: Node | undefined, values: readonly Node[], place: Place): Outcome {
  const text = pattern === undefined ? undefined : textOf(pattern);
  if (typeof text !== "string" || text.length > MAX_REPEATED_LENGTH) return null;
  if (values.every(({ kind }) => kind === "scalar" || kind === "list" || kind === "map")) {
    const value = formattedText(text, values);
    return value === null ? null : value === false ? "fails" : { kind: "scalar", place, value };
  }
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

/** Formats once for each element of the lists among the values. Several lists must have the same length, and advance together. */
const formatlist: CostlyFunction = ([pattern, ...values], place, effort) => {
  const lengths = new Set(values.flatMap((value) => (value.kind === "list" ? [value.items.length] : [])));
  const [length = 1] = lengths;
  if ([pattern, ...values].some((one) => one?.kind === "unresolved")) return null;
  if (lengths.size > 1) return "fails";
  const isSure = values.every((value) => value.kind !== "list" || !value.items.some(isSeveral));
  if (!isSure) return null;
  const made = Array.from({ length }, (_, at) => {
    const each = values.flatMap((value) => (value.kind === "list" ? (value.items[at] ?? []) : value));
    const text = formatted(pattern, each, place);
    if (text !== null && text !== "fails") effort.weigh(text);
    return text;
  });
  if (made.includes("fails")) return "fails";
  const items = made.filter((one) => one !== null && one !== "fails");
  return items.length < made.length ? null : { kind: "list", place, items, collection: "list", elements: "string" };
};

const split: TerraformFunction = ([separator, text], place) => {
  const [by, whole] = [separator, text].map((node) => (node === undefined ? undefined : textOf(node)));
  if (typeof by !== "string" || typeof whole !== "string") return null;
  const parts = by === "" ? [...whole] : whole.split(by);
  const items = parts.map((value): Node => ({ kind: "scalar", place, value }));
  return { kind: "list", place, items, collection: "list", elements: "string" };
};

/** Counts graphemes. A negative offset counts from the end, and a negative length means the rest. */
const substr: TerraformFunction = ([text, offset, length], place) => {
  const whole = text === undefined ? undefined : textOf(text);
  const [start, count] = [integerOf(offset), integerOf(length)];
  if (typeof whole !== "string" || start === null || count === null) return null;
  const letters = graphemes(whole);
  const from = start < 0 ? Math.max(0, letters.length + start) : start;
  // After a negative offset, a length of 0 also means the rest.
  const isRest = count < 0 || (count === 0 && start < 0);
  const value = letters.slice(from, isRest ? undefined : from + count).join("");
  return { kind: "scalar", place, value };
};

/** Indents all lines except the first. */
const indent: TerraformFunction = ([spaces, text], place) => {
  const [count, whole] = [integerOf(spaces), text === undefined ? undefined : textOf(text)];
  if (count === null || count > MAX_REPEATED_LENGTH || typeof whole !== "string") return null;
  if (count < 0) return "fails";
  return { kind: "scalar", place, value: whole.replaceAll("\n", `\n${" ".repeat(count)}`) };
};

function trimSigns(text: string, signs: string): string {
  const letters = [...text];
  const isKept = (letter: string): boolean => !signs.includes(letter);
  const first = letters.findIndex(isKept);
  return first === -1 ? "" : letters.slice(first, letters.findLastIndex(isKept) + 1).join("");
}

export const STRING_FUNCTIONS: Readonly<Record<string, CostlyFunction>> = {
  chomp: ofKnown((text) => text.replace(/(?<![\r\n])[\r\n]+$/, "")),
  endswith: ofAllKnown((text = "", end = "") => text.endsWith(end)),
  format,
  formatlist,
  join,
  indent,
  lower: ofKnown(lower),
  replace,
  split,
  startswith: ofAllKnown((text = "", start = "") => text.startsWith(start)),
  strcontains: ofAllKnown((text = "", part = "") => text.includes(part)),
  strrev: ofKnown((text) => graphemes(text).toReversed().join("")),
  substr,
  title: ofKnown(title),
  tostring: toText,
  trimprefix: ofAllKnown((text = "", start = "") => (text.startsWith(start) ? text.slice(start.length) : text)),
  trim: ofAllKnown((text = "", signs = "") => trimSigns(text, signs)),
  trimspace: ofKnown(trimmed),
  trimsuffix: ofAllKnown((text = "", end = "") =>
    text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
  ),
  upper: ofKnown(upper),
};
