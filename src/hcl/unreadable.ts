/** Thrown if an expression contains something unsupported, or more than any policy needs. Its value is then unknown. */
export class Unreadable extends Error {
  /** @param at the offset of the syntax error; null if the text may be valid */
  constructor(readonly at: number | null = null) {
    super();
  }
}
