import { shellWord } from "../../../source/shell-word.js";

/** The commands that make a plan that can be read, in the place of a file that can't. */
export function planAgain(file: string): string {
  return `run \`terraform plan -out tfplan\` and \`terraform show -json tfplan > ${shellWord(file)}\``;
}
