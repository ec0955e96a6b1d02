import type { Policy } from "../../iam/model.js";
import { differenceOf, isKnown } from "./stale-terms.js";

/** A policy in a plan and the same policy in the source, whether or not they are equal. */
export type Pair = readonly [planned: Policy, written: Policy];

export interface Paired {
  readonly pairs: readonly Pair[];
  readonly onlyPlanned: readonly Policy[];
  readonly onlyWritten: readonly Policy[];
}

/** Pairs policies by ARN or address, then by content, then by the resource that attaches them. */
export function pairPolicies(planned: readonly Policy[], written: readonly Policy[]): Paired {
  const pairs: Pair[] = [];
  let [now, then] = [planned, written];
  for (const isOne of [hasSameId, saysTheSame, isAttachedAlike]) {
    const left = new Set(then);
    now = now.filter((one) => {
      const other = [...left].find((each) => isOne(one, each));
      if (other === undefined) return true;
      pairs.push([one, other]);
      left.delete(other);
      return false;
    });
    then = [...left];
  }
  return { pairs, onlyPlanned: without(now, then, written), onlyWritten: without(then, now, planned) };
}

/** The policies that certainly have no counterpart. Unknown policies are never included. */
function without(ones: readonly Policy[], left: readonly Policy[], others: readonly Policy[]): readonly Policy[] {
  const open = new Set(others.filter(isVague).map(({ by }) => by));
  return ones.filter(
    (one) => !isVague(one) && !isDoubted(one) && !open.has(one.by) && !left.some((other) => mayBeOne(one, other)),
  );
}

/** Whether two policies with different names may be the same policy. */
function mayBeOne(one: Policy, other: Policy): boolean {
  if (isVague(one) || isVague(other)) return true;
  const [isOwn, isAlso] = [one, other].map((each) => each.kind === "document" && !each.awsManaged);
  // A customer managed policy's ARN may belong to a policy whose document is known.
  if (isOwn !== isAlso) return ![one, other].some((each) => awsManaged(idOf(each)) !== null);
  if (one.kind !== "document" || other.kind !== "document" || !isOwn) return hasSameId(one, other);
  return !isKnown(one.document) || !isKnown(other.document) || saysTheSame(one, other);
}

/** A policy's ID in messages and comparisons: its ARN or address. */
export function idOf(policy: Policy): string {
  if (policy.kind !== "reference") return policy.name;
  return typeof policy.arn === "string" ? policy.arn : "";
}

function isVague(policy: Policy): boolean {
  return policy.kind === "unresolved" || idOf(policy) === "";
}

/** Whether a policy might not exist. */
function isDoubted(policy: Policy): boolean {
  if (policy.kind !== "document" || policy.document.statements.length === 0) return false;
  return policy.document.statements.every(({ conditions }) => conditions.some(({ kind }) => kind === "unresolved"));
}

/**
 * The part of an AWS managed policy's ARN after its partition, because these policies are the same in every partition.
 * Returns null for any other ID.
 */
function awsManaged(id: string): string | null {
  return /^arn:[a-z-]+(:iam::aws:policy\/.+)/.exec(id)?.[1] ?? null;
}

function hasSameId(one: Policy, other: Policy): boolean {
  const [id, also] = [one, other].map((each) => awsManaged(idOf(each)) ?? idOf(each));
  // Blocks with unknown names are named after their type.
  return id === also && id !== "" && id !== "inline_policy";
}

function saysTheSame(one: Policy, other: Policy): boolean {
  if (one.kind !== "document" || other.kind !== "document" || one.awsManaged || other.awsManaged) return false;
  const areKnown = [one, other].every(({ document }) => isKnown(document));
  return areKnown && differenceOf(one.document, other.document) === null;
}

function isAttachedAlike(one: Policy, other: Policy): boolean {
  if (one.by === undefined || one.by !== other.by) return false;
  return (
    isVague(one) ||
    isVague(other) ||
    (ATTACHES_ONE.test(one.by) && (mayBeOne(one, other) || [one, other].every(({ kind }) => kind === "document")))
  );
}

const ATTACHES_ONE = /(?:^|\.)aws_iam_role_policy(?:_attachment)?\./;
