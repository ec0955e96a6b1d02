import { stringify } from "yaml";
import { damaged } from "./damage.mjs";
import { cloudFormationFiles } from "./render-cloudformation.mjs";
import { planFile } from "./render-plan.mjs";
import { groupsOf, policyFiles } from "./render-policy-json.mjs";
import { terraformFiles } from "./render-terraform.mjs";

/** A repository's files by path. `before` is the repository at its base, from which a plan starts. */
export function filesOf(repository, before) {
  const config = configFile(repository);
  const files = [...rolesFiles(repository, before), ...(config === null ? [] : [config])];
  return damaged(new Map(files.map(({ path, text }) => [path, Buffer.from(text)])), repository.damage);
}

/** The files in the base's commit. A plan that each run creates isn't committed. */
export function committedFiles(repository) {
  const files = filesOf(repository, repository);
  if (repository.format === "made-plan") files.delete("plan.json");
  return files;
}

function rolesFiles(repository, before) {
  switch (repository.format) {
    case "cloudformation-json":
    case "cloudformation-yaml":
      return cloudFormationFiles(repository);
    case "policy-json":
      return policyFiles(repository);
    case "terraform":
      return terraformFiles(repository);
    default:
      return [planFile(repository, before)];
  }
}

export function configFile(repository) {
  const { config, format } = repository;
  if (config === null) return null;
  const { path, lines, files, appliance, groups } = config;
  const value = {
    ...(files === null ? {} : { files }),
    ...(appliance === null ? {} : { appliance }),
    ...(lines.length === 0 ? {} : { roles: lines.map(lineText) }),
    ...(format === "policy-json" && groups ? { groups: groupsOf(repository) } : {}),
  };
  // An empty file isn't a map, which would be a separate error.
  const shown = Object.keys(value).length === 0 ? { "fail-on": "error" } : value;
  return { path, text: path.endsWith(".json") ? JSON.stringify(shown, null, 2) : stringify(shown, { lineWidth: 0 }) };
}

export function lineText({ pattern, kinds }) {
  return `${pattern}: ${kinds === null ? "ignore" : kinds.join(", ")}`;
}
