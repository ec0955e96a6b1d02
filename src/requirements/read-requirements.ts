import { entryOf, type MapNode, type Node } from "../source/node.js";
import { type Place, rangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { type Problem, suggestion, unknownKeys } from "../source/unknown-keys.js";
import { parseYaml } from "../source/yaml-node.js";
import { FieldReader, NAME } from "./field-reader.js";
import { readKind } from "./read-kind.js";
import type { Kind, Requirements } from "./requirements.js";

const KEYS = ["$schema", "version", "product", "title", "source", "date", "gaps", "kinds", "aliases"];

export type ReadRequirements = { readonly requirements: Requirements } | { readonly problems: readonly Problem[] };

/** Reads a custom requirements file (JSON is YAML). Every problem is collected, none thrown. */
export function readRequirements(file: TextFile): ReadRequirements {
  const { documents, errors } = parseYaml(file);
  if (errors.length > 0) {
    const problems = errors.map(({ message, help, place }) => ({
      message: `the requirements are not YAML: ${message}`,
      help,
      place,
    }));
    return { problems };
  }
  const [root] = documents;
  if (root?.kind !== "map") {
    const help = "write `version`, `title`, `source`, `date` and `kinds`: see examples/requirements";
    return { problems: [{ message: "the requirements are not a map", help, place: startOf(file) }] };
  }
  const problems: Problem[] = [...unknownKeys(root.entries, KEYS, "the requirements")];
  const fields = new FieldReader(root, "the requirements", startOf(file), problems);
  const kinds = readKinds(fields, problems);
  const requirements: Requirements = {
    version: fields.text("version"),
    product: fields.optionalText("product") ?? "",
    title: fields.text("title"),
    source: fields.text("source"),
    date: readDate(root, fields, problems),
    gaps: fields.optionalText("gaps"),
    kinds,
    aliases: readAliases(fields, kinds, problems),
    nameMarks: [],
  };
  return problems.length > 0 ? { problems } : { requirements };
}

function startOf(file: TextFile): Place {
  return rangePlace(file, 0, Math.min(1, file.text.length));
}

function readDate(root: MapNode, fields: FieldReader, problems: Problem[]): string {
  const date = fields.text("date");
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  const entry = entryOf(root, "date");
  if (date !== "" && !isDate && entry !== undefined) {
    const help = "write the day on which the lists were read as YYYY-MM-DD";
    problems.push({ message: `\`${date}\` is no date`, help, place: entry.value.place });
  }
  return date;
}

function readKinds(fields: FieldReader, problems: Problem[]): readonly Kind[] {
  const items = fields.list("kinds", "start each kind with `- name: NAME`");
  const kinds: Kind[] = [];
  for (const item of items) {
    const kind = readKind(item, problems);
    if (kind === null) continue;
    if (kinds.some(({ name }) => name === kind.name)) {
      problems.push({ message: `two kinds are named \`${kind.name}\``, help: "rename one", place: item.place });
    }
    kinds.push(kind);
  }
  return kinds;
}

function readAliases(
  fields: FieldReader,
  kinds: readonly Kind[],
  problems: Problem[],
): ReadonlyMap<string, readonly string[]> {
  const names = kinds.map(({ name }) => name);
  const aliases = new Map<string, readonly string[]>();
  for (const { key, keyPlace, value } of fields.entries("aliases", "write `ALIAS: [KIND, KIND]` lines below it")) {
    if (!NAME.test(key) || key === "ignore" || names.includes(key)) {
      const message = names.includes(key) ? `alias \`${key}\` is a kind's name` : `\`${key}\` can't name an alias`;
      problems.push({ message, help: "use letters, digits, - and _, and no name twice", place: keyPlace });
    }
    aliases.set(key, readAliasKinds(value, names, problems));
  }
  return aliases;
}

function readAliasKinds(value: Node, names: readonly string[], problems: Problem[]): readonly string[] {
  const items = value.kind === "list" ? value.items : [value];
  return items.flatMap((item) => {
    const name = item.kind === "scalar" ? String(item.value) : "";
    if (names.includes(name)) return [name];
    const help = suggestion(name, names, "kinds are");
    problems.push({ message: `there is no kind \`${name}\``, help, place: item.place });
    return [];
  });
}
