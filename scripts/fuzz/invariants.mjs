// Invariants that must hold for any input. Most return null, or the fault in words.
import { basename } from "node:path";
import { parseAllDocuments } from "yaml";

/** Finds reasons why a result must not be green, without using the check's own readers. */
export function notGreen(seed, text, report) {
  if (report.files.unreadable > 0) return "green though a file could not be read";
  const isOurs = /"Statement"|AWS::IAM::|aws_iam_/.test(text.replace(/[\ud800-\udfff]/g, "\ufffd"));
  // A template for another tool is only listed, because that tool fills in its placeholders.
  const isReported = report.notChecked.some(({ reason }) => reason.includes("template for another tool"));
  // CloudFormation reads a template that isn't JSON as YAML. The check does, too, and warns that the file's name says otherwise.
  const isReadAsYaml = report.findings.some(({ message }) => message.includes("looks like JSON but is YAML"));
  const broken = isReadAsYaml ? isBrokenYaml(text) : isBroken(seed, text);
  if (isOurs && !isReported && broken) return "green though the file is broken";
  const roles = report.roles.filter(({ location }) => location.file === basename(seed.path));
  const asked = roles.filter(({ kinds }) => kinds.communication?.undetermined.length === 0);
  return asked.length > 0 && !mayGrant(text, "sqs:ReceiveMessage")
    ? "green though nothing in the file names a required action"
    : null;
}

export function isBroken(seed, text) {
  // YAML ends a line at a lone carriage return, but the library doesn't.
  if (!seed.path.endsWith(".json")) return isBrokenYaml(text.replace(/\r(?!\n)/g, "\n"));
  try {
    JSON.parse(text.replace(/^\ufeff/, ""));
    return false;
  } catch {
    // A plan may have other text before it, even an earlier, truncated plan, and other lines after it.
    return !/\n\s*\{\s*"format_version"/.test(text) && !beginsWithPlan(text);
  }
}

/** A quoted string may also continue at the first column. It is parsed as if it continued on its line. */
function isBrokenYaml(text, joined = 0) {
  const broken = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false }).find(isBrokenDocument);
  const [first] = broken?.errors ?? [];
  if (first?.code !== "MISSING_CHAR" || text[first.pos[0]] !== "\n" || joined === MAX_JOINED)
    return broken !== undefined;
  return isBrokenYaml(`${text.slice(0, first.pos[0])} ${text.slice(first.pos[1])}`, joined + 1);
}

const MAX_JOINED = 20;

/** Within brackets, CloudFormation accepts lines at any column. The library doesn't, and its further errors are meaningless. */
function isBrokenDocument({ errors: [first] }) {
  return first !== undefined && !/^Flow .* must be sufficiently indented/.test(first.message);
}

function beginsWithPlan(text) {
  if (!/^\s*\{\s*"format_version"/.test(text)) return false;
  const ends = [text.indexOf("\n"), text.search(/\n\}\s*\n/) + 2];
  return ends.some((end) => {
    try {
      return typeof JSON.parse(text.slice(0, end)) === "object";
    } catch {
      return false;
    }
  });
}

/** Whether the text has a pattern that matches the action, or anything that may mean more than its text. */
export function mayGrant(text, action) {
  if (/NotAction|\\u|policy\/|Fn::|!\w|\$\{/.test(text)) return true;
  const patterns = text.match(/[\w*?-]+:[\w*?]+|\*/g) ?? [];
  return patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
}

function matches(pattern, text) {
  const expression = pattern.replace(/[.*+?^${}()|[\]\\]/g, (sign) =>
    sign === "*" ? ".*" : sign === "?" ? "." : `\\${sign}`,
  );
  return new RegExp(`^${expression.replace(/(\.\*)+/g, ".*")}$`).test(text);
}

/** A fix only adds text. The one exception is a no-break space in JSON, which becomes a space. */
export function takesAway(before, after) {
  const kept = (text) => text.replace(/[\s\u00a0]+/g, "");
  const [old, now] = [kept(before), kept(after)];
  let at = 0;
  for (const letter of now) if (letter === old.slice(at, at + letter.length)) at += letter.length;
  return at < old.length ? "a fix took something away" : null;
}

/** Applies a unified diff like `patch`. All context lines and removed lines must match; otherwise returns null. */
export function patched(before, diff) {
  const old = linesOf(before);
  const out = [];
  let at = 0;
  for (const line of linesOfDiff(diff).slice(2)) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+/.exec(line);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === "0" ? 0 : 1);
      out.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith("+")) out.push(line.slice(1));
    else {
      if (old[at] !== line.slice(1)) return null;
      if (line.startsWith(" ")) out.push(old[at]);
      at += 1;
    }
  }
  return [...out, ...old.slice(at)].join("");
}

function linesOf(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A line followed by "\ No newline at end of file" has no line end. */
function linesOfDiff(diff) {
  const lines = linesOf(diff);
  return lines.flatMap((line, index) => {
    if (line.startsWith("\\")) return [];
    return lines[index + 1]?.startsWith("\\") ? [line.slice(0, -1)] : [line];
  });
}

/** The maximum number of fixes per file that are checked by parsing the whole file again. A file may have a hundred fixes. */
const MAX_PARSED = 8;

/** Finds an edit in a report that isn't within its file's text or makes JSON invalid. Edits have lines and columns. */
export function misplacedEdit(report, textOf) {
  const files = new Map();
  let parsed = 0;
  for (const { fix } of report.findings) {
    for (const file of new Set(fix?.edits.map(({ location }) => location.file))) {
      if (!files.has(file)) files.set(file, editable(file, textOf(file)));
      const { text, starts, isWhole } = files.get(file);
      const edits = fix.edits
        .filter(({ location }) => location.file === file)
        .map(({ location, newText }) => ({
          start: offsetOf(text, starts, location.line, location.column),
          end: offsetOf(text, starts, location.endLine, location.endColumn),
          newText,
        }))
        .sort((a, b) => b.start - a.start);
      if (edits.some(({ start, end }) => start === null || end === null || end < start))
        return "an edit lies outside of its file";
      let edited = text;
      for (const { start, end, newText } of edits) edited = edited.slice(0, start) + newText + edited.slice(end);
      if (!isWhole || parsed >= MAX_PARSED) continue;
      parsed += 1;
      if (isBroken({ path: file }, edited)) return "a fix breaks its file";
    }
  }
  return null;
}

/** The data that all edits of a file need, computed once. */
function editable(path, text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { text, starts, isWhole: !isBroken({ path }, text) };
}

function offsetOf(text, starts, line, column) {
  if (line > starts.length) return null;
  const end = starts[line] ?? text.length + 1;
  const offset = starts[line - 1] + column - 1;
  return offset > end ? null : offset;
}
