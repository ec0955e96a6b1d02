/** A decimal number as IAM's numeric operators read it. Returns `null` if the text isn't a number. */
export function parseNumber(text: string): number | null {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(text.trim()) ? Number(text) : null;
}
