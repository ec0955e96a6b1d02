/** The end of a reason that depends on whether two Terraform provider configurations use the same account. */
export const OTHER_PROVIDER_ACCOUNT = " of another provider configuration";
