/** The location of a whole file, if no line is known. */
export interface FileLocation {
  readonly file: string;
  /** The full hash of the commit that contains the location. Absent if it is in the checked files. */
  readonly commit?: string;
}

/** A range in a file. Lines and columns are 1-based. Columns count UTF-16 units. The end is exclusive. */
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

/** `file:line:column`, or only the file: a form that terminals and editors make clickable. */
export function formatLocation(location: Location): string {
  const place = hasLine(location) ? `${location.file}:${location.line}:${location.column}` : location.file;
  return location.commit === undefined ? place : `${place} (in commit ${location.commit.slice(0, 7)})`;
}
