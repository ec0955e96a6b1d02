import { inspect } from "../check.js";
import type { CheckOptions } from "../config/options.js";
import { findRequirements } from "../discover/find-requirements.js";
import type { Scope } from "../discover/scope.js";
import { describeRole } from "../fixes/describe-role.js";
import { leastRole } from "../fixes/least-role.js";
import { rolesAsCloudFormation } from "../fixes/roles-as-cloudformation.js";
import { rolesAsJson } from "../fixes/roles-as-json.js";
import { rolesAsTerraform } from "../fixes/roles-as-terraform.js";
import { ATTACHED_POLICIES } from "../iam/quota.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import { APPLIANCE, expandKinds, type Kind, kindNames } from "../requirements/requirements.js";
import { unlistedResources } from "../select/unlisted-resources.js";
import { suggestion } from "../source/unknown-keys.js";
import type { CommandLine } from "./arguments.js";
import { readOptions } from "./read-options.js";
import { chooseFormat, refuse, usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

const FORMATS = { json: rolesAsJson, cloudformation: rolesAsCloudFormation, terraform: rolesAsTerraform } as const;

/**
 * Runs `policy KIND...`: prints the least-privilege policy for each kind within the declared deployment. CloudFormation and Terraform
 * output also contains the role, trust policy, and instance profile.
 */
export async function policyCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const format = chooseFormat(line, ["json", "cloudformation", "terraform"], terminal);
  if (format === null) return 2;
  const read = readOptions({ ...line, inputs: new Map([...line.inputs, ["files", ""]]) }, terminal);
  if (read.kind === "refused") return read.status;
  const { check: options } = read.options;
  const found = await findRequirements(read.scope, options.requirements, options.requirementsFrom);
  if ("problems" in found) return refuse(found.problems, terminal);
  const { requirements } = found;
  const authorization = await loadAuthorization();
  const problems = unlistedResources(options.resources, requirements, authorization);
  if (problems.length > 0) return refuse(problems, terminal);
  // `a+b` is one role for both kinds. Each operand is one role, even if it is an alias for several kinds.
  const purposes = distinct(line.operands.map((operand) => [...new Set(operand.split("+"))]));
  const unfinished = line.operands.find((operand) => operand.split("+").includes(""));
  if (unfinished !== undefined) {
    return usageError(
      terminal,
      `a kind is missing from \`${unfinished}\``,
      "write + only between two kinds: backup+restore",
    );
  }
  const { kinds, unknown } = expandKinds(requirements, purposes.flat());
  const known = kindNames(requirements);
  const [misspelled] = unknown;
  if (misspelled !== undefined)
    return usageError(terminal, `unknown kind \`${unknown.join("`, `")}\``, suggestion(misspelled, known, "kinds:"));
  if (kinds.length === 0) return usageError(terminal, "`policy` needs at least one kind", `kinds: ${known.join(", ")}`);
  // With several appliances, the role's author decides which one to trust.
  const appliance = options.appliance.length === 1 ? (options.appliance[0] ?? null) : null;
  const names = describeRole(requirements.nameMarks[0], purposes);
  const isCaller = kinds.every(({ name }) => name === APPLIANCE.name);
  const assumed = isCaller ? await assumedRoles(options, read.scope, terminal) : [];
  const roles = names.map((words, index) => {
    const { kinds } = expandKinds(requirements, purposes[index] ?? []);
    return leastRole(
      words,
      assumed.length === 0 ? kinds : kinds.map((one) => on(assumed, one)),
      appliance,
      options,
      authorization,
    );
  });
  const { limit } = ATTACHED_POLICIES;
  for (const { words, documents } of roles) {
    if (documents.length <= limit) continue;
    terminal.error(
      `warning: role ${words.join("-")} needs ${documents.length} policies, but a role may have ${limit} unless the quota is raised\n`,
    );
  }
  terminal.out(FORMATS[format](roles));
  return 0;
}

/** The ARNs of the checked roles in the repository that trust the appliance. */
async function assumedRoles(options: CheckOptions, scope: Scope, terminal: Terminal): Promise<readonly string[]> {
  const inspected = await inspect(options, { scope, today: terminal.today, onReading: terminal.progress.reading });
  terminal.progress.end();
  const roles = "problems" in inspected ? [] : inspected.result.roles;
  return [...new Set(roles.flatMap(({ assumed }) => assumed?.arns ?? []))].sort();
}

function on(resources: readonly string[], kind: Kind): Kind {
  return { ...kind, actions: kind.actions.map((one) => ({ ...one, resources })) };
}

/** Removes repeated sets of kinds, regardless of their order. */
function distinct(purposes: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(purposes.toReversed().map((names) => [names.toSorted().join("+"), names])).values()].toReversed();
}
