import { parseJson } from "../../../source/parse-json.js";
import { rangePlace } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import type { Workspace } from "../../../source/workspace.js";
import type { FileProblem } from "../../reader.js";
import { bodyFault } from "./body-fault.js";
import { type HclFault, openFault } from "./hcl-fault.js";
import { joinPath, sourceNames, type Tool } from "./module-folder.js";

/** Why not all that a file declares can be found; what is found is read all the same. */
export function lossIn(file: TextFile): FileProblem | null {
  if (file.path.endsWith(".json")) {
    const parsed = parseJson(file);
    if (!("fault" in parsed)) return null;
    return { message: `${file.path} is not JSON: ${parsed.fault.message}`, help: HELP, place: parsed.fault.place };
  }
  const fault = openFault(file.text);
  return fault === null ? null : hclProblem(file, fault);
}

/** What else Terraform refuses the folder's files for. */
export function refusalsIn(workspace: Workspace, folder: string, tool: Tool): readonly FileProblem[] {
  return sourceNames(workspace, folder, tool).flatMap((name) => {
    const file = name.endsWith(".json") ? null : workspace.readText(joinPath(folder, name));
    const fault = file === null || openFault(file.text) !== null ? null : bodyFault(file.text);
    return file === null || fault === null ? [] : [hclProblem(file, fault)];
  });
}

export function hclProblem(file: TextFile, { start, end, message }: HclFault): FileProblem {
  return { message: `${file.path} is not HCL: ${message}`, help: HELP, place: rangePlace(file, start, end) };
}

export function templateProblem(file: TextFile, at: number): FileProblem {
  const message = `${file.path} is not a template that Terraform can read`;
  return { message, help: HELP, place: rangePlace(file, at, at + 1) };
}

const HELP = "mend it as `terraform validate` says, and make the plan anew";
