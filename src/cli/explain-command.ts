import { inspect } from "../check.js";
import type { CheckOptions } from "../config/options.js";
import type { Authorization } from "../iam/authorization.js";
import { Evaluation } from "../iam/evaluate.js";
import { type ExplainedKey, type Explanation, explainAction, type Step } from "../iam/explain.js";
import { resolveManagedPolicies } from "../iam/managed-policies.js";
import type { Role } from "../iam/model.js";
import { hasWildcards } from "../iam/pattern.js";
import type { RequiredAction } from "../iam/requests.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import type { ActionVerdict } from "../iam/verdict.js";
import { DECLARED_SCOPE } from "../report/report.js";
import { visible } from "../report/visible.js";
import { describeCause } from "../rules/action-draft.js";
import type { EvaluatedKind } from "../rules/rule.js";
import { matchRole, patternOf } from "../select/role-pattern.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import { toTemplateSyntax } from "../source/pseudo-parameters.js";
import type { CommandLine } from "./arguments.js";
import { explainCalls } from "./explain-calls.js";
import { explainKeys } from "./explain-keys.js";
import { EXAMPLE, explainRule, USAGE } from "./explain-rule.js";
import { readOptions } from "./read-options.js";
import { refuse, usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

/** A role to explain, with the kinds that it is checked for. `kinds` is null if it isn't a worker role. */
interface Subject {
  readonly role: Role;
  readonly kinds: readonly EvaluatedKind[] | null;
}

/**
 * Runs `explain RULE`, or `explain ROLE ACTION [PATH...]`, which prints the statements of matching roles that grant,
 * limit, or deny an action.
 */
export async function explainCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const [pattern, action, ...files] = line.operands;
  if (pattern !== undefined && action === undefined) {
    const [option] = line.given;
    return option === undefined
      ? explainRule(pattern, terminal)
      : usageError(terminal, `explain ${pattern} takes no --${option}: it is for a role and an action`, EXAMPLE);
  }
  if (pattern === undefined || action === undefined || !action.includes(":") || hasWildcards(action)) {
    const lacks = action === "-" ? "explain needs an action before `-`" : USAGE;
    return usageError(terminal, lacks, EXAMPLE);
  }
  const read = readOptions({ ...line, inputs: new Map([...line.inputs, ["files", files.join("\n")]]) }, terminal);
  if (read.kind === "refused") return read.status;
  const { scope } = read;
  const { check } = read.options;
  const inspected = await inspect(check, { scope, today: terminal.today, onReading: terminal.progress.reading });
  terminal.progress.end();
  if ("problems" in inspected) return refuse(inspected.problems, terminal);
  const workers = inspected.result.roles.map(({ role, kinds }): Subject => {
    return { role, kinds };
  });
  const matching = workers.filter(({ role }) => matchRole(pattern, role) !== "none");
  const others = inspected.otherRoles.filter((role) => matchRole(pattern, role) !== "none");
  const subjects =
    matching.length > 0 ? matching : (await resolveManagedPolicies(others)).map((role) => ({ role, kinds: null }));
  if (subjects.length === 0) {
    const names = workers.map(({ role }) => role.id).join(", ");
    const help = names === "" ? "no worker role was found" : `worker roles: ${names}`;
    return usageError(terminal, `no role matches ${pattern}`, help);
  }
  const authorization = await loadAuthorization();
  const { result, examined } = inspected;
  const blocks = subjects.map((subject) => {
    const links = {
      calls: explainCalls(subject.role, action, result.roles, examined.callers),
      keys: explainKeys(subject.role, action, examined),
    };
    return explain(subject, action, check, authorization, terminal.today, links);
  });
  terminal.say(blocks.join("\n"));
  return 0;
}

function explain(
  { role, kinds }: Subject,
  action: string,
  options: CheckOptions,
  data: Authorization,
  today: string,
  { calls, keys }: { readonly calls: readonly string[]; readonly keys: readonly ExplainedKey[] },
): string {
  const folded = action.toLowerCase();
  const wanting = (kinds ?? []).flatMap(({ kind: { name, actions }, verdicts }) => {
    const index = actions.findIndex((one) => one.action.toLowerCase() === folded);
    const [required, verdict] = [actions[index], verdicts[index]];
    return required === undefined || verdict === undefined ? [] : [{ name, required, verdict }];
  });
  const resources = [...new Set(wanting.flatMap(({ required }) => required.resources))];
  const wanted: RequiredAction = { action, resources: resources.length === 0 ? ["*"] : resources };
  const but = keys.flatMap(({ name, verdict }) => (verdict === "granted" ? [] : `; ${verdict} on ${name}`)).join("");
  const headOf = ({ verdict, passes, declaredOnly }: ActionVerdict, needed: string) => {
    const passed = passes?.length ? ` for the communication roles of this check (${passes.join(", ")})` : "";
    const scope = declaredOnly === true ? ` ${DECLARED_SCOPE}` : passed;
    return `role ${patternOf(role)}: ${action} is ${verdict}${scope} (${needed})${but}`;
  };
  // The check's verdicts take the other roles of the run into account.
  const heads =
    wanting.length > 0
      ? alike(wanting.map(({ name, verdict }) => [name, (names: string) => headOf(verdict, `required for ${names}`)]))
      : [
          headOf(
            new Evaluation(options.context, data, today, options).of(role)(wanted),
            kinds === null ? "not a worker role" : "not required for this role",
          ),
        ];
  const suggestion = data.isKnown(action) ? null : data.suggest(action);
  const unknown = suggestion === null ? [] : [`  AWS has no such action: did you mean ${suggestion}?`];
  const all = explainAction(role, wanted, options.context, data, options, today, keys);
  const explanations = unlessAlike(ofAllTypes(all));
  return `${[...(calls.length > 0 ? calls : heads), ...unknown, ...explanations.flatMap(describe)].map(visible).join("\n")}\n`;
}

/** Merges the kinds that have the same line into one line. */
function alike(all: readonly (readonly [name: string, line: (names: string) => string])[]): readonly string[] {
  return [...new Set(all.map(([, line]) => line("")))].map((text) => {
    const same = all.filter(([, line]) => line("") === text);
    return same[0]?.[1](same.map(([name]) => name).join(", ")) ?? text;
  });
}

/** Merges the explanations of an action's resource types if the types make no difference. */
function ofAllTypes(explanations: readonly Explanation[]): readonly Explanation[] {
  const alike = explanations.every(({ when, resource, steps, chain }) => {
    const text = describe({ when: null, resource: "*", steps, chain }).join("\n");
    const first = explanations.find((one) => one.when === when) ?? { steps, chain };
    return (
      !isArn(resource) &&
      text === describe({ when: null, resource: "*", steps: first.steps, chain: first.chain }).join("\n")
    );
  });
  if (!alike) return explanations;
  const whens = [...new Set(explanations.map(({ when }) => when))];
  return whens.flatMap((when) => {
    const first = explanations.find((one) => one.when === when);
    return first === undefined ? [] : [{ ...first, resource: "*" }];
  });
}

function isArn(resource: string): boolean {
  return resource.startsWith("arn:");
}

/** Merges the explanations for all outcomes of a template's conditions if the outcomes make no difference. */
function unlessAlike(explanations: readonly Explanation[]): readonly Explanation[] {
  const byText = new Map(explanations.map((one) => [describe({ ...one, when: null }).join("\n"), one]));
  const resources = new Set(explanations.map(({ resource }) => resource));
  if (byText.size > resources.size) return explanations;
  return [...byText.values()].map((one) => ({ ...one, when: null }));
}

/** Nobody reads more statements about one action. */
const MAX_STEPS = 50;

function describe({ when, resource, steps, chain }: Explanation): readonly string[] {
  const lines = steps.slice(0, MAX_STEPS).flatMap((step) => {
    return [
      `  ${wordsFor(step)} ${toTemplateSyntax(describeCause(step.cause))}`,
      `    --> ${formatLocation(locate(step.cause.place))}`,
    ];
  });
  const more = steps.length > MAX_STEPS ? [`  and ${steps.length - MAX_STEPS} more statements`] : [];
  const none = steps.length === 0 ? ["  no statement names it"] : [];
  const on = resource === "*" ? "" : `on ${resource}`;
  const opening = [...(when === null ? [] : [`when ${when}`]), ...(on === "" ? [] : [on])].join(", ");
  const order = chain.map(({ name, verdict }) => `${name} ${verdict}`).join(", ");
  const inOrder = order === "" ? [] : [`  in order: ${order}`];
  return [...(opening === "" ? [] : [`  ${opening}:`]), ...inOrder, ...lines, ...more, ...none];
}

function wordsFor({ side, effect, cause }: Step): string {
  const limit = side === "identity" ? null : side;
  switch (effect) {
    case "allows":
      return limit === null ? "allowed by" : `${side === "key" ? "allowed by" : "within"} the ${limit}:`;
    case "limits":
      return limit !== null ? `limited by the ${limit}:` : "limited by";
    case "denies": {
      const denied = cause.detail === null ? "denied" : "denied in some cases";
      return limit !== null ? `${denied} by the ${limit}:` : `${denied} by`;
    }
    case "unknown":
      return limit !== null ? `${limit} unknown:` : "unknown:";
    case "idle":
      return limit !== null ? `${limit} without effect:` : "without effect:";
  }
}
