/** `a, b, c, and 2 more`. */
export function firstFew(words: readonly string[], most = 5): string {
  return `${words.slice(0, most).join(", ")}${words.length > most ? `${most > 1 ? "," : ""} and ${words.length - most} more` : ""}`;
}
