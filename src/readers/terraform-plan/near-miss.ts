import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import { filePlace } from "../../source/place.js";
import type { FileProblem } from "../reader.js";

/** A file of Terraform that is no plan to judge, or a plan that can't be: what it is, and what to run instead. */
export function planProblem(value: JsonValue, file: string): FileProblem | null {
  const words = isJsonObject(value) ? describe(value, file) : null;
  return words === null ? null : { ...words, message: `${file} ${words.message}`, place: filePlace(file) };
}

function describe(
  plan: { readonly [key: string]: JsonValue },
  file: string,
): { readonly message: string; readonly help: string } | null {
  const version = property(plan, "format_version");
  if (version === undefined && property(plan, "lineage") !== undefined) {
    return {
      message: "is a Terraform state file",
      help: `run \`terraform show -json > state.json\` and check that, or plan with \`terraform plan -out tfplan\` and \`terraform show -json tfplan > ${file}\``,
    };
  }
  if (typeof version !== "string" || !/^[01]\./.test(version)) {
    return {
      message: `has ${typeof version === "string" ? `format_version ${version}` : "a format_version that is no text"}, and versions 0.x and 1.x are read`,
      help: "make the plan with a Terraform or OpenTofu of major version 1",
    };
  }
  if (property(plan, "errored") === true) {
    return {
      message: "is a plan that ended with errors, so it does not hold what would be applied",
      help: "mend the configuration and make the plan again",
    };
  }
  return null;
}
