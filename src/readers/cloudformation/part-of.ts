import type { Place } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { FileProblem, ReadContext } from "../reader.js";

/**
 * A file that a template nests or includes. If it exists but isn't read, it may create any role, which is reported where the
 * file is named.
 */
export function partOf(
  { workspace }: ReadContext,
  path: string,
  place: Place,
  tell: (problem: FileProblem) => void,
): TextFile | null {
  return workspace.readText(path, (reason) => {
    const help = "rename it, or make it a text file in the repository";
    tell({
      message: `${path} ${reason}, so the resources that it creates are not checked`,
      help,
      place,
      isHidden: true,
    });
  });
}
