import { GitHubFault } from "../publish/github.js";
import { append } from "../source/append.js";

/** Collects the parts that couldn't be published, with the reasons, for one warning. Groups entries by cause. */
export class Unpublished {
  private readonly whatByReason = new Map<string, string[]>();

  /** `permission`: the permission that the token needs to publish it. */
  add(what: string, cause: unknown, permission: string | null = null): void {
    const said = cause instanceof Error ? cause.message : String(cause);
    const reason = cause instanceof GitHubFault ? `${said}${adviceFor(cause, permission)}` : said;
    append(this.whatByReason, reason, what);
  }

  has(what: string): boolean {
    return [...this.whatByReason.values()].some((known) => known.includes(what));
  }

  /** Returns the warning, or null if everything was published. `complete`: a sentence that says where to find everything. */
  describe(complete = "The verdict, the job summary, and the log are complete"): string | null {
    if (this.whatByReason.size === 0) return null;
    const parts = [...this.whatByReason].map(([reason, what]) => `${what.join(" and ")}: ${reason}`);
    return `not published: ${parts.join("; ")}. ${complete}`;
  }
}

/**
 * A fork's run gets a token that can't write, regardless of the workflow's `permissions:`. Dependabot's token is read-only by
 * default, but not always.
 */
function adviceFor({ kind }: GitHubFault, permission: string | null): string {
  if (permission === null || (kind !== "forbidden" && kind !== "not-found")) return "";
  return ` (the job needs \`permissions: ${permission}\`; a fork's token can never write)`;
}
