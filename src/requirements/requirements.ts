import type { TrustParty } from "../iam/verdict.js";

/** An action that a kind needs, with the resources it needs it on (`["*"]`: every resource). */
export interface RequiredAction {
  readonly action: string;
  readonly resources: readonly string[];
}

/** One permission list: what a role of this kind must be able to do, and who must be able to assume it. */
export interface Kind {
  readonly name: string;
  /** What for, in a few words, for the report. */
  readonly description: string;
  readonly actions: readonly RequiredAction[];
  readonly trust: readonly TrustParty[];
}

/** Requirements of one product version: the catalogue holds several, a custom file holds one. */
export interface Requirements {
  readonly version: string;
  readonly product: string;
  readonly title: string;
  /** Where the lists come from: a page's name, and its date (`YYYY-MM-DD`). */
  readonly source: string;
  readonly date: string;
  readonly kinds: readonly Kind[];
  /** Names that stand for several kinds: `worker` is backup, restore and communication in one role. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}
