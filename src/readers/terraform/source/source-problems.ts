import { bodyFault } from "../../../hcl/body-fault.js";
import { type HclFault, openFault } from "../../../hcl/fault.js";
import { joinPath } from "../../../source/folder-path.js";
import { parseJson } from "../../../source/parse-json.js";
import { fileOf, type Place, rangePlace } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import { whyUnread } from "../../../source/why-unread.js";
import type { Workspace } from "../../../source/workspace.js";
import type { FileProblem } from "../../reader.js";
import { LABELS } from "./block-labels.js";
import { misplacedValues, repeatedArguments, unknownKeys } from "./json-blocks.js";
import { sourceNames, type Tool } from "./module-folder.js";

/** The reason why some of a file's declarations can't be found. The file's other declarations are read anyway. */
export function sourceProblemIn(file: TextFile): FileProblem | null {
  if (file.path.endsWith(".json")) {
    const parsed = parseJson(file);
    if (!("fault" in parsed)) return null;
    return {
      message: `${file.path} ${whyUnread("JSON", parsed.fault.message)}`,
      help: HELP,
      place: parsed.fault.place,
    };
  }
  const fault = openFault(file.text);
  return fault === null ? null : hclProblem(file, fault);
}

/** The reasons for Terraform to reject a folder's files, other than the ones that `sourceProblemIn` returns. */
export function refusalsIn(workspace: Workspace, folder: string, tool: Tool): readonly FileProblem[] {
  return sourceNames(workspace, folder, tool).flatMap((name) => {
    const file = workspace.readText(joinPath(folder, name));
    if (file === null) return [];
    if (name.endsWith(".json"))
      return [
        ...unknownKeys(file).map(([key, place]) => refusal(`${key} is not a block type`, place)),
        ...misplacedValues(file).map((place) => refusal("an object belongs here", place)),
        ...repeatedArguments(file).map(({ key, start, end }) =>
          refusal(`the argument ${key} is set twice`, rangePlace(file, start, end)),
        ),
      ];
    const fault = openFault(file.text) === null ? bodyFault(file.text, LABELS) : null;
    return fault === null ? [] : [hclProblem(file, fault)];
  });
}

export function hclProblem(file: TextFile, { start, end, message, isHcl }: HclFault): FileProblem {
  const place = rangePlace(file, start, end);
  return isHcl ? refusal(message, place) : { message: `${file.path} ${whyUnread("HCL", message)}`, help: HELP, place };
}

export function templateProblem(file: TextFile, at: number): FileProblem {
  const message = `${file.path} is not a template that Terraform can read`;
  return { message, help: HELP, place: rangePlace(file, at, at + 1) };
}

export function refusal(message: string, place: Place): FileProblem {
  return { message: `${fileOf(place)} is rejected by Terraform: ${message}`, help: HELP, place };
}

const HELP = "fix what `terraform validate` reports, and create a new plan";
