import { type HclBody, readBody } from "../hcl/blocks.js";
import type { RangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";

/** Where Terraform's source names something, or any file a policy. */
export interface SourceUse extends RangePlace {
  /** Type and labels of the block around it; none in other syntaxes, where a file is looked through as a whole. */
  readonly header: readonly string[];
  /** The text of that block. */
  readonly block: string;
  /** By what a text calls a policy that is not referred to. */
  readonly said?: "arn" | "name" | undefined;
}

/** What `readBody` reads. */
export const HCL = /\.(?:tf|tofu|tfvars)$/;

const bodies = new WeakMap<TextFile, HclBody>();

/** A file in another syntax is looked through as a whole. */
export function bodyOf(file: TextFile): HclBody {
  const all = { start: 0, end: file.text.length };
  const body =
    bodies.get(file) ??
    (!HCL.test(file.path) ? { blocks: [{ ...all, header: [], body: all }], attributes: [] } : readBody(file.text, all));
  bodies.set(file, body);
  return body;
}
