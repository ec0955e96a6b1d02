import type { Policy } from "../../../iam/model.js";
import { accountAndName, arnsIn, arnsInText, arnsOf, marked } from "../../../iam/named-policies.js";
import { OTHER_PROVIDER_ACCOUNT } from "../../../iam/other-account.js";
import { uncertainDenies } from "../../../iam/uncertain-policies.js";
import { append } from "../../../source/append.js";
import { type JsonValue, property } from "../../../source/json-node.js";
import { type Node, textOf } from "../../../source/node.js";
import { once } from "../../../source/once.js";
import { opened } from "../../opened-policy.js";
import { type Candidate, unknownOnes } from "../links/candidate.js";
import { textIn, textsIn, valueAt } from "../model/fields.js";
import { listed } from "../model/listed.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import type { Reading } from "./reading.js";

/** A policy to attach to a role. */
export interface Attached {
  readonly policy: Policy;
  readonly kind: "inline" | "managed";
  /** The resource that attaches the policy. */
  readonly by: PlannedResource;
  /** A managed policy's ARN, or an inline policy's name. Null if it is unknown. */
  readonly id: string | null;
  /** The resource in the plan that contains the document. */
  readonly holder: PlannedResource | null;
  /** Set for the Deny statements of a policy that might not exist. */
  readonly isDoubted?: true;
}

/** The Deny statements of a policy that might not be attached, each marked as uncertain. Its Allow statements can't be relied on. */
export function inDoubt(one: Attached, open: Attached): readonly Attached[] {
  const why = open.policy.kind === "unresolved" ? open.policy.expression : "";
  return uncertainDenies(one.policy, `whether it counts (${why})`).map((policy) => ({
    ...one,
    policy,
    isDoubted: true,
  }));
}

const LISTS = new Set(["managed_policy_arns", "policy_arns"]);
const AWS_MANAGED = /^arn:[a-z-]+:iam::aws:policy\//;

/** Finds the plan's managed policies by ARN or through references in the configuration. */
export class ManagedPolicies {
  private readonly byArn = new Map<string, PlannedResource>();
  private readonly deletedArns = new Set<string>();
  private readonly denies = new Map<PlannedResource, Policy | null>();

  constructor(private readonly reading: Omit<Reading, "policies">) {
    for (const resource of reading.plan.resources) {
      if (resource.type !== "aws_iam_policy") continue;
      const arn = textIn(resource.values, "arn");
      if (resource.deleted) {
        this.deletedArns.add(arn);
        continue;
      }
      if (arn !== "" && (resource.mode === "managed" || !this.byArn.has(arn))) this.byArn.set(arn, resource);
    }
  }

  /** The policy that an attribute names by ARN. Returns null if it names none. */
  named(from: PlannedResource, attribute: string): Attached | null {
    return this.attached(from, attribute)[0] ?? null;
  }

  /** The policy that an attribute names by ARN, followed by other policies that it may name. */
  attached(from: PlannedResource, attribute: string): readonly Attached[] {
    if (isUnknown(from, attribute)) return this.withDenies(this.linked(from, attribute));
    const arn = textIn(from.values, attribute);
    return arn === "" ? [] : this.withDenies([this.withArn(from, arn, attribute)]);
  }

  /** The policies that an attribute lists by ARN. */
  listed(from: PlannedResource, attribute: string): readonly Attached[] {
    const known = textsIn(from.values, attribute).map((arn) => this.withArn(from, arn, attribute));
    const unknown = property(from.unknown, attribute);
    const more = isUnknown(from, attribute) ? this.unknownElements(from, attribute, unknown) : [];
    return this.withDenies([...known, ...more]);
  }

  /** The policy whose document an attribute contains. The document may come from another policy. */
  inline(
    holder: PlannedResource,
    path: readonly (string | number)[],
    name: string,
    id: string | null,
  ): readonly Attached[] {
    const policy = documentPolicy(this.reading, holder, path, name, "inline");
    return this.withDenies([{ policy, kind: "inline", by: holder, id, holder }]);
  }

  /** Adds the Deny statements of the policies that an unknown policy may be, because an unknown policy counts as denying nothing. */
  private withDenies(all: readonly Attached[]): readonly Attached[] {
    const called = (arn: string, by: PlannedResource): readonly PlannedResource[] => {
      const [account, name] = accountAndName(arn);
      return this.ending(account === "*" ? name.slice(name.lastIndexOf("/") + 1) : `/${name}`, by);
    };
    return all.flatMap((one) => {
      const targets = arnsOf(one.policy).flatMap((arn) => called(arn, one.by));
      return [one, ...this.denials(one, targets)];
    });
  }

  private denials({ by }: Attached, targets: readonly PlannedResource[]): readonly Attached[] {
    return [...new Set(targets)].flatMap((target): readonly Attached[] => {
      const policy = this.denying(target);
      const why = `whether ${by.address} names ${target.address}`;
      if (policy === null) return [];
      return [{ policy: opened(policy, why, policy.place), kind: "managed", by, id: null, holder: null }];
    });
  }

  /** The plan's own policies whose ARNs end with this path and name or, if `end` is only a name, with that name after any path. */
  private ending(end: string, by: PlannedResource): readonly PlannedResource[] {
    const name = end.slice(end.lastIndexOf("/") + 1);
    return (this.byName().get(name) ?? []).filter(
      (one) => (name === end || textIn(one.values, "path") + name === end) && this.reading.accounts.same(by, one),
    );
  }

  private readonly byName = once(() => {
    const found = new Map<string, PlannedResource[]>();
    for (const one of this.reading.plan.resources) {
      if (one.type !== "aws_iam_policy" || one.mode === "data" || one.deleted) continue;
      const name = textIn(one.values, "name");
      const [written] = name === "" ? this.reading.links.written(one, "name") : [];
      const known = name || marked((written && textOf(written)) ?? "");
      // Skips unknown names: the ARN of an AWS managed policy names none of the plan's policies, and must not match
      // such a policy.
      if (known !== "") append(found, known, one);
    }
    return found;
  });

  private linked(from: PlannedResource, attribute: string): readonly Attached[] {
    const link = this.reading.links.single(from, [attribute], "policy");
    if (link.kind === "found") return [this.held(from, link.resource)];
    const own = this.ofOwnAccount(from, this.reading.links.written(from, attribute)[0]);
    return own === undefined ? this.perhaps(from, attribute, link.open, link.perhaps) : [this.held(from, own)];
  }

  private perhaps(
    from: PlannedResource,
    attribute: string,
    open: readonly string[],
    all: readonly PlannedResource[] = [],
  ): readonly Attached[] {
    const unresolved = this.unresolved(from, attribute, open);
    const mentioned = this.reading.links.mentionedPolicies(from, attribute);
    const targets = [...new Set([...all, ...mentioned])];
    const arns = [
      ...arnsIn(this.reading.links.written(from, attribute)),
      ...targets.flatMap((one) => arnsRead(this.reading, one)),
    ];
    return [{ ...unresolved, policy: { ...unresolved.policy, arns } }, ...this.denials(unresolved, targets)];
  }

  /** The policy if it denies anything, otherwise null. */
  private denying(target: PlannedResource): Policy | null {
    const known = this.denies.get(target);
    if (known !== undefined) return known;
    const policy = documentPolicy(this.reading, target, ["policy"], target.address, "managed");
    const denies = policy.kind === "document" && policy.document.statements.some(({ effect }) => effect === "Deny");
    this.denies.set(target, denies ? policy : null);
    return denies ? policy : null;
  }

  /** Finds a policy by its ARN if only the account, and possibly the partition, is unknown. Both can only be the role's own. */
  private ofOwnAccount(from: PlannedResource, arn: Node | undefined): PlannedResource | undefined {
    if (arn?.kind !== "partial") return undefined;
    const [, account = "", end = ""] = /^arn:[^:]*:iam::(\$[^:]*):policy(\/[^$]+)$/.exec(marked(arn)) ?? [];
    return /account|caller_identity/.test(account) ? this.newOne(from, end) : undefined;
  }

  /**
   * Elements that are known only after apply. A list that is entirely unknown may also contain literal ARNs, and may
   * omit something that it refers to (`[x ? p.arn : q.arn]` has the same references as `[p.arn, q.arn]`). Only the
   * source shows which.
   */
  private unknownElements(
    from: PlannedResource,
    attribute: string,
    unknown: JsonValue | undefined,
  ): readonly Attached[] {
    const candidates = this.reading.links.candidates(from, [attribute], "policy");
    const linked = unknownOnes(candidates);
    const open = candidates.flatMap((one) => (one.kind === "open" ? [one.text] : []));
    const count = Array.isArray(unknown) ? unknown.filter((flag) => flag === true).length : null;
    if (open.length === 0 && linked.length === count) return linked.map((target) => this.held(from, target));
    const meant = count === null ? this.reading.links.meant(from, [attribute], "policy") : null;
    if (meant !== null) return meant.flatMap((one) => this.meant(from, attribute, one));
    const names = new Set([...linked.map(({ address }) => address), ...open]);
    return this.perhaps(from, attribute, [...names], linked);
  }

  private meant(from: PlannedResource, attribute: string, one: Candidate): readonly Attached[] {
    switch (one.kind) {
      case "resource":
        return [this.held(from, one.resource)];
      case "open":
        return this.perhaps(from, attribute, [one.text]);
      case "known":
        return typeof one.value === "string" ? [this.withArn(from, one.value, attribute)] : [];
    }
  }

  private withArn(from: PlannedResource, arn: string, attribute: string): Attached {
    const [end = ""] = /(?<=^arn:[a-z-]+:iam::\d{12}:policy)\/.+$/.exec(arn) ?? [];
    const holder = this.byArn.get(arn) ?? this.newOne(from, end);
    if (holder !== undefined) {
      const held = this.held(from, holder);
      return { ...held, id: arn, policy: { ...held.policy, foundBy: arn } };
    }
    // The plan deletes the policy with this ARN and creates it again at a different address.
    const isRecreated = !LISTS.has(attribute) && this.deletedArns.has(arn);
    const link = isRecreated ? this.reading.links.single(from, [attribute], "policy") : null;
    if (link?.kind === "found") return this.held(from, link.resource);
    const place = this.reading.sources.placeOf(from);
    return { policy: { kind: "reference", arn, place }, kind: "managed", by: from, id: arn, holder: null };
  }

  /**
   * The new policy that an ARN may refer to. A role's policies are in the role's account, so an ARN built from the
   * account ID and a name may refer to a new policy.
   */
  private newOne(from: PlannedResource, end: string): PlannedResource | undefined {
    return only(this.ending(end, from).filter(({ values }) => textIn(values, "arn") === ""));
  }

  private held(by: PlannedResource, found: PlannedResource): Attached {
    const name = lookedUpName(found);
    const holder = (name === null ? null : only(this.ending(name, found))) ?? found;
    const id = textIn(holder.values, "arn") || null;
    const policy = documentPolicy(this.reading, holder, ["policy"], holder.address, "managed");
    const awsManaged = policy.kind === "document" && id !== null && AWS_MANAGED.test(id);
    // A policy from another account can't be attached.
    if (!AWS_MANAGED.test(id ?? "") && !this.reading.accounts.same(by, holder)) {
      const open = this.unresolved(by, "", [holder.address + OTHER_PROVIDER_ACCOUNT]);
      return { ...open, id, holder };
    }
    // A policy that a data source reads is defined elsewhere.
    const own = policy.kind === "document" && holder.mode === "data" ? { ...policy, isCopy: true as const } : policy;
    if (policy.kind === "unresolved" && holder === found && found.mode === "data") {
      const arns = arnsRead(this.reading, found);
      return {
        policy: { ...policy, arns, ...(name === null ? {} : { awsName: name }) },
        kind: "managed",
        by,
        id,
        holder,
      };
    }
    return { policy: awsManaged ? { ...policy, name: id, awsManaged } : own, kind: "managed", by, id, holder };
  }

  private unresolved(from: PlannedResource, attribute: string, open: readonly string[]): Attached {
    const expression = listed(open) || `${attribute} of ${from.address}`;
    const place = this.reading.sources.placeOf(from);
    const policy: Policy = { kind: "unresolved", name: from.address, expression, place };
    return { policy, kind: "managed", by: from, id: null, holder: null };
  }
}

function only<T>([one, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? one : undefined;
}

/**
 * The name with which a data source looks up a policy that hasn't been read yet. Returns null for any other data
 * source. AWS managed policies may have any path.
 */
function lookedUpName(data: PlannedResource): string | null {
  const { mode, values, unknown } = data;
  const isByName = mode === "data" && textIn(values, "arn") === "" && textIn(values, "path_prefix") === "";
  return isByName && property(unknown, "path_prefix") !== true ? textIn(values, "name") || null : null;
}

/** The ARNs that a data source may read. */
export function arnsRead({ links }: Pick<Reading, "links">, data: PlannedResource): readonly string[] {
  if (data.mode !== "data") return [];
  return ["arn", "name"].flatMap((name) => [
    ...arnsInText(textIn(data.values, name)),
    ...arnsIn(links.written(data, name)),
  ]);
}

export function documentPolicy(
  reading: Pick<Reading, "documents" | "sources" | "links">,
  holder: PlannedResource,
  path: readonly (string | number)[],
  name: string,
  attachment: "inline" | "managed" | "resource",
): Policy {
  const document = reading.documents.read(holder, path, attachment === "inline" ? "identity" : attachment);
  const place = reading.sources.placeOf(holder);
  const isKnown = typeof valueAt(holder.values, path) === "string";
  const read = isKnown ? [] : reading.links.mentionedPolicies(holder, ...path);
  const arns = read.flatMap((one) => arnsRead(reading, one));
  if ("kind" in document) return { kind: "unresolved", name, expression: document.expression, arns, place };
  const attached = attachment === "resource" ? "inline" : attachment;
  const managedName = attachment === "managed" ? textIn(holder.values, "name") || undefined : undefined;
  return { kind: "document", name, attachment: attached, document, awsManaged: false, managedName, arns, place };
}
