import { concatenate } from "../../../source/join-text.js";
import { type MapEntry, type Node, type ScalarNode, type TextPart, textOf } from "../../../source/node.js";
import { type Place, textFileOf } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import { parseYaml } from "../../../source/yaml-node.js";
import { decimalOf } from "./decimal.js";
import type { Effort } from "./effort.js";
import type { CostlyFunction, Outcome } from "./terraform-function.js";
import { converted, numberNode } from "./value-type.js";

/** `yamldecode(text)`. If the text is a whole file, nodes have their places in that file; otherwise all nodes have the text's place. */
export const yamldecode: CostlyFunction = ([text], _place, effort) => {
  if (text?.kind === "partial") return new Decoding(text.parts, () => text.place).decoded("", effort);
  const yaml = text === undefined ? undefined : textOf(text);
  if (text === undefined || typeof yaml !== "string") return null;
  const file = textFileOf(text.place);
  const isWhole = file?.text === yaml;
  return new Decoding([yaml], (node) => (isWhole ? node.place : text.place)).decoded(file?.path ?? "", effort);
};

/** Parsing YAML costs more than creating the same nodes in other ways, and recording its faults costs even more. */
const LETTERS = 10;

/** Characters in Unicode's private use area, one for each unknown part of a string. */
const FIRST_MARK = 0xe000;
const MAX_MARKS = 6400;
const MARK = /([\ue000-\uf8ff])/;

/** Tags and directives. The only directive that Terraform accepts is version 1.1. */
const OF_ITS_OWN = /(?:^|[\s[{,])!|^%(?!YAML 1\.1\s)/m;

class Decoding {
  /** Whether Terraform rejects something in the text. */
  private fails = false;
  private readonly unknown: readonly Exclude<TextPart, string>[];

  constructor(
    private readonly parts: readonly TextPart[],
    private readonly placeOf: (node: Node) => Place,
  ) {
    this.unknown = parts.filter((part) => typeof part !== "string");
  }

  /** The decoded text. Returns null for custom tags, multiple documents, or a fault. */
  decoded(path: string, effort: Effort): Outcome {
    let marks = 0;
    const texts = this.parts.map((part) =>
      typeof part === "string" ? part : String.fromCharCode(FIRST_MARK + marks++),
    );
    const isTaken = this.parts.some((part) => typeof part === "string" && MARK.test(part));
    const file: TextFile = { path, text: texts.join("") };
    if ((marks > 0 && isTaken) || marks > MAX_MARKS || OF_ITS_OWN.test(file.text)) return null;
    effort.spend(file.text.length / LETTERS);
    const { documents, errors, nodes } = parseYaml(file, effort.left, "Terraform");
    effort.spend(nodes + (errors.length > 0 ? file.text.length : 0));
    const [document, ...others] = documents;
    const read = document === undefined || others.length > 0 ? null : this.read(document);
    return this.fails ? "fails" : read;
  }

  /** The value of a YAML node. Returns null if a key is unknown: it may be any key, or null. */
  private read(node: Node): Node | null {
    const place = this.placeOf(node);
    switch (node.kind) {
      case "scalar":
        return this.scalar(node, place);
      case "list": {
        const items = node.items.map((item) => this.read(item));
        return items.every((item) => item !== null) ? { kind: "list", place, items, collection: "tuple" } : null;
      }
      case "map": {
        const entries = node.entries.map((entry) => (entry.key === "<<" ? this.merged(entry) : this.entry(entry)));
        if (!entries.every((entry) => entry !== null)) return null;
        // If a key is repeated, including keys that are merged in, the last value wins.
        const last = new Map(entries.flat().map((entry) => [entry.key, entry]));
        return { kind: "map", place, entries: [...last.values()], collection: "object" };
      }
      case "partial":
      case "unresolved":
        return null;
    }
  }

  /**
   * The entries that a `<<` key merges in. Terraform merges in the order of the entries, even if `<<` is quoted, and
   * accepts only a map.
   */
  private merged({ value }: MapEntry): readonly MapEntry[] | null {
    const read = this.read(value);
    if (read?.kind === "map") return read.entries;
    this.fails ||= read?.kind === "scalar" || read?.kind === "list";
    return null;
  }

  private entry({ key, keyPlace, value }: MapEntry): MapEntry | null {
    const own: ScalarNode = { kind: "scalar", place: keyPlace, value: key };
    const place = this.placeOf(own);
    const name = this.scalar(own, place);
    const read = this.read(value);
    if (name?.kind !== "scalar" || name.value === null || read === null) return null;
    return { key: name.digits ?? String(name.value), keyPlace: place, value: read };
  }

  private scalar(node: ScalarNode, place: Place): Node {
    const { value } = node;
    if (typeof value !== "string") return { kind: "scalar", place, value };
    const isBlock = isOfBlock(node.place);
    const isPlain = isBlock || !isQuoted(node.place);
    if (this.unknown.length === 0 || !MARK.test(value)) {
      if (!isPlain) return { ...node, place };
      const made = plain(value, place);
      // A block scalar is converted to a string after it is resolved: `|-` with `yes` is "true".
      return isBlock ? (converted(made, "string") ?? made) : made;
    }
    const parts = value.split(MARK).map((text, at) => {
      return at % 2 === 0 ? text : (this.unknown[text.charCodeAt(0) - FIRST_MARK] ?? text);
    });
    const text = concatenate(parts, place);
    // A plain scalar that looks like a number is a number, not a string.
    const isOpen = isPlain && !parts.some((part) => typeof part === "string" && /[^\d.eE+-]/.test(part));
    return isOpen && text.kind === "partial"
      ? { kind: "unresolved", place, expression: this.unknown.map(({ expression }) => expression).join(", ") }
      : text;
  }
}

/** Whether a string is quoted. Also detects quoted strings with several lines. */
function isQuoted(place: Place): boolean {
  return place.kind === "range" && /["']/.test(place.file.text[place.start] ?? "");
}

/** Whether a block header (`|-`) is on the line before a string, or at its place if the string is empty. */
function isOfBlock(place: Place): boolean {
  if (place.kind !== "range") return false;
  const { text } = place.file;
  const before = text.slice(Math.max(0, place.start - MAX_HEADER_LENGTH), place.start);
  if (/[|>]/.test(text[place.start] ?? "")) return true;
  const above = before.trimEnd();
  const line = above.slice(above.lastIndexOf("\n") + 1).replace(/\s#.*$/, "");
  return before.slice(above.length).includes("\n") && /[|>][-+\d]*$/.test(line.trimEnd());
}

const MAX_HEADER_LENGTH = 200;

/** Resolves a plain YAML 1.1 scalar like Terraform's decoder (https://github.com/zclconf/go-cty-yaml/blob/master/resolve.go). */
function plain(value: string, place: Place): Node {
  const word = WORDS.get(value);
  if (word !== undefined) return { kind: "scalar", place, value: word };
  const digits = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(value)
    ? decimalOf(value.replace("+", ""))
    : /^0(?:x[\dA-Fa-f]{1,15}|o[0-7]{1,20})$/.test(value)
      ? String(BigInt(value))
      : null;
  if (digits !== null) return numberNode(digits, place);
  const day = /^([1-9]\d{3})-(\d\d?)-(\d\d?)$/.exec(value)?.slice(1).map(Number);
  if (day !== undefined) return { kind: "scalar", place, value: dayOf(day) ?? value };
  return MAYBE_OTHER.test(value) ? { kind: "unresolved", place, expression: value } : { kind: "scalar", place, value };
}

/** Timestamps, which Terraform reformats, and numbers that are too large, infinite, or NaN. */
const MAYBE_OTHER =
  /^(?:\d{4}-\d\d?-\d\d?(?:[Tt ]|$)|[-+]?[\d.]+[eE][-+]?\d+$|0(?:x[\dA-Fa-f]+|o[0-7]+)$|[-+]?\.(?:[iI][nN][fF]|[nN][aA][nN])$)/;

/** The timestamp for a date, because `2012-10-17` becomes a timestamp. Returns null for a day that doesn't exist. */
function dayOf([year = 0, month = 0, day = 0]: readonly number[]): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay ? date.toISOString().replace(".000", "") : null;
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map(
  [[true, "y yes on true"] as const, [false, "n no off false"] as const, [null, "null"] as const].flatMap(
    ([value, words]) =>
      words
        .split(" ")
        .flatMap((word) => [word, word.toUpperCase(), (word[0] ?? "").toUpperCase() + word.slice(1)])
        .concat(value === null ? ["", "~"] : [])
        .map((word) => [word, value] as const),
  ),
);
