import type { Certainty } from "./existence.js";
import type { Export, ReferencedExports } from "./exports.js";
import { describe } from "./expressions.js";

/** The export that an import refers to, given which exports exist. If that is unknown, returns an explanation in parentheses. */
export function exportUnder(
  { exports, files, isExact }: ReferencedExports,
  exists: (one: Export) => Certainty,
): Export | string {
  const [only, ...others] = exports.filter((one) => exists(one) !== "no");
  if (!isExact || files.length !== 1)
    return files.length === 0
      ? ""
      : ` (${isExact ? "" : "perhaps "}exported by ${named(files)}${isExact ? "" : nameOf(exports)})`;
  if (only === undefined) return ` (exported only if ${exports.map(whenThere).join(" or ")})`;
  if (others.length > 0) return ` (exported several times by ${only.file})`;
  const is = exists(only);
  return typeof is === "object" ? ` (${is.expression})` : only;
}

/** The notation of the export's name, if only one export fits. */
function nameOf([only, ...others]: readonly Export[]): string {
  const [written] = only?.name.kind === "map" && others.length === 0 ? only.name.entries : [];
  return written === undefined ? "" : ` as ${describe(written.key, written.value)}`;
}

/** The maximum number of files to name. */
const MAX_FILES = 3;

function named(files: readonly string[]): string {
  const more = files.length - MAX_FILES;
  return [...files.slice(0, MAX_FILES), ...(more > 0 ? [`${more} others`] : [])].join(" and ");
}

function whenThere({ conditions }: Export): string {
  return conditions.map((name) => `condition ${name} is true`).join(" and ");
}
