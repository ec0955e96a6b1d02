import { showText, type Text, type Unresolved } from "../source/node.js";
import { forgottenSubstitution, SUBSTITUTION_HELP } from "./forgotten-substitution.js";
import type { Principal, Role, RoleVariant } from "./model.js";
import { isUniqueId, mayBePrincipal, readAwsPrincipal } from "./principal-id.js";
import { PARTITIONS, urlSuffix } from "./regions.js";
import { partitionOfVariant } from "./role-partitions.js";
import { partitionOf } from "./trust-principal.js";
import { type SuspectPrincipal, servicePrincipal } from "./verdict.js";

/** The principals of a role's trust policy that are most likely mistakes, each once. */
export function suspectPrincipals(role: Role, declaredPartition?: string | null): SuspectPrincipal[] {
  const found = new Map<string, SuspectPrincipal>();
  const seen = new Map<RoleVariant["trust"], Set<string | null>>();
  for (const variant of role.variants) {
    const { trust, trustsAnyPartition: isAny } = variant;
    const expected = declaredPartition ?? partitionOfVariant(variant);
    const before = seen.get(trust) ?? new Set();
    if (trust === null || !("statements" in trust) || before.has(expected)) continue;
    seen.set(trust, before.add(expected));
    const lists = trust.statements.flatMap(({ principals }) => principals ?? []);
    const partition = expected ?? partitionOf(lists, [], isAny);
    const isSpelledOut = !isAny && partitionOf(lists, []) !== null;
    const principals = lists.flatMap((list) => list.principals);
    // If a service also appears under its name in this partition, the other name is there for other partitions.
    const ids = new Set(isSpelledOut ? [] : principals.map(({ id }) => id));
    for (const principal of principals) {
      const isOpen = isAny && partition !== expected && String(principal.id).startsWith("arn:aws:");
      const suspect = suspicion(principal, isOpen ? null : partition, ids);
      if (suspect !== null && !found.has(suspect.id)) found.set(suspect.id, suspect);
    }
  }
  return [...found.values()];
}

function suspicion(
  { type, id, place }: Principal,
  partition: string | null,
  others: ReadonlySet<Text>,
): SuspectPrincipal | null {
  const shown = showText(id);
  if (typeof id !== "string") {
    const isInvalid = type === "AWS" && !mayBePrincipal(id);
    const isName = id.kind === "unresolved" && id.isName === true;
    const fault = isInvalid ? (isName ? nameFault(id) : (stsFault(shown) ?? invalidFault(shown, "in part"))) : null;
    return fault === null ? null : { id: shown, ...fault, place };
  }
  const fault =
    type === "AWS" ? awsFault(id, partition) : type === "Service" ? serviceFault(id, partition, others) : null;
  return fault === null ? null : { id, ...fault, place };
}

interface Fault {
  readonly message: string;
  readonly help: string;
}

function awsFault(id: string, partition: string | null): Fault | null {
  if (isUniqueId(id)) {
    return {
      message: `the principal ${id} is the unique ID of a deleted role or user`,
      help: "name the ARN of the role that replaces it; a new role with the same name is a different principal",
    };
  }
  const principal = readAwsPrincipal(id);
  const inSts = stsFault(id);
  if (inSts !== null) return inSts;
  if (!mayBePrincipal(id)) return invalidFault(id, "as a whole");
  const isElsewhere =
    partition !== null &&
    (principal.kind === "entity" || principal.kind === "account") &&
    principal.partition !== null &&
    principal.partition !== partition;
  if (isElsewhere) {
    return {
      message: `the principal ${short(id)} is in partition ${principal.partition}, but others in this policy are in ${partition}`,
      help: "keep the principals of one partition: roles can't trust principals in another partition",
    };
  }
  return null;
}

/** The fault of a principal that is a resource's name, as `Ref` returns it. The resource may be in a nested stack. */
function nameFault({ expression }: Unresolved): Fault {
  const name = expression.split(/[\s/]/).at(-1) ?? "";
  return {
    message: `the principal is the name of ${name}, which \`Ref\` returns, and a name is not an AWS principal`,
    help: `name its ARN: \`!GetAtt ${name}.Arn\``,
  };
}

function stsFault(id: string): Fault | null {
  if (!/^arn:[a-z0-9-]+:sts::(?:\d*|[${]\{[^}]*\}+):(role|user)\//.test(id)) return null;
  return {
    message: `the principal ${short(id)} has the service sts, but ARNs of roles and users have iam`,
    help: `write ${short(id.replace(":sts:", ":iam:"))}`,
  };
}

function invalidFault(id: string, known: "as a whole" | "in part"): Fault {
  if (/[*?]/.test(id)) {
    return {
      message: `the principal ${short(id)} has a wildcard: AWS allows only "*" by itself here`,
      help: "name each role, or trust the account and narrow it with a condition on aws:PrincipalArn",
    };
  }
  if (known === "as a whole" && forgottenSubstitution(id) !== null)
    return { message: `${short(id)} is not an AWS principal`, help: SUBSTITUTION_HELP };
  return {
    message: `${short(id)} is not an AWS principal`,
    help: "write a 12-digit account ID or the ARN of a role, as in arn:aws:iam::111122223333:role/NAME",
  };
}

function serviceFault(id: string, partition: string | null, others: ReadonlySet<Text>): Fault | null {
  if (partition === null) return null;
  const suffix = urlSuffix(partition);
  const other = PARTITIONS.find((one) => urlSuffix(one) !== suffix && id.endsWith(`.${urlSuffix(one)}`));
  if (other === undefined) return null;
  // Most services keep their name in every partition.
  const isKept = urlSuffix(other) === urlSuffix(null) && id !== servicePrincipal("ec2", other);
  const own = `${id.slice(0, -urlSuffix(other).length)}${suffix}`;
  if (isKept || others.has(own)) return null;
  const where = urlSuffix(other) === urlSuffix(null) ? "another partition" : `partition ${other}`;
  return {
    message: `${short(id)} belongs to ${where}, but the role is in ${partition}`,
    help: `write ${short(own)}`,
  };
}

function short(text: string): string {
  if (text === "") return '""';
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
