import { isApplianceId } from "../config/appliance.js";
import { findRequirements } from "../discover/find-requirements.js";
import { leastRole } from "../fixes/least-role.js";
import { roleAsCloudFormation } from "../fixes/role-as-cloudformation.js";
import { roleAsJson } from "../fixes/role-as-json.js";
import { roleAsTerraform } from "../fixes/role-as-terraform.js";
import { ATTACHED_POLICIES } from "../iam/quota.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import { expandKinds, type Requirements } from "../requirements/requirements.js";
import { unlistedResources } from "../select/unlisted-resources.js";
import type { CommandLine } from "./arguments.js";
import { readOptions } from "./read-options.js";
import { chooseFormat, refuse, usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

const FORMATS = { json: roleAsJson, cloudformation: roleAsCloudFormation, terraform: roleAsTerraform } as const;

/** `policy KIND...`: the least policy for what the configuration declares; as CloudFormation or Terraform with role, trust and instance profile. */
export async function policyCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const format = chooseFormat(line, ["json", "cloudformation", "terraform"], terminal);
  if (format === null) return 2;
  const read = readOptions({ ...line, inputs: new Map([...line.inputs, ["files", ""]]) }, terminal);
  if (read.kind === "refused") return read.status;
  const { check: options } = read.options;
  const found = await findRequirements(read.scope, options.requirements);
  if ("problems" in found) return refuse(found.problems, terminal);
  const { requirements } = found;
  const problems = unlistedResources(options.resources, requirements);
  if (problems.length > 0) return refuse(problems, terminal);
  const { kinds, unknown } = expandKinds(requirements, line.operands);
  const known = [...requirements.kinds.map(({ name }) => name), ...requirements.aliases.keys()].join(", ");
  if (unknown.length > 0) return usageError(terminal, `there is no kind ${unknown.join(", ")}`, `kinds are ${known}`);
  if (kinds.length === 0) return usageError(terminal, "policy takes at least one kind", `kinds are ${known}`);
  const appliance = line.inputs.get("appliance") || null;
  if (appliance !== null && !isApplianceId(appliance)) {
    return usageError(
      terminal,
      `--appliance ${appliance} is neither a role ARN nor an account`,
      "give one ARN, or one account id of 12 digits",
    );
  }
  const words = wordsFor(line.operands, requirements);
  const role = leastRole(words, kinds, appliance, options, await loadAuthorization());
  const { limit } = ATTACHED_POLICIES;
  if (role.documents.length > limit) {
    terminal.error(
      `warning: ${role.documents.length} policies are needed, and a role may carry ${limit} unless the quota is raised\n`,
    );
  }
  terminal.out(FORMATS[format](role));
  return 0;
}

/** A role's name may have 64 characters; the names of its policies, which are made from it, some more. */
const LONGEST_NAME = 50;

/** The words of the role's name: the product's mark, which inference knows it by, and the kinds as they were asked for. */
function wordsFor(names: readonly string[], { nameMarks }: Requirements): readonly string[] {
  const mark = nameMarks.slice(0, 1);
  const wordsOf = (name: string): readonly string[] => name.toLowerCase().split(/[-_]+/).filter(Boolean);
  const all = [...mark, ...names.flatMap(wordsOf)];
  if (all.join("-").length <= LONGEST_NAME) return all;
  const [first = ""] = names;
  return [...mark, ...wordsOf(first.slice(0, LONGEST_NAME - 20)), "and", `${names.length - 1}`, "more"];
}
