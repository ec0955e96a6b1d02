import { actionFault } from "../iam/action-pattern.js";
import type { Authorization } from "../iam/authorization.js";
import { hasWildcards } from "../iam/pattern.js";
import { conditionText } from "../iam/requests.js";
import { entryOf, type Node } from "../source/node.js";
import type { Place } from "../source/place.js";
import { type Problem, unknownKeys } from "../source/unknown-keys.js";
import type { ActionAllowance } from "./action-allowance.js";
import { FieldReader } from "./field-reader.js";
import { readCondition } from "./read-condition.js";
import type { RequiredAction } from "./requirements.js";

/** AWS's actions, used to expand wildcards. Null if the lists contain no wildcards. */
export type KnownActions = Pick<Authorization, "expandAll"> | null;

/** The actions of AWS that match each pattern. */
type Expanded = ReadonlyMap<string, readonly string[]>;

/** The inputs for reading a list. */
export interface ListContext {
  readonly known: KnownActions;
  readonly allowance: ActionAllowance;
}

/** The actions of a list, with wildcards expanded. */
export function readActions(
  items: readonly Node[],
  context: ListContext,
  problems: Problem[],
): readonly RequiredAction[] {
  const onAll = new Set<string>();
  return [...readEach(items, context, problems)].flatMap(({ item, required }) => {
    if (item.kind === "map") return required;
    // Patterns overlap, so a long list of patterns would name each action thousands of times.
    const added = required.filter(({ action }) => !onAll.has(action));
    for (const { action } of added) onAll.add(action);
    return added;
  });
}

/** Yields the actions of each list item, until the allowance is spent. */
export function* readEach(
  items: readonly Node[],
  { known, allowance }: ListContext,
  problems: Problem[],
): Generator<{ readonly item: Node; readonly required: readonly RequiredAction[] }, void> {
  const expanded = known?.expandAll(items.map(writtenAction).filter(hasWildcards)) ?? new Map();
  for (const item of items) {
    if (allowance.isSpent) return;
    const required = readAction(item, expanded, problems);
    allowance.take(required.length);
    yield { item, required };
  }
}

function writtenAction(node: Node): string {
  const text = node.kind === "map" ? entryOf(node, "action")?.value : node;
  return text?.kind === "scalar" ? String(text.value) : "";
}

/**
 * Returns each action once per condition. If an action is listed twice, it is needed on the resources of both entries. An entry without a
 * condition and for every resource includes entries with a condition.
 */
export function mergeActions(actions: readonly RequiredAction[]): readonly RequiredAction[] {
  const merged = new Map<string, { readonly first: RequiredAction; readonly resources: Set<string> }>();
  for (const required of actions) {
    const key = `${required.action.toLowerCase()} ${conditionText(required.condition)}`;
    const known = merged.get(key) ?? { first: required, resources: new Set() };
    for (const resource of required.resources) known.resources.add(resource);
    merged.set(key, known);
  }
  const each = [...merged.values()].map(({ first, resources }) => ({ ...first, resources: [...resources] }));
  const always = new Set(
    each.flatMap(({ action, resources, condition }) =>
      condition === undefined && resources.includes("*") ? [action.toLowerCase()] : [],
    ),
  );
  return each.filter(({ action, condition }) => condition === undefined || !always.has(action.toLowerCase()));
}

/** Reads `service:Action`, or a map of `action`, `resources`, and `condition`. */
function readAction(node: Node, expanded: Expanded, problems: Problem[]): readonly RequiredAction[] {
  if (node.kind !== "map") {
    if (node.kind === "scalar") return named(String(node.value), node.place, expanded, problems).map(onEverything);
    problems.push({
      message: "an action must be a string, not a list",
      help: "write one action per line",
      place: node.place,
    });
    return [];
  }
  problems.push(...unknownKeys(node.entries, ["action", "resources", "condition"], "an action"));
  const fields = new FieldReader(node, "an action", node.place, problems);
  const action = fields.text("action");
  const resources = fields.optionalTexts("resources").map(({ text, place }) => {
    if (!isResource(text)) {
      const help = "write an ARN (wildcards allowed), such as arn:aws:s3:::bucket/*, or * alone";
      problems.push({ message: `\`${text}\` is not an ARN`, help, place });
    }
    return text;
  });
  const stated = entryOf(node, "condition");
  const condition = stated === undefined ? {} : { condition: readCondition(stated.value, problems) };
  const actions = action === "" ? [] : named(action, node.place, expanded, problems);
  return actions.map(onEverything).map((required) => {
    return { ...required, ...(resources.length > 0 ? { resources } : {}), ...condition };
  });
}

function onEverything(action: string): RequiredAction {
  return { action, resources: ["*"] };
}

/**
 * The only valid form of an action's name. A fix writes it into a policy unchanged, so a quote or a line end in it could change the policy.
 */
const NAMED = /^[A-Za-z0-9-]{1,100}:[A-Za-z0-9]{0,200}$/;

/** The actions that a string names: the action itself, or the actions that its wildcards match. */
function named(text: string, place: Place, expanded: Expanded, problems: Problem[]): readonly string[] {
  const refuse = (message: string, help: string): readonly [] => {
    problems.push({ message: `\`${text}\` ${message}`, help, place });
    return [];
  };
  const fault = actionFault(text);
  if (fault !== null) return refuse(fault.message, fault.help);
  if (hasWildcards(text.slice(0, text.indexOf(":") + 1)) || !text.includes(":")) {
    return refuse("names no service", "write the service, as in s3:Get*");
  }
  if (!NAMED.test(text.replace(/[*?]/g, ""))) {
    return refuse("is not an action name", "write it with letters and digits, as in ec2:DescribeVolumes");
  }
  if (!hasWildcards(text)) return [text];
  const actions = expanded.get(text) ?? [];
  if (actions.length > 0) return actions;
  return refuse("matches no AWS action", "correct it, or list every action that is required");
}

function isResource(text: string): boolean {
  return text === "*" || /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/.test(text);
}
