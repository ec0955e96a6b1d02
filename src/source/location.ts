/** A whole file, if no line can be named. */
export interface FileLocation {
  readonly file: string;
  /** The full name of the commit that the place is in. Absent if it is in the files that are checked. */
  readonly commit?: string;
}

/** A range of a file. Lines and columns count from 1, and columns are in UTF-16 units. The end is exclusive. */
export interface TextLocation extends FileLocation {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Location = FileLocation | TextLocation;

export function hasLine(location: Location): location is TextLocation {
  return "line" in location;
}

/** `file:line:column`, or the file alone, in the form that terminals and editors make clickable. */
export function formatLocation(location: Location): string {
  const place = hasLine(location) ? `${location.file}:${location.line}:${location.column}` : location.file;
  return location.commit === undefined ? place : `${place} (in commit ${location.commit.slice(0, 7)})`;
}
