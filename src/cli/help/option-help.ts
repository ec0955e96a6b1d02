import { fold } from "../../report/fold.js";
import type { OptionHelp } from "./option-list.js";

/** The column where the option's text starts. Names are to its left. */
const COLUMN = 27;

/** Formats an option's help within 80 columns. */
export function optionLines({ name, short, value, text }: OptionHelp): readonly string[] {
  const left = `  ${short === undefined ? "" : `-${short}, `}--${name}${value === null ? "" : ` ${value}`}`;
  const [first, ...rest] = fold(text, " ".repeat(COLUMN), 80);
  const start = left.length < COLUMN ? [`${left.padEnd(COLUMN)}${first?.trimStart()}`] : [left, first ?? ""];
  return [...start, ...rest];
}
