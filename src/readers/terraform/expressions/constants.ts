import { parseExpression } from "../../../hcl/parse-expression.js";
import { Unreadable } from "../../../hcl/unreadable.js";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { Node, PartialNode } from "../../../source/node.js";
import type { ReadBudget } from "../../read-budget.js";
import type { SourceAttribute } from "../source/source-block.js";
import { Effort } from "./effort.js";
import { evaluate } from "./evaluate.js";
import type { Outside } from "./evaluation-context.js";
import { callsIn } from "./refers-to.js";
import type { WrittenNumbers } from "./written-numbers.js";
import { writtenAttribute } from "./written-text.js";

/**
 * The value of an expression without references, such as a default or an entry in a `.tfvars` file. Returns undefined
 * unless all of it is known.
 */
export function constantValue(
  attribute: SourceAttribute,
  numbers: WrittenNumbers,
  budget: ReadBudget | undefined,
): JsonValue | undefined {
  const written = writtenAttribute(attribute);
  const expression = parseExpression(written.text, written.range);
  // Terraform allows no function calls here.
  if (expression === null || callsIn(expression).size > 0) return undefined;
  const effort = new Effort();
  try {
    const node = evaluate(expression, { written, scope: null, bound: new Map(), effort }, nothingOutside);
    const { value, unknown } = asPlanned(node, numbers, () => false);
    return isFree(unknown) ? value : undefined;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return undefined;
  } finally {
    budget?.spend(effort.spent);
  }
}

const nothingOutside: Outside = {
  named: () => null,
  isPlanned: () => false,
  file: () => null,
  filesIn: () => [],
};

/** A value as represented in a plan: its known parts, and a value of the same shape with `true` for each unknown part. */
export interface AsPlanned {
  readonly value: JsonValue | undefined;
  readonly unknown: JsonValue;
}

export const UNKNOWN: AsPlanned = { value: undefined, unknown: true };

/**
 * Converts a value to the form that a plan has.
 * @param numbers records each number
 * @param isStandIn whether a node represents an attribute's future value, even if parts of it are known
 */
export function asPlanned(node: Node, numbers: WrittenNumbers, isStandIn: (node: Node) => boolean): AsPlanned {
  if (isStandIn(node)) return UNKNOWN;
  switch (node.kind) {
    case "scalar":
      return {
        value: typeof node.value === "number" ? numbers.note(node.digits ?? String(node.value)) : node.value,
        unknown: false,
      };
    case "partial": {
      const arn = awsManaged(node);
      return arn === null ? UNKNOWN : { value: arn, unknown: false };
    }
    case "unresolved":
      return UNKNOWN;
    case "list": {
      if (node.items.some((item) => item.kind === "unresolved" && item.several)) return UNKNOWN;
      const items = node.items.map((item) => asPlanned(item, numbers, isStandIn));
      return { value: items.map(({ value }) => value ?? null), unknown: items.map(({ unknown }) => unknown) };
    }
    case "map": {
      const entries = node.entries.map((entry) => [entry.key, asPlanned(entry.value, numbers, isStandIn)] as const);
      const of = (part: (one: AsPlanned) => JsonValue): JsonObject =>
        Object.fromEntries(entries.map(([key, one]) => [key, part(one)]));
      return { value: of(({ value }) => value ?? null), unknown: of(({ unknown }) => unknown) };
    }
  }
}

/**
 * The ARN of an AWS managed policy. It counts as known even if its partition isn't, because these policies are the same
 * in every partition. Returns null for anything else.
 */
function awsManaged({ parts: [start, partition, rest, ...more] }: PartialNode): string | null {
  const isArn = start === "arn:" && typeof partition !== "string" && typeof rest === "string" && more.length === 0;
  return isArn && /^:iam::aws:policy\/./.test(rest) ? `arn:aws${rest}` : null;
}

function isFree(unknown: JsonValue): boolean {
  if (Array.isArray(unknown)) return unknown.every(isFree);
  if (isJsonObject(unknown)) return Object.keys(unknown).every((key) => isFree(property(unknown, key) ?? false));
  return unknown !== true;
}
