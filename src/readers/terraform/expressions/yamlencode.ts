import { type Node, OR_TEXT } from "../../../source/node.js";
import { inOrder } from "./sorted-keys.js";
import type { CostlyFunction } from "./terraform-function.js";

/**
 * Writes YAML like go-cty-yaml (https://github.com/zclconf/go-cty-yaml/blob/master/emitterc.go). Returns null unless
 * the value is fully known.
 */
export const yamlencode: CostlyFunction = ([value], place, effort) => {
  if (value === undefined) return "fails";
  const spend = (letters: number): void => effort.spend(1 + letters / BLANKS);
  const isPlain = value.kind === "scalar" && typeof value.value !== "string";
  const yaml = written(value, value.kind === "scalar" ? STEP : 0, 0, spend);
  return yaml === null ? null : { kind: "scalar", place, value: `${yaml}\n${isPlain ? "...\n" : ""}` };
};

/** This many spaces cost as much as a value. */
const BLANKS = 40;

const STEP = 2;

function lineAt(indent: number): string {
  return `\n${" ".repeat(indent)}`;
}

/**
 * A node as YAML. Returns null if its YAML is unknown.
 * @param indent the indentation of all lines except the first
 * @param column the column in which the first line starts
 */
function written(node: Node, indent: number, column: number, spend: (letters: number) => void): string | null {
  spend(indent);
  switch (node.kind) {
    case "scalar": {
      const { value, digits, given } = node;
      if (given === OR_TEXT) return null;
      return typeof value === "string" ? text(value, indent, column) : (digits ?? String(value));
    }
    case "list": {
      const items = node.items.map((item) => written(item, indent + STEP, indent + STEP, spend));
      return items.includes(null) ? null : items.map((item) => `- ${item}`).join(lineAt(indent)) || "[]";
    }
    case "map": {
      const entries = inOrder(node).map(({ key, value }) => {
        const name = `${quoted(key, null, indent)}:`;
        // A list's elements start in the column of its key.
        const within = value.kind === "list" ? indent : indent + STEP;
        const made = written(value, within, indent + [...name].length + 1, spend);
        if (made === null || /[\n\r\x85\u2028\u2029]/.test(key) || Buffer.byteLength(key) > MAX_KEY_LENGTH) return null;
        return name + (value.kind === "scalar" || /^[[{]/.test(made) ? " " : lineAt(within)) + made;
      });
      return entries.includes(null) ? null : entries.join(lineAt(indent)) || "{}";
    }
    case "partial":
    case "unresolved":
      return null;
  }
}

/** Longer keys, and keys with several lines, have a different notation. */
const MAX_KEY_LENGTH = 128;

/**
 * Writes a string with several lines as a block, unless it contains something that a block can't contain. Returns null
 * if it also has other line separators.
 */
function text(value: string, indent: number, column: number): string | null {
  if (!value.includes("\n") || /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]| (?:\n|$)/u.test(value))
    return quoted(value, indent, column);
  if (/[\u2028\u2029]/.test(value)) return null;
  const end = !value.endsWith("\n") ? "-" : /^\n?$|\n\n$/.test(value) ? "+" : "";
  const lines = value.replace(/\n$/, "").split("\n");
  return `|${/^[ \n]/.test(value) ? STEP : ""}${end}\n${lines.map((line) => line && " ".repeat(indent) + line).join("\n")}`;
}

const MAX_WIDTH = 80;

/**
 * A string in double quotes.
 * @param indent the indentation of continuation lines in a long string; null for a key, which is never broken
 */
function quoted(value: string, indent: number | null, column: number): string {
  let [made, at, isBlank] = ['"', column + 1, false];
  const letters = [...value];
  for (const [index, letter] of letters.entries()) {
    const wasBlank = isBlank;
    isBlank = letter === " ";
    const next = letters[index + 1];
    if (isBlank && !wasBlank && indent !== null && at > MAX_WIDTH && index > 0 && next !== undefined) {
      const mark = next === " " ? "\\" : "";
      made += lineAt(indent) + mark;
      at = indent + mark.length;
    } else {
      const shown = escaped(letter);
      made += shown;
      at += [...shown].length;
    }
  }
  return `${made}"`;
}

/** Pairs of an escape letter and the character that it represents. */
const ESCAPES = "0\0a\x07b\bt\tn\nv\vf\fr\re\x1bN\x85L\u2028P\u2029";

function escaped(letter: string): string {
  if (/["\\]/.test(letter)) return `\\${letter}`;
  if (/[\x20-~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(letter)) return letter;
  const at = ESCAPES.indexOf(letter);
  if (at >= 0) return `\\${ESCAPES[at - 1]}`;
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase();
  const [sign, length] = code.length < 3 ? ["x", 2] : code.length < 5 ? ["u", 4] : ["U", 8];
  return `\\${sign}${code.padStart(Number(length), "0")}`;
}
