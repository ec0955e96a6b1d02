import { type Requirements, type RequirementsData, requirementsFromData } from "../requirements.js";
import { v7 } from "./v7.js";
import { v10 } from "./v10.js";
import { v13_1 } from "./v13-1.js";

/** Every version of the vendor's lists that we hold. A new version is one data file and one entry here. */
const versions: readonly RequirementsData[] = [v7, v10, v13_1];

/** "Veeam", and "Veeam Backup for AWS" as its own users shorten it. */
const NAME_MARKS = ["veeam", "vbaws"];

export function catalogueVersions(): readonly string[] {
  return versions.map((data) => data.version);
}

/** The requirements of a version, or null when the catalogue does not hold it. */
export function catalogueRequirements(version: string): Requirements | null {
  const data = versions.find((candidate) => candidate.version === version);
  return data === undefined ? null : requirementsFromData(data, NAME_MARKS);
}
