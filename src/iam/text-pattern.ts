import { partsOf, type Text, type Unresolved } from "../source/node.js";
import type { ConditionContext, Unknowns } from "./condition/context.js";
import { anything, covers, literal, normalize, type Pattern, wildcards } from "./pattern.js";
import { splitVariables } from "./policy-variables.js";
import type { Ternary } from "./verdict.js";

/** A policy's string, ready for matching. Its unknown parts are `*`. */
export interface TextPattern {
  readonly pattern: Pattern;
  /** Whether parts are unknown, so that a match is only possible. */
  readonly open: boolean;
  /** Whether each unknown part is a single thing, such as the ARN of a resource, rather than a pattern. */
  readonly single: boolean;
}

export interface TextReading {
  readonly wildcards: boolean;
  readonly foldCase: boolean;
  /** The values of policy variables. `null` if `${...}` is plain text. */
  readonly variables: ConditionContext | null;
  readonly unknowns: Unknowns;
  /** Variables count only after this many colons: AWS supports them only in the last part of a resource's ARN. */
  readonly variablesAfterColons?: number;
  /** Whether to use the pattern that an unknown part certainly matches, in which one partition represents all. */
  readonly likes?: boolean;
  /** The values of expressions that are known from elsewhere. */
  readonly expressions?: ReadonlyMap<string, string> | undefined;
}

/** Returns `null` if the text names a variable that the request lacks: it then matches nothing. */
export function readText(text: Text, reading: TextReading): TextPattern | null {
  const builder = new Builder(reading);
  for (const part of partsOf(text)) {
    if (typeof part !== "string") builder.unknown(part);
    else if (reading.variables === null) builder.text(part);
    else if (!builder.textWithVariables(part, reading.variables)) return null;
  }
  return { pattern: normalize(builder.tokens), open: builder.open, single: builder.open && builder.single };
}

class Builder {
  readonly tokens: number[] = [];
  open = false;
  single = true;
  #colons = 0;
  readonly #reading: TextReading;

  constructor(reading: TextReading) {
    this.#reading = reading;
  }

  text(text: string): void {
    const folded = this.#fold(text);
    this.#append(this.#reading.wildcards ? wildcards(folded) : literal(folded));
  }

  unknown({ expression, like }: Unresolved): void {
    const known = this.#reading.expressions?.get(expression);
    if (known !== undefined) {
      this.#append(literal(this.#fold(known)));
      return;
    }
    const isLike = like !== undefined && this.#reading.likes === true;
    this.#append(isLike ? wildcards(like) : anything);
    this.single &&= isLike;
    this.open = true;
    this.#reading.unknowns.expressions.add(expression);
  }

  textWithVariables(text: string, variables: ConditionContext): boolean {
    const needed = this.#reading.variablesAfterColons ?? 0;
    for (const part of splitVariables(text)) {
      if (part.kind === "text") this.#countedText(part.text);
      else if (part.kind === "literal") this.#append(literal(part.text));
      else if (this.#colons < needed) this.#countedText(part.raw);
      else if (!this.#variable(part.key, part.fallback, variables)) return false;
    }
    return true;
  }

  #countedText(text: string): void {
    this.#colons += text.split(":").length - 1;
    this.text(text);
  }

  #variable(key: string, fallback: string | null, variables: ConditionContext): boolean {
    const value = variables.valueOf(key.toLowerCase());
    if (value === "unknown" || (value !== "missing" && value.length > 1 && variables.alternatives)) {
      this.#append(anything);
      this.open = true;
      this.#reading.unknowns.keys.add(key);
      return true;
    }
    // AWS: a key with several values can't be a variable.
    const single = value === "missing" || value.length !== 1 ? fallback : (value[0] ?? fallback);
    if (single === null) return false;
    this.#append(literal(this.#fold(single)));
    return true;
  }

  #append(tokens: Pattern): void {
    for (const token of tokens) this.tokens.push(token);
  }

  #fold(text: string): string {
    return this.#reading.foldCase ? text.toLowerCase() : text;
  }
}

/** Whether a string pattern matches everything that another pattern, or a literal string, matches. */
export function matchText(pattern: TextPattern | null, other: Pattern): Ternary {
  if (pattern === null || !covers(pattern.pattern, other)) return "no";
  return pattern.open ? "unknown" : "yes";
}
