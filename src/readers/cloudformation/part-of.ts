import type { Place } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { FileProblem, ReadContext } from "../reader.js";

/**
 * Reads a file that a template nests or includes. If the file exists but isn't read, it may create any role, so that is
 * reported where the template refers to it.
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
