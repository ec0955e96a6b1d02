import {
  entryOf,
  type Node,
  partsOf,
  type Text,
  textOf,
  type Unresolved,
  type UnresolvedNode,
} from "../../source/node.js";
import { arnPattern } from "../arn-pattern.js";
import { itemsOf, nodesIn, textArgument } from "./expressions.js";
import { type Facts, valuesOf, withFact } from "./parameter-facts.js";
import { scalarIn } from "./parameters.js";
import { Resolver } from "./resolver.js";
import { typeOf } from "./resource-type.js";
import { NO_SCENARIO } from "./scenario.js";
import { declaring, qualified, type Scope, usesDefault } from "./scope.js";
import { Uses } from "./uses.js";
import { holds, noneOf, oneOf, onlyValue } from "./value-set.js";

/** The outcomes of conditions, keyed by name. */
export type Outcomes = ReadonlyMap<string, boolean>;

/** The facts that are known when a condition is evaluated. */
export interface Known {
  readonly facts: Facts;
  readonly conditions: Outcomes;
}

export function isParameter(name: string, scope: Scope): boolean {
  const declared = declaring(scope, name);
  return name.startsWith("AWS::") || declared?.scope.parameters.has(declared.name) === true;
}

export function fixedText(node: Node | null): string | null {
  return node?.kind === "scalar" ? String(node.value) : null;
}

export function resolverFor(
  scope: Scope,
  { facts, conditions }: Known,
  mode: "certain" | "likely" = "certain",
): Resolver {
  return new Resolver(scope, { ...NO_SCENARIO, facts, conditions }, mode);
}

/** In a string with several unknown parts, this pattern shows which part is the region. */
export const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;

/** An expression that equals a value, or doesn't, and the facts that this implies about its parameters. */
export class Equation {
  constructor(
    private readonly expression: Node,
    private readonly value: string,
    private readonly equal: boolean,
    private readonly scope: Scope,
    private readonly conditions: Outcomes,
  ) {}

  /**
   * Adds the facts that follow from the equation. Returns null if the equation contradicts the known facts. If a nested
   * template's parameter is passed a value, uses that value, because it says more than the parameter's name.
   */
  solve(known: Facts): Facts | null {
    const resolved = this.#resolver(known).resolve(this.expression);
    if (resolved?.kind === "unresolved" && isOther(resolved, this.value)) return this.equal ? null : known;
    const text = resolved === null ? undefined : textOf(resolved);
    const narrowed = text === undefined ? undefined : this.#ofText(text, known);
    const implied = narrowed === undefined ? this.#byTrial(known) : narrowed;
    return implied === null ? null : this.#ofPassed(implied);
  }

  #resolver(facts: Facts): Resolver {
    return resolverFor(this.scope, { facts, conditions: this.conditions });
  }

  /**
   * Adds the facts about a nested template's parameter. The value passed to it may be unknown, but its template may
   * declare `AllowedValues`. Returns null if the facts contradict each other.
   */
  #ofPassed(facts: Facts): Facts | null {
    const name = refersTo(this.expression);
    if (name === null || this.scope.parent?.passed.has(name) !== true) return facts;
    return this.#narrow(qualified(this.scope, name), this.value, facts);
  }

  /** Handles `prefix${Name}suffix`, where the parameter may have any value that fits in between. Returns undefined for other text. */
  #ofText(text: Text, facts: Facts): Facts | null | undefined {
    if (typeof text === "string") return (text === this.value) === this.equal ? facts : null;
    const parts = partsOf(text);
    const unknown = parts.filter((part) => typeof part !== "string");
    const at = parts.findIndex((part) => typeof part !== "string");
    const name = /^Ref (\S+)$/.exec(unknown[0]?.expression ?? "")?.[1];
    const before = parts.slice(0, at).join("");
    const last = parts.at(-1);
    const after = typeof last === "string" ? last : "";
    const known = parts.reduce((length, part) => length + (typeof part === "string" ? part.length : 0), 0);
    const between = this.value.slice(before.length, this.value.length - after.length);
    const fits =
      this.value.startsWith(before) &&
      this.value.endsWith(after) &&
      this.value.length >= known &&
      ((unknown.length > 1 && between !== "") || unknown.every((part) => mayBe(part, between, this.scope))) &&
      !(parts.length > 1 && name === "AWS::Region" && unknown.length === 1 && !REGION.test(between));
    if (!fits) return this.equal ? null : facts;
    if (unknown.length !== 1 || name === undefined || !isParameter(name, this.scope)) return undefined;
    return this.#narrow(name, between, facts);
  }

  #narrow(name: string, value: string, facts: Facts): Facts | null {
    return withFact(name, this.equal ? oneOf([value]) : noneOf([value]), facts, this.scope);
  }

  /** Handles any other expression with one parameter: tries which of the values in the template fit. */
  #byTrial(facts: Facts): Facts | null {
    const { parameters } = new Uses().in(this.expression, this.scope);
    const open = [...parameters].filter((name) => isOpen(name, facts, this.scope));
    const [name, ...others] = open;
    if (name === undefined || others.length > 0) return facts;
    const within = withKeys(name, this.expression, facts, this.scope);
    if (within === null) return null;
    const values = valuesOf(name, within, this.scope);
    const candidates = values.kind === "one of" ? [...values.values] : ["", this.value, ...this.#defaultOf(name)];
    const tried = candidates
      .filter((value) => holds(values, value))
      .map((value) => ({ value, fits: this.#fits(name, value, within) }));
    // An expression that is empty if the parameter is empty (a list, or part of one) is assumed to be non-empty for any
    // other value. Joining a list with commas results in the list's own notation.
    const isOnly = this.equal && (this.value === "" || isListText(this.expression)) && values.kind === "none of";
    if (isOnly && tried.some(({ value, fits }) => value === this.value && fits === true))
      return withFact(name, oneOf([this.value]), within, this.scope);
    const wrong = tried.filter(({ fits }) => fits === false).map(({ value }) => value);
    return wrong.length === 0 ? within : withFact(name, noneOf(wrong), within, this.scope);
  }

  /** Whether the equation holds if a parameter has this value. Returns null if that is unknown, too. */
  #fits(name: string, value: string, facts: Facts): boolean | null {
    const given = new Map(facts).set(name, oneOf([value]));
    const text = fixedText(this.#resolver(given).resolve(this.expression));
    if (text !== null) return (text === this.value) === this.equal;
    return this.solve(given) === null ? false : null;
  }

  #defaultOf(name: string): readonly string[] {
    const declared = declaring(this.scope, name);
    const parameter = declared?.scope.parameters.get(declared.name);
    const value = parameter === undefined ? null : scalarIn(parameter, "Default");
    return value === null ? [] : [value];
  }
}

/** Whether a parameter has no known value, and no other template passes one to it. */
export function isOpen(name: string, facts: Facts, scope: Scope): boolean {
  if (name === "AWS::AccountId" && scope.account !== null) return false;
  const declared = declaring(scope, name);
  if (declared === null || !isParameter(name, scope) || onlyValue(valuesOf(name, facts, scope)) !== null) return false;
  return usesDefault(declared.name, declared.scope);
}

/**
 * Narrows a parameter that is used as a key in `Fn::FindInMap` to the map's keys, because a deployment fails if a
 * condition's lookup finds nothing. Returns null if that contradicts the known facts.
 */
export function withKeys(name: string, expression: Node, facts: Facts, scope: Scope): Facts | null {
  let narrowed: Facts | null = facts;
  for (const next of nodesIn(expression)) {
    if (next.kind !== "map" || narrowed === null) continue;
    const keys = keysFor(name, entryOf(next, "Fn::FindInMap")?.value, scope);
    if (keys !== null) narrowed = withFact(name, oneOf(keys), narrowed, scope);
  }
  return narrowed;
}

/** Whether a value is an item of one of several lists, none of which contains the given value. */
function isOther({ expression, mayBe }: UnresolvedNode, value: string): boolean {
  const items = mayBe?.flatMap((one) => (one.kind === "list" ? one.items : [one]));
  return (
    expression.startsWith("Select ") &&
    items?.every((item) => item.kind === "scalar" && String(item.value) !== value) === true
  );
}

/** Whether an unknown value may be this string. CloudFormation generates names, IDs, and ARNs for resources, and none of them is empty. */
function mayBe({ expression }: Unresolved, value: string, scope: Scope): boolean {
  const [, name = "", attribute] = /^(?:Ref|GetAtt) ([^.\s]+)(?:\.(\w*(?:Arn|Id)))?$/.exec(expression) ?? [];
  const declared = declaring(scope, name);
  const resource = declared?.scope.resource(declared.name);
  const type = resource === undefined ? null : typeOf(resource);
  if (type === null || arnPattern(type) === null) return true;
  const isArn = attribute?.endsWith("Arn") === true || (!attribute && type === "AWS::IAM::ManagedPolicy");
  return isArn ? value.startsWith("arn:") : value !== "";
}

/** The keys that an `Fn::FindInMap` allows for a parameter. Null if any value is possible. */
function keysFor(name: string, find: Node | undefined, scope: Scope): readonly string[] | null {
  const [map, first, second, options] = find === undefined ? [] : itemsOf(find);
  if (map === undefined || first === undefined || second === undefined || options !== undefined) return null;
  const mapping = scope.mappings?.kind === "map" ? entryOf(scope.mappings, textArgument(map))?.value : undefined;
  if (mapping?.kind !== "map") return null;
  const names = (node: Node): boolean => {
    const parameter = refersTo(node);
    return parameter !== null && qualified(scope, parameter) === name;
  };
  if (names(first)) return mapping.entries.map(({ key }) => key);
  const top = entryOf(mapping, textArgument(first))?.value;
  return names(second) && top?.kind === "map" ? top.entries.map(({ key }) => key) : null;
}

/** Whether an expression joins a list parameter with commas. The result is in the notation in which the parameter's value is given. */
function isListText(expression: Node): boolean {
  const join = expression.kind === "map" ? entryOf(expression, "Fn::Join")?.value : undefined;
  const [separator, list] = join === undefined ? [] : itemsOf(join);
  return separator !== undefined && textArgument(separator) === "," && list !== undefined && refersTo(list) !== null;
}

/** The name in a `Ref`. Returns null for any other node. */
function refersTo(node: Node): string | null {
  const [entry, ...others] = node.kind === "map" ? node.entries : [];
  const name = entry?.key === "Ref" && others.length === 0 ? textOf(entry.value) : undefined;
  return typeof name === "string" ? name : null;
}
