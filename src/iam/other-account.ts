/** The end of a reason that depends on whether two Terraform provider configurations work in one account. */
export const OTHER_PROVIDER_ACCOUNT = " of another provider configuration";
