import type { AskedAction } from "../iam/asked-resources.js";
import type { TrustParty } from "../iam/verdict.js";

/** An action that a kind needs: on which resources (`["*"]`: every resource), and in requests of which kind. */
export type RequiredAction = AskedAction;

/** One permission list: what a role of this kind must be able to do, and who must be able to assume it. */
export interface Kind {
  readonly name: string;
  /** What for, in a few words, for the report. */
  readonly description: string;
  readonly actions: readonly RequiredAction[];
  readonly trust: readonly TrustParty[];
  /** Kinds of the roles that it passes to EC2: those alone, unless `*` stands among them; left out where it may pass any. */
  readonly passes?: readonly string[];
  /** The page that lists it, by address or title, and the page's date (`YYYY-MM-DD`). */
  readonly page?: string;
  readonly updated?: string;
}

/** Requirements of one product version: the catalogue holds several, a custom file holds one. */
export interface Requirements {
  readonly version: string;
  readonly product: string;
  readonly title: string;
  /** Where the lists come from: a page's name, and its date (`YYYY-MM-DD`). */
  readonly source: string;
  readonly date: string;
  /** What the lists do not cover although the product needs it; null when nothing is known to be left out. */
  readonly gaps: string | null;
  readonly kinds: readonly Kind[];
  /** Names that stand for several kinds: `worker` is backup, restore and communication in one role. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Words, in lower case, of which one in a role's name makes it likely that the role is one of these. */
  readonly nameMarks: readonly string[];
}

/** The appliance's own role, which no version lists before 13.1. */
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

/** What a role can be named for. */
export function kindNames({ kinds, aliases }: Requirements): readonly string[] {
  return [...kinds.map(({ name }) => name), ...aliases.keys()];
}

/**
 * The kinds that names stand for, aliases expanded, in the order of the requirements and each once; the names that stand
 * for nothing are `unknown`.
 */
export function expandKinds(
  requirements: Requirements,
  names: readonly string[],
): { readonly kinds: readonly Kind[]; readonly unknown: readonly string[] } {
  const wanted = new Set<string>();
  const unknown: string[] = [];
  for (const name of names) {
    const expanded = requirements.aliases.get(name) ?? (kindNamed(requirements, name) ? [name] : undefined);
    if (expanded === undefined) unknown.push(name);
    else for (const kind of expanded) wanted.add(kind);
  }
  const kinds = requirements.kinds.filter((kind) => wanted.has(kind.name));
  const isMore = wanted.has(APPLIANCE.name) && kinds.every(({ name }) => name !== APPLIANCE.name);
  return { kinds: isMore ? [...kinds, APPLIANCE] : kinds, unknown };
}
