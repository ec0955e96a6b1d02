import type { TextFile } from "../source/text-file.js";

/** Whether a file has HCL's native syntax, by its name. */
export function isHcl({ path }: Pick<TextFile, "path">): boolean {
  return /\.(?:tf|tofu|tfvars)$/.test(path);
}
