import { isTrustParty, type TrustParty } from "../iam/verdict.js";
import { entryOf, type MapNode, type Node } from "../source/node.js";
import { type Problem, suggestion, unknownKeys } from "../source/unknown-keys.js";
import { FieldReader, NAME } from "./field-reader.js";
import { type ListContext, mergeActions, readActions, readEach } from "./read-actions.js";
import { checkDate } from "./read-date.js";
import type { Kind, RequiredAction } from "./requirements.js";

const KEYS = ["name", "description", "page", "updated", "trust", "passes", "actions", "includes", "adds", "removes"];

/** The inputs for reading a kind. */
export interface KindContext extends ListContext {
  /** The kinds of the version that the file extends, keyed by name. */
  readonly base: ReadonlyMap<string, Kind>;
  /** The kinds that come before it in the file, keyed by name. */
  readonly earlier: ReadonlyMap<string, Kind>;
}

/**
 * Reads one kind of a requirements file. Returns null if it isn't a map. A kind inherits all fields that it doesn't set from the kind with
 * the same name in the version that the file extends.
 */
export function readKind(node: Node, context: KindContext, problems: Problem[]): Kind | null {
  const { base } = context;
  if (node.kind !== "map") {
    const help = "start each kind with `- name: NAME`";
    problems.push({ message: "a kind is not a map", help, place: node.place });
    return null;
  }
  problems.push(...unknownKeys(node.entries, KEYS, "a kind"));
  const fields = new FieldReader(node, "a kind", node.place, problems);
  const name = fields.text("name");
  if (name !== "" && (!NAME.test(name) || name === "ignore")) {
    const help = "use letters, digits, -, and _; `ignore` is reserved in `roles`";
    problems.push({ message: `\`${name}\` can't name a kind`, help, place: node.place });
  }
  const extended = base.get(name);
  const page = fields.optionalText("page") ?? extended?.page;
  const updated = fields.optionalText("updated") ?? extended?.updated;
  checkDate(node, "updated", problems);
  const passes = fields.has("passes") ? fields.optionalTexts("passes").map(({ text }) => text) : extended?.passes;
  return {
    name,
    description: fields.optionalText("description") ?? extended?.description ?? "",
    actions: readList(node, fields, startingList(fields, name, context, problems), context, problems),
    trust:
      entryOf(node, "trust") === undefined && extended !== undefined ? extended.trust : readTrust(fields, problems),
    ...(passes === undefined ? {} : { passes }),
    ...(page === undefined ? {} : { page }),
    ...(updated === undefined ? {} : { updated }),
  };
}

/** The list that `adds` and `removes` of a kind change, and its name in messages. */
interface StartingList {
  readonly name: string;
  readonly actions: readonly RequiredAction[];
}

/** The lists that a kind includes, or else the list of the same name in the version that the file extends. */
function startingList(
  fields: FieldReader,
  name: string,
  { base, earlier, allowance }: KindContext,
  problems: Problem[],
): StartingList | undefined {
  if (!fields.has("includes")) return base.get(name);
  const included = fields.optionalTexts("includes", "name the kinds that it includes");
  const actions = included.flatMap(({ text, place }) => {
    const kind = earlier.get(text) ?? base.get(text);
    if (kind !== undefined) {
      allowance.take(kind.actions.length);
      return allowance.isSpent ? [] : kind.actions;
    }
    const names = [...new Set([...base.keys(), ...earlier.keys()])];
    const help =
      names.length === 0 ? "put a kind before it that it can include" : suggestion(text, names, "kinds before it:");
    problems.push({ message: `unknown kind \`${text}\` to include`, help, place });
    return [];
  });
  return { name, actions: mergeActions(actions) };
}

/** The actions of a kind: listed in full under `actions`, or as changes to the list that the kind starts from. */
function readList(
  node: MapNode,
  fields: FieldReader,
  start: StartingList | undefined,
  context: ListContext,
  problems: Problem[],
): readonly RequiredAction[] {
  const changes = ["includes", "adds", "removes"].flatMap((key) => entryOf(node, key) ?? []);
  if (start === undefined || entryOf(node, "actions") !== undefined) {
    const [change] = changes;
    if (change !== undefined) {
      const message = `\`${change.key}\` is in a kind that ${start === undefined ? "extends no other" : "lists its actions"}`;
      const help =
        start === undefined ? "list its `actions`" : "write either `actions`, or `includes`, `adds`, and `removes`";
      problems.push({ message, help, place: change.keyPlace });
    }
    const items = fields.list("actions", "list the actions, for example `- ec2:CreateSnapshot`");
    return mergeActions(readActions(items, context, problems));
  }
  const list = (key: string): readonly Node[] =>
    entryOf(node, key) === undefined ? [] : fields.list(key, "list actions, for example `- ec2:CreateSnapshot`");
  const listed = new Set(start.actions.map(({ action }) => action.toLowerCase()));
  const removed = new Set<string>();
  for (const { item, required } of readEach(list("removes"), context, problems)) {
    const actions = required.map(({ action }) => action.toLowerCase());
    const present = actions.filter((action) => listed.has(action));
    if (present.length === 0 && actions.length > 0) {
      const help = "remove the line, or correct the name";
      problems.push({
        message: `\`${start.name}\` has no \`${writtenAction(item)}\` to remove`,
        help,
        place: item.place,
      });
    }
    for (const action of present) removed.add(action);
  }
  const kept = start.actions.filter(({ action }) => !removed.has(action.toLowerCase()));
  const changed = mergeActions([...kept, ...readActions(list("adds"), context, problems)]);
  // After several lists are joined, their order means nothing.
  return entryOf(node, "includes") === undefined ? changed : changed.toSorted(byName);
}

/** An action as written in the file. */
function writtenAction(item: Node): string {
  const node = item.kind === "map" ? entryOf(item, "action")?.value : item;
  return node?.kind === "scalar" ? String(node.value) : "";
}

function byName(a: RequiredAction, b: RequiredAction): number {
  return a.action < b.action ? -1 : Number(a.action > b.action);
}

function readTrust(fields: FieldReader, problems: Problem[]): readonly TrustParty[] {
  const parties = fields.optionalTexts("trust").flatMap(({ text, place }) => {
    if (isTrustParty(text)) return [text];
    const near = suggestion(text, ["appliance", "ec2"], "write `appliance`, or a service:");
    const help = near.startsWith("did")
      ? near
      : "write `appliance`, `ec2`, or a service such as `lambda.amazonaws.com`";
    problems.push({ message: `\`${text}\` is not a known principal`, help, place });
    return [];
  });
  return [...new Set(parties)];
}
