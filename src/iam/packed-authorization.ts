import { brotliDecompressSync } from "node:zlib";
import { nearestWord } from "../source/nearest-word.js";
import type { Authorization } from "./authorization.js";
import { covers, hasWildcards, literal, wildcards } from "./pattern.js";
import { packed } from "./service-authorization.generated.js";

interface Action {
  /** As AWS spells it, without the service. */
  readonly name: string;
  readonly wildcardOnly: boolean;
}

/** Actions of a service by their name in lower case. */
type Service = ReadonlyMap<string, Action>;

interface PackedService {
  /** Services whose ARNs its actions are asked on; `null`: any. */
  readonly arns: ReadonlySet<string> | null;
  readonly actions: string;
}

/** The generated data: a line for each service, read when the service is first asked for. */
export class PackedAuthorization implements Authorization {
  #lines: ReadonlyMap<string, PackedService> | undefined;
  readonly #services = new Map<string, Service>();
  /** Answers for texts as written: the roles of a repository name the same actions over and over. */
  readonly #known = new Map<string, boolean>();
  readonly #matched = new Map<string, boolean>();

  isKnown(action: string): boolean {
    return remembered(this.#known, action, () => {
      const [service, name] = split(action);
      const actions = this.#service(service);
      return actions === null || actions.has(name);
    });
  }

  isWildcardOnly(action: string): boolean {
    const [service, name] = split(action);
    return this.#service(service)?.get(name)?.wildcardOnly ?? false;
  }

  resourceServices(action: string): ReadonlySet<string> | null {
    return this.#all().get(split(action)[0])?.arns ?? null;
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
    const [service, name] = split(action);
    const actions = this.#service(service);
    const near = actions === null ? null : nearestWord(name, actions.keys());
    const found = near === null ? undefined : actions?.get(near);
    return found === undefined ? null : `${service}:${found.name}`;
  }

  #matching(prefix: string): readonly string[] {
    if (!hasWildcards(prefix)) return [prefix];
    const wanted = wildcards(prefix);
    return [...this.#all().keys()].filter((service) => covers(wanted, literal(service)));
  }

  #service(service: string): Service | null {
    const known = this.#services.get(service);
    if (known !== undefined) return known;
    const line = this.#all().get(service);
    if (line === undefined) return null;
    const actions = new Map(line.actions.split(" ").map(readAction));
    this.#services.set(service, actions);
    return actions;
  }

  #all(): ReadonlyMap<string, PackedService> {
    this.#lines ??= new Map(
      brotliDecompressSync(Buffer.from(packed, "base64")).toString("utf8").split("\n").map(readService),
    );
    return this.#lines;
  }
}

function remembered(answers: Map<string, boolean>, text: string, answer: () => boolean): boolean {
  const known = answers.get(text) ?? answer();
  answers.set(text, known);
  return known;
}

function readService(line: string): [string, PackedService] {
  const blank = line.indexOf(" ");
  const [service = "", foreign = ""] = line.slice(0, blank).split("=");
  const arns = foreign === "*" ? null : new Set([service, ...foreign.split(",").filter((name) => name !== "")]);
  return [service, { arns, actions: line.slice(blank + 1) }];
}

function readAction(written: string): [string, Action] {
  const wildcardOnly = written.startsWith("!");
  const name = wildcardOnly ? written.slice(1) : written;
  return [name.toLowerCase(), { name, wildcardOnly }];
}

/** Service and name in lower case. */
function split(action: string): [string, string] {
  const folded = action.toLowerCase();
  const colon = folded.indexOf(":");
  return colon === -1 ? ["", folded] : [folded.slice(0, colon), folded.slice(colon + 1)];
}
