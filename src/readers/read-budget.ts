/** What the files of one run may cost together, in steps of the readers' own efforts: some files may cost much, but not all of them. */
const BASE = 5_000_000;

/** A template of 5 MB takes some hundred thousand steps: what is written out pays for itself several times over. */
const STEPS_A_CHARACTER = 0.2;

/** The one budget of a run, from which each file takes what its functions and expressions cost. */
export class ReadBudget {
  private left = BASE;

  /** Whether a file may still be read. */
  admit(characters: number): boolean {
    if (this.left < 0) return false;
    this.left += characters * STEPS_A_CHARACTER;
    return true;
  }

  spend(steps: number): void {
    this.left -= steps;
  }
}
