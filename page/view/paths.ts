import { LINK_WORDS, linksOf } from "../../src/report/describe-path.js";
import type { Report } from "../../src/report/report.js";
import { element } from "./element.js";

/** The paths from the appliance to the instances that work for it, link by link. */
export function pathList({ paths = [] }: Report): HTMLElement | null {
  if (paths.length === 0) return null;
  const items = paths.map((path) =>
    element(
      "li",
      {},
      element("strong", {}, path.kinds.join(", ")),
      element(
        "ul",
        { class: "links" },
        ...linksOf(path).map(({ from, to, state }) =>
          element(
            "li",
            {},
            element("span", { class: `badge ${LOOKS[state]}` }, LINK_WORDS[state]),
            ` ${from} `,
            element("span", { attributes: { "aria-hidden": "true" } }, "→"),
            element("span", { class: "unseen" }, "to"),
            ` ${to}`,
          ),
        ),
      ),
    ),
  );
  return element(
    "section",
    { class: "card", attributes: { "aria-labelledby": "paths-title" } },
    element("h2", { id: "paths-title" }, "From the appliance to its workers"),
    element("ul", { class: "paths" }, ...items),
  );
}

const LOOKS = { granted: "success", missing: "error", open: "warning", unseen: "notice" } as const;
