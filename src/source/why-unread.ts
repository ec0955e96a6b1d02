/** The parsers' limits. Text that exceeds them may still be valid. */
export const TOO_DEEP = "it is nested too deeply";
export const TOO_MANY_ALIASES = "its aliases expand beyond the size limit";

/** `is not valid JSON: a colon is missing`, or `can't be read: it is nested too deeply`. */
export function whyUnread(language: "HCL" | "JSON" | "YAML", fault: string): string {
  return `${fault === TOO_DEEP || fault === TOO_MANY_ALIASES ? "can't be read" : `is not valid ${language}`}: ${fault}`;
}
