import type { Verdict } from "../../src/iam/verdict.js";
import { plural } from "../../src/source/plural.js";
import type { CheckedFiles, KindActions, WhyStep } from "../core/messages.js";
import { element } from "./element.js";
import { placeButton, type ResultActions } from "./findings.js";
import { VERDICT_SIGNS, VERDICT_WORDS, VERDICTS } from "./words.js";

interface MatrixActions extends Pick<ResultActions, "show"> {
  /** Returns the statements that affect an action. */
  why(role: number, kind: string, action: string): Promise<readonly WhyStep[]>;
}

/** The chosen filters, which survive changes of the text. */
const chosen = { role: "", verdict: "", text: "" };

interface Cell {
  readonly action: string;
  readonly verdict: Verdict;
  /** The kind with the worst verdict. */
  readonly kind: string;
  readonly kinds: readonly string[];
}

/** All actions that a role needs, by service. A click on one shows the statements behind its verdict. */
export function matrix({ report, actions }: CheckedFiles, handlers: MatrixActions): HTMLElement | null {
  if (report.roles.length === 0) return null;
  const body = element("div", { class: "matrix", id: "matrix" });
  const explanation = element("div", { class: "why", id: "why", attributes: { role: "status" } });
  const role = choice(
    "Role",
    report.roles.map(({ id }, index) => [String(index), id]),
  );
  const verdict = choice("Show", [["", "all actions"], ...VERDICTS.map((one) => [one, VERDICT_WORDS[one]] as const)]);
  const text = element("input", {
    type: "search",
    attributes: { placeholder: "for example s3 or Describe", autocomplete: "off" },
  });
  const count = element("p", { class: "muted small", attributes: { role: "status" } });
  text.value = chosen.text;
  verdict.field.value = chosen.verdict;
  const known = report.roles.findIndex(({ id }) => id === chosen.role);
  if (known !== -1) role.field.value = String(known);
  const draw = (): void => {
    const index = Number(role.field.value);
    Object.assign(chosen, { role: report.roles[index]?.id ?? "", verdict: verdict.field.value, text: text.value });
    const wanted = text.value.trim().toLowerCase();
    const cells = cellsOf(actions[index] ?? []);
    const kept = cells.filter(
      (cell) =>
        (verdict.field.value === "" || cell.verdict === verdict.field.value) &&
        cell.action.toLowerCase().includes(wanted),
    );
    count.textContent =
      kept.length === cells.length
        ? plural(cells.length, "action")
        : `${kept.length} of ${plural(cells.length, "action")}`;
    body.replaceChildren(table(kept, (cell) => explain(index, cell)));
    explanation.replaceChildren();
  };
  const explain = async (index: number, cell: Cell): Promise<void> => {
    const steps = await handlers.why(index, cell.kind, cell.action);
    explanation.replaceChildren(whyWords(cell, steps, handlers));
    explanation.scrollIntoView({ block: "nearest" });
  };
  for (const field of [role.field, verdict.field]) field.addEventListener("change", draw);
  text.addEventListener("input", draw);
  draw();
  return element(
    "section",
    { class: "card", attributes: { "aria-labelledby": "matrix-title" } },
    element("h2", { id: "matrix-title" }, "Actions"),
    element(
      "div",
      { class: "filters" },
      report.roles.length > 1 ? role.label : null,
      verdict.label,
      element("label", {}, "Filter ", text),
      count,
    ),
    explanation,
    body,
  );
}

function choice(words: string, options: readonly (readonly [string, string])[]) {
  const field = element(
    "select",
    {},
    ...options.map(([value, shown]) => element("option", { attributes: { value } }, shown)),
  );
  return { field, label: element("label", {}, `${words} `, field) };
}

function cellsOf(kinds: readonly KindActions[]): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const { kind, actions } of kinds) {
    for (const { action, verdict } of actions) {
      const known = cells.get(action);
      const isWorse = known === undefined || VERDICTS.indexOf(verdict) > VERDICTS.indexOf(known.verdict);
      const among = [...(known?.kinds ?? []), kind];
      cells.set(action, isWorse ? { action, verdict, kind, kinds: among } : { ...known, kinds: among });
    }
  }
  return [...cells.values()].sort((a, b) => (a.action < b.action ? -1 : 1));
}

function table(cells: readonly Cell[], onClick: (cell: Cell) => void): HTMLElement {
  const services = Map.groupBy(cells, ({ action }) => action.slice(0, action.indexOf(":")));
  if (services.size === 0) return element("p", { class: "muted" }, "No action fits the filter.");
  const rows = [...services].map(([service, own]) =>
    element(
      "tr",
      {},
      element(
        "th",
        { attributes: { scope: "row" } },
        service,
        element("span", { class: "muted small" }, ` ${own.length}`),
      ),
      element(
        "td",
        {},
        ...own.map((cell) =>
          element(
            "button",
            {
              class: `cell ${cell.verdict}`,
              title: `${VERDICT_WORDS[cell.verdict]}, needed for ${cell.kinds.join(", ")}`,
              onclick: () => onClick(cell),
            },
            element("span", { class: "sign", attributes: { "aria-hidden": "true" } }, VERDICT_SIGNS[cell.verdict]),
            cell.action.slice(service.length + 1),
            element("span", { class: "unseen" }, `, ${VERDICT_WORDS[cell.verdict]}`),
          ),
        ),
      ),
    ),
  );
  return element(
    "table",
    {},
    element("caption", { class: "unseen" }, "Actions by service"),
    element(
      "thead",
      { class: "unseen" },
      element("tr", {}, element("th", {}, "Service"), element("th", {}, "Actions")),
    ),
    element("tbody", {}, ...rows),
  );
}

function whyWords({ action, verdict, kinds }: Cell, steps: readonly WhyStep[], handlers: MatrixActions): HTMLElement {
  const items = steps.map((step) =>
    element(
      "li",
      {},
      `${effectWords(step)} `,
      element("span", {}, step.words),
      " ",
      placeButton(step.location, handlers),
    ),
  );
  return element(
    "div",
    {},
    element("h3", {}, element("code", {}, action), ` is ${VERDICT_WORDS[verdict]}`),
    element("p", { class: "muted small" }, `needed for ${kinds.join(", ")}`),
    items.length === 0 ? element("p", {}, "No statement names it.") : element("ul", {}, ...items),
  );
}

function effectWords({ effect, side, when, resource }: WhyStep): string {
  const where = [when === null ? "" : `when ${when}`, resource === "*" ? "" : `on ${resource}`].filter(
    (words) => words !== "",
  );
  const opening = where.length === 0 ? "" : `${where.join(", ")}: `;
  const whose = side === "identity" ? "" : ` by the ${side}`;
  switch (effect) {
    case "allows":
      return `${opening}${side === "identity" ? "allowed by" : `within the ${side}:`}`;
    case "denies":
      return `${opening}denied${whose}${side === "identity" ? " by" : ":"}`;
    case "limits":
      return `${opening}limited${whose}${side === "identity" ? " by" : ":"}`;
    case "unknown":
      return `${opening}not known:`;
    case "idle":
      return `${opening}without effect:`;
  }
}
