/** What GitHub shows as one line until it is opened. `summary` is HTML. */
export function foldedSection(summary: string, parts: readonly string[]): string {
  return `<details><summary>${summary}</summary>\n\n${parts.join("\n\n")}\n\n</details>`;
}
