/** What the vendor's page indents with. JSON does not count it as white space. */
export const NO_BREAK_SPACE = "\u00a0";
