import type { MapNode, Node } from "../../source/node.js";
import { describe, itemsOf, textArgument } from "./expressions.js";
import { allowedValues, isFixed } from "./parameters.js";
import { Resolver } from "./resolver.js";
import type { Scenario } from "./scenario.js";
import type { Template } from "./template.js";

/** With more open questions than these the branches are not tried out, and what depends on them stays unresolved. */
const MOST_ATOMS = 6;

const DEEPEST = 100;

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
export function scenariosFor(
  template: Template,
  given: ReadonlyMap<string, string>,
  names: readonly string[],
): readonly Scenario[] | null {
  const atoms: Atoms = new Map();
  const evaluation = new ConditionEvaluation(template, given, new Map(), atoms);
  for (const name of names) evaluation.condition(name);
  if (atoms.size > MOST_ATOMS) return null;
  const scenarios = new Map<string, Scenario>();
  for (const trial of trials(atoms)) {
    const tried = new ConditionEvaluation(template, given, trial, new Map());
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
  private readonly resolver: Resolver;

  constructor(
    private readonly template: Template,
    given: ReadonlyMap<string, string>,
    private readonly trial: Trial,
    private readonly atoms: Atoms,
  ) {
    const fixed = [...template.parameters].filter(([name, node]) => isFixed(node, given.get(name) ?? null));
    const { mappings, effort } = template;
    const lookup = { parameters: new Map(fixed), mappings, pseudoParameters: new Map(), effort };
    this.resolver = new Resolver(lookup, given, new Map());
  }

  condition(name: string): boolean {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const node = this.template.conditions.get(name);
    // A condition that is not there or that loops is tried like any unknown.
    if (node === undefined || this.open.has(name)) return this.atom(`condition ${name}`);
    this.open.add(name);
    const value = this.evaluate(node, 0);
    this.open.delete(name);
    this.known.set(name, value);
    return value;
  }

  private evaluate(node: Node, depth: number): boolean {
    const [entry] = node.kind === "map" ? node.entries : [];
    if (entry === undefined || depth > DEEPEST) return this.atom("an unknown condition");
    // Every operand is looked at, even behind one that decides, so that the first pass meets all comparisons.
    const operands = (): boolean[] => itemsOf(entry.value).map((item) => this.evaluate(item, depth + 1));
    switch (entry.key) {
      case "Condition":
        return this.condition(textArgument(entry.value));
      case "Fn::And":
        return operands().every(Boolean);
      case "Fn::Or":
        return operands().some(Boolean);
      case "Fn::Not":
        return !operands().some(Boolean);
      case "Fn::Equals":
        return this.equals(entry.value);
      default:
        return this.atom(`${entry.key} ${textArgument(entry.value)}`);
    }
  }

  private equals(argument: Node): boolean {
    const [left, right] = itemsOf(argument).map((side) => this.side(side));
    if (left === undefined || right === undefined) return this.atom("an incomplete Fn::Equals");
    if (left.fixed && right.fixed) return left.text === right.text;
    if (!left.fixed && !right.fixed) return this.atom([left.text, right.text].sort().join(" = "));
    const [subject, value] = left.fixed ? [right, left.text] : [left, right.text];
    if (subject.allowed?.includes(value) === false) return false;
    return this.atom(`${subject.text} = ${value}`, { subject: subject.text, value, allowed: subject.allowed });
  }

  private side(node: Node): Side {
    const resolved = this.resolver.resolve(node);
    if (resolved?.kind === "scalar") return { text: String(resolved.value), fixed: true, allowed: null };
    const name = referenceName(node);
    const parameter = name === null ? undefined : this.template.parameters.get(name);
    const allowed = parameter === undefined ? null : allowedValues(parameter);
    return { text: name ?? showFunction(node), fixed: false, allowed };
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

function referenceName(node: Node): string | null {
  const [entry] = node.kind === "map" ? node.entries : [];
  return entry?.key === "Ref" ? textArgument(entry.value) : null;
}

function showFunction(node: Node): string {
  const [entry] = node.kind === "map" ? node.entries : [];
  return entry === undefined ? "..." : describe(entry.key, entry.value);
}

/** Names of the conditions that choose between branches anywhere below a node. */
export function conditionsIn(node: Node | MapNode, found: Set<string> = new Set()): ReadonlySet<string> {
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "list") open.push(...next.items);
    if (next.kind !== "map") continue;
    for (const { key, value } of next.entries) {
      if (key === "Fn::If") {
        const name = itemsOf(value)[0];
        if (name !== undefined) found.add(textArgument(name));
      }
      open.push(value);
    }
  }
  return found;
}
