/** The reader's choices. Empty values leave the choice to the files or the defaults. */
export interface Choices {
  readonly version: string;
  readonly kinds: readonly string[];
  /** A role's ARN, or an account. */
  readonly appliance: string;
  /** The folder that the reader declares to be a Terraform root module, if nothing else shows that it is one. */
  readonly root: string;
}

export const NO_CHOICES: Choices = { version: "", kinds: [], appliance: "", root: "" };
