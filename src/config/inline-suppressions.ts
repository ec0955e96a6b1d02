import { type Place, rangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { isDate, readRuleId } from "./config-sections.js";
import type { Suppression } from "./options.js";
import type { ConfigProblem } from "./settings.js";

/** What a comment says: the suppressions, one for each rule; or what is wrong with it, so that it suppresses nothing. */
export interface InlineSuppression {
  readonly suppressions: readonly Suppression[];
  readonly problems: readonly ConfigProblem[];
}

/** A comment, with the lines (from 1) whose findings it suppresses: its own, and the one below comments that have lines of their own. */
export interface SuppressingComment extends InlineSuppression {
  readonly lines: ReadonlySet<number>;
}

/** One that stands where the thing is, and not in the configuration. */
export function isInline({ role }: Suppression): boolean {
  return role === "";
}

const MARK = "worker-iam-check: ignore";

/** The comments of a YAML or HCL file, as in `# worker-iam-check: ignore[partial-action] one queue is enough, until 2027-06-30`. */
export function suppressingComments(file: TextFile): readonly SuppressingComment[] {
  const { text } = file;
  // JSON has no comments, and a plan has all that it says on one line.
  if (!text.includes(MARK) || /^\s*[[{]/.test(text)) return [];
  const found: SuppressingComment[] = [];
  let above: Set<number>[] = [];
  let start = 0;
  for (const [index, written] of text.split("\n").entries()) {
    const { code, isComment, comment } = readLine(written);
    const here = suppressedAt(index + 1, code);
    if (!isComment) {
      for (const lines of above) for (const one of here) lines.add(one);
      above = [];
    }
    if (comment !== null) {
      found.push({
        lines: here,
        ...readSuppression(comment.said, rangePlace(file, start + comment.at, start + comment.end)),
      });
      if (isComment) above.push(here);
    }
    start += written.length + 1;
  }
  return found;
}

interface Line {
  /** What stands before the comment. */
  readonly code: string;
  readonly isComment: boolean;
  /** One of this check's, by where it stands in the line. */
  readonly comment: { readonly at: number; readonly end: number; readonly said: string } | null;
}

function readLine(written: string): Line {
  const at = written.indexOf(MARK);
  const opening = at === -1 ? null : OPENING.exec(written.slice(Math.max(0, at - 9), at));
  if (opening === null) {
    const code = written.trim();
    return { code, isComment: /^(?:#|\/\/)/.test(code), comment: null };
  }
  const code = written.slice(0, at - opening[0].length).trim();
  const { length: end } = written.trimEnd();
  const said = written.slice(at + MARK.length, written.slice(0, end).endsWith("*/") ? end - 2 : end);
  return { code, isComment: code === "", comment: { at, end, said } };
}

const OPENING = /(?:#|\/\/|\/\*)[ \t]*$/;

/** The items of a YAML list begin on the line below its key. */
function suppressedAt(line: number, code: string): Set<number> {
  return new Set(code.endsWith(":") ? [line, line + 1] : [line]);
}

const SHAPE = "write `ignore[RULE] reason, until YYYY-MM-DD`; the date may be left out";

/** `[RULE, RULE] reason, until YYYY-MM-DD`, as a comment or the metadata of a template's role has it. */
export function readSuppression(said: string, place: Place): InlineSuppression {
  const problems: ConfigProblem[] = [];
  const [, names = "", rest = ""] = /^\s*\[([^\]]*)\](.*)$/s.exec(said) ?? [];
  const words = names.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  const rules = words.flatMap((word) => readRuleId(word, place, problems) ?? []);
  if (words.length === 0) problems.push({ message: "a suppression names no rule", help: SHAPE, place });
  const until = rest.lastIndexOf("until ");
  const expires = until === -1 ? null : rest.slice(until + "until ".length).trim();
  const isDated = expires !== null && /^\d{4}-/.test(expires);
  const told = (isDated ? rest.slice(0, until) : rest).replace(/^[\s:,]+/, "").trimEnd();
  const reason = told.endsWith(",") ? told.slice(0, -1) : told;
  if (reason === "") problems.push({ message: "a suppression gives no reason", help: SHAPE, place });
  if (isDated && !isDate(expires)) problems.push({ message: `\`${expires}\` is no date`, help: SHAPE, place });
  if (problems.length > 0) return { suppressions: [], problems };
  const shared = { role: "", actions: [], reason, expires: isDated ? expires : null, place };
  return { suppressions: rules.map((rule) => ({ ...shared, rule })), problems };
}
