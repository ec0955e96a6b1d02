/** How much is shown. The conclusion is in every tier. */
export interface Tier {
  readonly roles: number;
  readonly findings: number;
  /** Whether findings list their actions and related places, and name the page of their rule. */
  readonly actions: boolean;
  /** Whether what a role lacks is given as a statement to paste. */
  readonly policies: boolean;
  /** Actions that such a statement may name; null: all, because the report is this run's own. */
  readonly pasteable: ReadonlyMap<string, string> | null;
  /** Entries of each folded list of what does not count. */
  readonly asides: number;
}

export function cut(shown: number, all: number, what: string): string {
  return `*${shown} of ${all} ${what} shown; the report file and the job's log have all of them.*`;
}
