import { inspect } from "../check.js";
import { resolveOptions } from "../config/resolve-options.js";
import { findConfig } from "../discover/find-config.js";
import { evaluateRole } from "../iam/evaluate.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import type { ActionVerdict, Cause } from "../iam/verdict.js";
import { causeWords } from "../rules/action-draft.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { matchRole } from "../select/role-pattern.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import type { CommandLine } from "./arguments.js";
import { refuse, usageError } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

/** `explain ROLE ACTION [PATH...]`: which statements grant, limit or deny an action of the worker roles that match. */
export async function explainCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const [pattern, action, ...files] = line.operands;
  if (pattern === undefined || action === undefined || !action.includes(":")) {
    return usageError(
      terminal,
      "explain takes a role and an action",
      "for example: worker-iam-check explain VeeamRole ec2:RunInstances infra",
    );
  }
  const { today } = terminal;
  const scope = localScope(terminal);
  const config = findConfig(scope, line.config);
  if ("problem" in config) return refuse([config.problem], terminal);
  const resolved = resolveOptions(new Map([...line.inputs, ["files", files.join("\n")]]), config.file);
  if ("problems" in resolved) return refuse(resolved.problems, terminal);
  const inspected = await inspect(resolved.options.check, { scope, today });
  if ("problems" in inspected) return refuse(inspected.problems, terminal);
  const matching = inspected.result.roles.filter(({ role }) => matchRole(pattern, role) !== "none");
  if (matching.length === 0) {
    const names = inspected.result.roles.map(({ role }) => role.id).join(", ");
    return usageError(
      terminal,
      `no worker role matches ${pattern}`,
      names === "" ? "no worker role was found" : `worker roles are ${names}`,
    );
  }
  const authorization = await loadAuthorization();
  for (const evaluated of matching) {
    const { context } = resolved.options.check;
    const [verdict] = evaluateRole(evaluated.role, [{ action, resources: ["*"] }], context, authorization);
    if (verdict !== undefined) terminal.out(describe(evaluated, verdict));
  }
  return 0;
}

const EFFECT_WORDS: Readonly<Record<Cause["effect"], string>> = {
  allows: "allowed by",
  limits: "limited by",
  denies: "denied by",
  unknown: "not known:",
};

function describe({ role, kinds }: EvaluatedRole, { action, verdict, causes }: ActionVerdict): string {
  const wanting = kinds.filter(({ kind }) =>
    kind.actions.some((required) => required.action.toLowerCase() === action.toLowerCase()),
  );
  const needed =
    wanting.length === 0 ? "not required of it" : `required for ${wanting.map(({ kind }) => kind.name).join(", ")}`;
  const lines = causes.map(
    (cause) => `  ${EFFECT_WORDS[cause.effect]} ${causeWords(cause)}\n    --> ${formatLocation(locate(cause.place))}`,
  );
  return `${[`role ${role.id}: ${action} is ${verdict} (${needed})`, ...(lines.length > 0 ? lines : ["  no statement names it"])].join("\n")}\n`;
}
