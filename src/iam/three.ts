import type { Three } from "./verdict.js";

/** Three-valued logic: an unknown value stays unknown unless the other values decide. */
export function not(value: Three): Three {
  if (value === "unknown") return "unknown";
  return value === "yes" ? "no" : "yes";
}

export function all(values: Iterable<Three>): Three {
  let result: Three = "yes";
  for (const value of values) {
    if (value === "no") return "no";
    if (value === "unknown") result = "unknown";
  }
  return result;
}

export function any(values: Iterable<Three>): Three {
  let result: Three = "no";
  for (const value of values) {
    if (value === "yes") return "yes";
    if (value === "unknown") result = "unknown";
  }
  return result;
}
