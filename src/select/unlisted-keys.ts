import { misspelledKey } from "../config/context.js";
import type { PlacedKey } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import type { Authorization } from "../iam/authorization.js";

/** Reports keys of `context` that have a service's prefix and are almost one of its own keys. */
export function unlistedKeys(keys: readonly PlacedKey[], authorization: Authorization): readonly ConfigProblem[] {
  return keys.flatMap(({ key, place }) => {
    const near = authorization.nearKey(key);
    return near === null ? [] : [misspelledKey(key, near, place)];
  });
}
