import { JsonIndex } from "./json-index.js";
import { type JsonValue, nodeFromJson } from "./json-node.js";
import {
  type ListNode,
  type MapNode,
  type Node,
  type PartialNode,
  type ScalarNode,
  showText,
  type TextPart,
  type Unresolved,
} from "./node.js";
import { type JsonFault, parseJson } from "./parse-json.js";
import {
  fileOf,
  type NodePart,
  type PathKey,
  type Place,
  type RangePlace,
  rangeOf,
  rootPlace,
  type SourceDocument,
  type TextRange,
  textFileOf,
} from "./place.js";
import { type PlacedPiece, PlacedText } from "./placed-text.js";
import { repeatedKeys } from "./repeated-keys.js";
import type { TextFile } from "./text-file.js";
import { piecesOf, type TextPiece } from "./text-piece.js";

export type EmbeddedJson = { readonly node: Node } | { readonly fault: JsonFault } | { readonly unknown: string };

/**
 * Parses a string in a file as JSON. Each value's place is its position in the string as written, after mapping back
 * through escapes, line folds, and the pieces that the string was joined from. An unknown part may be inside a string
 * or be a whole value. An unknown part anywhere else makes the whole text `unknown`.
 */
export function parseEmbeddedJson(node: ScalarNode | PartialNode): EmbeddedJson {
  if (node.made?.kind === "json") return { node: node.made.value };
  const embedded = new EmbeddedText(piecesOf(node));
  const inner: TextFile = { path: textFileOf(node.place)?.path ?? "", text: embedded.text };
  const parsed = parseJson(inner);
  if ("value" in parsed) {
    const { value } = parsed;
    return { node: embedded.withUnknowns(nodeFromJson(value, embedded.root(node.place, value))) };
  }
  if (embedded.unknowns.length > 0)
    return { unknown: embedded.unknowns.map(({ expression }) => expression).join(", ") };
  const { message, help, place } = parsed.fault;
  const range = place.kind === "range" ? embedded.range(place) : null;
  return { fault: { message, help, place: range ?? node.place } };
}

/** A string whose unknown parts are replaced with marks so that it can be parsed. Maps each character back to its place in the file. */
class EmbeddedText {
  readonly text: string;
  private readonly placed: PlacedText;
  private readonly mark: string;
  /** The unknown parts and values that the marks represent. */
  private readonly marked: (Unresolved | ListNode | MapNode)[] = [];

  constructor(pieces: readonly TextPiece[]) {
    this.mark = unusedLetter(pieces);
    const placed: PlacedPiece[] = [];
    let text = "";
    let inString = false;
    let value: ListNode | MapNode | null = null;
    for (const piece of pieces) {
      const start = text.length;
      // If a value's JSON is in the position of a value, use the value itself. Inside a string, the JSON is just text.
      if (piece.json === "rest" && value !== null) continue;
      value = inString || typeof piece.json !== "object" ? null : piece.json;
      const { part, mayBe } = piece;
      const marked = value ?? (typeof part === "string" || inString || !mayBe ? part : { ...part, mayBe });
      if (typeof marked === "string") {
        text += marked;
        inString = endsInString(marked, inString);
      } else {
        const mark = `${this.mark}${this.marked.length}${this.mark}`;
        text += inString ? mark : `"${mark}"`;
        this.marked.push(marked);
      }
      placed.push({ ...piece, start, end: text.length });
    }
    this.text = text;
    this.placed = new PlacedText(placed);
  }

  get unknowns(): readonly Unresolved[] {
    return this.marked.filter((one) => one.kind === "unresolved");
  }

  /** The place of `value`, the result of parsing the text. */
  root(place: Place, value: JsonValue): Place {
    const file = textFileOf(place) ?? { path: fileOf(place), text: "" };
    let index: JsonIndex | undefined;
    const document: SourceDocument = {
      file,
      repeatedKeys: () =>
        repeatedKeys(this.text, value).map((repeated) => {
          const { start, end } = this.placed.range(repeated) ?? rangeOf(place) ?? { start: 0, end: 0 };
          return { ...repeated, start, end };
        }),
      find: (path: readonly PathKey[], part: NodePart): TextRange | null => {
        index ??= new JsonIndex(this.text);
        const found = index.find(path, part);
        return (found === null ? null : this.placed.range(found)) ?? rangeOf(place);
      },
    };
    return rootPlace(document);
  }

  range(range: TextRange): RangePlace | null {
    return this.placed.range(range);
  }

  /** The parsed value, in which each mark is replaced with the part or value that it represents. */
  withUnknowns(node: Node): Node {
    if (this.marked.length === 0) return node;
    const { place } = node;
    switch (node.kind) {
      case "list":
        return { kind: "list", place, items: node.items.map((item) => this.withUnknowns(item)) };
      case "map": {
        const unknownKey = node.entries.find(({ key }) => key.includes(this.mark))?.key;
        if (unknownKey !== undefined) return unresolvedIn(this.parts(unknownKey), place);
        const entries = node.entries.map((entry) => ({ ...entry, value: this.withUnknowns(entry.value) }));
        return { kind: "map", place, entries };
      }
      case "scalar":
        return typeof node.value === "string" && node.value.includes(this.mark)
          ? this.unmarked(node.value, place)
          : node;
      case "partial":
      case "unresolved":
        return node;
    }
  }

  private unmarked(text: string, place: Place): Node {
    const only = this.marked[Number(text.slice(1, -1))];
    if (only !== undefined && only.kind !== "unresolved") return only;
    const parts = this.parts(text);
    return parts.length === 1 ? unresolvedIn(parts, place) : { kind: "partial", place, parts };
  }

  private parts(text: string): readonly TextPart[] {
    return text.split(this.mark).flatMap((part, at): readonly TextPart[] => {
      const marked = at % 2 === 1 ? this.marked[Number(part)] : undefined;
      if (marked !== undefined)
        return [marked.kind === "unresolved" ? marked : { kind: "unresolved", expression: "JSON" }];
      return part === "" ? [] : [part];
    });
  }
}

function unresolvedIn(parts: readonly TextPart[], place: Place): Node {
  const [first] = parts;
  if (parts.length === 1 && typeof first === "object") return { ...first, place };
  return { kind: "unresolved", place, expression: showText({ kind: "partial", parts }) };
}

/** A character in Unicode's private use area that occurs in none of the pieces. */
function unusedLetter(pieces: readonly TextPiece[]): string {
  const used = new Set(
    pieces.flatMap(({ part }) => (typeof part === "string" ? (part.match(/[\ue000-\uf8fe]/g) ?? []) : [])),
  );
  for (let code = 0xe000; code < 0xf8ff; code += 1) {
    const letter = String.fromCharCode(code);
    if (!used.has(letter)) return letter;
  }
  return "\uf8ff";
}

function endsInString(json: string, inString: boolean): boolean {
  let inside = inString;
  for (let at = 0; at < json.length; at += 1) {
    if (json[at] === '"') inside = !inside;
    else if (inside && json[at] === "\\") at += 1;
  }
  return inside;
}
