/** What the operating system said: `{code: "EACCES", reason: "permission denied"}`. */
export interface SystemFault {
  /** Empty for what is no system error. */
  readonly code: string;
  readonly reason: string;
}

/** Reads `EACCES: permission denied, open '...'`; the rest of it repeats the path. */
export function systemFault(error: unknown): SystemFault {
  const message = error instanceof Error ? error.message : String(error).replace(/^Error: /, "");
  const [, code = "", reason = message] = /^([A-Z0-9]+): ([^,]+)/.exec(message) ?? [];
  return { code, reason };
}
