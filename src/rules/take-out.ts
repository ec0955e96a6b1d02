import type { Role } from "../iam/model.js";
import type { Cause } from "../iam/verdict.js";
import { isDeny } from "./action-draft.js";

/** The advice about a Deny: `own` if the user can edit the Deny. For an AWS managed policy, how to do without the policy. */
export function takeOut(role: Role | undefined, causes: readonly Cause[], own: string): string {
  const denies = causes.filter(isDeny).map((cause) => withoutAws(role, cause));
  const without = denies.flatMap((one) => one ?? []);
  return [...(denies.length > 0 && denies.every((one) => one !== null) ? [] : [own]), ...new Set(without)].join(
    ", and ",
  );
}

/** How a role can do without a policy or boundary that only AWS can edit. Returns null for a policy that the user can edit. */
export function withoutAws(role: Role | undefined, { policy }: Cause): string | null {
  const variants = role?.variants ?? [];
  const isIt = (one: Role["variants"][0]["boundary"]): boolean =>
    one?.kind === "document" && one.awsManaged && one.name === policy;
  if (variants.some(({ boundary }) => isIt(boundary)))
    return `replace the permissions boundary "${policy}", which only AWS can edit, with one that allows them`;
  const isAttached = variants.some(({ policies }) => policies.some(isIt));
  return isAttached ? `detach ${policy}, which only AWS can edit` : null;
}
