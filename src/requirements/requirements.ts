import type { RequiredAction } from "../iam/requests.js";
import type { TrustParty } from "../iam/verdict.js";

export type { RequiredAction };

/** One permission list: the actions that a role of this kind needs, and the principals that must be able to assume it. */
export interface Kind {
  readonly name: string;
  /** Its purpose in a few words, for the report. */
  readonly description: string;
  readonly actions: readonly RequiredAction[];
  readonly trust: readonly TrustParty[];
  /** The kinds whose roles it passes to EC2. It passes no other roles unless `*` is listed. Absent if it may pass any role. */
  readonly passes?: readonly string[];
  /** The page that publishes the list, by address or title, and the page's date (`YYYY-MM-DD`). */
  readonly page?: string;
  readonly updated?: string;
}

/** The requirements of one product version. The catalog has several versions, a custom file has one. */
export interface Requirements {
  readonly version: string;
  readonly product: string;
  readonly title: string;
  /** The source of the lists: a page's name, and its date (`YYYY-MM-DD`). */
  readonly source: string;
  readonly date: string;
  /** The product's needs that the lists do not cover. Null if nothing is known to be missing. */
  readonly gaps: string | null;
  readonly kinds: readonly Kind[];
  /** Names that stand for several kinds: `worker` is backup, restore, and communication in one role. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Lower-case words; a role whose name contains one is probably a worker role. */
  readonly nameMarks: readonly string[];
}

/** The appliance's own role, which no version before 13.1 lists. */
export const APPLIANCE: Kind = {
  name: "appliance",
  description: "the appliance's own impersonation role, which assumes all others",
  actions: [{ action: "sts:AssumeRole", resources: ["*"] }],
  trust: [],
};

export function kindNamed(requirements: Requirements, name: string): Kind | undefined {
  const listed = requirements.kinds.find((kind) => kind.name === name);
  return listed ?? (name === APPLIANCE.name ? APPLIANCE : undefined);
}

/** The names that a role can be mapped to. */
export function kindNames({ kinds, aliases }: Requirements): readonly string[] {
  return [...kinds.map(({ name }) => name), ...aliases.keys()];
}

/**
 * The kinds that names stand for, with aliases expanded, each once and in the order of the requirements. `unknown` has the names that stand
 * for no kind.
 */
export function expandKinds(
  requirements: Requirements,
  names: readonly string[],
): { readonly kinds: readonly Kind[]; readonly unknown: readonly string[] } {
  const wanted = new Set<string>();
  const unknown: string[] = [];
  const known = new Set([...requirements.kinds.map(({ name }) => name), APPLIANCE.name]);
  for (const name of names) {
    const expanded = requirements.aliases.get(name) ?? (known.has(name) ? [name] : undefined);
    if (expanded === undefined) unknown.push(name);
    else for (const kind of expanded) wanted.add(kind);
  }
  const kinds = requirements.kinds.filter((kind) => wanted.has(kind.name));
  const isMore = wanted.has(APPLIANCE.name) && kinds.every(({ name }) => name !== APPLIANCE.name);
  return { kinds: isMore ? [...kinds, APPLIANCE] : kinds, unknown };
}
