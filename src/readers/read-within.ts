import { filePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { type FileResult, readFile } from "./index.js";
import type { ReadBudget } from "./read-budget.js";
import type { FileProblem, ReadContext } from "./reader.js";

/** Reads a file, unless earlier files used up the run's budget. In that case the file becomes a problem, and the run fails. */
export function readWithin(budget: ReadBudget, file: TextFile, context: ReadContext): FileResult {
  return budget.admit(file.text.length)
    ? readFile(file, context)
    : { kind: "unreadable", problem: uncheckedFile(file.path) };
}

export function uncheckedFile(path: string): FileProblem {
  return {
    message: `${path} was not checked: the functions, expressions, and aliases of the files before it used up the limit of one run`,
    help: "make those files smaller, or check them in several runs with `files`",
    place: filePlace(path),
    isLimit: true,
  };
}
