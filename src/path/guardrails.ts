import { type GuardrailFiles, keyFiles, type NamedFile, type NamedKey } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import {
  type GuardrailLevel,
  isOrganizationPolicyType,
  type Policy,
  type Role,
  type StandingPolicy,
} from "../iam/model.js";
import { isLoose, policyOfFile } from "../select/attach-policies.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { showText, type Text } from "../source/node.js";
import { oncePer } from "../source/once-per.js";
import { inForce } from "./in-force.js";
import { suffixOf } from "./role-reach.js";

/** The documents of the declared guardrails. */
export interface Guardrails {
  readonly levels: readonly GuardrailLevel[];
  /** Applies the guardrails to a role. */
  attach(role: Role): Role;
  /** Whether the "role" is really just a document that one of these guardrails names, read as a loose policy file. */
  isDocument(role: Role): boolean;
  /** Declared files that contain no policy document. */
  readonly unmatched: readonly NamedFile[];
  /** An organization's policies that aren't attached to the roles. */
  readonly unattached: readonly Pick<StandingPolicy, "id" | "place">[];
}

/**
 * Reads the levels that the configuration declares, and the policies that templates and Terraform attach to declared accounts.
 * @param roles everything that was read, including the documents
 * @param standing policies without a role: documents that name principals, and policies of organizations
 */
export function readGuardrailFiles(
  declared: readonly GuardrailFiles[],
  roles: readonly Role[],
  standing: () => readonly StandingPolicy[] = () => [],
  accounts: readonly string[] = [],
  appliance: readonly string[] = [],
): Guardrails {
  const named = declared.flatMap(({ files }) => files);
  const files = new Map(keyFiles(named).map((one) => [one.file, one]));
  const loose = roles.filter((role) => isLoose(role) && files.has(role.file));
  const ofFiles = new Map([...files].map(([file, one]) => [file, policyIn(loose, one)]));
  const all = standing();
  const isLooseFile = ({ file }: NamedKey) => loose.some((role) => role.file === file);
  const ofNoRole = new Map(named.map((one) => [one, isLooseFile(one) ? [] : all.filter((other) => fits(one, other))]));
  const isOfRoles = (one: NamedKey) => one.isFile && (ofNoRole.get(one) ?? []).length === 0;
  const levels = declared.flatMap(({ name, files: own, isAllowList, place }): readonly GuardrailLevel[] => {
    const found = own.flatMap((one) => ofNoRole.get(one) ?? []);
    const identity = own.filter(isOfRoles).flatMap(({ file }) => ofFiles.get(file) ?? []);
    const [services, resources] = [found.filter((one) => !isOfResources(one)), found.filter(isOfResources)];
    const policies = [...identity, ...services.flatMap(inForce)];
    // A policy that isn't in the files may allow actions that the other policies of an allow list leave out.
    const isSeen = own.every((one) => one.isFile || (ofNoRole.get(one) ?? []).length > 0);
    if (!isSeen && policies.length === 0 && resources.length === 0) return [];
    const limiting = { name, policies, isAllowList: isAllowList && isSeen, place };
    return [
      // An allow list replaces FullAWSAccess. Resource control policies never grant anything, so they allow nothing in an allow list.
      ...(isAllowList || policies.length > 0 || resources.length === 0 ? [limiting] : []),
      ...(resources.length > 0 ? [ofResources(name, place, resources)] : []),
    ];
  });
  const seen = new Set([...ofNoRole.values()].flat());
  const others = all.filter((one) => isOrganizationPolicyType(one.of) && !seen.has(one));
  const attached = others.flatMap((one) => (isNear(one, accounts) ? asLevel(one) : []));
  levels.push(...attached);
  return {
    levels,
    attach: (role) => {
      const account = role.account ?? accountOfAppliance(role, appliance);
      const own = levels.flatMap((one) => levelAbove(one, account === undefined ? accounts : [account]));
      return own.length === 0 ? role : { ...role, guardrails: own };
    },
    isDocument: (role) => loose.includes(role) && role.variants[0].policies.length > 0,
    unmatched: [...files.values()].filter((one) => isOfRoles(one) && ofFiles.get(one.file)?.kind !== "document"),
    unattached: others.filter((one) => one.policies.length > 0 && !isNear(one, accounts)),
  };
}

/** Names in the configuration that no file defines. */
export interface MissingNames {
  readonly problems: readonly ConfigProblem[];
  readonly names: readonly string[];
}

export function missingGuardrails(
  declared: readonly GuardrailFiles[],
  standing: () => readonly StandingPolicy[],
): MissingNames {
  const named = declared.flatMap(({ files }) => files.filter(({ isFile }) => !isFile));
  if (named.length === 0) return { problems: [], names: [] };
  const all = standing().filter(({ of }) => isOrganizationPolicyType(of));
  const missing = named.filter((one) => !all.some((other) => fits(one, other)));
  const problems = missing.map(({ file, namedBy, place }) => {
    const near = nearestWord(
      file,
      all.map(({ id }) => id),
    );
    const help = advice(near, "name a file, or a policy of an organization by its logical ID or address");
    return {
      message: `${namedBy}, but no checked file contains a service or resource control policy of that name`,
      help,
      place,
    };
  });
  return { problems, names: missing.map(({ file }) => file) };
}

function fits({ isFile, file }: NamedKey, one: StandingPolicy): boolean {
  return isFile ? one.of === "file" && one.file === file : isOrganizationPolicyType(one.of) && one.id === file;
}

/** Whether a policy applies to resources, as a document that names principals does. */
function isOfResources({ of }: StandingPolicy): boolean {
  return of !== "SERVICE_CONTROL_POLICY";
}

function ofResources(name: string, place: GuardrailLevel["place"], all: readonly StandingPolicy[]): GuardrailLevel {
  return { name, policies: all.flatMap(inForce).map(asSupported), isAllowList: false, isOfResources: true, place };
}

/**
 * The policy, or an unresolved one if it has a NotAction, which AWS refuses:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
function asSupported(policy: Policy): Policy {
  const not = policy.kind === "document" && policy.document.statements.find(({ actions }) => actions.negated);
  if (!not) return policy;
  return { kind: "unresolved", name: policy.name, expression: "AWS refuses its NotAction", place: not.place };
}

function asLevel(one: StandingPolicy): GuardrailLevel {
  const { id, place, targets = [], mayBeOn = [] } = one;
  const level = isOfResources(one)
    ? ofResources(id, place, [one])
    : { name: id, policies: inForce(one), isAllowList: false, place };
  const possible = mayBeOn.filter((text) => !IS_CREATED.test(showText(text)));
  return { ...level, on: { certain: targets.map(showText), possible: possible.map(showText) } };
}

/** An account that the files create has no ID yet, so it isn't known to be a declared account. */
const IS_CREATED = /\baws_organizations_account\.|AWS::Organizations::Account\b/;

/**
 * Whether a policy may be attached to one of the accounts. Policies attached to organizational units or the root are named in the
 * configuration instead.
 */
function isNear({ targets = [], mayBeOn = [] }: StandingPolicy, accounts: readonly string[]): boolean {
  const mayBe = (one: Text): boolean => {
    if (typeof one === "string" || one.kind === "partial") return accounts.includes(showText(one));
    const { expression, samples } = one;
    return (
      samples?.some((text) => accounts.includes(text)) ??
      !(IS_CREATED.test(expression) || /\broots\b|RootId|organizational_?unit/i.test(expression))
    );
  };
  return accounts.length > 0 && [...targets, ...mayBeOn].some(mayBe);
}

/**
 * A level as it affects a role in one of the accounts: uncertain unless it certainly affects all of them, and left out if it affects none.
 */
function levelAbove(level: GuardrailLevel, accounts: readonly string[]): readonly GuardrailLevel[] {
  const { on } = level;
  if (on === undefined || accounts.every((one) => on.certain.includes(one))) return [level];
  // An organizational unit, or an unknown target, may contain any account.
  const isOpen = (one: string) => accounts.includes(one) || !/^\d{12}$/.test(one);
  return [...on.certain, ...on.possible].some(isOpen) ? [doubted(level)] : [];
}

const doubted = oncePer((level: GuardrailLevel): GuardrailLevel => {
  return { ...level, policies: inForce({ ...level, doubt: "whether it is attached to the role's account" }) };
});

/** The account of a role that `appliance` names by its ARN, if no other ARN in `appliance` has the same path and name. */
function accountOfAppliance(role: Role, appliance: readonly string[]): string | undefined {
  if (role.name === null) return undefined;
  const own = suffixOf(role);
  const accounts = appliance.flatMap((one) => (one.endsWith(own) ? (/\d{12}/.exec(one) ?? []) : []));
  return accounts.length === 1 ? accounts[0] : undefined;
}

/** Unresolved if the file contains no policy. */
function policyIn(loose: readonly Role[], { file, place }: NamedFile): Policy {
  const found = policyOfFile(loose, file);
  return found === null ? { kind: "unresolved", name: file, expression: file, place } : { ...found, name: file };
}
