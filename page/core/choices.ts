/** What the reader of the page has chosen. Empty: as the files or the defaults have it. */
export interface Choices {
  readonly version: string;
  readonly kinds: readonly string[];
  /** A role's ARN or an account. */
  readonly appliance: string;
}

export const NO_CHOICES: Choices = { version: "", kinds: [], appliance: "" };
