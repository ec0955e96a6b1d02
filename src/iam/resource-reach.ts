import { type ConditionContext, noUnknowns } from "./condition/context.js";
import type { PatternList } from "./model.js";
import { covers, literal, overlaps, type Pattern, wildcards } from "./pattern.js";
import { readText, type TextPattern } from "./text-pattern.js";

/** How much of the resources asked for a statement speaks of. */
export type Extent = "none" | "some" | "all";

/** With unknown parts the extent is known within bounds only. */
export interface Reach {
  readonly atLeast: Extent;
  readonly atMost: Extent;
}

const COLON = 0x3a;
const LONGEST_SERVICE = 100;

const NONE: Reach = { atLeast: "none", atMost: "none" };
const ALL: Reach = { atLeast: "all", atMost: "all" };

/** What a required action is asked on: a pattern of ARNs, or `*` for an action without resource-level permissions. */
export interface AskedResource {
  readonly pattern: Pattern;
  /** The action knows no resources: AWS compares with the text `*`, which no ARN pattern matches. */
  readonly wildcardOnly: boolean;
  readonly everything: boolean;
  /** Services whose ARNs the action is asked on; `null` when they are not known. */
  readonly services: ReadonlySet<string> | null;
}

/** An action that knows no resources. */
export const noResource: AskedResource = {
  pattern: literal("*"),
  wildcardOnly: true,
  everything: false,
  services: null,
};

export function askedResource(resource: string, services: ReadonlySet<string> | null): AskedResource {
  return { pattern: wildcards(resource), wildcardOnly: false, everything: resource === "*", services };
}

/** The patterns of a statement's Resource or NotResource, read once. */
export class ResourceScope {
  readonly negated: boolean;
  readonly patterns: readonly TextPattern[];

  constructor(list: PatternList, variables: ConditionContext | null) {
    this.negated = list.negated;
    const reading = {
      wildcards: true,
      foldCase: false,
      variables,
      variablesAfterColons: 5,
      likes: true,
      unknowns: noUnknowns(),
    };
    this.patterns = list.patterns.flatMap(({ text }) => readText(text, reading) ?? []);
  }

  reach(asked: AskedResource): Reach {
    return this.negated ? this.#outside(asked) : this.#inside(asked);
  }

  #inside(asked: AskedResource): Reach {
    let best = NONE;
    for (const { pattern, open } of this.patterns) {
      if (covers(pattern, asked.pattern)) {
        if (!open) return ALL;
        best = { atLeast: best.atLeast, atMost: "all" };
      } else if (best.atLeast === "none" && touches(pattern, asked)) {
        const atMost = best.atMost === "all" ? "all" : "some";
        best = { atLeast: open && !isSure(pattern, asked) ? "none" : "some", atMost };
      }
    }
    return best;
  }

  #outside(asked: AskedResource): Reach {
    let left = ALL;
    for (const { pattern, open } of this.patterns) {
      if (covers(pattern, asked.pattern)) {
        if (!open) return NONE;
        left = { atLeast: "none", atMost: left.atMost };
      } else if (touches(pattern, asked)) {
        const atLeast = left.atLeast === "none" ? "none" : "some";
        left = { atLeast, atMost: open && !isSure(pattern, asked) ? left.atMost : "some" };
      }
    }
    return left;
  }
}

function touches(pattern: Pattern, asked: AskedResource): boolean {
  if (asked.wildcardOnly) return false;
  if (!asked.everything) return overlaps(pattern, asked.pattern);
  const service = asked.services === null ? null : serviceOf(pattern);
  return service === null || asked.services?.has(service) !== false;
}

/**
 * Whether a pattern with parts that are not known is sure to speak of some of the resources asked for: these are all that there
 * are of the service that it names. Other parts may rule out those that are asked for.
 */
function isSure(pattern: Pattern, asked: AskedResource): boolean {
  return asked.everything && serviceOf(pattern) !== null;
}

/** The service of an ARN pattern; `null` when a wildcard may stand for it. A bucket's ARN is no resource of EC2. */
function serviceOf(pattern: Pattern): string | null {
  const first = pattern.indexOf(COLON);
  const second = pattern.indexOf(COLON, first + 1);
  const third = pattern.indexOf(COLON, second + 1);
  if (first === -1 || second === -1 || third === -1) return null;
  if (pattern.slice(0, third).some((token) => token < 0)) return null;
  return String.fromCodePoint(...pattern.slice(second + 1, Math.min(third, second + 1 + LONGEST_SERVICE)));
}
