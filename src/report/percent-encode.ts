/** `encodeURIComponent`, which throws on half a character (`\ud800`, as JSON and YAML can hold it): that becomes U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
