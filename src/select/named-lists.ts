import type { Kind } from "../requirements/requirements.js";
import { SHORT_LIST } from "./fitting-kinds.js";

/** How much of a kind's list a role names literally. */
export interface NamedList {
  readonly kind: Kind;
  /** The share of the kind's characteristic actions that the role names. The SSM agent's actions aren't characteristic. */
  readonly share: number;
  /** The number of actions of the whole list. */
  readonly named: number;
  /** Whether this list is enough for the role to be a candidate. */
  readonly isCandidate: boolean;
}

/**
 * Services whose actions are in AWS's own policies for the Systems Manager agent: a copy of AmazonSSMManagedInstanceCore has 25 of the 33
 * communication actions, and every instance may have one.
 */
const AGENT_SERVICES = ["ssm", "ssmmessages", "ec2messages"];

/** Roles of other products may name a shorter list if it mostly has EC2 actions: one of AWS's own policies names 85% of `vpc-backup`. */
const LONG_LIST = 50;

/** The shares of the characteristic actions with which a role is a candidate, or is listed as not checked. */
const LONG_SHARES = { candidate: 3 / 4, seen: 1 / 3 };
const SHORT_SHARES = { candidate: 3 / 4, seen: 1 / 2 };
const SHORT_EC2_SHARES = { candidate: 9 / 10, seen: 3 / 4 };
const MIN_COUNT = 10;

/** A role with this many of the agent's actions has them for the agent, not by chance. */
const AGENT_ACTIONS = 3;

/**
 * The kinds whose lists a role names, largest share first: at least a third of a list, or half of a shorter one. The measurements are in
 * docs/configuration.md.
 *
 * @param named the actions that its policies name, in lower case; a pattern counts only if it is `SERVICE:*`, and only for the short list
 * of the worker instances
 */
export function namedLists(kinds: readonly Kind[], named: ReadonlySet<string>): readonly NamedList[] {
  if (named.size < MIN_COUNT) return [];
  return kinds.flatMap((kind) => namedList(kind, named) ?? []).sort((a, b) => b.share - a.share);
}

function namedList(kind: Kind, named: ReadonlySet<string>): NamedList | null {
  const parts = partsOf(kind);
  if (parts.characteristic.length < SHORT_LIST) return instancesList(kind, parts, named);
  return characteristicList(kind, parts, named, sharesFor(parts.characteristic));
}

function sharesFor(characteristic: readonly string[]): typeof LONG_SHARES {
  if (characteristic.length >= LONG_LIST) return LONG_SHARES;
  const ofEc2 = characteristic.filter((action) => action.startsWith("ec2:"));
  return ofEc2.length * 2 > characteristic.length ? SHORT_EC2_SHARES : SHORT_SHARES;
}

function characteristicList(
  kind: Kind,
  { characteristic, agent }: Parts,
  named: ReadonlySet<string>,
  { candidate, seen }: typeof LONG_SHARES,
): NamedList | null {
  const count = characteristic.filter((action) => named.has(action)).length;
  const share = count / characteristic.length;
  const withAgent = count + agent.filter((action) => named.has(action)).length;
  return share < seen ? null : { kind, share, named: withAgent, isCandidate: share >= candidate };
}

/** A short list counts only with some of the agent's actions and at least a third of the others. */
function instancesList(kind: Kind, { characteristic, agent }: Parts, named: ReadonlySet<string>): NamedList | null {
  if (!kind.trust.includes("ec2") || agent.length < characteristic.length) return null;
  const isNamed = (action: string): boolean =>
    named.has(action) || named.has(`${action.slice(0, action.indexOf(":"))}:*`);
  const withAgent = agent.filter(isNamed).length;
  const others = characteristic.filter(isNamed);
  const share = characteristic.length === 0 ? 0 : others.length / characteristic.length;
  if (agent.filter((action) => named.has(action)).length < AGENT_ACTIONS || share < LONG_SHARES.seen) return null;
  // Many programs on instances with the agent use queues.
  const isCandidate = share >= 1 / 2 && others.some((action) => !action.startsWith("sqs:"));
  return { kind, share, named: others.length + withAgent, isCandidate };
}

interface Parts {
  readonly characteristic: readonly string[];
  readonly agent: readonly string[];
}

function partsOf(kind: Kind): Parts {
  const known = partsOfKinds.get(kind);
  if (known !== undefined) return known;
  const actions = [...new Set(kind.actions.map(({ action }) => action.toLowerCase()))];
  const isAgents = (action: string): boolean => AGENT_SERVICES.includes(action.slice(0, action.indexOf(":")));
  const parts = {
    characteristic: actions.filter((action) => !isAgents(action)),
    agent: actions.filter(isAgents),
  };
  partsOfKinds.set(kind, parts);
  return parts;
}

/** Cached, because it is the same for every role of a run. */
const partsOfKinds = new WeakMap<Kind, Parts>();
