import type { LinkState, Report, ReportedPath } from "./report.js";

export const LINK_WORDS: Readonly<Record<LinkState, string>> = {
  granted: "granted",
  missing: "missing",
  open: "not certain",
  unseen: "not visible here",
};

/** A link of a path: its two ends, and its state. */
export interface Link {
  /** The heading of the link's column, which is the same for all paths. */
  readonly head: string;
  readonly from: string;
  readonly to: string;
  readonly state: LinkState;
}

/** The links of a path, in order. */
export function linksOf(path: ReportedPath): readonly Link[] {
  const { caller, assumes, role, passes, worker, assumesWorker, profile, keys } = path;
  const names = {
    ...{ appliance: caller ?? "the appliance", role, worker: worker ?? "the worker's role" },
    ...{ profile: "instance profile", keys: "keys" },
  };
  type Party = keyof typeof names;
  const link = (from: Party, to: Party, state?: LinkState): readonly Link[] =>
    state === undefined ? [] : [{ head: `${from} → ${to}`, from: names[from], to: names[to], state }];
  return [
    ...link("appliance", "role", assumes),
    ...link("role", "worker", passes),
    ...link("appliance", "worker", assumesWorker),
    ...link("worker", "profile", profile),
    ...link("role", "keys", keys),
  ];
}

/** `backup: Appliance > DeployRole granted, DeployRole > WorkerRole missing, WorkerRole > instance profile granted`. */
export function describePath({ paths = [] }: Report): readonly string[] {
  return paths.map((path) => {
    const links = linksOf(path).map(({ from, to, state }) => `${from} > ${to} ${LINK_WORDS[state]}`);
    return `${path.kinds.join(", ")}: ${links.join(", ")}`;
  });
}
