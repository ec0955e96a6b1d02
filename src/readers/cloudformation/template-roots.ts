import { nodeFromJson } from "../../source/json-node.js";
import type { Node } from "../../source/node.js";
import { rootPlace } from "../../source/place.js";
import type { ParsedFile } from "../reader.js";

/** The documents of a file, which may be templates. */
export function templateRoots(parsed: ParsedFile): readonly Node[] {
  return parsed.syntax === "yaml" ? parsed.documents : [nodeFromJson(parsed.value, rootPlace(parsed.document))];
}
