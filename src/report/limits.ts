/**
 * Far above what a real report holds, and what a report that we read may hold at most: it may come from a run that nobody
 * trusts. What we write keeps to it, too, so that each of our reports can be read.
 */
export const MOST = {
  roles: 20_000,
  findings: 100_000,
  files: 100_000,
  actions: 100_000,
  kinds: 50,
  related: 100_000,
} as const;

export const LONGEST_TEXT = 20_000;
export const LONGEST_NAME = 2000;
/** No system has longer ones. */
export const LONGEST_PATH = 8192;

/** A text from a file, shortened to what fits; a character of two UTF-16 units is not cut in two. */
export function clip(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}
