/** The nodes of a syntax tree that `isMeant` accepts. It gets each node with its parent and its field name there. */
export function* nodesIn(node, isMeant, parent = null, role = "") {
  if (isMeant(node, parent, role)) yield node;
  for (const [name, child] of Object.entries(node)) {
    for (const item of Array.isArray(child) ? child : [child]) {
      if (typeof item?.type === "string") yield* nodesIn(item, isMeant, node, name);
    }
  }
}

/** Whether another expression can replace a literal. It can't replace a module's name, a directive, or a key. */
export function isValue(parent, role) {
  if (/^(?:Import|Export)|^ExpressionStatement$/.test(parent.type)) return false;
  return role !== "key" || parent.computed;
}
