import { type Node, showText, textOf } from "../../source/node.js";
import { describe, itemsOf, textArgument } from "./expressions.js";
import { allowedValues } from "./parameters.js";
import { Resolver } from "./resolver.js";
import type { Scenario } from "./scenario.js";
import { qualified, type Scope } from "./scope.js";
import type { Resource } from "./template.js";

/** With more open questions than these the branches are not tried out, and what depends on them stays unresolved. */
const MOST_ATOMS = 6;

const DEEPEST = 100;

/** All conditions of a deployment, by their qualified names. */
export type Conditions = ReadonlyMap<string, { readonly node: Node; readonly scope: Scope }>;

/** Outcomes that are not known, by their text, with the outcome that a trial gives them. */
type Trial = ReadonlyMap<string, boolean>;

/** An outcome that is not known: of a comparison with a known value, or of anything else (null). */
type Atoms = Map<string, Comparison | null>;

interface Comparison {
  readonly subject: string;
  readonly value: string;
  /** The values that the subject can have; null when it can be any. */
  readonly allowed: readonly string[] | null;
}

/**
 * Every way in which the named conditions can fall out together. Conditions rest on comparisons; one whose two sides are
 * fixed is decided, all others are tried both ways (the same comparison the same way everywhere). A default does not fix a
 * parameter: whoever deploys can override it. Null when there are too many to try.
 */
export function scenariosFor(conditions: Conditions, names: readonly string[]): readonly Scenario[] | null {
  const atoms: Atoms = new Map();
  const evaluation = new ConditionEvaluation(conditions, new Map(), atoms);
  for (const name of names) evaluation.condition(name);
  if (atoms.size > MOST_ATOMS) return null;
  const scenarios = new Map<string, Scenario>();
  for (const trial of trials(atoms)) {
    const tried = new ConditionEvaluation(conditions, trial, new Map());
    const scenario = new Map(names.map((name) => [name, tried.condition(name)]));
    scenarios.set(JSON.stringify([...scenario]), scenario);
  }
  return [...scenarios.values()];
}

/** All assignments of true and false that can be: a parameter equals one value, and one of those that it may have. */
function* trials(atoms: Atoms): Generator<Trial> {
  for (let bits = 2 ** atoms.size - 1; bits >= 0; bits -= 1) {
    const trial: Trial = new Map([...atoms.keys()].map((atom, index) => [atom, (bits >> index) % 2 === 1]));
    if (canBe(trial, atoms)) yield trial;
  }
}

function canBe(trial: Trial, atoms: Atoms): boolean {
  const equal = new Set<string>();
  const left = new Map<string, Set<string>>();
  for (const [atom, comparison] of atoms) {
    if (comparison === null) continue;
    const { subject, value, allowed } = comparison;
    if (trial.get(atom) === true) {
      if (equal.has(subject)) return false;
      equal.add(subject);
    } else if (allowed !== null) {
      const values = left.get(subject) ?? new Set(allowed);
      values.delete(value);
      left.set(subject, values);
    }
  }
  return [...left].every(([subject, values]) => values.size > 0 || equal.has(subject));
}

class ConditionEvaluation {
  private readonly known = new Map<string, boolean>();
  /** Conditions being evaluated: one that comes back to itself is an error to CloudFormation. */
  private readonly open = new Set<string>();
  constructor(
    private readonly conditions: Conditions,
    private readonly trial: Trial,
    private readonly atoms: Atoms,
  ) {}

  condition(name: string): boolean {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const condition = this.conditions.get(name);
    // A condition that is not there or that loops is tried like any unknown.
    if (condition === undefined || this.open.has(name)) return this.atom(`condition ${name}`);
    this.open.add(name);
    const value = this.evaluate(condition.node, condition.scope, 0);
    this.open.delete(name);
    this.known.set(name, value);
    return value;
  }

  private evaluate(node: Node, scope: Scope, depth: number): boolean {
    const [entry] = node.kind === "map" ? node.entries : [];
    if (entry === undefined || depth > DEEPEST) return this.atom("an unknown condition");
    // Every operand is looked at, even behind one that decides, so that the first pass meets all comparisons.
    const operands = (): boolean[] => itemsOf(entry.value).map((item) => this.evaluate(item, scope, depth + 1));
    switch (entry.key) {
      case "Condition":
        return this.condition(qualified(scope, textArgument(entry.value)));
      case "Fn::And":
        return operands().every(Boolean);
      case "Fn::Or":
        return operands().some(Boolean);
      case "Fn::Not":
        return !operands().some(Boolean);
      case "Fn::Equals":
        return this.equals(entry.value, scope);
      default:
        return this.atom(`${entry.key} ${textArgument(entry.value)}`);
    }
  }

  private equals(argument: Node, scope: Scope): boolean {
    const [left, right] = itemsOf(argument).map((node) => sideOf(node, scope));
    if (left === undefined || right === undefined) return this.atom("an incomplete Fn::Equals");
    if (left.fixed && right.fixed) return left.text === right.text;
    if (!left.fixed && !right.fixed) return this.atom([left.text, right.text].sort().join(" = "));
    const [subject, value] = left.fixed ? [right, left.text] : [left, right.text];
    if (subject.allowed?.includes(value) === false) return false;
    return this.atom(`${subject.text} = ${value}`, { subject: subject.text, value, allowed: subject.allowed });
  }

  private atom(text: string, comparison: Comparison | null = null): boolean {
    this.atoms.set(text, comparison);
    return this.trial.get(text) ?? false;
  }
}

interface Side {
  readonly text: string;
  readonly fixed: boolean;
  readonly allowed: readonly string[] | null;
}

function sideOf(node: Node, scope: Scope): Side {
  const resolved = new Resolver(scope, new Map(), "certain").resolve(node);
  if (resolved?.kind === "scalar") return { text: String(resolved.value), fixed: true, allowed: null };
  const value = resolved === null ? undefined : textOf(resolved);
  const [entry] = node.kind === "map" ? node.entries : [];
  const name = entry?.key === "Ref" ? textArgument(entry.value) : null;
  const parameter = name === null || scope.parent?.passed.has(name) ? undefined : scope.parameters.get(name);
  const shown = entry === undefined ? "..." : describe(entry.key, entry.value);
  return {
    text: value === undefined ? `${scope.prefix}${shown}` : showText(value),
    fixed: false,
    allowed: parameter === undefined ? null : allowedValues(parameter),
  };
}

/** Names of the conditions that choose between branches in what is looked at, and in what that refers to elsewhere. */
export class UsedConditions {
  readonly names = new Set<string>();
  private readonly seen = new Map<Scope, Set<Node>>();

  of({ conditions, properties, scope }: Resource): this {
    for (const name of conditions) this.names.add(name);
    return this.in(properties, scope);
  }

  in(node: Node, scope: Scope): this {
    const seen = this.seen.get(scope) ?? this.enter(scope);
    if (seen.has(node)) return this;
    seen.add(node);
    const open: Node[] = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.kind === "list") open.push(...next.items);
      if (next.kind !== "map") continue;
      for (const { key, value } of next.entries) {
        if (key === "Fn::If") this.names.add(qualified(scope, textArgument(itemsOf(value)[0] ?? value)));
        else if (scope.nested.size > 0 && (key === "Fn::GetAtt" || key === "Fn::Sub")) this.outputs(value, scope);
        open.push(value);
      }
    }
    return this;
  }

  /** What is passed into a nested template may be used anywhere in it. */
  private enter(scope: Scope): Set<Node> {
    const seen = new Set<Node>();
    this.seen.set(scope, seen);
    for (const argument of scope.parent?.passed.values() ?? []) this.in(argument, scope.parent?.scope ?? scope);
    return seen;
  }

  private outputs(argument: Node, scope: Scope): void {
    const texts = argument.kind === "list" ? argument.items : [argument];
    for (const [, stack, output] of texts
      .map(textArgument)
      .join(".")
      .matchAll(/(?<!\w)(\w+)\.Outputs\.(\w+)/g)) {
      const nested = stack === undefined ? undefined : scope.nested.get(stack);
      const node = output === undefined ? undefined : nested?.outputs.get(output);
      if (nested && node) this.in(node, nested);
    }
  }
}
