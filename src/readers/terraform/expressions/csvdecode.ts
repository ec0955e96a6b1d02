import type { MapEntry, Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { TerraformFunction } from "./terraform-function.js";

/** `csvdecode(text)` (RFC 4180): a list of objects with the names in the first line as keys. All values are strings. */
export const csvdecode: TerraformFunction = ([text], place) => {
  if (text?.kind !== "scalar" || typeof text.value !== "string") return null;
  const rows = rowsOf(text.value.replaceAll("\r\n", "\n"));
  const [names, ...lines] = rows ?? [];
  if (names === undefined || new Set(names).size < names.length) return "fails";
  if (lines.some((line) => line.length !== names.length)) return "fails";
  const items = lines.map((line): Node => objectOf(names, line, place));
  return { kind: "list", place, items, collection: "list" };
};

function objectOf(names: readonly string[], values: readonly string[], place: Place): Node {
  const entries = names.map((key, at): MapEntry => {
    return { key, keyPlace: place, value: { kind: "scalar", place, value: values[at] ?? "" } };
  });
  return { kind: "map", place, entries, collection: "object" };
}

/** Matches a field, quoted or not, with its delimiter. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/y;

/** The rows of CSV text. Returns null unless the text is valid CSV. */
function rowsOf(text: string): readonly (readonly string[])[] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (row.length === 0 && text[at] === "\n") {
      at += 1;
      continue;
    }
    FIELD.lastIndex = at;
    const found = FIELD.exec(text);
    if (found === null) return null;
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    at = FIELD.lastIndex;
    const isEnd = found[3] !== ",";
    if (!isEnd && at === text.length) row.push("");
    if (isEnd || at === text.length) {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
