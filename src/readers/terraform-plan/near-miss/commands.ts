import { shellWord } from "../../../source/shell-word.js";

/** The commands that create a readable plan and write it to the given file. */
export function planAgain(file: string): string {
  return `run \`terraform plan -out tfplan\` and \`terraform show -json tfplan > ${shellWord(file)}\``;
}
