import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

const HASHES = { md5, sha1, sha256, sha512 };

/** As `node:crypto` has it. The browser's own hashes answer later, and the core does not wait. */
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
