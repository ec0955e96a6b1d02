import { type HclBody, readBody } from "../hcl/blocks.js";
import { isHcl } from "../hcl/hcl-file.js";
import { oncePer } from "../source/once-per.js";
import type { RangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** A place where Terraform's source names something, or where any file names a policy. */
export interface SourceUse extends RangePlace {
  /** The type and labels of the surrounding block. Empty in other syntaxes, where a whole file counts as one block. */
  readonly header: readonly string[];
  /** The text of that block. */
  readonly block: string;
  /** How the text names a policy, if not by reference. */
  readonly said?: "arn" | "name" | undefined;
}

/** A file's body. In syntaxes other than HCL, the whole file counts as one block. */
export const bodyOf = oncePer((file: TextFile): HclBody => {
  const all = { start: 0, end: file.text.length };
  return isHcl(file) ? readBody(file.text, all) : { blocks: [{ ...all, header: [], body: all }], attributes: [] };
});
