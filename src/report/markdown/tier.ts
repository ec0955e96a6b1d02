/** How much is shown. Each tier is smaller than the one before it; the conclusion is in all of them. */
export interface Tier {
  readonly roles: number;
  readonly findings: number;
  /** Whether findings list their actions. */
  readonly actions: boolean;
  /** Whether what a role lacks is given as a statement to paste. */
  readonly policies: boolean;
  /** Entries of each folded list of what does not count. */
  readonly asides: number;
}

export function cut(shown: number, all: number, what: string): string {
  return `*${shown} of ${all} ${what} shown; the report file and the job's log have all of them.*`;
}
