/** A section that GitHub shows as one line until opened. `summary` is HTML. */
export function foldedSection(summary: string, parts: readonly string[]): string {
  return `<details><summary>${summary}</summary>\n\n${parts.join("\n\n")}\n\n</details>`;
}
