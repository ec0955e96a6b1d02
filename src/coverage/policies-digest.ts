import type { Condition, Policy, PolicyDocument, Role, Statement } from "../iam/model.js";
import { showText } from "../source/node.js";

/**
 * A digest of a role's policies that ignores their order, Sids, names, and files. Roles with the same digest have the same
 * policies. Returns null for a role without policies.
 */
export function policiesDigest(role: Role): string | null {
  const variants = role.variants.map(({ when, varFile, policies, boundary }) => ({
    when: varFile === undefined ? when : null,
    policies: sorted(policies.flatMap(policyLines)),
    boundary: boundary === null ? [] : sorted(policyLines(boundary)),
  }));
  return variants.every(({ policies }) => policies.length === 0) ? null : JSON.stringify(variants);
}

/** The statements of a role's policies, one for each action, regardless of order and Sids. */
export function statementLines({ variants }: Role): readonly string[] {
  return variants[0].policies.flatMap((policy) =>
    policy.kind !== "document"
      ? policyLines(policy)
      : policy.document.statements.flatMap((one) =>
          one.actions.patterns.map((pattern) =>
            statementLine({ ...one, actions: { ...one.actions, patterns: [pattern] } }),
          ),
        ),
  );
}

function policyLines(policy: Policy): readonly string[] {
  switch (policy.kind) {
    case "document":
      return documentLines(policy.document);
    case "reference":
      return [`policy ${showText(policy.arn)}`];
    case "unresolved":
      return [`unknown ${policy.expression}`];
  }
}

function documentLines({ statements, unresolved }: PolicyDocument): readonly string[] {
  return [...statements.map(statementLine), ...unresolved.map(({ expression }) => `unknown ${expression}`)];
}

function statementLine({ effect, actions, resources, conditions }: Statement): string {
  return JSON.stringify([
    typeof effect === "string" ? effect : effect.expression,
    actions.negated,
    sorted(actions.patterns.map(({ text }) => showText(text).toLowerCase())),
    resources?.negated,
    sorted((resources?.patterns ?? []).map(({ text }) => showText(text))),
    sorted(conditions.map(conditionLine)),
  ]);
}

function conditionLine(condition: Condition): string {
  if (condition.kind === "unresolved") return condition.expression;
  const { operator, key, values } = condition;
  return JSON.stringify([operator, key.toLowerCase(), sorted(values.map(({ text }) => showText(text)))]);
}

function sorted(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].sort();
}
