import { overVariantsOf, type Role } from "../iam/model.js";
import { ownNames } from "../iam/own-names.js";
import { showText, type Text } from "../source/node.js";
import { ownArns } from "./role-reach.js";

/** The role in each of its variants. */
export function partsOf(role: Role): readonly Role[] {
  return role.variants.map((variant) => ({ ...role, ...variant.own, variants: [variant] }));
}

/** The accounts in a role's policies and in the ARNs by which they are attached. */
export function ownAccounts(role: Role): readonly string[] {
  return accountsIn(ownArns(role).map(({ text }) => text));
}

export function accountsIn(texts: readonly Text[]): readonly string[] {
  return texts.flatMap((text) => /\b\d{12}\b/.exec(showText(text)) ?? []);
}

/** Limits each variant of a role to the accounts in which its ARNs count. */
export function withAccounts(role: Role, accountsOf: (part: Role, index: number) => Role["named"]): Role {
  const owns = ownNames(partsOf(role).map((part, at) => ({ ...part, named: accountsOf(part, at) })));
  return overVariantsOf(role, ({ own: _, ...one }, at) => ({ ...one, ...(owns[at] && { own: owns[at] }) }));
}

/** Separates the variable files with which a role's ARNs name different accounts, because the role then exists in each of them. */
export function withAccountsOfFiles(role: Role): Role {
  if (!role.variants[0].varFile) return role;
  return withAccounts(role, (part) => (part.account === undefined ? ownAccounts(part) : undefined));
}
