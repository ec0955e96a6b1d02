/** A comment's key, without what could end the HTML comment that it stands in. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll("-", "%2D");
}
