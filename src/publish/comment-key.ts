import { percentEncode } from "../report/percent-encode.js";

/** Encodes a comment's key so that it can't end the HTML comment around it. */
export function encodeKey(key: string): string {
  return percentEncode(key).replaceAll("-", "%2D");
}
