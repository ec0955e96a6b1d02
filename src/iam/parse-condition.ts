import { advice } from "../source/nearest-word.js";
import { entryOf, type MapNode, type Node, showText, textOf } from "../source/node.js";
import type { Place } from "../source/place.js";
import { parseOperator, suggestOperator } from "./condition/operator.js";
import { reportForgotten } from "./forgotten-substitution.js";
import type { GrammarProblems } from "./grammar-problems.js";
import type { Condition, PolicyText } from "./model.js";
import { shown } from "./policy-keys.js";
import { isWrittenDate } from "./written-date.js";

export interface ParsedConditions {
  readonly conditions: readonly Condition[];
  /** Set if a part could not be read. The statement must not apply as if the part were absent. */
  readonly faulty: boolean;
}

/** Reads the Condition of a statement. A part that can't be read counts as unknown: dropping it would widen the statement. */
export function parseConditions(statement: MapNode, problems: GrammarProblems): ParsedConditions {
  const entry = entryOf(statement, "Condition");
  if (entry === undefined) return { conditions: [], faulty: false };
  const reading = new ConditionReading(problems);
  reading.block(entry.value);
  return { conditions: reading.conditions, faulty: reading.faulty };
}

class ConditionReading {
  readonly conditions: Condition[] = [];
  faulty = false;
  readonly #problems: GrammarProblems;

  constructor(problems: GrammarProblems) {
    this.#problems = problems;
  }

  block(node: Node): void {
    const operators = this.#map(node, "Condition must be an object whose keys are condition operators");
    const seen = new Set<string>();
    for (const { key: operator, keyPlace, value } of operators) {
      if (seen.has(operator)) {
        this.#problems.add(keyPlace, `the operator "${shown(operator)}" occurs twice in a Condition`, "merge the two");
      }
      seen.add(operator);
      if (parseOperator(operator) === null) {
        const near = suggestOperator(operator);
        const help = advice(near, "see the list of condition operators in the IAM user guide");
        this.#fault(value, `"${shown(operator)}" is not a condition operator`, help);
      } else this.#keys(operator, value);
    }
  }

  #keys(operator: string, node: Node): void {
    const isDate = parseOperator(operator)?.comparison === "date";
    for (const { key, value } of this.#map(node, `${operator} must be an object of condition keys`)) {
      const items = value.kind === "list" ? value.items : [value];
      const values: PolicyText[] = [];
      for (const item of items) {
        const text = textOf(item);
        if (text === undefined)
          this.#fault(
            item,
            `the value of ${shown(key)} must be a string or a list of strings`,
            "write a string in double quotes, or a list of them",
          );
        else {
          values.push({ text, place: item.place });
          if (
            !reportForgotten(text, shown(key), item.place, this.#problems) &&
            isDate &&
            typeof text === "string" &&
            !isWrittenDate(text)
          )
            this.#reportDate(text, item.place);
        }
      }
      this.conditions.push({ kind: "test", operator, key, values, place: value.place });
    }
  }

  /** Reports a date that AWS rejects: "The policy failed legacy parsing". The value is kept, but matches nothing. */
  #reportDate(text: string, place: Place): void {
    const help = "write it like 2026-01-31T00:00:00Z, or as seconds since 1970";
    this.#problems.add(place, `"${shown(text)}" is not a date`, help);
  }

  #map(node: Node, message: string): MapNode["entries"] {
    if (node.kind === "map") return node.entries;
    if (node.kind === "unresolved" || node.kind === "partial") {
      this.conditions.push({ kind: "unresolved", expression: showText(node), place: node.place });
    } else this.#fault(node, message, 'write it like { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } }');
    return [];
  }

  #fault(node: Node, message: string, help: string): void {
    this.#problems.add(node.place, message, help);
    this.conditions.push({ kind: "unresolved", expression: "Condition", place: node.place });
    this.faulty = true;
  }
}
