/**
 * Limits for reports that the check reads, which may come from an untrusted run. They are far above any real report. The check also clips
 * names and strings in its own reports to these limits, so that it can read the reports back.
 */
export const LIMITS = {
  roles: 20_000,
  findings: 100_000,
  files: 100_000,
  actions: 100_000,
  kinds: 50,
  related: 100_000,
} as const;

export const MAX_TEXT_LENGTH = 20_000;
export const MAX_NAME_LENGTH = 2000;
/** No operating system allows longer paths. */
export const MAX_PATH_LENGTH = 8192;

/** Shortens a string to at most `longest` UTF-16 units without splitting a surrogate pair. */
export function clip(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}
