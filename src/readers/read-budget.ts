/** The total cost that the files of one run may have, in steps of the readers' own efforts. Some files may cost a lot, but not all. */
const BASE = 5_000_000;

/** A 5 MB template takes a few hundred thousand steps: literal text pays for itself several times over. */
const STEPS_A_CHARACTER = 0.2;

/** The single budget of a run. Each file pays for its functions and expressions, and for the nodes of its YAML. */
export class ReadBudget {
  private left = BASE;

  /** Whether a file may still be read. Adds the file's share to the budget. */
  admit(characters: number): boolean {
    if (this.left < 0) return false;
    this.left += characters * STEPS_A_CHARACTER;
    return true;
  }

  spend(steps: number): void {
    this.left -= steps;
  }
}
