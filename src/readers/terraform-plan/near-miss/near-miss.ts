import { type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { childPlace, filePlace, type Place, rootPlace, type SourceDocument } from "../../../source/place.js";
import { shellWord } from "../../../source/shell-word.js";
import type { FileProblem, PassedOver } from "../../reader.js";
import { planAgain } from "./commands.js";

/** The reason why a JSON file from Terraform can't be checked, with the commands to run instead. Returns null if it can be checked. */
export function planProblem(value: JsonObject, document: SourceDocument): FileProblem | null {
  const file = document.file.path;
  const at = (key: string): Place => ({ ...childPlace(rootPlace(document), key), part: "entry" });
  const version = property(value, "format_version");
  if (property(value, "@level") !== undefined) return logProblem(file);
  if (property(value, "encrypted_data") !== undefined) {
    const help = `run \`tofu show -json ${shellWord(file)} > shown.json\` where its key is available, and check shown.json`;
    return { message: `${file} is encrypted by OpenTofu`, help, place: filePlace(file) };
  }
  if (property(value, "lineage") !== undefined) {
    const state = property(value, "version");
    if (state === 4) return null;
    const message = `${file} is a Terraform state with ${shown("version", state)}, but the check reads only version 4`;
    const help = `run \`terraform show -json ${shellWord(file)} > shown.json\` with the Terraform version that wrote it, and check shown.json`;
    return { message, help, place: at("version") };
  }
  if (typeof version !== "string" || !/^[01]\./.test(version)) {
    const message =
      typeof version === "number"
        ? `${file} has the number ${version} as its format_version, but Terraform writes a string such as "1.2"`
        : `${file} has ${shown("format_version", version)}, but the check reads only versions 0.x and 1.x`;
    const help = `create the plan with Terraform or OpenTofu 1.x: ${planAgain(file)}`;
    return { message, help, place: at("format_version") };
  }
  if (property(value, "errored") === true) {
    const message = `${file} is an incomplete plan: \`terraform plan\` ended with errors`;
    const help = `fix what \`terraform plan\` reports, and create the plan again: ${planAgain(file)}`;
    return { message, help, place: at("errored") };
  }
  return null;
}

/** Describes a version, which may be any value. */
function shown(key: string, value: JsonValue | undefined): string {
  const isShort = typeof value === "number" || (typeof value === "string" && /^\d[\d.]{0,9}$/.test(value));
  return isShort ? `${key} ${value}` : `an invalid ${key}`;
}

export function logProblem(file: string): FileProblem {
  return {
    message: `${file} contains the log of \`terraform plan -json\`, which is not the plan`,
    help: planAgain(file),
    place: filePlace(file),
  };
}

/** Other JSON output from Terraform with a `format_version`: the key that identifies it, and its description. */
const OTHERS: readonly (readonly [string, string])[] = [
  ["provider_schemas", "the provider schema (`terraform providers schema -json`)"],
  ["function_signatures", "a list of functions (`terraform metadata functions -json`)"],
  ["valid", "the output of `terraform validate -json`"],
];

/** JSON output from Terraform that contains no roles. It isn't checked, but it is reported because it may be mistaken for a plan. */
export function noPlan(value: JsonObject, file: string): PassedOver | null {
  const found = OTHERS.find(([key]) => property(value, key) !== undefined);
  if (found === undefined) return null;
  return { id: file, reason: `${found[1]}, not a plan; ${planAgain(file)}`, place: filePlace(file) };
}
