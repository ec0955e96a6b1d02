import { visit } from "jsonc-parser";
import { JsonIndex } from "../../../source/json-index.js";
import { filePlace, rangePlace } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import type { FileProblem } from "../../reader.js";
import { planAgain } from "./commands.js";
import { logProblem } from "./near-miss.js";

/** A plan that was extracted from longer output, or the problem with Terraform output that isn't a plan in JSON. */
export type ShownText = { readonly plan: TextFile } | { readonly problem: FileProblem };

/** How many characters of a file to examine: tools print little text before a plan. */
const HEAD = 64 * 1024;

const COLOR = String.raw`(?:\x1b\[[0-9;]*m)*`;
const LOG_LINE = /^\s*\{"@level":/;
const PLAN = new RegExp(String.raw`(?:^|\n)${COLOR}(\{\s*"format_version"\s*:)`);
const FOR_PEOPLE = new RegExp(
  [
    "(?:Terraform|OpenTofu) (?:used the selected providers|will perform the following actions)",
    String.raw`^${COLOR}No changes\. ${COLOR}Your infrastructure`,
    String.raw`^(?:\x1b\[[0-9;]*m|[ \t])*# [\w.[\]"-]{1,200}${COLOR} (?:will|must) be `,
  ].join("|"),
  "m",
);

/**
 * Examines text that isn't JSON as a whole: log lines, a human-readable plan, or a JSON plan with text around it, which
 * hashicorp/setup-terraform's wrapper and `2>&1` produce. Returns null for any other text.
 */
export function shownText(file: TextFile): ShownText | null {
  const head = file.text.slice(0, HEAD);
  if (LOG_LINE.test(head)) return { problem: logProblem(file.path) };
  const found = PLAN.exec(head);
  if (found !== null) return planWithin(file, found.index + found[0].length - (found[1]?.length ?? 0));
  if (!FOR_PEOPLE.test(head)) return null;
  const message = `${file.path} is a Terraform plan in human-readable form, not in JSON`;
  return { problem: { message, help: planAgain(file.path), place: filePlace(file.path) } };
}

/**
 * Finds text after a plan that belongs to the plan. A plan that lost a line is closed too early. The text after it
 * belongs to it if it continues the last line or the JSON, has a line of only brackets, or mentions IAM resources.
 */
const MORE_OF_IT = new RegExp(
  [
    String.raw`^(?:${COLOR}[^\S\n])*${COLOR}[^\s\x1b]`,
    String.raw`^\s*[\]},"]`,
    String.raw`\n[ \t]*[\]}]+,?[ \t]*(?:\n|$)`,
    String.raw`"(?:address|type)"\s*:\s*"aws_iam_`,
    String.raw`Statement\\?"\s*:`,
  ].join("|"),
);

/** Replaces the text before a plan with spaces, so that the plan keeps its line numbers, and removes the text after it. */
function planWithin(file: TextFile, start: number): ShownText {
  const before = file.text.slice(0, start).replaceAll(/[^\n]/g, " ");
  const end = new JsonIndex(before + file.text.slice(start)).find([], "value")?.end ?? file.text.length;
  const text = before + file.text.slice(start, end);
  const at = faultIn(text) ?? (MORE_OF_IT.test(file.text.slice(end)) ? end : null);
  if (at === null) return { plan: { path: file.path, text } };
  const last = file.text.trimEnd().length - 1;
  const isCut = at > last;
  const what = isCut ? "that is cut off in the middle" : "that is not JSON from here on";
  const message = `${file.path} is a Terraform plan ${what}`;
  const place = rangePlace(file, Math.min(at, last), Math.min(at, last) + 1);
  return { problem: { message, help: `create it again: ${planAgain(file.path)}`, place } };
}

/** The offset at which the text stops being JSON. Null if all of it is JSON. Errors don't quote the text, because it may be secret. */
function faultIn(text: string): number | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const end = text.trimEnd().length;
    if (/end of JSON input|Unterminated string/.test(String(error))) return end;
    let first: number | null = null;
    visit(text, { onError: (_error, offset) => (first ??= offset) }, { disallowComments: true });
    return first ?? end;
  }
}
