import type { Role } from "../../iam/model.js";
import { entryOf, type Node } from "../../source/node.js";
import { itemsOf } from "./expressions.js";
import type { Resolver } from "./resolver.js";
import { showName } from "./role-policies.js";
import type { Resource } from "./template.js";

const MARKER_TAG = "worker-iam-check";

/** `Metadata: { WorkerIamCheck: { Ignore: ["[partial-action] one queue is enough"] } }`: JSON has no comments. */
export function ignores(role: Resource): Pick<Role, "ignores"> {
  const value = metadataOf(role, "Ignore");
  if (value === null) return {};
  const items = value.kind === "list" ? value.items : [value];
  return { ignores: items.map((item) => ({ text: showName(item, ""), place: item.place })) };
}

/** A map has a key for each; anything else says what kinds the role is of. */
function metadataOf({ metadata }: Resource, key: "Kinds" | "Ignore"): Node | null {
  const own = metadata?.kind === "map" ? entryOf(metadata, "WorkerIamCheck")?.value : undefined;
  if (own?.kind === "map") return entryOf(own, key)?.value ?? null;
  return key === "Kinds" ? (own ?? null) : null;
}

/** `Metadata: { WorkerIamCheck: [backup, restore] }`, or below `Kinds` in a map; or the tag. */
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
