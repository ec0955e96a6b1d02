const SHOWN = 5;

/** References in a message: the first ones by name, the rest as a number. */
export function listed(references: readonly string[]): string {
  if (references.length <= SHOWN + 1) return references.join(", ");
  return `${references.slice(0, SHOWN).join(", ")} and ${references.length - SHOWN} more`;
}
