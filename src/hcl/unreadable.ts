/** Thrown where an expression holds what is not read, or more of it than any policy needs: what it gives is then not known. */
export class Unreadable extends Error {
  /** @param at where the text is wrong; null where it may be right */
  constructor(readonly at: number | null = null) {
    super();
  }
}
