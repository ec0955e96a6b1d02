import { firstFew } from "../source/first-few.js";
import type { Report } from "./report.js";

/** The part of the report's footer that lists the policies that this check can't see. */
export function notVisible({ guardrails, unseen = [], paths = [] }: Report): string {
  const organization = guardrails === undefined ? "SCPs" : "undeclared RCPs";
  const isShown = (link: "assumes" | "keys"): boolean =>
    paths.length > 0 && paths.every((path) => (path[link] ?? "unseen") !== "unseen");
  const keys = isShown("keys") ? "other keys' policies" : "key policies";
  const named = unseen.length === 0 ? "" : `${firstFew(unseen, 3)} of the configuration, `;
  const [own, last] = isShown("assumes") ? ["", `and ${keys}`] : [`${keys}, `, "and the caller's own permissions"];
  return `${named}${organization}, session policies, ${own}${last}.`;
}
