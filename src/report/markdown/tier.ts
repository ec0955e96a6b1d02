/** How much detail to show. Every tier includes the conclusion. */
export interface Tier {
  readonly roles: number;
  readonly findings: number;
  /** Whether findings list their actions and related places, and link to their rule's page. */
  readonly actions: boolean;
  /** Whether to show a statement to paste for a role's missing permissions. */
  readonly policies: boolean;
  /** The actions that such a statement may name. Null means all, if the report comes from this run. */
  readonly pasteable: ReadonlyMap<string, string> | null;
  /** The maximum number of entries in each folded list of findings or roles that don't count. */
  readonly asides: number;
}

export function cut(shown: number, all: number, what: string): string {
  return `*${shown} of ${all} ${what} shown; the report file and the job's log have all of them.*`;
}
