import type { MapNode, Node } from "../../source/node.js";
import { itemsOf, textArgument } from "./expressions.js";
import { isFixed, parameterValue } from "./parameters.js";
import type { Scenario } from "./scenario.js";
import type { Template } from "./template.js";

/** With more open questions than these the branches are not tried out, and what depends on them stays unresolved. */
const MOST_ATOMS = 6;

const DEEPEST = 100;

/** Comparisons whose outcome is not known, by their text, with the outcome that a trial gives them. */
type Trial = Map<string, boolean>;

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
  const atoms = new Set<string>();
  const evaluation = new ConditionEvaluation(template, given, new Map(), atoms);
  for (const name of names) evaluation.condition(name, 0);
  if (atoms.size > MOST_ATOMS) return null;
  const scenarios = new Map<string, Scenario>();
  for (const trial of trials([...atoms])) {
    const tried = new ConditionEvaluation(template, given, trial, new Set());
    const scenario = new Map(names.map((name) => [name, tried.condition(name, 0)]));
    scenarios.set(JSON.stringify([...scenario]), scenario);
  }
  return [...scenarios.values()];
}

/** All assignments of true and false, without those in which one parameter equals two different values. */
function* trials(atoms: readonly string[]): Generator<Trial> {
  for (let bits = 2 ** atoms.length - 1; bits >= 0; bits -= 1) {
    const trial: Trial = new Map(atoms.map((atom, index) => [atom, (bits >> index) % 2 === 1]));
    const equal = [...trial].filter(([, value]) => value).map(([atom]) => atom.split(" = ")[0]);
    if (new Set(equal).size === equal.length) yield trial;
  }
}

class ConditionEvaluation {
  constructor(
    private readonly template: Template,
    private readonly given: ReadonlyMap<string, string>,
    private readonly trial: Trial,
    private readonly atoms: Set<string>,
  ) {}

  condition(name: string, depth: number): boolean {
    const node = this.template.conditions.get(name);
    // A condition that is not there or that loops is an error to CloudFormation: it is tried like any unknown.
    return node === undefined || depth > DEEPEST ? this.atom(`condition ${name}`) : this.evaluate(node, depth + 1);
  }

  private evaluate(node: Node, depth: number): boolean {
    const [entry] = node.kind === "map" ? node.entries : [];
    if (entry === undefined || depth > DEEPEST) return this.atom("an unknown condition");
    // Every operand is looked at, even behind one that decides, so that the first pass meets all comparisons.
    const operands = (): boolean[] => itemsOf(entry.value).map((item) => this.evaluate(item, depth + 1));
    switch (entry.key) {
      case "Condition":
        return this.condition(textArgument(entry.value), depth);
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
    // The open side first, so that comparisons of one parameter are known to be of one.
    return this.atom(left.fixed ? `${right.text} = ${left.text}` : `${left.text} = ${right.text}`);
  }

  private side(node: Node): { readonly text: string; readonly fixed: boolean } {
    if (node.kind === "scalar") return { text: String(node.value), fixed: true };
    const name = referenceName(node);
    const parameter = name === null ? undefined : this.template.parameters.get(name);
    if (name === null || parameter === undefined) return { text: name ?? showFunction(node), fixed: false };
    const given = this.given.get(name) ?? null;
    const value = isFixed(parameter, given) ? parameterValue(parameter, given, node.place) : null;
    return value?.kind === "scalar" ? { text: String(value.value), fixed: true } : { text: name, fixed: false };
  }

  private atom(text: string): boolean {
    this.atoms.add(text);
    return this.trial.get(text) ?? false;
  }
}

function referenceName(node: Node): string | null {
  const [entry] = node.kind === "map" ? node.entries : [];
  return entry?.key === "Ref" ? textArgument(entry.value) : null;
}

function showFunction(node: Node): string {
  const [entry] = node.kind === "map" ? node.entries : [];
  return entry === undefined ? "..." : `${entry.key} ${itemsOf(entry.value).map(textArgument).join(", ")}`;
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
