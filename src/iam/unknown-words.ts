/** Why something is unknown, from what it depends on. A reason that already says so stays unchanged. */
export function unknownWords(expression: string): string {
  return /[^}] (?:is|are) (?:not|unknown)\b| may /.test(expression) ? expression : `${expression} is unknown`;
}
