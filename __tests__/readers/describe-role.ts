import type { Condition, PatternList, Policy, Role, Statement } from "../../src/iam/model.js";
import { formatLocation } from "../../src/source/location.js";
import { showText } from "../../src/source/node.js";
import { locate } from "../../src/source/place.js";

/** A role's contents as lines, with as much as possible resolved. */
export function describeRole(role: Role): string[] {
  if (role.removed) return ["removed"];
  return role.variants.flatMap((variant) => [
    ...(variant.when === null ? [] : [`when ${variant.when}`]),
    ...variant.policies.map(describePolicy),
    ...(variant.boundary === null ? [] : [`boundary ${describePolicy(variant.boundary)}`]),
  ]);
}

/** The principals that a role trusts, one line per statement. */
export function describeTrust(role: Role): string[] {
  return role.variants.flatMap(({ trust }) => {
    if (trust === null) return [];
    if ("kind" in trust) return [`unresolved ${trust.expression}`];
    return [
      ...trust.statements.map((statement) => `${describePrincipals(statement)}: ${describeStatement(statement)}`),
      ...trust.unresolved.map(({ expression }) => `unresolved ${expression}`),
    ];
  });
}

export function describePrincipals({ principals }: Statement): string {
  const all = principals?.principals.map(({ type, id }) => `${type} ${showText(id)}`) ?? [];
  return `${principals?.negated === true ? "not " : ""}${all.join(", ")}`;
}

/** Empty for a role without an instance profile. */
export function describeProfile({ instanceProfile }: Role): string[] {
  if (instanceProfile === null || typeof instanceProfile === "boolean") return instanceProfile ? ["profile true"] : [];
  return [`profile unresolved ${instanceProfile.expression}`];
}

function describePolicy(policy: Policy): string {
  switch (policy.kind) {
    case "document":
      return `${policy.name}: ${[
        ...policy.document.statements.map(describeStatement),
        ...policy.document.unresolved.map(({ expression }) => `unresolved ${expression}`),
      ].join("; ")}`;
    case "reference":
      return `reference ${showText(policy.arn)}`;
    case "unresolved":
      return `unresolved ${policy.name}: ${policy.expression}`;
  }
}

export function describeStatement(statement: Statement): string {
  const resources = statement.resources === null ? "" : ` on ${describeList(statement.resources)}`;
  const conditions = statement.conditions.map((condition) => ` if ${describeCondition(condition)}`).join("");
  const location = formatLocation(locate(statement.actions.place));
  const place =
    location.includes(".json:") && !location.startsWith("t.json") ? ` at ${location.split("/").at(-1)}` : "";
  const effect = statement.effect === "Allow" ? "" : "denied: ";
  return `${effect}${describeList(statement.actions)}${resources}${conditions}${place}`;
}

function describeList(list: PatternList): string {
  return `${list.negated ? "not " : ""}${list.patterns.map(({ text }) => showText(text)).join(",")}`;
}

function describeCondition(condition: Condition): string {
  if (condition.kind === "unresolved") return condition.expression;
  return `${condition.operator} ${condition.key} ${condition.values.map(({ text }) => showText(text)).join(",")}`;
}
