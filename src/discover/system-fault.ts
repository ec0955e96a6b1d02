/** The operating system's error: `{code: "EACCES", reason: "permission denied"}`. */
export interface SystemFault {
  /** The system's code, such as `ENOENT`. Empty if the fault isn't a system error. */
  readonly code: string;
  readonly reason: string;
}

/** Parses `EACCES: permission denied, open '...'`. Omits the rest of the message, which names the system call and repeats the path. */
export function systemFault(error: unknown): SystemFault {
  const message = error instanceof Error ? error.message : String(error).replace(/^Error: /, "");
  const [, code = "", reason = message] = /^([A-Z0-9]+): ([^,]+)/.exec(message) ?? [];
  return { code, reason };
}
