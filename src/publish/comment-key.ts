import { percentEncode } from "../report/percent-encode.js";

/** A comment's key, without what could end the HTML comment that it stands in. */
export function encodeKey(key: string): string {
  return percentEncode(key).replaceAll("-", "%2D");
}
