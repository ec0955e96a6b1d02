/** The nodes of a syntax tree that are meant: each is shown with its parent, and with the name that it has there. */
export function* nodesIn(node, isMeant, parent = null, role = "") {
  if (isMeant(node, parent, role)) yield node;
  for (const [name, child] of Object.entries(node)) {
    for (const item of Array.isArray(child) ? child : [child]) {
      if (typeof item?.type === "string") yield* nodesIn(item, isMeant, node, name);
    }
  }
}

/** Whether something else may stand in the place of a literal: not in that of a module's name, a directive or a key. */
export function isValue(parent, role) {
  if (/^(?:Import|Export)|^ExpressionStatement$/.test(parent.type)) return false;
  return role !== "key" || parent.computed;
}
