const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Compares base64 strings as AWS does: by their decoded bytes. */
export function equalBinary(value: string, expected: string): boolean {
  if (!BASE64.test(value) || !BASE64.test(expected)) return false;
  return Buffer.from(value, "base64").equals(Buffer.from(expected, "base64"));
}
