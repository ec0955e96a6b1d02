import { type FaultKind, GitHubFault } from "../publish/github.js";
import { JsonShapeError } from "../source/json-field.js";

const TRIES = 3;

export const NO_ANSWER = "GitHub did not answer in time";

/** How long a run's requests wait if GitHub is slow or failing. */
export interface RetryPolicy {
  /** In milliseconds, per request. */
  readonly timeout: number;
  /** In milliseconds since the epoch. No wait or request goes past it, so that a run never waits for GitHub forever. */
  readonly deadline: number;
}

/**
 * Runs a request, and retries after faults that may pass: broken connections, server errors, and rate limits with a known end. A request
 * that adds something isn't `repeatable`. Such a request is retried only if GitHub has refused it.
 */
export async function withRetries<T>(
  patience: RetryPolicy,
  repeatable: boolean,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request(AbortSignal.timeout(Math.min(patience.timeout, timeLeft(patience))));
    } catch (error) {
      const answer = readAnswer(error);
      const fault = toFault(error, answer);
      const mayPass = fault.kind === "rate-limited" || answer.status === 409 || (repeatable && isUnavailable(fault));
      const wait = answer.wait ?? (fault.kind === "rate-limited" ? Number.POSITIVE_INFINITY : 250 * 2 ** attempt);
      if (!mayPass || attempt >= TRIES || Date.now() + wait > patience.deadline) throw fault;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function timeLeft({ deadline }: RetryPolicy): number {
  const left = deadline - Date.now();
  if (left <= 0) throw unavailable(NO_ANSWER);
  return left;
}

function isUnavailable({ kind }: GitHubFault): boolean {
  return kind === "unavailable";
}

/** GitHub's answer, if there was one. */
interface Answer {
  readonly status: number | null;
  readonly message: string;
  /** How long GitHub asks us to wait, in milliseconds. */
  readonly wait: number | null;
  readonly rateLimited: boolean;
}

/** Octokit throws errors with `status` and with `response`, which has headers and data. */
function readAnswer(error: unknown): Answer {
  const { status, response } = fieldsOf(error);
  const { headers, data } = fieldsOf(response);
  const {
    "retry-after": retryAfter,
    "x-ratelimit-remaining": remaining,
    "x-ratelimit-reset": reset,
  } = fieldsOf(headers);
  const { message } = fieldsOf(data);
  const said = typeof message === "string" ? message : "";
  const code = typeof status === "number" ? status : null;
  const refused = code === 403 || code === 429;
  return {
    status: code,
    message: said.slice(0, 300),
    wait: refused || retryAfter !== undefined ? requestedWait(retryAfter, remaining, reset) : null,
    // A 403 is final unless it mentions a rate limit.
    rateLimited:
      code === 429 || (code === 403 && (retryAfter !== undefined || remaining === "0" || /rate limit/i.test(said))),
  };
}

function requestedWait(retryAfter: unknown, remaining: unknown, reset: unknown): number | null {
  const seconds = Number(retryAfter ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const end = Number(reset ?? Number.NaN) * 1000;
  return remaining === "0" && Number.isFinite(end) ? Math.max(0, end - Date.now()) : null;
}

function toFault(error: unknown, { status, message, rateLimited }: Answer): GitHubFault {
  if (error instanceof GitHubFault) return error;
  if (error instanceof JsonShapeError) return unavailable(`GitHub's answer can't be read: ${error.message}`);
  // For a connection that failed, Octokit sets the status 500 and no response.
  if (status === null || fieldsOf(error).response === undefined) return unavailable(connectionFault(error));
  const text = `GitHub answered ${status}${message === "" ? "" : `: ${message}`}`;
  return new GitHubFault(rateLimited ? "rate-limited" : kindOf(status), text);
}

function kindOf(status: number): FaultKind {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
    case 410:
      return "not-found";
    default:
      return status >= 500 ? "unavailable" : "rejected";
  }
}

function unavailable(message: string): GitHubFault {
  return new GitHubFault("unavailable", message);
}

function connectionFault(error: unknown): string {
  const { name, message, cause } = fieldsOf(error);
  const { name: causeName, code } = fieldsOf(cause);
  if (name === "TimeoutError" || causeName === "TimeoutError") return NO_ANSWER;
  const reason = [code, message].find((candidate) => typeof candidate === "string" && candidate !== "");
  return `the connection to GitHub failed${reason === undefined ? "" : `: ${reason}`}`;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
