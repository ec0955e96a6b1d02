import { partsOf, type Text } from "../source/node.js";
import { type ArnSegments, arnSegments } from "./arn-segments.js";
import { type ConditionContext, noUnknowns } from "./condition/context.js";
import type { RequestRegion, ServiceKeys } from "./condition/request-keys.js";
import { CUSTOMER_ACCOUNT, isOwnAccount, isOwnRegion } from "./deployment.js";
import type { PatternList } from "./model.js";
import {
  covers,
  hasWildcards,
  isAny,
  literal,
  overlaps,
  type Pattern,
  wildcards,
  withoutEmptyNames,
} from "./pattern.js";
import { ANY_SEPARATORS, betweenSlashes, hasMoreSeparators, type Separators, separatorsIn } from "./resource-ids.js";
import { readText, type TextPattern } from "./text-pattern.js";

/** How many of the requested resources a statement covers. */
export type Extent = "none" | "some" | "all";

/** The bounds of the extent that a statement covers. The exact extent is unknown if parts of the statement are. */
export interface Reach {
  readonly atLeast: Extent;
  readonly atMost: Extent;
}

const ZERO = 0x30;
const NINE = 0x39;
const SLASH = 0x2f;
const COLON = 0x3a;
const SERVICE = 2;
const REGION = 3;
const ACCOUNT = 4;
const MAX_SERVICE_LENGTH = 100;

/** Matches any account ID: 12 digits. */
const ANY_ACCOUNT = wildcards(CUSTOMER_ACCOUNT);
/** Replaces the account ID in ARNs of AWS's own resources. */
const AWS = literal("aws");

const NONE: Reach = { atLeast: "none", atMost: "none" };
const ALL: Reach = { atLeast: "all", atMost: "all" };

/**
 * The resource that a required action is needed on: ARNs of one form, a pattern of ARNs, or `*` for an action without resource-level
 * permissions.
 */
export interface RequestedResource {
  readonly pattern: Pattern;
  /** Whether the pattern has wildcards, so that a single ARN never covers it. */
  readonly many: boolean;
  /** Set for the ARNs of one form. Null for resources that the requirements name. */
  readonly segments: ArnSegments | null;
  /** The maximum number of separators in ARNs of its resources. */
  readonly most: Separators;
  /**
   * True if the action has no resource types. AWS then compares with the string `*`, which no ARN pattern matches, or for a few actions
   * with an ARN.
   */
  readonly wildcardOnly: boolean;
  /** The service of the ARNs, if the action works only on that service's resources. Null otherwise. */
  readonly onlyService: string | null;
  /** True if the data lacks the action: the coverage of a statement on some resources is then unknown. */
  readonly unknown: boolean;
  /** The name in messages if the action works on several types: `volume`. */
  readonly type: string | null;
  /** Keys that requests on it have, and the region of the requests: see `contextOfRequests`. */
  readonly keys: ServiceKeys | null;
  readonly region: RequestRegion;
  /** Shared by resources that differ only in the known facts about their requests: a statement covers the same extent of each. */
  readonly extent: object | null;
  /** The parts that are actually needed, if the resource is wider than the user's declaration. Null if it is needed as a whole. */
  readonly parts: (() => readonly RequestedResource[]) | null;
}

/** The requested resource of an action without resource types. */
export const noResource: RequestedResource = {
  pattern: literal("*"),
  many: false,
  segments: null,
  most: ANY_SEPARATORS,
  wildcardOnly: true,
  onlyService: null,
  unknown: false,
  type: null,
  keys: null,
  region: null,
  extent: null,
  parts: null,
};

/** The requested resource for an action that has no resource types, but whose Resource AWS still compares with this string. */
export function requestedText(resource: string): RequestedResource {
  const pattern = literal(resource);
  return { ...noResource, pattern, segments: arnSegments(pattern) };
}

export function requestedResource(resource: string): RequestedResource {
  return { ...noResource, pattern: wildcards(resource), many: hasWildcards(resource), wildcardOnly: false };
}

/**
 * Services with types whose resources belong to AWS (with ARNs without an account) or to customers: documents and public parameters
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html), and public extensions
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/registry-public.html). EC2 as a whole includes images.
 */
const WITHOUT_ACCOUNT = /^arn:[^:]*:(?:ssm:|cloudformation:|ec2:\*:\*:\*$)/;

/** Types with some resources that belong to AWS, with ARNs that have `aws` as the account. ARNs of all other types have an account ID. */
const OWNED_BY_AWS =
  /^arn:[^:]*:(?:iam:[^:]*:\*:(?!role\/|user\/|group\/|instance-profile\/)|ec2:.*:prefix-list\/|ram:|organizations:)/;

/** All ARNs of a form: `arn:aws:ec2:*:*:volume/*`. With `isNew`, their ID is `*`. */
export function requestedForm(form: string, isNew = false): RequestedResource {
  const requested = requestedResource(form);
  const segments = arnSegments(requested.pattern);
  if (segments === null || segments[SERVICE]?.some((token) => token < 0)) return { ...requested, segments };
  const filled = segments.map((segment, at) => {
    if (at <= SERVICE || (at === ACCOUNT && WITHOUT_ACCOUNT.test(form))) return segment;
    if (at > ACCOUNT && isNew) return literal(form.split(":").at(-1) ?? "");
    const isAccount = at === ACCOUNT && isAny(segment) && !OWNED_BY_AWS.test(form);
    return isAccount ? ANY_ACCOUNT : withoutEmptyNames(segment);
  });
  return { ...requested, segments: filled };
}

export interface ScopePattern extends TextPattern {
  readonly segments: ArnSegments | null;
  /** Whether the account in the pattern can't exist: it has digits, but not 12 of them. */
  readonly isIdle: boolean;
  /** The segments (region, account) that have a single unknown value, which never covers all values. */
  readonly ones: readonly number[];
  /** Whether the pattern is the unknown name of a bucket, which has no slash. */
  readonly isBucket: boolean;
  /** Counted once, because the resource part of an ARN may be long and is compared often. */
  readonly separators: Separators;
}

/** The patterns of a statement's Resource or NotResource, read once. */
export class ResourceScope {
  readonly negated: boolean;
  readonly patterns: readonly ScopePattern[];
  /** True for `*`, which most statements have. */
  readonly isEverything: boolean;
  /** The unknown values and the policy variables in the patterns. */
  readonly unknowns = noUnknowns();
  /** The patterns keyed by service: a list may have thousands, most of them for a service other than the request's. */
  readonly #services = new Map<string, readonly ScopePattern[]>();

  constructor(
    list: PatternList,
    variables: ConditionContext | null,
    { expressions, standsFor }: Pick<ConditionContext, "expressions" | "standsFor"> = {},
  ) {
    this.negated = list.negated;
    const reading = {
      wildcards: true,
      foldCase: false,
      variables,
      variablesAfterColons: 5,
      likes: true,
      expressions,
      unknowns: this.unknowns,
    };
    this.patterns = list.patterns.flatMap(({ text }) => {
      const read = readText(inPartition(text, standsFor), reading);
      if (read === null) return [];
      const segments = arnSegments(read.pattern);
      const isIdle = isNoAccount(segments?.[ACCOUNT] ?? []);
      const separators = separatorsIn(segments?.at(-1) ?? []);
      const ones = read.open ? OF_ONE.filter((at) => isAny(segments?.[at] ?? []) && isOwn(text, at)) : [];
      return [{ ...read, segments, isIdle, ones, isBucket: isBucketOnly(text), separators }];
    });
    this.isEverything = !this.negated && this.patterns.some(({ pattern, open }) => isAny(pattern) && !open);
  }

  /** The patterns that may name resources of the requested service. */
  #ofService({ segments }: RequestedResource): readonly ScopePattern[] {
    const service = literalService(segments);
    if (service === null) return this.patterns;
    const known =
      this.#services.get(service) ??
      this.patterns.filter((one) => [service, null].includes(literalService(one.segments)));
    this.#services.set(service, known);
    return known;
  }

  reach(requested: RequestedResource): Reach {
    const reach = this.negated ? this.#outside(requested) : this.#inside(requested);
    return requested.unknown && reach.atLeast !== "all" && reach.atMost !== "none"
      ? { atLeast: "none", atMost: reach.atMost }
      : reach;
  }

  #inside(requested: RequestedResource): Reach {
    let best = NONE;
    for (const scoped of this.#ofService(requested)) {
      const { pattern, open } = scoped;
      if (coversRequested(scoped, requested)) {
        if (!open) return ALL;
        best = { atLeast: best.atLeast, atMost: "all" };
      } else if (best.atLeast === "none" && touches(scoped, requested)) {
        const atMost = best.atMost === "all" ? "all" : "some";
        best = { atLeast: open && !isSure(pattern, requested) ? "none" : "some", atMost };
      }
    }
    return best;
  }

  #outside(requested: RequestedResource): Reach {
    let left = ALL;
    for (const scoped of this.#ofService(requested)) {
      const { pattern, open } = scoped;
      if (coversRequested(scoped, requested)) {
        if (!open) return NONE;
        left = { atLeast: "none", atMost: left.atMost };
      } else if (left.atMost !== "some" && touches(scoped, requested)) {
        const atLeast = left.atLeast === "none" ? "none" : "some";
        left = { atLeast, atMost: open && !isSure(pattern, requested) ? left.atMost : "some" };
      }
    }
    return left;
  }
}

/** Returns null if the service is unknown, or may be one of several. */
function literalService(segments: ArnSegments | null): string | null {
  const service = segments?.[SERVICE] ?? [];
  return service.length === 0 || service.some((token) => token < 0) ? null : service.join();
}

function inPartition(text: Text, standsFor: ConditionContext["standsFor"]): Text {
  if (standsFor === undefined) return text;
  const { partition, inTexts } = standsFor;
  const named = (arn: string): string => arn.replace(/^arn:aws:/, `arn:${partition}:`);
  if (typeof text === "string") return inTexts ? named(text) : text;
  const parts = partsOf(text).map((part, at) => {
    if (typeof part === "string") return inTexts && at === 0 ? named(part) : part;
    return part.like === undefined ? part : { ...part, like: named(part.like) };
  });
  return { kind: "partial", parts };
}

function touches(scoped: ScopePattern, requested: RequestedResource): boolean {
  return !requested.wildcardOnly && mayName(scoped, requested) && compareBySegment(scoped, requested, overlaps);
}

/**
 * Whether a pattern may name some of the requested resources. `arn:aws:s3:::veeam-*` followed by a slash names objects, never the
 * bucket.
 */
export function mayName(
  { segments, separators, isIdle, isBucket }: ScopePattern,
  requested: RequestedResource,
): boolean {
  const { most, many } = requested;
  if ((isIdle && many) || hasMoreSeparators(separators, most)) return false;
  if (isBucket && requested.segments?.at(-1)?.includes(SLASH)) return false;
  if (separators.slashes < 2 || separators.slashes < most.slashes) return true;
  // If a pattern has as many slashes as possible, no wildcard covers one: `table/*/index/*` isn't a stream.
  const parts = betweenSlashes(segments?.at(-1) ?? []);
  return betweenSlashes(requested.segments?.at(-1) ?? []).every((part, at) => overlaps(parts[at] ?? [], part));
}

function isNoAccount(account: Pattern): boolean {
  const isDigits = account.length > 0 && account.every((token) => token < 0 || (token >= ZERO && token <= NINE));
  return isDigits && !overlaps(account, ANY_ACCOUNT) && !overlaps(account, AWS);
}

/** The segments of an ARN that have a single value in a stack. */
const OF_ONE = [REGION, ACCOUNT];

/** Whether a segment of an ARN is the region or the account of the role's own stack. */
function isOwn(text: Text, segment: number): boolean {
  const isOne = segment === ACCOUNT ? isOwnAccount : isOwnRegion;
  let colons = 0;
  for (const part of typeof text !== "string" && text.kind === "partial" ? text.parts : []) {
    if (typeof part === "string") colons += part.split(":").length - 1;
    else if (colons === segment && isOne(part.expression)) return true;
    if (colons > segment) return false;
  }
  return false;
}

function isBucketOnly(text: Text): boolean {
  return typeof text !== "string" && text.kind === "unresolved" && text.like?.endsWith(":s3:::*") === true;
}

function coversRequested(scoped: ScopePattern, requested: RequestedResource): boolean {
  // One resource isn't many, and one account or region isn't all of them.
  const isLess =
    (scoped.single && requested.many) || scoped.ones.some((at) => requested.segments?.[at]?.some((token) => token < 0));
  return !isLess && compareBySegment(scoped, requested, covers);
}

/** Compares ARNs of one form segment by segment, so that a region's `*` doesn't cover an account. */
function compareBySegment(
  { pattern, segments }: ScopePattern,
  requested: RequestedResource,
  holds: (pattern: Pattern, requested: Pattern) => boolean,
): boolean {
  if (segments === null || requested.segments === null) return holds(pattern, requested.pattern);
  // Starts at the resource, because that is where most patterns in a list differ.
  for (let index = requested.segments.length - 1; index >= 0; index -= 1)
    if (!holds(segments[index] ?? [], requested.segments[index] ?? [])) return false;
  return true;
}

/**
 * Whether a pattern with unknown parts certainly covers some of the requested resources: everything that it may match is among
 * them, or the action works on no other resources of its service.
 */
function isSure(pattern: Pattern, requested: RequestedResource): boolean {
  if (requested.onlyService !== null && serviceOf(pattern) === requested.onlyService) return true;
  return covers(requested.pattern, pattern);
}

/** The service of an ARN pattern, in any partition. Returns `null` if a wildcard may cover it. A bucket's ARN isn't a resource of EC2. */
function serviceOf(pattern: Pattern): string | null {
  const first = pattern.indexOf(COLON);
  const second = pattern.indexOf(COLON, first + 1);
  const third = pattern.indexOf(COLON, second + 1);
  if (first === -1 || second === -1 || third === -1) return null;
  if (pattern.some((token, at) => token < 0 && (at < first || (at > second && at < third)))) return null;
  return String.fromCodePoint(...pattern.slice(second + 1, Math.min(third, second + 1 + MAX_SERVICE_LENGTH)));
}
