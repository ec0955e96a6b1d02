import type { ReportedKind, ReportedRole } from "../../src/report/report.js";
import { plural } from "../../src/source/plural.js";
import type { CheckedFiles } from "../core/messages.js";
import { element } from "./element.js";
import { placeButton, type ResultActions } from "./findings.js";
import { describeFormat } from "./words.js";

/** More roles are folded. */
const MAX_ROLES = 50;

/** The roles, with a bar for each of their kinds. */
export function roleCards(
  { report, actions }: CheckedFiles,
  handlers: Pick<ResultActions, "show">,
): HTMLElement | null {
  const { roles } = report;
  if (roles.length === 0) return null;
  const cards = roles.map((role, index) =>
    card(role, new Map(actions[index]?.map((one) => [one.kind, one.description])), handlers),
  );
  const rest = cards.slice(MAX_ROLES);
  return element(
    "section",
    { class: "card", attributes: { "aria-labelledby": "roles-title" } },
    element("h2", { id: "roles-title" }, plural(roles.length, "role")),
    ...cards.slice(0, MAX_ROLES),
    rest.length === 0 ? null : element("details", {}, element("summary", {}, `${rest.length} more`), ...rest),
  );
}

function card(
  role: ReportedRole,
  described: ReadonlyMap<string, string>,
  handlers: Pick<ResultActions, "show">,
): HTMLElement {
  return element(
    "article",
    { class: "role" },
    element("h3", {}, role.id),
    element(
      "p",
      { class: "muted" },
      `${describeFormat(role.format)} · `,
      placeButton(role.location, handlers),
      ` · ${role.selectedBy}`,
    ),
    ...Object.entries(role.kinds).map(([name, kind]) => bar(name, kind, described.get(name) ?? "")),
    trust(role),
  );
}

function bar(name: string, kind: ReportedKind, description: string): HTMLElement {
  const { required, granted, missing, denied, partial, conditional, undetermined } = kind;
  const lacking = missing.length + denied.length;
  const partly = partial.length + conditional.length;
  const parts: readonly (readonly [string, number, string])[] = [
    ["granted", granted, "granted"],
    ["partial", partly, "in part"],
    ["undetermined", undetermined.length, "unknown"],
    ["missing", lacking, "missing"],
  ];
  const drawn = element("span", { class: "bar", attributes: { "aria-hidden": "true" } });
  for (const [look, count] of parts) {
    if (count === 0) continue;
    const part = element("span", { class: `part ${look}` });
    part.style.flexGrow = String(count);
    drawn.append(part);
  }
  const others = parts.slice(1).flatMap(([, count, words]) => (count === 0 ? [] : [`${count} ${words}`]));
  return element(
    "div",
    { class: "kind" },
    element(
      "p",
      {},
      element("strong", {}, name),
      element("span", { class: "counts" }, [`${granted} of ${required} granted`, ...others].join(", ")),
    ),
    drawn,
    description === "" ? null : element("p", { class: "muted small" }, description),
  );
}

function trust({ trust: parties, applianceVerified, instanceProfile }: ReportedRole): HTMLElement | null {
  const said = Object.entries(parties).map(([party, verdict]) => {
    const who = party === "appliance" ? "the appliance" : party;
    const how =
      party === "appliance" && verdict === "granted" && !applianceVerified ? " (any AWS principal counts)" : "";
    return `trust of ${who}: ${verdict}${how}`;
  });
  if (instanceProfile !== null && "ec2" in parties)
    said.push(instanceProfile ? "has an instance profile" : "has no instance profile");
  return said.length === 0 ? null : element("p", { class: "muted small" }, said.join(" · "));
}
