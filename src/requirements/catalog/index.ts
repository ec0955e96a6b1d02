import { nodeFromJson } from "../../source/json-node.js";
import { filePlace } from "../../source/place.js";
import type { KnownActions } from "../read-actions.js";
import { type Extendable, readLists } from "../read-lists.js";
import type { Requirements } from "../requirements.js";
import { files } from "./files.js";

/** "Veeam", and a common abbreviation of Veeam Backup for AWS. */
const NAME_MARKS = ["veeam", "vbaws"];

/** Cached, because roles are compared with every version. */
const held = new Map<string, Requirements>();

export function catalogVersions(): readonly string[] {
  return files().map(({ version }) => version);
}

/** The requirements of a version. Returns null if the catalog lacks it. Without AWS's actions, lists with wildcards can't be read. */
export function catalogRequirements(version: string, known: KnownActions = null): Requirements | null {
  return extendable(known).get(version)?.() ?? null;
}

/** The versions that a custom file may extend. */
export function extendable(known: KnownActions): Extendable {
  const versions = new Map<string, () => Requirements>();
  for (const file of files()) {
    // A version may extend only earlier versions, so that none extends itself.
    const earlier = new Map(versions);
    versions.set(file.version, () => {
      const requirements = held.get(file.version) ?? { ...read(file, known, earlier), nameMarks: NAME_MARKS };
      held.set(file.version, requirements);
      return requirements;
    });
  }
  return versions;
}

function read(file: ReturnType<typeof files>[number], known: KnownActions, earlier: Extendable): Requirements {
  const place = filePlace(`${file.version}.json`);
  const root = nodeFromJson(file, place);
  const outcome = root.kind === "map" ? readLists(root, place, known, earlier) : { problems: [] };
  if ("requirements" in outcome) return outcome.requirements;
  const [problem] = outcome.problems;
  throw new Error(`version ${file.version} of the catalog can't be read: ${problem?.message ?? "no map"}`);
}
