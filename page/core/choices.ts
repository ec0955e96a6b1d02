/** The reader's choices. Empty values mean whatever the files or the defaults say. */
export interface Choices {
  readonly version: string;
  readonly kinds: readonly string[];
  /** A role's ARN, or an account. */
  readonly appliance: string;
  /** The folder that the reader declares to be a Terraform root module, if nothing else shows that it is one. */
  readonly root: string;
}

export const NO_CHOICES: Choices = { version: "", kinds: [], appliance: "", root: "" };
