import { entryOf, type MapEntry, type MapNode, type Node } from "../source/node.js";
import type { Place } from "../source/place.js";
import type { Problem } from "../source/unknown-keys.js";

/** A name that `roles` lines and markers can contain: they split at spaces, commas, and colons. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Reads the fields of one map in a requirements file. Anything that doesn't fit becomes a problem and an empty value. */
export class FieldReader {
  constructor(
    private readonly fields: MapNode,
    /** The map's name in messages. */
    private readonly where: string,
    /** Where to report a missing field. */
    private readonly place: Place,
    private readonly problems: Problem[],
  ) {
    const seen = new Set<string>();
    for (const { key, keyPlace } of fields.entries) {
      if (seen.has(key)) this.report(`\`${key}\` occurs twice in ${where}`, "keep one of them", keyPlace);
      seen.add(key);
    }
  }

  has(key: string): boolean {
    return entryOf(this.fields, key) !== undefined;
  }

  text(key: string): string {
    const text = this.optionalText(key);
    if (text !== null) return text;
    if (entryOf(this.fields, key) === undefined) this.report(this.missing(key), `add \`${key}:\``, this.place);
    return "";
  }

  /** Returns null if the field is missing, or if it isn't a string, which is reported. */
  optionalText(key: string): string | null {
    const entry = entryOf(this.fields, key);
    if (entry === undefined) return null;
    const { value } = entry;
    if (value.kind === "scalar" && value.value !== null && value.value !== "") return String(value.value);
    this.report(`\`${key}\` is empty or is not a string`, "write a value after it", entry.keyPlace);
    return null;
  }

  list(key: string, help: string): readonly Node[] {
    const entry = entryOf(this.fields, key);
    if (entry === undefined) this.report(this.missing(key), help, this.place);
    else if (entry.value.kind !== "list") this.report(`\`${key}\` is not a list`, help, entry.value.place);
    else if (entry.value.items.length === 0) this.report(`\`${key}\` is empty`, help, entry.keyPlace);
    return entry?.value.kind === "list" ? entry.value.items : [];
  }

  /** The strings of a list, or a single string, each with its place. With `helpIfEmpty`, an empty list is a problem. */
  optionalTexts(
    key: string,
    helpIfEmpty: string | null = null,
  ): readonly { readonly text: string; readonly place: Place }[] {
    const entry = entryOf(this.fields, key);
    if (entry === undefined) return [];
    const items = entry.value.kind === "list" ? entry.value.items : [entry.value];
    if (items.length === 0 && helpIfEmpty !== null) this.report(`\`${key}\` is empty`, helpIfEmpty, entry.keyPlace);
    return items.flatMap((item) => {
      if (item.kind === "scalar" && item.value !== null) return [{ text: String(item.value), place: item.place }];
      this.report(
        `\`${key}\` must be a string or a list of strings`,
        "write one string, or a list of strings",
        item.place,
      );
      return [];
    });
  }

  entries(key: string, help: string): readonly MapEntry[] {
    const entry = entryOf(this.fields, key);
    if (entry === undefined) return [];
    if (entry.value.kind === "map") return entry.value.entries;
    this.report(`\`${key}\` is not a map`, help, entry.value.place);
    return [];
  }

  private missing(key: string): string {
    return `\`${key}\` is missing from ${this.where}`;
  }

  private report(message: string, help: string, place: Place): void {
    this.problems.push({ message, help, place });
  }
}
