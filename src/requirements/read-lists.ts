import { entryOf, type MapNode, type Node } from "../source/node.js";
import type { Place } from "../source/place.js";
import { type Problem, suggestion, unknownKeys } from "../source/unknown-keys.js";
import { ActionAllowance, TOO_MANY_ACTIONS } from "./action-allowance.js";
import { FieldReader, NAME } from "./field-reader.js";
import type { KnownActions } from "./read-actions.js";
import { checkDate } from "./read-date.js";
import { type KindContext, readKind } from "./read-kind.js";
import type { Kind, Requirements } from "./requirements.js";

const KEYS = [
  ...["$schema", "version", "product", "title", "source", "date"],
  ...["gaps", "extends", "without", "kinds", "aliases"],
];

export type ReadRequirements = { readonly requirements: Requirements } | { readonly problems: readonly Problem[] };

/** Stands for the newest version in the catalog. */
export const LATEST = "latest";

/** The versions that a file may extend, newest last. */
export type Extendable = ReadonlyMap<string, () => Requirements>;

/**
 * Reads the root of a requirements file, both the catalog's own files and custom ones.
 *
 * @param start where a missing field is reported
 */
export function readLists(root: MapNode, start: Place, known: KnownActions, versions: Extendable): ReadRequirements {
  const problems: Problem[] = [...unknownKeys(root.entries, KEYS, "the requirements")];
  const fields = new FieldReader(root, "the requirements", start, problems);
  const extended = readExtended(root, fields, versions, problems);
  const base = keptKinds(fields, extended, problems);
  const kinds = readKinds(fields, { known, base, allowance: new ActionAllowance() }, problems);
  const requirements: Requirements = {
    version: fields.text("version"),
    product: fields.optionalText("product") ?? extended?.product ?? "",
    title: fields.text("title"),
    source: fields.text("source"),
    date: fields.text("date"),
    gaps: fields.optionalText("gaps"),
    kinds,
    aliases: new Map([...inheritedAliases(extended, kinds), ...readAliases(fields, kinds, problems)]),
    nameMarks: extended?.nameMarks ?? [],
  };
  checkDate(root, "date", problems);
  return problems.length > 0 ? { problems } : { requirements };
}

function readExtended(
  root: MapNode,
  fields: FieldReader,
  versions: Extendable,
  problems: Problem[],
): Requirements | null {
  const version = fields.optionalText("extends");
  const entry = entryOf(root, "extends");
  if (version === null || entry === undefined) return null;
  const names = [...versions.keys()];
  const found = versions.get(version === LATEST ? (names.at(-1) ?? "") : version);
  if (found !== undefined) return found();
  const help = suggestion(version, [...names, LATEST], "versions:");
  problems.push({ message: `unknown version \`${version}\` to extend`, help, place: entry.value.place });
  return null;
}

/** The kinds of the version that the file extends, except the ones that `without` names. */
function keptKinds(fields: FieldReader, extended: Requirements | null, problems: Problem[]): ReadonlyMap<string, Kind> {
  const kept = new Map((extended?.kinds ?? []).map((kind) => [kind.name, kind]));
  for (const { text, place } of fields.optionalTexts("without")) {
    if (kept.delete(text)) continue;
    const names = [...kept.keys()];
    const help = extended === null ? "write `extends: VERSION`, too" : suggestion(text, names, "kinds:");
    problems.push({ message: `unknown kind \`${text}\` to leave out`, help, place });
  }
  return kept;
}

/** The file's kinds in its own order, followed by the kinds that it doesn't mention of the version that it extends. */
function readKinds(fields: FieldReader, context: Omit<KindContext, "earlier">, problems: Problem[]): readonly Kind[] {
  const items = fields.list("kinds", "start each kind with `- name: NAME`");
  const kinds: Kind[] = [];
  const earlier = new Map<string, Kind>();
  for (const item of items) {
    const kind = readKind(item, { ...context, earlier }, problems);
    if (context.allowance.isSpent) {
      problems.push({ ...TOO_MANY_ACTIONS, place: item.place });
      break;
    }
    if (kind === null) continue;
    if (earlier.has(kind.name)) {
      problems.push({ message: `two kinds are named \`${kind.name}\``, help: "rename one", place: item.place });
    }
    kinds.push(kind);
    earlier.set(kind.name, kind);
  }
  const all = [...kinds, ...[...context.base.values()].filter(({ name }) => !earlier.has(name))];
  for (const item of items) {
    const passes = item.kind === "map" ? entryOf(item, "passes") : undefined;
    if (passes !== undefined) readNames(passes.value, ["*", ...all.map(({ name }) => name)], problems);
  }
  return all;
}

/** Drops an alias of the version that the file extends if a kind of the file has the same name. */
function inheritedAliases(
  extended: Requirements | null,
  kinds: readonly Kind[],
): readonly (readonly [string, readonly string[]])[] {
  const names = new Set(kinds.map(({ name }) => name));
  return [...(extended?.aliases ?? [])]
    .map(([alias, named]) => [alias, named.filter((name) => names.has(name))] as const)
    .filter(([alias, named]) => !names.has(alias) && named.length > 0);
}

function readAliases(
  fields: FieldReader,
  kinds: readonly Kind[],
  problems: Problem[],
): ReadonlyMap<string, readonly string[]> {
  const names = kinds.map(({ name }) => name);
  const aliases = new Map<string, readonly string[]>();
  for (const { key, keyPlace, value } of fields.entries("aliases", "write `ALIAS: [KIND, KIND]` lines under it")) {
    if (!NAME.test(key) || key === "ignore" || names.includes(key)) {
      const [message, help] = names.includes(key)
        ? [`alias \`${key}\` has the same name as a kind`, "rename the alias"]
        : [`\`${key}\` can't name an alias`, "use letters, digits, -, and _; `ignore` is reserved in `roles`"];
      problems.push({ message, help, place: keyPlace });
    }
    aliases.set(key, readNames(value, names, problems));
  }
  return aliases;
}

function readNames(value: Node, names: readonly string[], problems: Problem[]): readonly string[] {
  const items = value.kind === "list" ? value.items : [value];
  return items.flatMap((item) => {
    const name = item.kind === "scalar" ? String(item.value) : "";
    if (names.includes(name)) return [name];
    const help = suggestion(
      name,
      [...new Set(names)].filter((one) => one !== "ignore"),
      "kinds:",
    );
    problems.push({ message: `unknown kind \`${name}\``, help, place: item.place });
    return [];
  });
}
