import { type Node, showText, type Text, type TextPart, textOf } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { TextPiece } from "../../source/text-piece.js";

export function itemsOf(node: Node): readonly Node[] {
  return node.kind === "list" ? node.items : [];
}

export function textArgument(node: Node): string {
  const value = textOf(node);
  return value === undefined ? "" : showText(value);
}

export function text(value: string, place: Place): Node {
  return { kind: "scalar", place, value };
}

export function unresolved(place: Place, expression: string): Node {
  return { kind: "unresolved", place, expression };
}

/** Joins pieces of text; what may be JSON keeps the way back to where each piece was written. */
export function assemble(pieces: readonly TextPiece[], place: Place): Node {
  const node = concatenate(
    pieces.map(({ part }) => part),
    place,
  );
  const start = pieces.find(({ part }) => typeof part !== "string" || part.trim() !== "")?.part;
  const mayBeJson = typeof start === "string" && start.trimStart().startsWith("{");
  return mayBeJson && (node.kind === "scalar" || node.kind === "partial")
    ? { ...node, made: { kind: "text", pieces } }
    : node;
}

/** Joins texts; what is known becomes one string, an unknown part keeps the rest usable. */
export function concatenate(texts: readonly Text[], place: Place): Node {
  const parts: TextPart[] = [];
  for (const part of texts.flatMap((one): readonly TextPart[] =>
    typeof one === "string" || one.kind === "unresolved" ? [one] : one.parts,
  )) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  }
  const [first, ...others] = parts;
  if (first === undefined) return text("", place);
  if (others.length > 0) return { kind: "partial", place, parts };
  return typeof first === "string" ? text(first, place) : unresolved(place, first.expression);
}

const LONGEST_EXPRESSION = 200;

/** An expression as its author would name it: `GetAtt Queue.Arn`, `FindInMap Accounts, Ref Stage, Id`. */
export function describe(name: string, argument: Node): string {
  const shown = describeFunction(name, argument, 0);
  return shown.length > LONGEST_EXPRESSION ? `${shown.slice(0, LONGEST_EXPRESSION)}...` : shown;
}

function describeFunction(name: string, argument: Node, depth: number): string {
  const short = name.replace("Fn::", "");
  const items = argument.kind === "list" ? argument.items.slice(0, 10) : [argument];
  return `${short} ${items.map((item) => describeArgument(item, depth)).join(short === "GetAtt" ? "." : ", ")}`;
}

function describeArgument(node: Node, depth: number): string {
  const value = textOf(node);
  if (value !== undefined) return showText(value);
  const [only, ...others] = node.kind === "map" ? node.entries : [];
  const isFunction = only !== undefined && others.length === 0 && isIntrinsic(only.key);
  return isFunction && depth < 2 ? describeFunction(only.key, only.value, depth + 1) : "...";
}

export function isIntrinsic(key: string): boolean {
  return key === "Ref" || key.startsWith("Fn::");
}

/** The JSON that `Fn::ToJsonString` makes of a resolved value, with the unknown parts in it. */
export function jsonParts(node: Node): readonly TextPart[] {
  switch (node.kind) {
    case "scalar":
      return [JSON.stringify(node.value)];
    case "list":
      return ["[", ...separated(node.items.map(jsonParts)), "]"];
    case "map": {
      const entries = node.entries.map(({ key, value }) => [`${JSON.stringify(key)}:`, ...jsonParts(value)]);
      return ["{", ...separated(entries), "}"];
    }
    case "partial":
      return [
        '"',
        ...node.parts.map((part) => (typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part)),
        '"',
      ];
    case "unresolved":
      return [{ kind: "unresolved", expression: node.expression }];
  }
}

function separated(items: readonly (readonly TextPart[])[]): readonly TextPart[] {
  return items.flatMap((item, at): readonly TextPart[] => (at === 0 ? item : [",", ...item]));
}

/** A value as JSON; null when a part of it is not known. */
export function jsonText(node: Node): string | null {
  const json = concatenate(jsonParts(node), node.place);
  return json.kind === "scalar" ? String(json.value) : null;
}
