/** Several times as many as AWS has (about 20,000). */
const MAX_ACTIONS = 50_000;

/** Limits how many actions the lists of a requirements file may name together. Counts wildcards and included lists in full. */
export class ActionAllowance {
  #left = MAX_ACTIONS;

  take(count: number): void {
    this.#left -= count;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }
}

export const TOO_MANY_ACTIONS = {
  message: `up to here, the kinds list more than ${MAX_ACTIONS} actions, several times as many as AWS has`,
  help: "list only what the workers need",
};
