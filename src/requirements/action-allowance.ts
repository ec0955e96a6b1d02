/** Several times what AWS has: some 20,000. */
const MOST_ACTIONS = 50_000;

/** How many actions the lists of a requirements file may name together, wildcards and included lists counted in full. */
export class ActionAllowance {
  #left = MOST_ACTIONS;

  take(count: number): void {
    this.#left -= count;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }
}

export const TOO_MANY_ACTIONS = {
  message: `the kinds list more than ${MOST_ACTIONS} actions up to here, several times what AWS has`,
  help: "list what the workers need",
};
