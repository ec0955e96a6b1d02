import type { Options } from "fast-glob";
// The exports of fast-glob include its streams and promises, which are 4 kB of the bundle that nothing here calls.
import { generate } from "fast-glob/out/managers/tasks.js";
import provider from "fast-glob/out/providers/sync.js";
import settings from "fast-glob/out/settings.js";

/** The paths that match globs, as `sync` of fast-glob returns them. */
export function matchingPaths(globs: readonly string[], options: Options): readonly string[] {
  const given = new settings.default(options);
  const tasks = generate([...globs], given);
  const search = new provider.default(given);
  return tasks.flatMap((task) => search.read(task) as string[]);
}
