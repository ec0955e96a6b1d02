/** The total cost of reading a run's files, in the readers' own steps. Some files may cost a lot, but not all of them. */
const BASE = 5_000_000;

/** A 5 MB template takes a few hundred thousand steps, so literal text adds several times more to the budget than it costs. */
const STEPS_A_CHARACTER = 0.2;

/** The shared budget of a run. It is charged for each file's functions and expressions, and for its YAML nodes. */
export class ReadBudget {
  private left = BASE;

  /** Whether a file may still be read. If so, adds the file's share to the budget. */
  admit(characters: number): boolean {
    if (this.left < 0) return false;
    this.left += characters * STEPS_A_CHARACTER;
    return true;
  }

  spend(steps: number): void {
    this.left -= steps;
  }
}
