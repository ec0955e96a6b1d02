import type { MapEntry, Node } from "../source/node.js";
import type { Place } from "../source/place.js";
import type { ConfigProblem } from "./settings.js";

/** A value, a block of lines, or a list of values, as lines. Returns null for anything else. */
export function plainLines(node: Node): readonly string[] | null {
  switch (node.kind) {
    case "scalar":
      return node.value === null ? [] : splitLines(String(node.value));
    case "list": {
      const lines = node.items.map((item) =>
        item.kind === "scalar" && item.value !== null ? String(item.value) : null,
      );
      return lines.every((line) => line !== null) ? lines : null;
    }
    case "map":
    case "partial":
    case "unresolved":
      return null;
  }
}

/** The lines that `plainLines` returns, each with its place, as precisely as known. */
export function linesWithPlaces(node: Node): readonly { readonly line: string; readonly place: Place }[] | null {
  const items = node.kind === "list" ? node.items : [node];
  const lines = items.map((item) => {
    const own = node.kind === "list" && item.kind === "list" ? null : plainLines(item);
    return own?.map((line) => ({ line, place: item.place })) ?? null;
  });
  return lines.every((line) => line !== null) ? lines.flat() : null;
}

/** The problem with a setting that `plainLines` can't read. */
export function unreadableSetting({ key, value }: MapEntry): ConfigProblem {
  const help = "write one string, or a list of strings";
  return { message: `\`${key}\` must be a string or a list of strings`, help, place: value.place };
}

export function splitLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
