/** Text of a file, or why its bytes are not text. */
export type Decoded = { readonly text: string } | { readonly fault: string };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes UTF-8, and UTF-16 with a byte order mark (what Windows PowerShell's `>` writes). A byte order mark is dropped:
 * neither `JSON.parse` nor IAM accepts one, and no editor shows it.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes) };
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { fault: "is not UTF-8 text" };
  }
}

/** Bytes in the encoding, and with the byte order mark, that other bytes have; null when they are no text that can be kept as it is. */
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
