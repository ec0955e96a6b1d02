import { type Requirements, type RequirementsData, requirementsFromData } from "../requirements.js";
import { v7 } from "./v7.js";

/** Every version of the vendor's lists that we hold. A new version is one data file and one entry here. */
const versions: readonly RequirementsData[] = [v7];

export const DEFAULT_VERSION = "7";

export function catalogueVersions(): readonly string[] {
  return versions.map((data) => data.version);
}

/** The requirements of a version, or null when the catalogue does not hold it. */
export function catalogueRequirements(version: string): Requirements | null {
  const data = versions.find((candidate) => candidate.version === version);
  return data === undefined ? null : requirementsFromData(data);
}
