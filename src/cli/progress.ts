import type { Step } from "../readers/read-files.js";

/** A check that takes less time, in milliseconds, shows no progress. */
const QUIET_MS = 1000;

/** The time between updates, in milliseconds: nobody reads faster, and updating a terminal takes longer than checking a file. */
const EVERY_MS = 100;

/** Shows the progress of a check on one terminal line, and clears the line at the end. */
export class Progress {
  readonly #start: number;
  #shown: number | null = null;

  constructor(
    private readonly write: (text: string) => void,
    private readonly now: () => number,
  ) {
    this.#start = now();
  }

  readonly reading = (done: number, total: number, step: Step = "reading"): void => {
    const now = this.now();
    if (now - (this.#shown ?? this.#start) < (this.#shown === null ? QUIET_MS : EVERY_MS)) return;
    this.#shown = now;
    this.write(`\r\u001b[K${step}: ${done} of ${total} ${step === "reading" ? "files" : "roles"}`);
  };

  end(): void {
    if (this.#shown !== null) this.write("\r\u001b[K");
  }
}
