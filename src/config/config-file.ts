import type { MapEntry, MapNode, Node } from "../source/node.js";
import type { Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { suggestion } from "../source/unknown-keys.js";
import { whyUnread } from "../source/why-unread.js";
import { parseYaml } from "../source/yaml-node.js";
import { linesWithPlaces, plainLines, unreadableSetting } from "./config-lines.js";
import { type ConfigSections, readSections, SECTION_NAMES } from "./config-sections.js";
import { emptyList } from "./deployment.js";
import { type ConfigProblem, type GivenSetting, isSettingName, SETTINGS, type SettingName } from "./settings.js";

export interface ConfigFile {
  readonly settings: ReadonlyMap<SettingName, GivenSetting>;
  readonly sections: ConfigSections;
  readonly problems: readonly ConfigProblem[];
}

/** Reads `.github/worker-iam-check.yml`, or a JSON file, since JSON is YAML. Collects all problems and throws none. */
export function readConfigFile(file: TextFile): ConfigFile {
  const parsed = parseYaml(file);
  const problems: ConfigProblem[] = parsed.errors.map((error) => ({
    message: `the configuration ${whyUnread("YAML", error.message)}`,
    help: error.help,
    place: error.place,
  }));
  const root = parsed.documents[0];
  const settings = new Map<SettingName, GivenSetting>();
  if (root === undefined || problems.length > 0 || (root.kind === "scalar" && root.value === null)) {
    return { settings, sections: readSections(null, problems), problems };
  }
  if (root.kind !== "map") {
    problems.push({
      message: "the configuration is not a map of settings",
      help: "write `setting: value` lines",
      place: root.place,
    });
    return { settings, sections: readSections(null, problems), problems };
  }
  problems.push(...repeatedKeys(root), ...furtherDocuments(parsed.documents));
  for (const entry of root.entries) readEntry(entry, settings, problems);
  return { settings, sections: readSections(root, problems), problems };
}

/** Reports keys that are set twice. Only the patterns of `roles` may repeat, because their kinds are combined. */
function repeatedKeys(node: Node): readonly ConfigProblem[] {
  if (node.kind === "list") return node.items.flatMap(repeatedKeys);
  if (node.kind !== "map") return [];
  const seen = new Set<string>();
  return node.entries.flatMap(({ key, keyPlace, value }) => {
    const within = key === "roles" ? [] : repeatedKeys(value);
    if (!seen.has(key)) {
      seen.add(key);
      return within;
    }
    return [{ message: `\`${key}\` is set twice`, help: "keep one of them", place: keyPlace }, ...within];
  });
}

function furtherDocuments([, ...others]: readonly Node[]): readonly ConfigProblem[] {
  const second = others.find((node) => node.kind !== "scalar" || node.value !== null);
  if (second === undefined) return [];
  const help = "put all settings into the first one";
  return [{ message: "the configuration has a second YAML document, which is not read", help, place: second.place }];
}

function readEntry(entry: MapEntry, settings: Map<SettingName, GivenSetting>, problems: ConfigProblem[]): void {
  if (entry.key === "$schema" || SECTION_NAMES.includes(entry.key)) return;
  if (!isSettingName(entry.key)) {
    const help = suggestion(entry.key, [...Object.keys(SETTINGS), ...SECTION_NAMES], "settings:");
    problems.push({ message: `unknown setting \`${entry.key}\``, help, place: entry.keyPlace });
    return;
  }
  const placed = entry.key === "roles" ? roleLines(entry.value) : null;
  const lines = entry.key === "roles" ? (placed?.map(({ line }) => line) ?? null) : plainLines(entry.value);
  if (lines === null) {
    problems.push(unreadableSetting(entry));
    return;
  }
  if (entry.key === "accounts" || entry.key === "regions") problems.push(...emptyList(entry.value, entry.key));
  const linePlaces = placed === null ? {} : { linePlaces: placed.map(({ place }) => place) };
  settings.set(entry.key, { lines, ...linePlaces, givenAs: `\`${entry.key}\``, place: entry.value.place });
}

interface PlacedLine {
  readonly line: string;
  readonly place: Place;
}

/** `roles` can be lines, a map from pattern to kinds, or a list of either (`- Role: backup` is a map in YAML). */
function roleLines(node: Node): readonly PlacedLine[] | null {
  if (node.kind === "map") return mapLines(node);
  const items = node.kind === "list" ? node.items : [node];
  const lines = items.map((item) => (item.kind === "map" ? mapLines(item) : linesWithPlaces(item)));
  return lines.every((line) => line !== null) ? lines.flat() : null;
}

function mapLines(node: MapNode): readonly PlacedLine[] | null {
  const lines = node.entries.map((entry) => {
    const kinds = plainLines(entry.value);
    return kinds === null ? null : { line: `${entry.key}: ${kinds.join(", ")}`, place: entry.keyPlace };
  });
  return lines.every((line) => line !== null) ? lines : null;
}
