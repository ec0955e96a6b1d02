import type { MapEntry, Node, ScalarNode } from "../../../source/node.js";
import { type Place, textFileOf } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import { parseYaml } from "../../../source/yaml-node.js";
import type { Effort } from "./effort.js";
import type { CostlyFunction } from "./terraform-function.js";

/** `yamldecode(text)`: with the places of a file that is read whole, else all in the place of the text. */
export const yamldecode: CostlyFunction = ([text], _place, effort) => {
  if (text?.kind !== "scalar" || typeof text.value !== "string") return null;
  const file = textFileOf(text.place);
  if (file?.text === text.value) return decoded(file, (node) => node.place, effort);
  return decoded({ path: file?.path ?? "", text: text.value }, () => text.place, effort);
};

/** Parsing YAML takes longer than any other way to make as many nodes, and noting its faults longer still. */
const LETTERS = 10;

/** Null for what has tags of its own, several documents or a fault. */
function decoded(file: TextFile, placeOf: (node: Node) => Place, effort: Effort): Node | null {
  if (/(?:^|[\s[{,])!/.test(file.text)) return null;
  effort.spend(file.text.length / LETTERS);
  const { documents, errors, nodes } = parseYaml(file, effort.left);
  effort.spend(nodes + (errors.length > 0 ? file.text.length : 0));
  const [document, ...others] = documents;
  return document === undefined || others.length > 0 ? null : asTerraformReads(document, placeOf);
}

/** Null when a key is not known: it may be any, or stand for nothing. */
function asTerraformReads(node: Node, placeOf: (node: Node) => Place): Node | null {
  const place = placeOf(node);
  switch (node.kind) {
    case "scalar": {
      const value = typedValue(node);
      return value === undefined
        ? { kind: "unresolved", place, expression: String(node.value) }
        : { kind: "scalar", place, value };
    }
    case "list": {
      const items = node.items.map((item) => asTerraformReads(item, placeOf));
      return items.every((item) => item !== null) ? { kind: "list", place, items } : null;
    }
    case "map": {
      const entries = node.entries.map((entry) => entryAsRead(entry, placeOf));
      return entries.every((entry) => entry !== null) ? { kind: "map", place, entries } : null;
    }
    case "partial":
    case "unresolved":
      return null;
  }
}

function entryAsRead({ key, keyPlace, value }: MapEntry, placeOf: (node: Node) => Place): MapEntry | null {
  const read = isText(key) ? asTerraformReads(value, placeOf) : null;
  const place = placeOf({ kind: "scalar", place: keyPlace, value: key });
  return read === null ? null : { key, keyPlace: place, value: read };
}

/** Undefined where it is not sure of what type it is. */
function typedValue({ value, place }: ScalarNode): ScalarNode["value"] | undefined {
  if (typeof value !== "string" || isText(value) || isQuoted(place)) return value;
  return /^(?:0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : undefined;
}

function isQuoted(place: Place): boolean {
  return place.kind === "range" && /["']/.test(place.file.text[place.start] ?? "");
}

/** What YAML 1.1 and 1.2 take for something else than a text, which Terraform's decoder does in part (`y`, but not `1_000`). */
const WORDS = new Set(["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "="]);

/**
 * Whether a plain scalar is a text for sure: no number, no word, and no date, which Terraform writes anew (`2012-10-17` becomes
 * `2012-10-17T00:00:00Z`).
 */
function isText(value: string): boolean {
  return !WORDS.has(value.toLowerCase()) && !/^[-+.]?\d|^[-+]?\.(?:inf|nan)$/i.test(value);
}
