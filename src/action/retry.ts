/** Three tries: a publishing step that waits for longer costs more than the comment is worth. */
const TRIES = 3;

/** Milliseconds; GitHub's secondary limits ask for up to a minute, and such a wait is not begun. */
const LONGEST_WAIT = 20_000;

/** Runs a request again after server errors, rate limits and broken connections; not after an answer that stays the same. */
export async function withRetries<T>(request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      const wait = waitBefore(error, attempt);
      if (attempt >= TRIES || wait === null) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function waitBefore(error: unknown, attempt: number): number | null {
  const { status, response } = describe(error);
  const retryAfter = Number(response?.headers?.["retry-after"]);
  const asked = Number.isFinite(retryAfter) ? retryAfter * 1000 : null;
  // 403 is a refusal, unless it says when to come back: then it is a rate limit.
  const passing = status === undefined || status >= 500 || status === 429 || (status === 403 && asked !== null);
  const wait = asked ?? 250 * 2 ** attempt;
  return passing && wait <= LONGEST_WAIT ? wait : null;
}

interface RequestFault {
  readonly status?: number;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

function describe(error: unknown): RequestFault {
  return typeof error === "object" && error !== null ? (error as RequestFault) : {};
}
