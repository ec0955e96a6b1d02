/** Turns an unresolved expression into the reason for an unknown value. Returns a string that is already a reason unchanged. */
export function unknownWords(expression: string): string {
  return /[^}] (?:is|are) (?:not|unknown)\b| may /.test(expression) ? expression : `${expression} is unknown`;
}
