import { createHash } from "node:crypto";
import type { Node } from "../../../source/node.js";
import type { TerraformFunction } from "./terraform-function.js";

/** A function of one known string. Its callback returns false if Terraform rejects the string. */
function ofText(change: (text: string) => string | false): TerraformFunction {
  return ([one], place) => {
    const text = knownText(one);
    if (text === null) return null;
    const made = change(text);
    return made === false ? "fails" : { kind: "scalar", place, value: made };
  };
}

function knownText(node: Node | undefined): string | null {
  if (node?.kind !== "scalar" || node.value === null) return null;
  return node.digits ?? String(node.value);
}

function hash(algorithm: string, encoding: "hex" | "base64"): TerraformFunction {
  return ofText((text) => createHash(algorithm).update(text, "utf8").digest(encoding));
}

/** Decodes base64. Returns false for text that Terraform rejects, because it isn't strict base64 or doesn't decode to UTF-8. */
function base64decode(text: string): string | false {
  const isWhole =
    /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text.replace(/[\r\n]/g, "")) && !text.includes("_");
  const bytes = Buffer.from(text, "base64");
  const decoded = bytes.toString("utf8");
  return isWhole && Buffer.from(decoded, "utf8").equals(bytes) ? decoded.normalize("NFC") : false;
}

/** Like Go's `url.QueryEscape`. */
function urlencode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

/** The namespaces of RFC 4122, keyed by their names in Terraform. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
  oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
  x500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
};

const uuidv5: TerraformFunction = ([namespace, name], place) => {
  const [space, text] = [knownText(namespace), knownText(name)];
  if (space === null || text === null) return null;
  const id = Object.hasOwn(NAMESPACES, space) ? NAMESPACES[space] : space;
  if (id === undefined || !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id))
    return /^(?:urn:|\{|[\da-f]{32}$)/i.test(space) ? null : "fails";
  const bytes = createHash("sha1")
    .update(Buffer.from(id.replaceAll("-", ""), "hex"))
    .update(text, "utf8")
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString("hex");
  const value = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  return { kind: "scalar", place, value };
};

export const ENCODING_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  base64decode: ofText(base64decode),
  base64encode: ofText((text) => Buffer.from(text, "utf8").toString("base64")),
  base64sha256: hash("sha256", "base64"),
  base64sha512: hash("sha512", "base64"),
  md5: hash("md5", "hex"),
  sha1: hash("sha1", "hex"),
  sha256: hash("sha256", "hex"),
  sha512: hash("sha512", "hex"),
  urlencode: ofText(urlencode),
  uuidv5,
};
