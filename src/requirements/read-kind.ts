import { actionFault } from "../iam/action-pattern.js";
import { hasWildcards } from "../iam/pattern.js";
import { isTrustParty, type TrustParty } from "../iam/verdict.js";
import type { Node } from "../source/node.js";
import { type Problem, suggestion, unknownKeys } from "../source/unknown-keys.js";
import { FieldReader, NAME } from "./field-reader.js";
import type { Kind, RequiredAction } from "./requirements.js";

const KEYS = ["name", "description", "trust", "actions"];

/** One kind of a custom requirements file; null when it is none at all. */
export function readKind(node: Node, problems: Problem[]): Kind | null {
  if (node.kind !== "map") {
    const help = "start each kind with `- name: NAME`";
    problems.push({ message: "a kind is not a map", help, place: node.place });
    return null;
  }
  problems.push(...unknownKeys(node.entries, KEYS, "a kind"));
  const fields = new FieldReader(node, "a kind", node.place, problems);
  const name = fields.text("name");
  if (name !== "" && (!NAME.test(name) || name === "ignore")) {
    const help = "use letters, digits, - and _; `ignore` has a meaning of its own in `roles`";
    problems.push({ message: `\`${name}\` can't name a kind`, help, place: node.place });
  }
  return {
    name,
    description: fields.optionalText("description") ?? "",
    actions: readActions(fields, problems),
    trust: readTrust(fields, problems),
  };
}

function readTrust(fields: FieldReader, problems: Problem[]): readonly TrustParty[] {
  const parties = fields.optionalTexts("trust").flatMap(({ text, place }) => {
    if (isTrustParty(text)) return [text];
    const near = suggestion(text, ["appliance", "ec2"], "write `appliance`, or a service:");
    const help = near.startsWith("did") ? near : "write `appliance`, `ec2` or a service such as `lambda.amazonaws.com`";
    problems.push({ message: `\`${text}\` is nobody who could assume a role`, help, place });
    return [];
  });
  return [...new Set(parties)];
}

/** The actions of a kind, each once: an action that is listed again is needed on the resources of both. */
function readActions(fields: FieldReader, problems: Problem[]): readonly RequiredAction[] {
  const items = fields.list("actions", "list the actions, for example `- ec2:CreateSnapshot`");
  const actions = new Map<string, RequiredAction>();
  for (const item of items) {
    const required = readAction(item, problems);
    if (required === null) continue;
    const key = required.action.toLowerCase();
    const known = actions.get(key);
    const resources = [...new Set([...(known?.resources ?? []), ...required.resources])];
    actions.set(key, { action: known?.action ?? required.action, resources });
  }
  return [...actions.values()];
}

/** `service:Action`, or a map of `action` and `resources`. */
function readAction(node: Node, problems: Problem[]): RequiredAction | null {
  const refuse = (message: string, help: string): null => {
    problems.push({ message, help, place: node.place });
    return null;
  };
  if (node.kind !== "map") {
    if (node.kind !== "scalar") return refuse("an action is a list", "write one action a line");
    return checkedAction(String(node.value), ["*"], refuse);
  }
  problems.push(...unknownKeys(node.entries, ["action", "resources"], "an action"));
  const fields = new FieldReader(node, "an action", node.place, problems);
  const action = fields.text("action");
  const resources = fields.optionalTexts("resources").map(({ text, place }) => {
    if (!isResource(text)) {
      const help = "write an ARN, in which * may stand, such as arn:aws:s3:::bucket/*; or * alone";
      problems.push({ message: `\`${text}\` is no ARN`, help, place });
    }
    return text;
  });
  return action === "" ? null : checkedAction(action, resources.length === 0 ? ["*"] : resources, refuse);
}

/** What a fix writes into a policy as it is: a quote or a line end in it would be more than a name. */
const NAMED = /^[A-Za-z0-9-]{1,100}:[A-Za-z0-9]{0,200}$/;

function checkedAction(
  action: string,
  resources: readonly string[],
  refuse: (message: string, help: string) => null,
): RequiredAction | null {
  const fault = actionFault(action);
  if (fault !== null) return refuse(`\`${action}\` ${fault.message}`, fault.help);
  if (!NAMED.test(action.replace(/[*?]/g, "")))
    return refuse(
      `\`${action}\` is no name of an action`,
      "write it with letters and digits, as in ec2:DescribeVolumes",
    );
  if (hasWildcards(action)) return refuse(`\`${action}\` holds a wildcard`, "list every action that is required");
  return { action, resources };
}

function isResource(text: string): boolean {
  return text === "*" || /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/.test(text);
}
