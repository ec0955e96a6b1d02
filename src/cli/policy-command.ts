import { isApplianceId } from "../config/appliance.js";
import { cloudFormationTemplate, leastRole, policyDocument, terraformSource } from "../fixes/role-source.js";
import { loadRequirements } from "../requirements/load-requirements.js";
import { expandKinds } from "../requirements/requirements.js";
import type { CommandLine } from "./arguments.js";
import { chooseFormat, usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

/** `policy KIND...`: the least policy; as CloudFormation or Terraform with role, trust and instance profile. */
export function policyCommand(line: CommandLine, terminal: Terminal): number {
  const format = chooseFormat(line, ["json", "cloudformation", "terraform"], terminal);
  if (format === null) return 2;
  const loaded = loadRequirements(line.inputs.get("requirements") || "7");
  if ("message" in loaded) return usageError(terminal, loaded.message, loaded.help);
  const { kinds, unknown } = expandKinds(loaded.requirements, line.operands);
  const known = [...loaded.requirements.kinds.map(({ name }) => name), ...loaded.requirements.aliases.keys()].join(
    ", ",
  );
  if (unknown.length > 0) return usageError(terminal, `there is no kind ${unknown.join(", ")}`, `kinds are ${known}`);
  if (kinds.length === 0) return usageError(terminal, "policy takes at least one kind", `kinds are ${known}`);
  const appliance = line.inputs.get("appliance") || null;
  if (appliance !== null && !isApplianceId(appliance)) {
    return usageError(
      terminal,
      `--appliance ${appliance} is neither a role ARN nor an account`,
      "give one ARN or 12-digit account id",
    );
  }
  const role = leastRole(kinds, appliance);
  const write = { json: policyDocument, cloudformation: cloudFormationTemplate, terraform: terraformSource }[format];
  terminal.out(write(role));
  return 0;
}
