/** The end of a reason that depends on whether two Terraform provider configurations work in one account. */
export const OF_ANOTHER_PROVIDER = " of another provider configuration";
