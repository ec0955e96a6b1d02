import { nearestWord } from "../source/nearest-word.js";
import type { ActionRequests, Authorization, Need, ResourceType } from "./authorization.js";
import { isOfEveryService } from "./condition/cross-service-keys.js";
import { MAX_TYPOS } from "./condition/key-types.js";
import { hasKey } from "./condition/request-keys.js";
import { type GroupedAction, readNounGroups } from "./noun-groups.js";
import { hasWildcards, literal, type Pattern, wildcards } from "./pattern.js";
import { PatternTrie } from "./pattern-trie.js";
import { packed } from "./service-authorization.generated.js";
import { unpackText } from "./unpack-text.js";

interface Action extends ActionRequests {
  /** The name as AWS spells it, without the service. */
  readonly name: string;
  /** The full name in lower case, for matching patterns. */
  readonly tokens: Pattern;
  /** Whether the action works on resources that the data lacks. */
  readonly isOpen: boolean;
}

/** A service's actions, keyed by lower-case name. */
type Service = ReadonlyMap<string, Action>;

interface Held {
  readonly verbs: readonly string[];
  /** Keyed by service prefix. */
  readonly lines: ReadonlyMap<string, string>;
}

/** The generated data: one line per service, read when the service is first needed. */
export class PackedAuthorization implements Authorization {
  /** The data never changes, so the head and base of a check share the unpacked data. */
  static #held: Held | undefined;
  static readonly #services = new Map<string, Service>();
  /** Keyed by text as written: the roles of a repository repeat the same actions. */
  readonly #known = new Map<string, boolean>();
  readonly #matched = new Map<string, boolean>();

  isKnown(action: string): boolean {
    return remembered(this.#known, action, () => {
      const [service, name] = split(action);
      return this.#service(service)?.has(name) ?? false;
    });
  }

  isWildcardOnly(action: string): boolean {
    return this.requestsOf(action)?.types.length === 0;
  }

  requestsOf(action: string): ActionRequests | null {
    const [service, name] = split(action);
    const held = this.#service(service)?.get(name);
    return held === undefined || held.isOpen ? null : held;
  }

  expand(pattern: string): readonly string[] {
    return this.expandAll([pattern]).get(pattern) ?? [];
  }

  expandAll(patterns: Iterable<string>): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const tried = new PatternTrie<string[]>();
    const services = new Set<string>();
    for (const pattern of patterns) {
      if (found.has(pattern)) continue;
      const actions: string[] = [];
      found.set(pattern, actions);
      const [prefix, name] = pattern === "*" ? ["*", "*"] : split(pattern);
      if (prefix === "") continue;
      tried.add(wildcards(`${prefix}:${name}`), actions);
      services.add(prefix);
    }
    for (const service of this.#matching(services)) {
      for (const { name, tokens } of this.#service(service)?.values() ?? []) {
        for (const actions of tried.matching(tokens)) actions.push(`${service}:${name}`);
      }
    }
    return found;
  }

  withoutMatch(patterns: readonly string[]): ReadonlySet<string> {
    const untried = patterns.filter((pattern) => !this.#matched.has(pattern));
    for (const [pattern, { length }] of this.expandAll(untried)) this.#matched.set(pattern, length > 0);
    return new Set(patterns.filter((pattern) => this.#matched.get(pattern) === false));
  }

  suggest(action: string): string | null {
    const [written, name] = split(action);
    const service = this.#all().lines.has(written) ? written : nearestWord(written, this.#all().lines.keys());
    const actions = service === null ? null : this.#service(service);
    if (actions === null || service === null) return null;
    const found = actions.get(name) ?? actions.get(nearestWord(name, actions.keys()) ?? "");
    if (found !== undefined) return `${service}:${found.name}`;
    // A pattern has no nearest action, so only its service can be corrected.
    return hasWildcards(name) && service !== written ? `${service}:${action.slice(written.length + 1)}` : null;
  }

  nearKey(key: string): string | null {
    const folded = key.toLowerCase();
    if (isOfEveryService(folded)) return null;
    const [service] = split(folded);
    const keys = keysOf(this.#all().lines.get(service) ?? "");
    if (keys === null || hasKey(new Set(keys), folded)) return null;
    const words = keys.map((one) => one.replace(/[/:]\*$/, ""));
    const [head = ""] = /^[^:]*:[^:/]*/.exec(folded) ?? [];
    const near = nearestWord(folded, words, MAX_TYPOS) ?? nearestWord(head, words, MAX_TYPOS);
    return near === null ? null : (keys[words.indexOf(near)]?.replace("*", "KEY") ?? null);
  }

  /** The services that match the prefixes of actions. */
  #matching(prefixes: ReadonlySet<string>): Iterable<string> {
    if (![...prefixes].some(hasWildcards)) return prefixes;
    const named = new PatternTrie<true>();
    for (const prefix of prefixes) named.add(wildcards(prefix), true);
    return [...this.#all().lines.keys()].filter((service) => named.matchingText(service).size > 0);
  }

  #service(service: string): Service | null {
    const known = PackedAuthorization.#services.get(service);
    if (known !== undefined) return known;
    const { lines, verbs } = this.#all();
    const line = lines.get(service);
    if (line === undefined) return null;
    const actions = readActions(service, line, verbs);
    PackedAuthorization.#services.set(service, actions);
    return actions;
  }

  #all(): Held {
    PackedAuthorization.#held ??= readHeld(unpackText(packed));
    return PackedAuthorization.#held;
  }
}

function remembered(answers: Map<string, boolean>, text: string, answer: () => boolean): boolean {
  const known = answers.get(text) ?? answer();
  answers.set(text, known);
  return known;
}

function readHeld(text: string): Held {
  const [verbs = "", ...lines] = text.split("\n");
  return { verbs: verbs.split(" "), lines: new Map(lines.map(readService)) };
}

/** Returns the service and the rest of its line. */
function readService(line: string): [string, string] {
  const blank = line.indexOf(" ");
  return [line.slice(0, blank), line.slice(blank + 1)];
}

/** `scripts/generate-authorization.mjs` describes the format of a line. */
function readActions(service: string, line: string, verbs: readonly string[]): Service {
  const [types = "", all = "", ...groups] = line.split(" ");
  const [keys = "", unplaced] = all.split(";");
  const open = types === "-" ? [`${service}:*`] : (unplaced?.split(",") ?? []);
  const lists: Lists = { types: types.split(",").map(readType), keys: keys.split(","), open };
  const actions = readNounGroups(groups, verbs, all !== "?");
  return new Map(actions.map((action) => readAction(service, action, lists)));
}

interface Lists {
  readonly types: readonly Omit<ResourceType, "keys" | "need">[];
  readonly keys: readonly string[];
  /** Keys that requests for any of the service's actions may have. */
  readonly open: readonly string[];
}

function readType(written: string): Lists["types"][number] {
  const [name = "", forms = ""] = written.split("=");
  return { name, forms: forms.split("|") };
}

function readAction(service: string, { name, details }: GroupedAction, lists: Lists): [string, Action] {
  const [head = "", ...requested] = details.split("#");
  const [, keys] = head.split("@");
  const types = requested.flatMap((one): readonly ResourceType[] => {
    const [place = "", ...own] = one.split(",");
    const type = lists.types[Number.parseInt(place, 36)];
    if (type === undefined) return [];
    return [{ ...type, keys: own.map((key) => keyAt(lists, key)), need: needAt(place), isNew: place.endsWith("!") }];
  });
  const everywhere = [...lists.open, ...(keys?.split(",").map((key) => keyAt(lists, key)) ?? [])];
  const tokens = literal(`${service}:${name}`.toLowerCase());
  return [
    name.toLowerCase(),
    { name, tokens, types, keys: everywhere, isOpen: requested.length > 0 && types.length === 0 },
  ];
}

function needAt(place: string): Need {
  return place.includes("*") ? "each" : place.includes("+") ? "alternative" : "none";
}

function keyAt({ keys }: Lists, place: string): string {
  return freed(keys[Number.parseInt(place, 36)] ?? "");
}

/** The reference also writes the variable part of a key as `<key>` (S3) or `tag-key` (SSM, Secrets Manager). */
function freed(key: string): string {
  return key.replace(/(?<=\/)(?:<key>|tag-key)$/, "*");
}

/** All keys in a service's line. Returns null if the data has none. */
function keysOf(line: string): readonly string[] | null {
  const [, all = "?"] = line.split(" ", 2);
  return all === "?" ? null : all.split(/[;,]/).map(freed);
}

/** Returns the service and the name in lower case. The service is empty if there is no colon. */
function split(action: string): [string, string] {
  const folded = action.toLowerCase();
  const colon = folded.indexOf(":");
  return colon === -1 ? ["", folded] : [folded.slice(0, colon), folded.slice(colon + 1)];
}
