import type { Place } from "../source/place.js";
import { rangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Problem } from "../source/unknown-keys.js";
import { parseYaml } from "../source/yaml-node.js";
import type { KnownActions } from "./read-actions.js";
import { type Extendable, type ReadRequirements, readLists } from "./read-lists.js";

/** Reads a custom requirements file (JSON is YAML). Collects all problems and never throws. */
export function readRequirements(file: TextFile, known: KnownActions, versions: Extendable): ReadRequirements {
  const { documents, errors } = parseYaml(file);
  if (errors.length > 0) {
    const problems = errors.map(
      ({ message, help, place }): Problem => ({
        message: `the requirements are not YAML: ${message}`,
        help,
        place,
      }),
    );
    return { problems };
  }
  const [root] = documents;
  if (root?.kind !== "map") {
    const help = "write `version`, `title`, `source`, `date`, and `kinds`: see examples/requirements";
    return { problems: [{ message: "the requirements are not a map", help, place: startOf(file) }] };
  }
  return readLists(root, startOf(file), known, versions);
}

function startOf(file: TextFile): Place {
  return rangePlace(file, 0, Math.min(1, file.text.length));
}
