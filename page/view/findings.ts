import { statementsToPaste } from "../../src/report/markdown/missing-statement.js";
import type { Report, ReportedFinding } from "../../src/report/report.js";
import { hasLine, type Location } from "../../src/source/location.js";
import { plural } from "../../src/source/plural.js";
import { button, code, element } from "./element.js";
import { describePlace } from "./words.js";

/** The actions of the result's buttons. */
export interface ResultActions {
  show(location: Location): void;
  fix(finding: ReportedFinding): void;
  copy(text: string, what: string): void;
  /** The kinds that a role can be checked for. `choose` has roles checked for one of them. */
  readonly kinds: readonly { readonly name: string; readonly description: string }[];
  choose(kind: string): void;
}

/** A finding shows this many actions; the rest are folded. */
const MAX_ACTIONS = 8;

/** Further findings are shown on request. A page with thousands is useless and renders slowly. */
const MAX_FINDINGS = 100;

/** The list of findings, most severe first. */
export function findingList(report: Report, handlers: ResultActions): HTMLElement | null {
  const { findings } = report;
  if (findings.length === 0) return null;
  const counting = findings.filter(({ suppressed }) => suppressed === null);
  const suppressed = findings.length - counting.length;
  const list = element("ol", { class: "findings" });
  const add = (from: number): void => {
    list.append(...counting.slice(from, from + MAX_FINDINGS).map((finding) => item(finding, report, handlers)));
    const next = from + MAX_FINDINGS;
    if (next >= counting.length) return;
    const more = element(
      "li",
      {},
      button(`Show ${Math.min(MAX_FINDINGS, counting.length - next)} more`, () => {
        more.remove();
        add(next);
      }),
    );
    list.append(more);
  };
  add(0);
  return element(
    "section",
    { class: "card", attributes: { "aria-labelledby": "findings-title" } },
    element(
      "h2",
      { id: "findings-title" },
      counting.length === 0 ? "Nothing to fix" : plural(counting.length, "finding"),
    ),
    counting.length === 0 ? null : list,
    suppressed === 0 ? null : element("p", { class: "muted" }, `${plural(suppressed, "finding")} suppressed`),
  );
}

function item(finding: ReportedFinding, report: Report, handlers: ResultActions): HTMLElement {
  const { severity, rule, message, location, help, related, fix } = finding;
  const isInFile = location.file !== "." && location.commit === undefined;
  return element(
    "li",
    { class: `finding ${severity}` },
    element(
      "p",
      { class: "finding-head" },
      element("span", { class: `badge ${severity}` }, severity),
      element("code", { class: "rule" }, rule),
    ),
    element("p", { class: "message" }, message),
    actionsOf(finding),
    rule === "no-worker-role" && report.files.read > 0
      ? kindButtons(handlers)
      : help === null
        ? null
        : element("p", { class: "help" }, help),
    ...related.map((other) =>
      element("p", { class: "help" }, placeButton(other.location, handlers), ` ${other.message}`),
    ),
    fix === null ? toPaste(finding, handlers) : null,
    element(
      "p",
      { class: "buttons" },
      isInFile ? placeButton(location, handlers) : null,
      fix === null ? null : button("Fix…", () => handlers.fix(finding), "primary small", fix.description),
    ),
  );
}

/** Buttons to choose a kind, because the page has no configuration that could name roles. */
function kindButtons({ kinds, choose }: ResultActions): HTMLElement {
  return element(
    "p",
    { class: "buttons" },
    element("span", { class: "help" }, "If Veeam is supposed to use it, say what it is for:"),
    ...kinds.map(({ name, description }) => button(name, () => choose(name), "small", description)),
  );
}

export function placeButton(location: Location, { show }: Pick<ResultActions, "show">): HTMLElement {
  const words = describePlace(location);
  if (!hasLine(location) && location.file === ".") return element("span", {}, words);
  return button(words, () => show(location), "link", `Show ${words}`);
}

/** A statement to add by hand if there is no reliable edit. */
function toPaste(finding: ReportedFinding, { copy }: ResultActions): HTMLElement | null {
  const made = statementsToPaste([finding], null);
  if (made === null) return null;
  const text = made.statements.map(([, statement]) => statement).join("\n\n");
  return element(
    "details",
    {},
    element("summary", {}, made.title),
    code(text, made.title),
    button("Copy", () => copy(text, "it"), "small"),
  );
}

function actionsOf({ actions, kind }: ReportedFinding): HTMLElement | null {
  if (kind === null || actions.length === 0) return null;
  const codes = (some: readonly string[]) => some.map((action) => element("code", { class: "action" }, action));
  const first = element("p", { class: "actions" }, ...codes(actions.slice(0, MAX_ACTIONS)));
  const rest = actions.slice(MAX_ACTIONS);
  if (rest.length === 0) return first;
  return element(
    "div",
    {},
    first,
    element(
      "details",
      {},
      element("summary", {}, `and ${rest.length} more`),
      element("p", { class: "actions" }, ...codes(rest)),
    ),
  );
}
