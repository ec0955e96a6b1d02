/** A path as one word of a POSIX shell, whatever somebody called the file: people paste what a message tells them to run. */
export function shellWord(path: string): string {
  if (/^[\w@%+:,./][\w@%+:,./-]*$/.test(path)) return path;
  return `'${(path.startsWith("-") ? `./${path}` : path).replaceAll("'", `'\\''`)}'`;
}
