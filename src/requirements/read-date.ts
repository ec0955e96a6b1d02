import { entryOf, type MapNode } from "../source/node.js";
import type { Problem } from "../source/unknown-keys.js";

/** Reports a field of a map that isn't a date. Missing and empty fields are reported elsewhere. */
export function checkDate(map: MapNode, key: string, problems: Problem[]): void {
  const value = entryOf(map, key)?.value;
  if (value?.kind !== "scalar" || value.value === null || value.value === "" || isDate(String(value.value))) return;
  const message = `\`${value.value}\` is not a date`;
  problems.push({ message, help: "write the date as YYYY-MM-DD", place: value.place });
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
