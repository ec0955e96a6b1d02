import type { LinkState, Report, ReportedPath } from "./report.js";

export const LINK_WORDS: Readonly<Record<LinkState, string>> = {
  granted: "granted",
  missing: "missing",
  open: "not certain",
  unseen: "not visible here",
};

/** A link of a path: from what, to what, and how it stands. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly state: LinkState;
}

/** In their order. */
export function linksOf({ caller, assumes, role, passes, worker, profile, keys }: ReportedPath): readonly Link[] {
  const carried = worker ?? "the worker's role";
  return [
    { from: caller ?? "the appliance", to: role, state: assumes },
    { from: role, to: carried, state: passes },
    { from: carried, to: "instance profile", state: profile },
    ...(keys === undefined ? [] : [{ from: role, to: "keys", state: keys }]),
  ];
}

/** `backup: Appliance > DeployRole granted, DeployRole > WorkerRole missing, WorkerRole > instance profile granted`. */
export function pathWords({ paths = [] }: Report): readonly string[] {
  return paths.map((path) => {
    const links = linksOf(path).map(({ from, to, state }) => `${from} > ${to} ${LINK_WORDS[state]}`);
    return `${path.kinds.join(", ")}: ${links.join(", ")}`;
  });
}
