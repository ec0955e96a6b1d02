/** How a reason ends that hangs on whether two provider configurations of Terraform work in one account. */
export const OF_ANOTHER_PROVIDER = " of another provider configuration";
