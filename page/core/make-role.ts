import { findRequirements } from "../../src/discover/find-requirements.js";
import { describeRole } from "../../src/fixes/describe-role.js";
import { leastRole } from "../../src/fixes/least-role.js";
import { rolesAsCloudFormation } from "../../src/fixes/roles-as-cloudformation.js";
import { rolesAsJson } from "../../src/fixes/roles-as-json.js";
import { rolesAsTerraform } from "../../src/fixes/roles-as-terraform.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { expandKinds } from "../../src/requirements/requirements.js";
import { type Refused, runOf } from "./check-files.js";
import type { Choices } from "./choices.js";

export const ROLE_FORMATS = { json: rolesAsJson, cloudformation: rolesAsCloudFormation, terraform: rolesAsTerraform };

export type RoleFormat = keyof typeof ROLE_FORMATS;

/** Writes the least role for some kinds, like the `policy` command, for readers who don't have a role yet. */
export async function makeRole(choices: Choices, as: RoleFormat): Promise<{ readonly text: string } | Refused> {
  const run = runOf([], choices);
  if ("problems" in run) return run;
  const { options, scope } = run;
  const found = await findRequirements(scope, options.requirements);
  if ("problems" in found) return found;
  const { requirements } = found;
  const [words = []] = describeRole(requirements.nameMarks[0], [choices.kinds]);
  const { kinds } = expandKinds(requirements, choices.kinds);
  const [appliance = null] = options.appliance;
  return { text: ROLE_FORMATS[as]([leastRole(words, kinds, appliance, options, await loadAuthorization())]) };
}
