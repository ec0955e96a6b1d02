const SHOWN = 5;

/** References for a message: the first few by name, and the number of the others. */
export function listed(references: readonly string[]): string {
  if (references.length <= SHOWN + 1) return references.join(", ");
  return `${references.slice(0, SHOWN).join(", ")} and ${references.length - SHOWN} more`;
}
