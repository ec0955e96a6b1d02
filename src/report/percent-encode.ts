/** `encodeURIComponent`, but a lone surrogate (`\ud800`, possible in JSON and YAML) becomes U+FFFD instead of throwing. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
