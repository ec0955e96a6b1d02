import type { Authorization } from "./authorization.js";

/**
 * AWS's service authorization data. Loading is cheap. Unpacking takes about 20 ms and is deferred until the first lookup,
 * which many checks never make.
 */
export async function loadAuthorization(): Promise<Authorization> {
  const { PackedAuthorization } = await import("./packed-authorization.js");
  return new PackedAuthorization();
}
