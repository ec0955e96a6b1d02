import { nodeFromJson } from "../../source/json-node.js";
import type { Node } from "../../source/node.js";
import { rootPlace } from "../../source/place.js";
import type { ParsedFile } from "../reader.js";
import { type ReadPart, serverlessTemplate } from "./serverless.js";

/** A file's documents. Each may be a template or contain one. */
export function templateRoots(parsed: ParsedFile, read: ReadPart = () => null): readonly Node[] {
  const roots = parsed.syntax === "yaml" ? parsed.documents : [nodeFromJson(parsed.value, rootPlace(parsed.document))];
  return roots.map((root) => serverlessTemplate(root, read) ?? root);
}
