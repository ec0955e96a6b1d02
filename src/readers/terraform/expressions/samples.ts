import type { Node, PartialNode } from "../../../source/node.js";
import type { Outcome } from "./terraform-function.js";

/**
 * A function's result for strings with a part of a known kind (a partition, an account), if it is the same for all
 * samples. `element(split("/", aws_iam_role.r.arn), 1)` is the role's name in every account.
 */
export function sameForSamples(call: (args: readonly Node[]) => Outcome, args: readonly Node[]): Outcome {
  const parts = args.flatMap((one) => (one.kind === "partial" ? one.parts : []));
  // A string that distinguishes accounts may match an account that isn't a sample.
  const tells = args.some((one) => one.kind === "scalar" && /\d{3}/.test(String(one.value)));
  const count = Math.min(...parts.map((part) => (typeof part === "string" ? LIMIT : (part.samples?.length ?? 0))));
  if (parts.length === 0 || tells || count === 0) return null;
  const made = Array.from({ length: count }, (_, at) =>
    call(args.map((one) => (one.kind === "partial" ? sampleOf(one, at) : one))),
  );
  if (made.every((one) => one === "fails")) return "fails";
  const values = made.filter((one) => one !== null && one !== "fails");
  const same = values.length < count ? undefined : values.reduce(alike);
  return same === undefined || same.kind === "unresolved" ? null : same;
}

const LIMIT = 5;

function sampleOf({ place, parts }: PartialNode, at: number): Node {
  const texts = parts.map((part) => (typeof part === "string" ? part : part.samples?.[at]));
  return { kind: "scalar", place, value: texts.join("") };
}

function alike(one: Node, other: Node): Node {
  if (one.kind === "scalar" && other.kind === "scalar" && one.value === other.value) return one;
  if (one.kind === "list" && other.kind === "list" && one.items.length === other.items.length)
    return { ...one, items: one.items.map((item, at) => alike(item, other.items[at] ?? item)) };
  if (one.kind === "map" && other.kind === "map") {
    const values = one.entries.map((entry, at) => {
      const same = other.entries[at];
      return same?.key === entry.key ? { ...entry, value: alike(entry.value, same.value) } : null;
    });
    const entries = values.filter((entry) => entry !== null);
    if (entries.length === other.entries.length && entries.length === values.length) return { ...one, entries };
  }
  return { kind: "unresolved", place: one.place, expression: "a part of an ARN" };
}
