import { givenText, type Node, showText, type Text } from "../source/node.js";
import type { Place } from "../source/place.js";
import { actionFault } from "./action-pattern.js";
import { reportForgotten } from "./forgotten-substitution.js";
import type { GrammarProblems } from "./grammar-problems.js";
import type { PatternList, PolicyText } from "./model.js";
import { shown } from "./policy-keys.js";
import { resourceFault, unmatchableResource } from "./resource-fault.js";

/** Reads the value of Action, Resource, or their negations: a string or a list of strings. Returns `null` if it is unusable. */
export function parsePatterns(
  node: Node,
  element: string,
  negated: boolean,
  problems: GrammarProblems,
): PatternList | null {
  const items = node.kind === "list" ? node.items : [node];
  if (items.length === 0) {
    problems.add(node.place, `the ${element} list is empty`, "name at least one, or remove the statement");
    return null;
  }
  const patterns: PolicyText[] = [];
  let faults = 0;
  for (const item of items) {
    const text = givenText(item, (one) => isTaken(one, element));
    if (text === undefined || (item.kind === "scalar" && typeof item.value !== "string")) {
      problems.add(
        item.place,
        `${element} must be a string or a list of strings`,
        "write a string in double quotes, or a list of them",
      );
      faults += 1;
    } else {
      const secret = item.kind === "scalar" && item.isSecret ? { isSecret: item.isSecret } : {};
      patterns.push({ text, place: item.place, ...secret });
      if (!reportForgotten(text, element, item.place, problems)) reportFault(text, element, item.place, problems);
    }
  }
  // Dropping an item of a negated list would widen the grant.
  if (patterns.length === 0 || (negated && faults > 0)) return null;
  return { negated, patterns, place: node.place };
}

function isTaken(text: string, element: string): boolean {
  return element.endsWith("Action")
    ? actionFault(text) === null
    : resourceFault(text) === null && unmatchableResource(text) === null;
}

/** Reports a string that can't match what its author meant. */
function reportFault(text: Text, element: string, place: Place, problems: GrammarProblems): void {
  const isAction = element.endsWith("Action");
  const fault = !isAction ? resourceFault(text) : typeof text === "string" ? actionFault(text) : null;
  if (fault !== null) problems.add(place, `${element} "${shown(showText(text))}" ${fault.message}`, fault.help);
}

/** A list with one unknown pattern, in place of patterns that can't be read. */
export function unknownPatterns(place: Place, element: string): PatternList {
  return { negated: false, patterns: [{ text: { kind: "unresolved", expression: element }, place }], place };
}
