import { isJsonObject, nodeFromJson, property } from "../../source/json-node.js";
import type { Node } from "../../source/node.js";
import { rootPlace } from "../../source/place.js";
import type { ParsedFile, PassedOver, ReadContext, Reader, ReadResult } from "../reader.js";
import { givenParameters } from "./parameter-file.js";
import { templateRoles } from "./roles.js";
import { isTemplate, readTemplate } from "./template.js";

/** CloudFormation templates, in JSON or YAML. */
export const cloudFormationReader: Reader = {
  format: "cloudformation",

  recognises(parsed: ParsedFile): boolean {
    if (parsed.syntax === "yaml") return parsed.documents.some(isTemplate);
    if (!isJsonObject(parsed.value)) return false;
    const { value } = parsed;
    return ["AWSTemplateFormatVersion", "Transform", "Resources"].some((key) => property(value, key) !== undefined);
  },

  read(parsed: ParsedFile, context: ReadContext): ReadResult {
    const given = givenParameters(parsed.file.path, context);
    const roots: readonly Node[] =
      parsed.syntax === "yaml" ? parsed.documents : [nodeFromJson(parsed.value, rootPlace(parsed.document))];
    const templates = roots.filter(isTemplate).map(readTemplate);
    return {
      roles: templates.flatMap((template) => templateRoles(template, given.values, parsed.file.path)),
      problems: given.problems,
      grammar: [],
      passedOver: templates.flatMap(({ loops }) =>
        loops.map(
          ({ key, keyPlace }): PassedOver => ({
            id: key,
            reason: "a Fn::ForEach loop: what it makes is not expanded",
            place: keyPlace,
          }),
        ),
      ),
    };
  },
};
