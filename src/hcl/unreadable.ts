/** Thrown if an expression contains something unsupported, or more than any policy needs. Its value is then unknown. */
export class Unreadable extends Error {
  /** @param at where the text is wrong; null if it may be right */
  constructor(readonly at: number | null = null) {
    super();
  }
}
