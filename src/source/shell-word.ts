/** A path as one word for a POSIX shell, even if the file name has special characters: people paste the commands that messages suggest. */
export function shellWord(path: string): string {
  if (/^[\w@%+:,./][\w@%+:,./-]*$/.test(path)) return path;
  return `'${(path.startsWith("-") ? `./${path}` : path).replaceAll("'", `'\\''`)}'`;
}
