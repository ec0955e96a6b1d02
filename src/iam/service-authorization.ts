import type { Authorization } from "./authorization.js";

/**
 * AWS's service authorisation data. Loading is cheap; unpacking (some 20 ms) waits for the first question, and many checks
 * ask none.
 */
export async function loadAuthorization(): Promise<Authorization> {
  const { PackedAuthorization } = await import("./packed-authorization.js");
  return new PackedAuthorization();
}
