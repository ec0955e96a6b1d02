import type { Role } from "../../iam/model.js";
import { nearestWord } from "../../source/nearest-word.js";
import { entryOf, type Node } from "../../source/node.js";
import { type Problem, unknownKeys } from "../../source/unknown-keys.js";
import { itemsOf } from "./expressions.js";
import type { Resolver } from "./resolver.js";
import { showName } from "./role-policies.js";
import type { Resource } from "./template.js";

const MARKER_TAG = "worker-iam-check";
const MARKER_KEY = "WorkerIamCheck";

/**
 * `Metadata: { WorkerIamCheck: { Ignore: ["[partial-action] one queue is enough"] } }`: suppressions are in the
 * metadata because JSON has no comments.
 */
export function ignores(role: Resource): Pick<Role, "ignores" | "misspelled"> {
  const value = metadataOf(role, "Ignore");
  const items = value?.kind === "list" ? value.items : [value ?? []].flat();
  const misspelled = misspelledKeys(role.metadata);
  return {
    ...(value === null ? {} : { ignores: items.map((item) => ({ text: showName(item, ""), place: item.place })) }),
    ...(misspelled.length === 0 ? {} : { misspelled }),
  };
}

function misspelledKeys(metadata: Node | undefined): readonly Problem[] {
  if (metadata?.kind !== "map") return [];
  const own = entryOf(metadata, MARKER_KEY)?.value;
  const near = metadata.entries.filter(({ key }) => nearestWord(key, [MARKER_KEY]) !== null);
  return [
    ...unknownKeys(near, [MARKER_KEY], "`Metadata`"),
    ...unknownKeys(own?.kind === "map" ? own.entries : [], ["Ignore", "Kinds"], `\`${MARKER_KEY}\``),
  ];
}

/** The value of `Kinds` or `Ignore` in the marker. If the marker isn't a map, it is the value of `Kinds`. */
function metadataOf({ metadata }: Resource, key: "Kinds" | "Ignore"): Node | null {
  const own = metadata?.kind === "map" ? entryOf(metadata, MARKER_KEY)?.value : undefined;
  if (own?.kind === "map") return entryOf(own, key)?.value ?? null;
  return key === "Kinds" ? (own ?? null) : null;
}

/** The kinds in a role's marker: `Metadata: { WorkerIamCheck: [backup, restore] }`, the same list under `Kinds` in a map, or the tag. */
export function marker(role: Resource, resolver: Resolver): Role["marker"] {
  const value = metadataOf(role, "Kinds");
  if (value !== null) {
    const kinds = (value.kind === "list" ? value.items : [value]).map((item) => showName(item, ""));
    return { text: kinds.join(" "), place: value.place };
  }
  const entry = entryOf(role.properties, "Tags");
  const tags = entry === undefined ? null : resolver.resolve(entry.value);
  for (const tag of tags === null ? [] : itemsOf(tags)) {
    if (tag.kind !== "map" || showName(entryOf(tag, "Key")?.value, "") !== MARKER_TAG) continue;
    return { text: showName(entryOf(tag, "Value")?.value, ""), place: tag.place };
  }
  return null;
}
