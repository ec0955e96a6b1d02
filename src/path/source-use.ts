import { type HclBody, readBody } from "../hcl/blocks.js";
import type { RangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** A place where Terraform's source names something, or where any file names a policy. */
export interface SourceUse extends RangePlace {
  /** The type and labels of the surrounding block. Empty in other syntaxes, where a whole file counts as one block. */
  readonly header: readonly string[];
  /** The text of that block. */
  readonly block: string;
  /** How the text names a policy, if it doesn't refer to it. */
  readonly said?: "arn" | "name" | undefined;
}

/** Files that `readBody` reads. */
export const HCL = /\.(?:tf|tofu|tfvars)$/;

const bodies = new WeakMap<TextFile, HclBody>();

/** In other syntaxes, the whole file counts as one block. */
export function bodyOf(file: TextFile): HclBody {
  const all = { start: 0, end: file.text.length };
  const body =
    bodies.get(file) ??
    (!HCL.test(file.path) ? { blocks: [{ ...all, header: [], body: all }], attributes: [] } : readBody(file.text, all));
  bodies.set(file, body);
  return body;
}
