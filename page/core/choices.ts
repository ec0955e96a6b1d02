/** What the reader of the page has chosen. Empty: as the files or the defaults have it. */
export interface Choices {
  readonly version: string;
  readonly kinds: readonly string[];
  /** A role's ARN or an account. */
  readonly appliance: string;
  /** The folder of Terraform's root module, where nothing but the reader knows that it is one. */
  readonly root: string;
}

export const NO_CHOICES: Choices = { version: "", kinds: [], appliance: "", root: "" };
