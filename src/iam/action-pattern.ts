import { partsOf, type Text } from "../source/node.js";
import { covers, hasWildcards, literal, type Pattern, wildcards } from "./pattern.js";

/** The format of nearly every action. Any other text is examined more closely. */
const WELL_FORMED = /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/;

/**
 * The maximum length of an action, in characters. The longest action in AWS's service authorization reference has fewer than a hundred.
 * Longer text never reaches a regular expression, which runs on the engine's stack.
 */
const MAX_LENGTH = 1_000;

/** Why an action's text can't be what its author meant. Returns `null` if it is well formed. */
export function actionFault(text: string): { readonly message: string; readonly help: string } | null {
  if (text === "*" || text === "*:*") return null;
  if (text.length > MAX_LENGTH) {
    return {
      message: `has ${text.length} characters, more than any action has`,
      help: "write each action as a separate string",
    };
  }
  if (WELL_FORMED.test(text)) return null;
  if (text.trim() !== text) {
    const where = text.trimStart() === text ? "trailing" : "leading";
    return { message: `has a ${where} space, so it matches nothing`, help: "remove the space" };
  }
  if (text.includes(",")) {
    return { message: "contains a comma, so it matches nothing", help: "write each action as a separate string" };
  }
  const parts = text.split(":", 3);
  if (parts.length !== 2) {
    return { message: "is not of the form service:Action", help: 'write one colon, as in "ec2:DescribeVolumes"' };
  }
  if (/\s/.test(text)) return { message: "contains a space, so it matches nothing", help: "remove the space" };
  const [service = "", name = ""] = parts;
  if (hasWildcards(service)) {
    return { message: "has a wildcard in its service, which AWS rejects", help: "name the service" };
  }
  if (service === "" || name === "") return { message: "is incomplete", help: 'write it like "ec2:DescribeVolumes"' };
  return null;
}

/** An action of a request, ready for matching. AWS compares actions case-insensitively. */
export interface RequestedAction {
  readonly folded: string;
  readonly tokens: Pattern;
}

export function requestedAction(action: string): RequestedAction {
  const folded = action.toLowerCase();
  return { folded, tokens: literal(folded) };
}

/** One string of Action or NotAction, ready for matching. */
export type ActionPattern =
  | { readonly kind: "exact"; readonly folded: string }
  | { readonly kind: "wild"; readonly pattern: Pattern }
  | { readonly kind: "unknown"; readonly pattern: Pattern; readonly expression: string };

export function readAction(text: Text): ActionPattern {
  if (typeof text === "string") {
    const folded = text.toLowerCase();
    if (!hasWildcards(folded)) return { kind: "exact", folded };
    return { kind: "wild", pattern: wildcards(folded) };
  }
  const parts = partsOf(text);
  const pattern = parts.flatMap((part) => wildcards(typeof part === "string" ? part.toLowerCase() : "*"));
  const expression = parts.find((part) => typeof part !== "string")?.expression ?? "";
  return { kind: "unknown", pattern, expression };
}

export function matchesAction(pattern: ActionPattern, action: RequestedAction): boolean {
  return pattern.kind === "exact" ? pattern.folded === action.folded : covers(pattern.pattern, action.tokens);
}
