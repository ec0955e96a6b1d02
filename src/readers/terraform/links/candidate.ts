import type { JsonValue } from "../../../source/json-node.js";
import type { PlannedResource } from "../model/plan.js";
import { type Index, keysAmong } from "./instances.js";
import { makesTextOf } from "./makes-text.js";

/** The kind of resource being looked up. */
export type Wanted = "role" | "policy" | "document" | "inline policy";

/** The resource type for each kind. */
export const TYPES: Readonly<Record<Wanted, string>> = {
  role: "aws_iam_role",
  policy: "aws_iam_policy",
  document: "aws_iam_policy_document",
  "inline policy": "aws_iam_role_policy",
};

/** A value that a part of an expression may refer to. */
export type Candidate =
  | {
      readonly kind: "resource";
      readonly resource: PlannedResource;
      /** Whether the referenced value is known only after apply. */
      readonly unknown: boolean;
    }
  /** A value that the plan knows, or undefined if the plan doesn't show it. It can't be the reason why the whole value is unknown. */
  | { readonly kind: "known"; readonly value: JsonValue | undefined }
  | { readonly kind: "open"; readonly text: string };

/** The resources that may be the reason why a value is unknown. Returns all resources if the plan knows all of their attributes. */
export function unknownOnes(candidates: readonly Candidate[]): readonly PlannedResource[] {
  const resources = candidates.filter((one) => one.kind === "resource");
  const unknown = resources.filter((one) => one.unknown);
  return (unknown.length > 0 ? unknown : resources).map(({ resource }) => resource);
}

/** Removes duplicates. Otherwise, chains of variables that pass a value on twice would double the number at every step. */
export function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const resources = new Map<PlannedResource, Candidate>();
  const texts = new Map<string, Candidate>();
  const known = new Map<JsonValue | undefined, Candidate>();
  for (const one of candidates) {
    if (one.kind === "resource") {
      const before = resources.get(one.resource);
      if (before?.kind !== "resource" || !before.unknown) resources.set(one.resource, one);
    } else if (one.kind === "open") texts.set(one.text, one);
    else known.set(one.value, one);
  }
  return [...resources.values(), ...texts.values(), ...known.values()];
}

/**
 * If several instances of one resource come from a variable or an output (`element(var.arns, count.index)`), keeps only
 * the instance that an index selects.
 */
export function indexed(candidates: readonly Candidate[], indexes: readonly Index[]): readonly Candidate[] {
  if (indexes.length === 0) return candidates;
  const named = new Map<string, number>();
  const amounts = new Map<string, number>();
  for (const one of candidates) {
    if (one.kind !== "resource") continue;
    const place = withoutKeys(one.resource);
    amounts.set(place, (amounts.get(place) ?? 0) + 1);
  }
  const isNamed = (one: PlannedResource): boolean => {
    const keys = keysAmong(indexes, amounts.get(withoutKeys(one)) ?? 0);
    return keysOf(one).some((key) => keys.includes(key));
  };
  for (const one of candidates) {
    if (one.kind !== "resource" || !isNamed(one.resource)) continue;
    const place = withoutKeys(one.resource);
    named.set(place, (named.get(place) ?? 0) + 1);
  }
  return candidates.filter(
    (one) => one.kind !== "resource" || named.get(withoutKeys(one.resource)) !== 1 || isNamed(one.resource),
  );
}

function withoutKeys({ module, mode, type, name }: PlannedResource): string {
  return `${module.map((step) => step.name).join(".")} ${mode} ${type}.${name}`;
}

function keysOf({ module, key }: PlannedResource): readonly string[] {
  return [key, ...module.map((step) => step.key)].filter((one) => one !== null);
}

export function isAmbiguous(candidates: readonly Candidate[]): boolean {
  return candidates.filter(({ kind }) => kind !== "known").length > 1;
}

export function hasOpen(candidates: readonly Candidate[]): boolean {
  return candidates.some(({ kind }) => kind === "open");
}

/** Makes resources unknown if the text only uses them to build another value. */
export function withComposedUnknown(candidates: readonly Candidate[], text: string): readonly Candidate[] {
  return candidates.map((one) => {
    if (one.kind !== "resource") return one;
    const { type, name, address } = one.resource;
    return makesTextOf(text, `${type}.${name}`) ? { kind: "open", text: address } : one;
  });
}
