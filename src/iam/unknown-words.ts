/** Why something is unknown, from what it depends on; a reason that says so itself stays as it is. */
export function unknownWords(expression: string): string {
  return /[^}] (?:is|are) (?:not|unknown)\b| may /.test(expression) ? expression : `${expression} is unknown`;
}
