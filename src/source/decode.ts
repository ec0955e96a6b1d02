/** A file's text, or the reason why its bytes aren't text, with the text before the fault. */
export type Decoded = { readonly text: string } | { readonly fault: string; readonly before?: string };

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be";

/**
 * The first bytes of text that starts with a byte order mark or an ASCII character
 * (https://yaml.org/spec/1.2.2/#52-character-encodings).
 */
const SIGNATURES: readonly (readonly [Encoding, readonly (number | "any")[]])[] = [
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-32be", [0, 0, 0, "any"]],
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32le", ["any", 0, 0, 0]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-16be", [0, "any"]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16le", ["any", 0]],
];

/** The encoding of text, detected as a YAML or JSON parser does. */
export function encodingOf(bytes: Uint8Array): Encoding {
  const fits = (pattern: readonly (number | "any")[]): boolean =>
    bytes.length >= pattern.length && pattern.every((byte, at) => byte === "any" || bytes[at] === byte);
  return SIGNATURES.find(([, pattern]) => fits(pattern))?.[0] ?? "utf-8";
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes UTF-8, UTF-16 (which `>` in Windows PowerShell writes), and UTF-32. Drops a byte order mark: neither
 * `JSON.parse` nor IAM accepts one, and editors don't show it.
 */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  switch (encoding) {
    case "utf-8":
      return decodeUtf8(bytes);
    case "utf-16le":
    case "utf-16be":
      return { text: new TextDecoder(encoding).decode(bytes) };
    case "utf-32le":
    case "utf-32be":
      return decodeUtf32(bytes, encoding === "utf-32le");
  }
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { fault: NOT_UTF_8, before: textBefore(bytes) };
  }
}

export const NOT_UTF_8 = "is not UTF-8 text";

/** The valid text at the start. An invalid byte becomes U+FFFD, so the first one is where decoding and re-encoding changes the bytes. */
function textBefore(bytes: Uint8Array): string {
  const kept = new TextEncoder().encode(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, index) => byte !== kept[index]);
  // Decoded as the start of a longer text, so that an incomplete character at the end is dropped.
  return new TextDecoder().decode(bytes.subarray(0, at === -1 ? bytes.length : at), { stream: true });
}

/** Node.js has no decoder for UTF-32, so this converts it to UTF-16 first. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = new Uint16Array(Math.ceil(bytes.length / 4) * 2);
  let length = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    if (point > 0x10ffff) return { fault: "is not UTF-32 text" };
    if (point >= 0x10000) units[length++] = 0xd7c0 + (point >> 10);
    units[length++] = point < 0x10000 ? point : 0xdc00 + (point & 0x3ff);
  }
  return { text: new TextDecoder("utf-16le").decode(units.subarray(0, length)) };
}

/**
 * Encodes text like the given bytes, including their byte order mark. Returns null if the bytes aren't text, or if
 * decoding and re-encoding would change them.
 */
export function encodeLike(bytes: Uint8Array, text: string): Uint8Array | null {
  const decoded = decode(bytes);
  if (!("text" in decoded)) return null;
  const encode = encoderFor(bytes);
  return Buffer.compare(encode(decoded.text), bytes) === 0 ? encode(text) : null;
}

function encoderFor(bytes: Uint8Array): (text: string) => Uint8Array {
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (isLittleEndian) return (text) => Buffer.from(`\ufeff${text}`, "utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "\ufeff" : "";
  return (text) => Buffer.from(mark + text, "utf8");
}
