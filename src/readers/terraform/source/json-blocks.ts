import { templateParts } from "../../../hcl/tokens.js";
import { jsonDocument } from "../../../source/json-document.js";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { jsonNumbers } from "../../../source/json-numbers.js";
import { once } from "../../../source/once.js";
import { jsonValue } from "../../../source/parse-json.js";
import { childPlace, type NodePlace, type Place, rootPlace } from "../../../source/place.js";
import { type RepeatedKey, repeatedKeys } from "../../../source/repeated-keys.js";
import type { TextFile } from "../../../source/text-file.js";
import type { Workspace } from "../../../source/workspace.js";
import { TracedCalls } from "../../traced-call.js";
import { valueAt } from "../model/fields.js";
import { LABELS } from "./block-labels.js";
import { dynamicBlock, type NestedBlock, type SourceAttribute, type SourceBlock } from "./source-block.js";

/**
 * The blocks in a file in Terraform's JSON syntax, with their types and labels. Each level of labels is an object or a
 * list of objects, and a list below the last label represents several blocks. `//` is a comment.
 */
export function jsonBlocksOf(
  file: TextFile,
  folder: string,
  workspace: Workspace,
): readonly (readonly [readonly string[], SourceBlock])[] {
  const parsed = jsonValue(withNumbersMarked(withRepeatsMarked(file)));
  if (parsed === undefined) return [];
  const calls = new TracedCalls(folder, workspace);
  const root: Found = { header: [], value: parsed, place: rootPlace(jsonDocument(file, parsed)) };
  return [...LABELS].flatMap(([type, labels]) => {
    let level = objectsAt(root)
      .flatMap(below)
      .filter(({ header }) => header[0] === type);
    for (let label = 0; label < labels; label += 1) level = level.flatMap((found) => objectsAt(found).flatMap(below));
    return level.flatMap(objectsAt).map(
      ({ header, value, place }) =>
        [
          header,
          new JsonSourceBlock(
            folder,
            value,
            place,
            once(() => calls.placeOf(traceIn(value))),
            // Variables can't contain references.
            type === "variable" ? literalOf : templateOf,
          ),
        ] as const,
    );
  });
}

/** Top-level keys of a JSON-syntax file that no configuration has, with their places. */
export function unknownKeys(file: TextFile): readonly (readonly [key: string, place: NodePlace])[] {
  const parsed = jsonValue(file.text);
  if (parsed === undefined) return [];
  return objectsAt({ header: [], value: parsed, place: rootPlace(jsonDocument(file, parsed)) }).flatMap(
    ({ value, place }) =>
      keysOf(value).flatMap((key) => (LABELS.has(key) ? [] : [[key, entryBelow(place, key)] as const])),
  );
}

/** The places where Terraform needs an object, or a list of objects, but the file contains something else. */
export function misplacedValues(file: TextFile): readonly NodePlace[] {
  const parsed = jsonValue(file.text);
  if (parsed === undefined) return [];
  const root: Found = { header: [], value: parsed, place: rootPlace(jsonDocument(file, parsed)) };
  const blocks = objectsAt(root).flatMap(below);
  return [...misplacedIn(root, 0), ...blocks.flatMap((one) => misplacedIn(one, LABELS.get(one.header[0] ?? "")))];
}

/**
 * The misplaced values in a block, or below its labels.
 * @param labels the number of label levels below; undefined if the value isn't a block
 */
function misplacedIn(found: Found, labels: number | undefined): readonly NodePlace[] {
  if (labels === undefined) return [];
  const wrong = [found.value].flat().some((one) => one !== null && !isJsonObject(one));
  const inner = labels === 0 ? [] : objectsAt(found).flatMap(below);
  return [...(wrong ? [found.place] : []), ...inner.flatMap((one) => misplacedIn(one, labels - 1))];
}

interface Found {
  readonly header: readonly string[];
  readonly value: JsonValue;
  readonly place: NodePlace;
}

function below({ header, value, place }: Found & { readonly value: JsonObject }): readonly Found[] {
  return Object.entries(value).flatMap(([written, item]) => {
    const key = plainKey(written);
    return key === COMMENT ? [] : [{ header: [...header, key], value: item, place: entryBelow(place, key) }];
  });
}

function entryBelow(place: NodePlace, key: string): NodePlace {
  return { ...childPlace(place, key), part: "entry" };
}

function objectsAt({ header, value, place }: Found): readonly (Found & { readonly value: JsonObject })[] {
  if (isJsonObject(value)) return [{ header, value, place }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: JsonValue, index) =>
    isJsonObject(item) ? [{ header, value: item, place: childPlace(place, index) }] : [],
  );
}

function keysOf(value: JsonValue): readonly string[] {
  return isJsonObject(value) ? Object.keys(value).filter((key) => key !== COMMENT) : [];
}

class JsonSourceBlock implements SourceBlock {
  constructor(
    readonly folder: string,
    private readonly value: JsonObject,
    private readonly written: NodePlace,
    /** The call that created the block and everything in it, if CDKTF wrote a stack trace. */
    private readonly call: () => Place | null,
    /** Translates a string in the block itself. */
    private readonly textOf: (text: string) => string = templateOf,
  ) {}

  get place(): Place {
    return this.call() ?? this.written;
  }

  names(): readonly string[] {
    const names = Object.entries(this.value).flatMap(([key, value]) => {
      if (isNoBlock(plainKey(key), value)) return [];
      return plainKey(key) === "dynamic" ? keysOf(value) : [key];
    });
    return [...new Set(names.map(plainKey).filter((name) => name !== COMMENT))];
  }

  attribute(name: string): SourceAttribute | null {
    const value = property(this.value, name);
    if (value === undefined || isNoBlock(name, value)) return null;
    const call = this.call();
    return {
      place: call ?? entryBelow(this.written, name),
      value: call ?? childPlace(this.written, name),
      expression: expressionOf(value, this.textOf),
      written: null,
    };
  }

  nested(type: string): readonly NestedBlock[] {
    return Object.entries(this.value).flatMap(([written, value]): readonly NestedBlock[] => {
      const key = plainKey(written);
      const found = this.blocksAt(key, value);
      if (key === type) return found.map((block) => ({ block, dynamic: null }));
      if (key !== "dynamic") return [];
      return found
        .flatMap((dynamic) => dynamic.nested(type))
        .flatMap(({ block: repeated }) => {
          const dynamic = dynamicBlock(repeated, type);
          return repeated.nested("content").map(({ block }) => ({ block, dynamic }));
        });
    });
  }

  private blocksAt(key: string, value: JsonValue): readonly SourceBlock[] {
    return objectsAt({ header: [], value, place: entryBelow(this.written, key) }).map(
      (found) => new JsonSourceBlock(this.folder, found.value, found.place, this.call),
    );
  }
}

/**
 * Whether a value is a null that stands for no blocks. For an argument, it would be a null value:
 * https://github.com/hashicorp/hcl/blob/main/json/spec.md#blocks
 */
function isNoBlock(name: string, value: JsonValue): boolean {
  return value === null && BLOCK.test(name);
}

const BLOCK =
  /^(?:backend|cloud|connection|lifecycle|postcondition|precondition|provisioner|required_providers|validation)$/;

/** CDKTF writes `"//": {"metadata": {"path": ..., "uniqueId": ..., "stackTrace": [...]}}` into every block. */
function traceIn(block: JsonObject): readonly string[] {
  const comment = property(block, "//");
  const metadata = isJsonObject(comment) ? property(comment, "metadata") : undefined;
  const trace = isJsonObject(metadata) ? property(metadata, "stackTrace") : undefined;
  return Array.isArray(trace) ? trace.filter((call: JsonValue) => typeof call === "string") : [];
}

/**
 * Prefix of a number that JavaScript might not represent exactly, and that is therefore read as a string. No string in
 * Terraform starts with it.
 */
const NUMBER = "\0";

const COMMENT = "//";

/**
 * Makes repeated keys unique. In Terraform, anything but an argument may be repeated any number of times, but
 * JavaScript keeps only one value for each key. Returns the changed text.
 */
function withRepeatsMarked(file: TextFile): string {
  const { text } = file;
  const parsed = jsonValue(file.text);
  const repeats = parsed === undefined ? [] : repeatedKeys(text, parsed);
  const ends = [0, ...repeats.map(({ end }) => end - 1)];
  return ends.map((end, at) => (at === 0 ? "" : `\\u0000${at}`) + text.slice(end, ends[at + 1])).join("");
}

function plainKey(key: string): string {
  return key.split(NUMBER, 1)[0] ?? key;
}

/**
 * The keys in a file that Terraform rejects as repeated arguments. Blocks may be repeated, so an object or a list of
 * objects is accepted, except in `locals`, which can't contain blocks.
 */
export function repeatedArguments(file: TextFile): readonly RepeatedKey[] {
  const parsed = jsonValue(file.text);
  if (parsed === undefined) return [];
  return repeatedKeys(file.text, parsed).filter(({ path, key }) => {
    const names = path.filter((step) => typeof step === "string");
    const [type = ""] = names;
    const value = isJsonObject(parsed) ? valueAt(parsed, [...path, key]) : undefined;
    const mayBeBlock = value === undefined || [value].flat().some(isJsonObject);
    const isIn = names.length > (LABELS.get(type) ?? Infinity) && ![...names, key].includes(COMMENT);
    return isIn && (type === "locals" || !mayBeBlock);
  });
}

function withNumbersMarked(text: string): string {
  let marked = "";
  let at = 0;
  for (const { start, end } of jsonNumbers(text)) {
    const number = text.slice(start, end);
    if (/^(?:0|-?[1-9]\d{0,14})$/.test(number)) continue;
    marked += `${text.slice(at, start)}"\\u0000${number}"`;
    at = end;
  }
  return marked + text.slice(at);
}

/**
 * Translates a value to native syntax.
 * @param textOf translates a string: as a template, or as a literal where Terraform accepts only constants
 */
function expressionOf(value: JsonValue, textOf: (text: string) => string): string {
  if (Array.isArray(value)) return `[${value.map((item) => expressionOf(item, textOf)).join(", ")}]`;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => {
      const name = textOf(plainKey(key));
      // As a key, `"${var.name}"` is the variable's value. In native syntax, it needs parentheses.
      return `${name.startsWith('"') ? name : `(${name})`} = ${expressionOf(item, textOf)}`;
    });
    return `{ ${entries.join(", ")} }`;
  }
  if (typeof value !== "string") return JSON.stringify(value);
  return value.startsWith(NUMBER) ? value.slice(NUMBER.length) : textOf(value);
}

function literalOf(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, "$&$&");
}

/** Translates a string as a template. A string that is only `${...}` becomes the expression in it. */
function templateOf(text: string): string {
  const parts = [...templateParts(text, { start: 0, end: text.length })];
  const [only] = parts;
  if (only?.start === 0 && only.end === text.length && text.startsWith("${")) {
    const expression = text.slice(2, -1);
    // A line break would end an object's item, but not `${...}`.
    return expression.includes("\n") ? `(${expression})` : expression;
  }
  let written = "";
  let at = 0;
  for (const { start, end } of parts) {
    written += JSON.stringify(text.slice(at, start)).slice(1, -1) + text.slice(start, end);
    at = end;
  }
  return `"${written}${JSON.stringify(text.slice(at)).slice(1)}`;
}
