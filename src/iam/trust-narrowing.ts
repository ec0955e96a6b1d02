import type { Text } from "../source/node.js";
import { parseOperator } from "./condition/operator.js";
import type { Condition, ConditionTest, Statement } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import type { TrustWidth } from "./verdict.js";

/** Whom a statement's conditions leave of the principals that it names. */
export interface Narrowing {
  readonly to: "role" | Exclude<TrustWidth, "anyone">;
  /** The keys that do it, for messages. */
  readonly keys: readonly string[];
}

const NARROWEST_FIRST = ["role", "account", "organization"] as const;

/**
 * AWS recommends "*" with a condition on who asks (IAM user guide, "AWS JSON policy elements: Principal" and "AWS global
 * condition context keys"); `null` when nothing tells whom that leaves.
 */
export function narrowingOf({ conditions }: Pick<Statement, "conditions">): Narrowing | null {
  const found = conditions.flatMap((condition) => {
    const to = narrowedBy(condition);
    return to === null || condition.kind !== "test" ? [] : [{ to, key: condition.key }];
  });
  const to = NARROWEST_FIRST.find((kind) => found.some((one) => one.to === kind));
  if (to === undefined) return null;
  return { to, keys: [...new Set(found.filter((one) => one.to === to).map(({ key }) => key))] };
}

/** Whether a condition says who may ask, so that where nobody in particular asks, it holds for those it leaves. */
export function narrows(condition: Condition): boolean {
  return narrowedBy(condition) !== null;
}

function narrowedBy(condition: Condition): Narrowing["to"] | null {
  if (condition.kind !== "test" || condition.values.length === 0 || !isPositive(condition)) return null;
  const widths = condition.values.map(({ text }) => widthOfValue(condition.key.toLowerCase(), text));
  if (widths.includes(null)) return null;
  return [...NARROWEST_FIRST].reverse().find((kind) => widths.includes(kind)) ?? null;
}

/** With `IfExists` or `ForAllValues` a caller without the key gets in. */
function isPositive({ operator }: ConditionTest): boolean {
  const read = parseOperator(operator);
  if (read === null || read.negated || read.ifExists || read.set === "all") return false;
  return read.comparison.startsWith("string") || read.comparison === "arn";
}

function widthOfValue(key: string, text: Text): Narrowing["to"] | null {
  const value = typeof text === "string" ? text : null;
  switch (key) {
    case "aws:principalarn":
      return value === null ? "role" : widthOfArn(value);
    case "aws:principalaccount":
      return value === null || /^\d{12}$/.test(value) ? "account" : null;
    case "aws:principalorgid":
      return value === null || /^o-[a-z0-9]+$/.test(value) ? "organization" : null;
    case "aws:principalorgpaths":
      return value === null || /^o-[a-z0-9]+\//.test(value) ? "organization" : null;
    default:
      return null;
  }
}

function widthOfArn(value: string): "role" | "account" | null {
  if (readAwsPrincipal(value).kind === "entity") return "role";
  return /^\d{12}$/.test(value.split(":")[4] ?? "") ? "account" : null;
}
