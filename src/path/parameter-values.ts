import type { Role, StandingPolicy } from "../iam/model.js";
import { jointFactsOf } from "./joint-facts.js";
import { environmentSetOf } from "./same-deployment.js";

type Declared = Pick<Role | StandingPolicy, "file" | "nestedIn" | "linkedAs" | "environmentSet">;
type Values = ReadonlyMap<string, string>;

/** The deployment that roles and keys are part of when they are compared as if all of them were deployed together. */
export const TOGETHER = "";

/** The values that parameters certainly have if these variants of the roles exist together, keyed by expression. */
export function parameterValues(holder: Role | StandingPolicy, others: readonly Role[]): Values {
  const near = others.filter((one) => environmentSetOf(one) === environmentSetOf(holder));
  const facts = [holder, ...near].flatMap((one) => ("variants" in one ? [...jointFactsOf(one)] : []));
  return new Map(
    facts.flatMap(([name, { kind, values }]) => {
      const [value, ...more] = kind === "one of" && /^\w+$/.test(name) ? values : [];
      return value === undefined || more.length > 0 ? [] : [[`Ref ${name}`, value] as const];
    }),
  );
}

/** The role with the parameters in its name replaced with their values. */
export function withValues(role: Role, values: Values): Role {
  const { name, partialName } = role;
  const called = partialName?.replace(/\$\{([^{}]*)\}/g, (whole, one) => values.get(one) ?? whole);
  if (name !== null || called === undefined || called === partialName) return role;
  return { ...role, name: called.includes("${") ? null : called, partialName: called };
}

/**
 * Unknown parameters in a role's name, each as a string that only the same parameter matches. Empty unless the role is compared as if it
 * were deployed together with the holder of the text.
 */
export function parameterMeanings(holder: Declared, role: Role): readonly (readonly [string, string])[] {
  if (holder.environmentSet !== TOGETHER || role.environmentSet !== TOGETHER) return [];
  const { path = "", partialName = "" } = role;
  return [...(path + partialName).matchAll(/\$\{((?:Ref |var\.)(\w+))\}/g)].flatMap(([whole, of = "", name = ""]) =>
    role.definitionOf?.(name)?.definition.includes("AWS::") ? [] : [[of, whole] as const],
  );
}
