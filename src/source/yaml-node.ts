import {
  type Document,
  type ErrorCode,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Scalar,
  type YAMLMap,
  type Node as YamlAst,
} from "yaml";
import type { MapEntry, Node } from "./node.js";
import { once } from "./once.js";
import { type Place, rangePlace } from "./place.js";
import type { TextFile } from "./text-file.js";
import { TOO_DEEP, TOO_MANY_ALIASES } from "./why-unread.js";
import { TooManyFaults, yamlDocuments } from "./yaml-documents.js";

export interface ParsedYamlText {
  /** One node for each document in the file. */
  readonly documents: readonly Node[];
  readonly errors: readonly YamlFault[];
  /** The number of nodes created, including those that are not returned. */
  readonly nodes: number;
}

export interface YamlFault {
  /** Phrased to complete "FILE is not valid YAML: ...". */
  readonly message: string;
  readonly help: string;
  readonly place: Place;
}

/** More nodes than any file needs. A few lines of nested aliases exceed it. */
const MAX_NODES = 1_000_000;

/**
 * Parses YAML into nodes with exact places. Plain scalars stay as written, except for `true`, `false`, and `null`:
 * CloudFormation reads `Version: 2012-10-17` as a string, and an account ID keeps its leading zeros. CloudFormation's
 * short tags become maps with the long function names as keys.
 *
 * @param mostNodes more nodes than this are a fault
 */
export function parseYaml(file: TextFile, mostNodes = MAX_NODES, dialect: Dialect = "YAML 1.2"): ParsedYamlText {
  const count = new NodeCount(Math.min(mostNodes, MAX_NODES));
  return { ...parsed(file, count, dialect), nodes: count.made };
}

/**
 * CloudFormation "supports the YAML Version 1.1 specification"
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html), in which `yes` is true. In Terraform, merge keys
 * (`<<`) are ordinary entries. In the other dialects, each merge key is replaced with the entries that it refers to.
 */
type Dialect = "YAML 1.2" | "CloudFormation" | "Terraform";

/** https://yaml.org/type/bool.html, without `y` and `n`, which YAML 1.1 parsers such as SnakeYAML leave as strings. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map(
  [
    ["yes", "no"],
    ["on", "off"],
  ].flatMap((pair) =>
    pair.flatMap((word, index) =>
      [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`].map(
        (one) => [one, index === 0] as const,
      ),
    ),
  ),
);

/** Control characters that neither YAML nor JSON allows, and the library accepts (https://yaml.org/spec/1.2.2/#51-character-set). */
const CONTROL = /[^\P{Cc}\t\n\r\x7f-\x9f]/u;

function parsed(file: TextFile, count: NodeCount, dialect: Dialect): Omit<ParsedYamlText, "nodes"> {
  const control = file.text.search(CONTROL);
  if (control !== -1) {
    const place = rangePlace(file, control, control + 1);
    const message = "control characters are not allowed";
    return { documents: [], errors: [{ message, help: "remove the character, or write an escape sequence", place }] };
  }
  try {
    // A CR alone may end a line (https://yaml.org/spec/1.2.2/#54-line-break-characters), but the library doesn't support that. In YAML 1.1,
    // which CloudFormation and Terraform read, U+0085, U+2028, and U+2029 also end a line, and therefore a comment
    // (https://yaml.org/spec/1.1/#id871136).
    const list = yamlDocuments(file.text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, "\n"));
    const errors = list
      .flatMap((document) => document.errors)
      .map(({ message, code, pos }) => ({
        ...(message.startsWith("Maximum call stack")
          ? DEEP_FAULT
          : { message: inOneLine(message), help: helpFor(code) }),
        place: rangePlace(file, pos[0], pos[1]),
      }));
    if (errors.length > 0) return { documents: [], errors };
    const converters = list.map((document) => new Converter(file, document, count, dialect));
    const roots = converters.map((converter) => converter.root());
    const faults = converters.flatMap((converter) => converter.faults);
    return { documents: faults.length > 0 ? [] : roots, errors: faults };
  } catch (error) {
    // Reached if the document is nested too deeply for the recursive parser's stack, or has too many nodes.
    if (error instanceof TooLarge) return { documents: [], errors: [error] };
    if (error instanceof TooManyFaults) {
      const { reason, offset } = error;
      return {
        documents: [],
        errors: [{ message: inOneLine(reason), help: LATE, place: rangePlace(file, offset, offset + 1) }],
      };
    }
    return { documents: [], errors: [{ ...DEEP_FAULT, place: rangePlace(file, 0, 0) }] };
  }
}

const DEEP_FAULT = { message: TOO_DEEP, help: "reduce the nesting, or leave the file out with `files`" };

/** The library's message, rephrased to complete our sentence. */
function inOneLine(message: string): string {
  // Some messages end with all of the remaining text.
  const line = (message.split("\n")[0] ?? message).replace(/^(.{200}).+$/, "$1...");
  const [, end] = /^Flow \w+ .*end with a ([\]}])$/.exec(line) ?? [];
  if (end !== undefined)
    return `a ${end === "]" ? "[" : "{"} is not closed, or the lines below it are not indented enough`;
  return /^[A-Z][a-z]/.test(line) ? `${line[0]?.toLowerCase()}${line.slice(1)}` : line;
}

const LATE = "also check the lines above: a missing bracket, quote, or colon is noticed late";

/** The help for a fault, by the library's error code. */
function helpFor(code: ErrorCode): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "indent with spaces";
    case "BAD_INDENT":
      return "indent related lines by the same number of spaces, and close every bracket";
    case "BAD_DQ_ESCAPE":
      return "write a backslash as \\\\, or use single quotes";
    case "BAD_SCALAR_START":
      return "put the string in quotes";
    default:
      return LATE;
  }
}

/** Counts the nodes in all documents of a file. */
class NodeCount {
  made = 0;

  constructor(private readonly most: number) {}

  /** Counts more nodes. Returns whether the total is within the limit. */
  add(count = 1): boolean {
    this.made += count;
    return this.made <= this.most;
  }
}

class TooLarge extends Error {
  readonly help = "make it smaller, or leave the file out with `files`";

  constructor(readonly place: Place) {
    super(TOO_MANY_ALIASES);
  }
}

interface Pair {
  readonly key: unknown;
  readonly value: unknown;
}

/** In quotes, `<<` is an ordinary key. */
function isPlain(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN";
}

/** A merge key takes a map or a list of maps. In a list, the first map wins. */
function entriesToMerge(node: Node): readonly MapEntry[] {
  const maps = node.kind === "list" ? node.items : [node];
  return maps.flatMap((map) => (map.kind === "map" ? map.entries : []));
}

/**
 * The target of each alias: "the most recent node having the same anchor" before it, wherever the alias's parent is
 * repeated (https://yaml.org/spec/1.2.2/#71-alias-nodes). The library's own lookup scans the whole document for each
 * alias.
 */
function targetsOf(document: Document.Parsed): ReadonlyMap<YamlAst, YamlAst> {
  const [anchors, targets] = [new Map<string, YamlAst>(), new Map<YamlAst, YamlAst>()];
  const note = (ast: unknown): void => {
    if (isPair(ast)) {
      note(ast.key);
      note(ast.value);
    } else if (isAlias(ast)) {
      const target = anchors.get(ast.source);
      if (target !== undefined) targets.set(ast, target);
    } else if (isNode(ast)) {
      if (ast.anchor !== undefined) anchors.set(ast.anchor, ast);
      if (isCollection(ast)) ast.items.forEach(note);
    }
  };
  note(document.contents);
  return targets;
}

class Converter {
  readonly faults: YamlFault[] = [];
  /** The targets of the aliases that are being expanded, each with the alias's place. An alias that contains itself has no value. */
  private readonly open = new Map<YamlAst, Place>();
  private readonly targets = once(() => targetsOf(this.document));
  /** Converted alias targets. Each target is converted once. */
  private readonly known = new Map<YamlAst, { readonly node: Node; readonly size: number }>();

  constructor(
    private readonly file: TextFile,
    private readonly document: Document.Parsed,
    private readonly count: NodeCount,
    private readonly dialect: Dialect,
  ) {}

  root(): Node {
    return this.convert(this.document.contents);
  }

  private convert(ast: unknown): Node {
    if (!this.count.add()) throw this.tooLarge(this.placeOf(ast));
    if (isAlias(ast)) return this.alias(ast);
    const node = this.untagged(ast);
    const tag = (ast as YamlAst | null)?.tag;
    // `!` alone only says that the value is a string: https://yaml.org/spec/1.2.2/#691-node-tags
    return tag?.startsWith("!") && !/^!(?:!|$)/.test(tag) ? withTag(tagName(tag), node) : node;
  }

  private tooLarge(place: Place): TooLarge {
    return new TooLarge([...this.open.values()][0] ?? place);
  }

  /**
   * Returns the same node for each use of a target, but counts its nodes each time. Messages leave out the alias's
   * name, because it is content from an unparsed file.
   */
  private alias(ast: YamlAst): Node {
    const target = this.targets().get(ast);
    const place = this.placeOf(ast);
    if (target === undefined || this.open.has(target)) {
      const fault =
        target === undefined
          ? { message: "an alias has no matching anchor before it", help: "define the anchor before the alias" }
          : { message: "an alias refers to a node that contains it", help: "write out its value" };
      this.faults.push({ ...fault, place });
      return { kind: "scalar", place, value: null };
    }
    const known = this.known.get(target);
    if (known !== undefined) {
      if (!this.count.add(known.size)) throw this.tooLarge(place);
      return known.node;
    }
    const before = this.count.made;
    this.open.set(target, place);
    const node = this.convert(target);
    this.open.delete(target);
    this.known.set(target, { node, size: this.count.made - before });
    return node;
  }

  private untagged(ast: unknown): Node {
    if (isMap(ast))
      return this.braces(ast) ?? { kind: "map", place: this.placeOf(ast), entries: this.entries(ast.items) };
    if (isSeq(ast))
      return { kind: "list", place: this.placeOf(ast), items: ast.items.map((item) => this.convert(item)) };
    if (isScalar(ast)) return this.scalar(ast);
    return { kind: "scalar", place: rangePlace(this.file, 0, 0), value: null };
  }

  /** In YAML, `{{ name }}` is a map with a map as its key. In every templating tool, it is a placeholder. */
  private braces(ast: YAMLMap): Node | null {
    const { text } = this.file;
    const [start, end] = ast.range ?? [0, 0];
    if (
      ast.items.length !== 1 ||
      ast.items[0]?.value !== null ||
      ast.flow !== true ||
      !text.startsWith("{{", start) ||
      !text.startsWith("}}", end - 2)
    )
      return null;
    return { kind: "scalar", place: this.placeOf(ast), value: text.slice(start, end) };
  }

  private scalar(ast: Scalar): Node {
    const place = this.placeOf(ast);
    const [start, end] = ast.range ?? [0, 0];
    // At the end of a truncated file, the library mistakes an escaped quote for the closing one.
    if (end === this.file.text.length && isOpen(this.file.text.slice(start, end))) {
      this.faults.push({ message: "a quoted string is not closed", help: "add the closing quote", place });
    }
    return { kind: "scalar", place, value: this.plainOf(ast) ?? scalarValue(ast.value, ast.source) };
  }

  /**
   * The map's own entries, in which a key may be repeated, and the entries from merge keys (`<<`) that the map's own entries don't
   * override.
   */
  private entries(pairs: readonly Pair[]): MapEntry[] {
    const own: MapEntry[] = [];
    const merged: MapEntry[] = [];
    for (const pair of pairs) {
      const key = this.key(pair.key);
      const keyPlace = this.placeOf(pair.key);
      const isMerge = key === "<<" && isPlain(pair.key) && this.dialect !== "Terraform";
      const value: Node =
        pair.value === null ? { kind: "scalar", place: keyPlace, value: null } : this.convert(pair.value);
      // The last of several merge keys wins, but the first map in a list.
      if (isMerge) merged.unshift(...entriesToMerge(value));
      else own.push({ key, keyPlace, value });
    }
    if (merged.length === 0) return own;
    const taken = new Set(own.map(({ key }) => key));
    return [...merged.filter(({ key }) => !taken.has(key) && taken.add(key)), ...own];
  }

  /** The key as written, so that `012` keeps its zero. An alias is replaced by the string that it refers to. */
  private key(ast: unknown): string {
    const named = isAlias(ast) ? this.targets().get(ast) : ast;
    if (isAlias(ast) && !isScalar(named)) {
      const message = "an alias that is used as a key does not refer to a string";
      const help = "write out the key, or put its anchor before it and a space after it";
      this.faults.push({ message, help, place: this.placeOf(ast) });
    }
    if (!isScalar(named)) return "";
    return String(this.plainOf(named) ?? named.source ?? named.value ?? "");
  }

  /** The YAML 1.1 value of a plain scalar or key: a boolean, or the digits of an integer. Returns undefined if it is just text. */
  private plainOf(ast: Scalar): boolean | string | undefined {
    if (this.dialect !== "CloudFormation" || ast.type !== "PLAIN" || ast.tag) return undefined;
    if (typeof ast.value === "boolean") return ast.value;
    const source = ast.source ?? "";
    return integerOf(source) ?? BOOLEANS.get(source);
  }

  /** The start of a scalar's content. A block scalar's content starts on the line after its `|` or `>`. */
  private contentOf(start: number, end: number): number {
    const { text } = this.file;
    if (text[start] !== "|" && text[start] !== ">") return start;
    let at = text.indexOf("\n", start);
    while (at !== -1 && at < end && /\s/.test(text[at] ?? "")) at += 1;
    return at === -1 || at >= end ? start : at;
  }

  private placeOf(ast: unknown): Place {
    const range = (ast as YamlAst | null)?.range;
    if (!range) return rangePlace(this.file, 0, 0);
    // The range of a block collection extends to the next token, across line breaks and indentation.
    let end = range[1];
    while (end > range[0] && /\s/.test(this.file.text[end - 1] ?? "")) end -= 1;
    return rangePlace(this.file, isScalar(ast) ? this.contentOf(range[0], end) : range[0], end);
  }
}

/** Whether the last quote of a string is an escaped one, so that the string isn't closed. */
function isOpen(written: string): boolean {
  const inside = written.slice(1, -1);
  if (written.startsWith("'")) return inside.replaceAll("''", "").endsWith("'");
  return written.startsWith('"') && /(?:^|[^\\])(?:\\\\)*\\$/.test(inside);
}

/** Binary, hexadecimal, octal, decimal, or base 60, with `_` anywhere: https://yaml.org/type/int.html */
const INTEGER = /^([-+]?)(?:(0b[01]+|0x[\da-fA-F]+)|0([0-7]+)|(0|[1-9]\d*(?::[0-5]?\d)*))$/;
/** No real file has a longer integer. */
const MAX_INTEGER_LENGTH = 64;

function integerOf(source: string): string | undefined {
  const found = source.length > MAX_INTEGER_LENGTH ? null : INTEGER.exec(source.replaceAll("_", ""));
  if (found === null || source.startsWith("_")) return undefined;
  const [, sign = "", prefixed, octal, decimal = ""] = found;
  const written = prefixed ?? (octal === undefined ? undefined : `0o${octal}`);
  const value =
    written === undefined ? decimal.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n) : BigInt(written);
  return String(sign === "-" ? -value : value);
}

/** Numbers stay text (`source`): 012345678901 is an account ID, even in YAML 1.1, and 1.10 is a version. */
function scalarValue(value: unknown, source: string | undefined): string | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  return typeof value === "string" ? value : (source ?? String(value));
}

/** `!%53ub` is `!Sub`: https://yaml.org/spec/1.2.2/#691-node-tags */
function tagName(tag: string): string {
  return tag
    .slice(1)
    .replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

const LONG_NAMES: Readonly<Record<string, string>> = { Ref: "Ref", Condition: "Condition" };

/** `!GetAtt A.B` is `Fn::GetAtt: [A, B]`: the short form joins the two parts with a dot. */
function withTag(tag: string, value: Node): Node {
  const key = Object.hasOwn(LONG_NAMES, tag) ? (LONG_NAMES[tag] ?? tag) : `Fn::${tag}`;
  return {
    kind: "map",
    place: value.place,
    entries: [{ key, keyPlace: value.place, value: tag === "GetAtt" ? splitGetAtt(value) : value }],
  };
}

function splitGetAtt(value: Node): Node {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const dot = value.value.indexOf(".");
  if (dot === -1) return value;
  const parts = [value.value.slice(0, dot), value.value.slice(dot + 1)];
  return {
    kind: "list",
    place: value.place,
    items: parts.map((part) => ({ kind: "scalar", place: value.place, value: part })),
  };
}
