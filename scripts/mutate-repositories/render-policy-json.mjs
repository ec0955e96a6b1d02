import { jsonText, ordered, policyDocument, trustDocument } from "./documents.mjs";

const READ_ONLY = [{ effect: "Allow", actions: ["s3:GetObject"], negated: false, resource: "*", condition: null }];

/** One file for each policy and each trust policy. The configuration's `groups` join them into roles. */
export function policyFiles({ roles, style }) {
  return roles
    .filter((role) => role.created)
    .flatMap((role) => [
      ...role.policies.map(({ name, statements }) => ({
        path: policyPath(role, name),
        text: jsonText(policyDocument(statements, style), style),
      })),
      ...(role.trust === null
        ? []
        : [{ path: policyPath(role, "trust"), text: jsonText(trustDocument(role.trust, style), style) }]),
      ...(role.boundary
        ? [{ path: policyPath(role, "boundary"), text: jsonText(policyDocument(READ_ONLY, style), style) }]
        : []),
    ]);
}

export function policyPath({ was, folder }, name) {
  return `policies/${folder === "" ? "" : `${folder}/`}${was.toLowerCase()}-${name.toLowerCase()}.json`;
}

export function groupsOf({ roles, style }) {
  const groups = roles
    .filter((role) => role.created)
    .map((role) => [
      role.id,
      {
        policies: role.policies.filter(({ attached }) => attached).map(({ name }) => policyPath(role, name)),
        ...(role.trust === null ? {} : { trust: policyPath(role, "trust") }),
        ...(role.boundary ? { boundary: policyPath(role, "boundary") } : {}),
      },
    ]);
  return Object.fromEntries(ordered(groups, style));
}
