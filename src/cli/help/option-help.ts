import { fold } from "../../report/fold.js";
import type { OptionHelp } from "./option-list.js";

/** Where the text of an option starts; the names stand left of it. */
const COLUMN = 27;

/** The lines of an option, within 80 columns. */
export function optionLines({ name, short, value, text }: OptionHelp): readonly string[] {
  const left = `  ${short === undefined ? "" : `-${short}, `}--${name}${value === null ? "" : ` ${value}`}`;
  const [first, ...rest] = fold(text, " ".repeat(COLUMN), 80);
  const start = left.length < COLUMN ? [`${left.padEnd(COLUMN)}${first?.trimStart()}`] : [left, first ?? ""];
  return [...start, ...rest];
}
