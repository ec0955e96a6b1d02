import type { Ternary } from "./verdict.js";

/** Three-valued logic: an unknown value stays unknown unless the other values decide. */
export function not(value: Ternary): Ternary {
  if (value === "unknown") return "unknown";
  return value === "yes" ? "no" : "yes";
}

export function all(values: Iterable<Ternary>): Ternary {
  let result: Ternary = "yes";
  for (const value of values) {
    if (value === "no") return "no";
    if (value === "unknown") result = "unknown";
  }
  return result;
}

export function any(values: Iterable<Ternary>): Ternary {
  let result: Ternary = "no";
  for (const value of values) {
    if (value === "yes") return "yes";
    if (value === "unknown") result = "unknown";
  }
  return result;
}
