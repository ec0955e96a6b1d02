import { LINK_WORDS, type Link, linksOf } from "../describe-path.js";
import type { LinkState, Report } from "../report.js";
import { cellCode, fenced, prose } from "./escape.js";
import type { Tier } from "./tier.js";

const MARKS: Readonly<Record<LinkState, string>> = { granted: "✅", missing: "❌", open: "⚠️", unseen: "" };

/** A table with one row for each path from the appliance to an instance. */
export function pathsTable({ paths = [] }: Report, { asides }: Tier): readonly string[] {
  const shown = paths.slice(0, asides);
  if (shown.length === 0) return [];
  const of = [...new Set(shown.flatMap(linksOf).map(({ head }) => head))];
  const rows = shown.map((path) => {
    const links = linksOf(path);
    const cells = of.map((one) => cellOf(links.find(({ head }) => head === one)));
    return [prose(path.kinds.join(", ")), ...cells];
  });
  const heads = ["path", ...of];
  return [[heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n")];
}

function cellOf(link: Link | undefined): string {
  if (link === undefined) return "";
  const { from, to, state } = link;
  return `${cellCode(from)} → ${cellCode(to)}<br>${MARKS[state]} ${LINK_WORDS[state]}`.replace("<br> ", "<br>");
}

/** The same paths as a Mermaid diagram. Characters that could act as Mermaid syntax are removed from names. */
export function pathsDiagram({ paths = [] }: Report): string | null {
  if (paths.length === 0) return null;
  const ids = new Map<string, string>();
  const nodeOf = (name: string, of = ""): string => {
    const known = ids.get(of + name);
    if (known !== undefined) return known;
    const id = `n${ids.size}`;
    ids.set(of + name, id);
    return `${id}["${name.replace(/[^\w .:/-]/g, "_")}"]`;
  };
  const links = new Map(paths.flatMap(linksOf).map((link) => [JSON.stringify(link), link]));
  const lines = [...links.values()].map(({ head, from, to, state }) => {
    const arrow = state === "granted" ? "-->" : "-.->";
    // Each role has its own profile and keys.
    const of = /profile$|keys$/.test(head) ? from : "";
    return `  ${nodeOf(from)} ${arrow}|${MARKS[state]} ${LINK_WORDS[state]}| ${nodeOf(to, of)}`;
  });
  return fenced("mermaid", ["flowchart LR", ...lines].join("\n"));
}
