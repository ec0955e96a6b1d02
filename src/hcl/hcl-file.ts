import type { TextFile } from "../source/text-file.js";

/** Whether a file is in HCL's native syntax, judging by its name. */
export function isHcl({ path }: Pick<TextFile, "path">): boolean {
  return /\.(?:tf|tofu|tfvars)$/.test(path);
}
