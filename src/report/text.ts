import { formatLocation, type Location } from "../source/location.js";
import type { TextFile } from "../source/text-file.js";
import { describeBaseline } from "./baseline.js";
import { describeConclusion, leftOutFindings } from "./conclusion.js";
import { describeCaller } from "./describe-caller.js";
import { describeDeployment } from "./describe-deployment.js";
import { describePath } from "./describe-path.js";
import { describeRoots } from "./describe-roots.js";
import { describeSatisfied } from "./describe-satisfied.js";
import { describeScope } from "./describe-scope.js";
import { fold } from "./fold.js";
import { notVisible } from "./not-visible.js";
import type { Report, ReportedFinding, ReportedRole } from "./report.js";
import { snippet } from "./snippet.js";
import { visible } from "./visible.js";

/** Colors a word, or returns it unchanged if colors are off. */
export type Paint = (style: "error" | "warning" | "notice" | "success" | "dim", text: string) => string;

export const plain: Paint = (_style, text) => text;

const INDENT = "  ";

/** How to show a report as text. */
export interface TextLook {
  readonly paint: Paint;
  readonly columns: number;
  /**
   * Whether a person reads the output. If not, headlines and the lines about a role aren't wrapped, so that programs can search the output
   * for them.
   */
  readonly isRead?: boolean;
  /** The address of the rules' pages, without a trailing slash. Null if the command line explains rules itself. */
  readonly rulePages?: string | null;
  /** How the terminal shows a rule's name. */
  readonly ruleName?: (rule: string) => string;
  /** Returns the text behind a place, or null if it must not be shown. */
  readonly sourceOf?: (location: Location) => TextFile | null;
}

/** The report for a terminal: findings first, then the kinds of each role, then the conclusion, which stays in view. */
export function renderText(report: Report, look: TextLook): string {
  const { columns } = look;
  const shown = report.findings.filter(({ suppressed }) => suppressed === null);
  const leftOut = new Set(leftOutFindings(report));
  const blocks = [
    ...shown.map((finding) => renderFinding(finding, leftOut.has(finding), look)),
    ...(report.roles.length > 0 ? [renderRoles(report, look)] : []),
    ...(report.paths === undefined
      ? []
      : [["paths:", ...describePath(report).flatMap((words) => fold(visible(words), INDENT, columns))].join("\n")]),
    ...(report.notChecked.length > 0 ? [renderNotChecked(report, columns)] : []),
    renderConclusion(report, look),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function renderFinding(finding: ReportedFinding, leftOut: boolean, look: TextLook): string {
  const { paint, columns, ruleName = visible } = look;
  const { severity, rule, message, location, actions, kind, help, related } = finding;
  const age = describeBaseline(finding);
  const head = `${severity}[${visible(rule)}]`;
  const [first = "", ...more] = fold(`${head} ${visible(message)}`, INDENT, widthOf(look));
  const lines = [
    `${paint(leftOut ? "dim" : severity, `${severity}[${ruleName(rule)}]`)}${first.slice(INDENT.length + head.length)}`,
    ...more,
    `${INDENT}--> ${visible(formatLocation(location))}`,
    ...renderSource(finding, look),
    ...(age === null ? [] : fold(`${visible(age)}${leftOut ? ", not counted" : ""}`, INDENT, columns)),
    ...(kind !== null && actions.length > 0 ? fold(visible(actions.join(", ")), INDENT, columns) : []),
    ...related.flatMap(({ location: other, message: said }) =>
      fold(`see ${visible(formatLocation(other))} (${visible(said)})`, INDENT, widthOf(look)),
    ),
    ...(help === null ? [] : fold(`help: ${visible(help)}`, INDENT, columns)),
  ];
  return lines.join("\n");
}

function widthOf({ columns, isRead }: TextLook): number {
  return isRead === true ? columns : Number.POSITIVE_INFINITY;
}

function renderSource(
  { location, severity, rule }: ReportedFinding,
  { paint, columns, sourceOf }: TextLook,
): readonly string[] {
  // A file that didn't parse could be anything, even credentials.
  const file = rule === "unreadable-file" ? null : (sourceOf?.(location) ?? null);
  if (file === null) return [];
  return snippet(file, location, {
    columns: columns - INDENT.length,
    dim: (text) => paint("dim", text),
    mark: (text) => paint(severity, text),
  }).map((line) => `${INDENT}${line}`);
}

function renderRoles(report: Report, look: TextLook): string {
  return report.roles
    .flatMap((role) => [
      ...titleOf(role, widthOf(look)),
      ...roleLines(role, report).flatMap((line) => fold(visible(line), INDENT, widthOf(look))),
    ])
    .join("\n");
}

function titleOf({ id, location }: ReportedRole, width: number): readonly string[] {
  const [name, place] = [visible(id), visible(formatLocation(location))];
  return name.length + 2 + place.length > width ? [name, `${INDENT}${place}`] : [`${name}  ${place}`];
}

function roleLines(role: ReportedRole, { requirements }: Report): readonly string[] {
  const kinds = Object.entries(role.kinds).map(([name, kind]) => `${name} ${kind.granted}/${kind.required}`);
  const trust = Object.entries(role.trust).map(([party, verdict]) => `${party} ${verdict}`);
  const unverified =
    role.applianceVerified || role.trust.appliance === undefined ? "" : " (not verified: set `appliance`)";
  const versions = describeSatisfied(role, requirements);
  return [
    kinds.join("   "),
    ...describeScope(role),
    ...(trust.length > 0 ? [`trust: ${trust.join(", ")}${unverified}`] : []),
    role.selectedBy,
    ...(versions === null ? [] : [versions]),
  ];
}

function renderNotChecked(report: Report, columns: number): string {
  const lines = report.notChecked.flatMap(({ id, location, reason }) => {
    const place = formatLocation(location);
    return fold(visible(`${id === location.file ? place : `${id} (${place})`}: ${reason}`), INDENT, columns);
  });
  return ["not checked:", ...lines].join("\n");
}

function renderConclusion(report: Report, look: TextLook): string {
  const { paint, columns } = look;
  const { requirements } = report;
  const style = report.conclusion === "failure" ? "error" : report.conclusion === "success" ? "success" : "warning";
  const basis = `requirements: ${requirements.source} (version ${requirements.version}, ${requirements.date}). Not visible here: ${notVisible(report)}`;
  const note = report.baseline?.note ?? null;
  return [
    ...fold(visible(describeConclusion(report)), "", widthOf(look)).map((line) => paint(style, line)),
    ...(note === null ? [] : fold(visible(note), "", columns)),
    ...(report.deployment === undefined ? [] : fold(visible(describeDeployment(report.deployment)), "", columns)),
    ...[...describeRoots(report), ...describeCaller(report)].flatMap((words) => fold(visible(words), "", columns)),
    ...[...pagesOf(report, look), ...fold(visible(basis), "", columns)].map((line) => paint("dim", line)),
  ].join("\n");
}

/**
 * The page of each rule that reported a finding. A report from a different version may have unknown rules, which are listed
 * the same way.
 */
function pagesOf(report: Report, { rulePages = null, columns }: TextLook): readonly string[] {
  const shown = report.findings.filter(({ suppressed }) => suppressed === null);
  const rules = [...new Set(shown.map(({ rule }) => visible(rule)))];
  if (rules.length === 0) return [];
  const places =
    rulePages === null
      ? `worker-iam-check explain ${rules.length === 1 ? rules[0] : `RULE, for ${rules.join(", ")}`}`
      : rules.map((rule) => `${rulePages}/${rule}.md`).join(", ");
  return fold(`why, how to fix, how to suppress: ${places}`, "", columns);
}
