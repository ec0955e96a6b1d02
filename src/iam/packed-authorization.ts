import { nearestWord } from "../source/nearest-word.js";
import type { ActionRequests, Authorization, ResourceType } from "./authorization.js";
import { covers, hasWildcards, literal, wildcards } from "./pattern.js";
import { packed } from "./service-authorization.generated.js";
import { unpackText } from "./unpack-text.js";

interface Action extends ActionRequests {
  /** As AWS spells it, without the service. */
  readonly name: string;
  /** It is asked on resources that are not held. */
  readonly isOpen: boolean;
}

/** Actions of a service by their name in lower case. */
type Service = ReadonlyMap<string, Action>;

/** The generated data: a line for each service, read when the service is first asked for. */
export class PackedAuthorization implements Authorization {
  /** The data never changes: head and base of a check share what was unpacked. */
  static #lines: ReadonlyMap<string, string> | undefined;
  static readonly #services = new Map<string, Service>();
  /** Answers for texts as written: the roles of a repository name the same actions over and over. */
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
    return [...this.#matches(pattern)];
  }

  matchesAny(pattern: string): boolean {
    return remembered(this.#matched, pattern, () => this.#matches(pattern).next().done !== true);
  }

  *#matches(pattern: string): Generator<string> {
    const [prefix, name] = pattern === "*" ? ["*", "*"] : split(pattern);
    const wanted = wildcards(name);
    const start = name.slice(0, name.search(/[*?]|$/));
    for (const service of this.#matching(prefix)) {
      for (const [folded, action] of this.#service(service) ?? []) {
        if (folded.startsWith(start) && covers(wanted, literal(folded))) yield `${service}:${action.name}`;
      }
    }
  }

  suggest(action: string): string | null {
    const [written, name] = split(action);
    const service = this.#all().has(written) ? written : nearestWord(written, this.#all().keys());
    const actions = service === null ? null : this.#service(service);
    if (actions === null || service === null) return null;
    const found = actions.get(name) ?? actions.get(nearestWord(name, actions.keys()) ?? "");
    if (found !== undefined) return `${service}:${found.name}`;
    // A pattern has no nearest action: its service is all that can be corrected.
    return hasWildcards(name) && service !== written ? `${service}:${action.slice(written.length + 1)}` : null;
  }

  #matching(prefix: string): readonly string[] {
    if (!hasWildcards(prefix)) return [prefix];
    const wanted = wildcards(prefix);
    return [...this.#all().keys()].filter((service) => covers(wanted, literal(service)));
  }

  #service(service: string): Service | null {
    const known = PackedAuthorization.#services.get(service);
    if (known !== undefined) return known;
    const line = this.#all().get(service);
    if (line === undefined) return null;
    const actions = readActions(service, line);
    PackedAuthorization.#services.set(service, actions);
    return actions;
  }

  #all(): ReadonlyMap<string, string> {
    PackedAuthorization.#lines ??= new Map(unpackText(packed).split("\n").map(readService));
    return PackedAuthorization.#lines;
  }
}

function remembered(answers: Map<string, boolean>, text: string, answer: () => boolean): boolean {
  const known = answers.get(text) ?? answer();
  answers.set(text, known);
  return known;
}

/** The service, and the rest of its line. */
function readService(line: string): [string, string] {
  const blank = line.indexOf(" ");
  return [line.slice(0, blank), line.slice(blank + 1)];
}

/** `scripts/generate-authorization.mjs` says how a line is written. */
function readActions(service: string, line: string): Service {
  const [types = "", all = "", ...actions] = line.split(" ");
  const [keys = "", unplaced] = all.split(";");
  const open = types === "-" ? [`${service}:*`] : (unplaced?.split(",") ?? []);
  const lists: Lists = { types: types.split(",").map(readType), keys: keys.split(","), open };
  return new Map(actions.map((written) => readAction(written, lists)));
}

interface Lists {
  readonly types: readonly Omit<ResourceType, "keys">[];
  readonly keys: readonly string[];
  /** Keys that any of the service's actions may have. */
  readonly open: readonly string[];
}

function readType(written: string): Lists["types"][number] {
  const [name = "", forms = ""] = written.split("=");
  return { name, forms: forms.split("|") };
}

function readAction(written: string, lists: Lists): [string, Action] {
  const [head = "", ...asked] = written.split("#");
  const [name = "", keys] = head.replace("!", "").split("@");
  const types = asked.flatMap((one): readonly ResourceType[] => {
    const [place = "", ...own] = one.split(",");
    const type = lists.types[Number.parseInt(place, 36)];
    return type === undefined ? [] : [{ ...type, keys: own.map((key) => keyAt(lists, key)) }];
  });
  const everywhere = [...lists.open, ...(keys?.split(",").map((key) => keyAt(lists, key)) ?? [])];
  return [name.toLowerCase(), { name, types, keys: everywhere, isOpen: asked.length > 0 && types.length === 0 }];
}

function keyAt({ keys }: Lists, place: string): string {
  return keys[Number.parseInt(place, 36)] ?? "";
}

/** Service and name in lower case. */
function split(action: string): [string, string] {
  const folded = action.toLowerCase();
  const colon = folded.indexOf(":");
  return colon === -1 ? ["", folded] : [folded.slice(0, colon), folded.slice(colon + 1)];
}
