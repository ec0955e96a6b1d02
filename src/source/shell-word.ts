/** A path as one word of a POSIX shell, whatever the file is called: people paste the commands that messages suggest. */
export function shellWord(path: string): string {
  if (/^[\w@%+:,./][\w@%+:,./-]*$/.test(path)) return path;
  return `'${(path.startsWith("-") ? `./${path}` : path).replaceAll("'", `'\\''`)}'`;
}
