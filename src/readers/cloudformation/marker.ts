import type { Role } from "../../iam/model.js";
import { entryOf } from "../../source/node.js";
import { itemsOf } from "./expressions.js";
import type { Resolver } from "./resolver.js";
import { showName } from "./role-policies.js";
import type { Resource } from "./template.js";

const MARKER_TAG = "worker-iam-check";

/** `Metadata: { WorkerIamCheck: [backup, restore] }`, or the tag. */
export function marker(role: Resource, resolver: Resolver): Role["marker"] {
  const metadata = role.metadata?.kind === "map" ? entryOf(role.metadata, "WorkerIamCheck") : undefined;
  if (metadata !== undefined) {
    const { value } = metadata;
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
