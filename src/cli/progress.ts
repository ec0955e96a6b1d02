import type { Step } from "../readers/read-files.js";

/** A check that is done sooner needs no word about how far it is. */
const QUIET_MS = 1000;

/** Nobody reads faster, and a terminal is slower than a check. */
const EVERY_MS = 100;

/** Says on one line of a terminal how far a check is, and takes the line away when it is done. */
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
