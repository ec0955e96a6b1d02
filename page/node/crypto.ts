import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

const HASHES = { md5, sha1, sha256, sha512 };

/** Like `createHash` of `node:crypto`. The browser's own hash functions are asynchronous, and the core is synchronous here. */
export function createHash(name: keyof typeof HASHES) {
  const hash = HASHES[name].create();
  const hasher = {
    update(data: string | Uint8Array) {
      hash.update(typeof data === "string" ? Buffer.from(data, "utf8") : Uint8Array.from(data));
      return hasher;
    },
    digest(encoding?: "hex" | "base64") {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return hasher;
}
