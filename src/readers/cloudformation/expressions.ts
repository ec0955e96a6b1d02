import { type Node, showText, type Text, type TextPart, textOf } from "../../source/node.js";
import type { Place } from "../../source/place.js";

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

/** An expression as its author would name it: `GetAtt Queue.Arn`, `ImportValue shared-role`. */
export function describe(name: string, argument: Node): string {
  const short = name.replace("Fn::", "");
  const items = argument.kind === "list" ? argument.items : [argument];
  const shown = items.map(textOf).map((value) => (value === undefined ? "..." : showText(value)));
  return `${short} ${shown.join(short === "GetAtt" ? "." : ", ")}`;
}

/** The JSON that `Fn::ToJsonString` makes of a resolved value; null when a part of it is not known. */
export function jsonText(node: Node): string | null {
  switch (node.kind) {
    case "scalar":
      return JSON.stringify(node.value);
    case "list": {
      const items = node.items.map(jsonText);
      return items.includes(null) ? null : `[${items.join(",")}]`;
    }
    case "map": {
      const entries = node.entries.map(({ key, value }) => [JSON.stringify(key), jsonText(value)] as const);
      return entries.some(([, value]) => value === null)
        ? null
        : `{${entries.map((entry) => entry.join(":")).join(",")}}`;
    }
    case "partial":
    case "unresolved":
      return null;
  }
}
