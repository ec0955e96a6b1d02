import type { Place } from "../source/place.js";
import type { GrammarProblem } from "./model.js";

/** More faults than this in one document don't help: a generated file may repeat one fault ten thousand times. */
const MAXIMUM = 50;

/** Collects a document's faults as it is read. */
export class GrammarProblems {
  readonly #problems: GrammarProblem[] = [];
  #left = MAXIMUM;

  add(place: Place, message: string, help: string): void {
    this.addAll([{ message, help, place }]);
  }

  addAll(problems: readonly GrammarProblem[]): void {
    const added = problems.slice(0, this.#left);
    this.#left -= added.length;
    this.#problems.push(...added);
  }

  all(): readonly GrammarProblem[] {
    return this.#problems;
  }
}
