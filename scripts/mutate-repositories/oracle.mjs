import { isFound } from "./config-mutations.mjs";
import { effective } from "./effective.mjs";
import { rolesThere, VOLUME } from "./mutations.mjs";
import { lineText } from "./render.mjs";

/**
 * The kinds, each as often as it was met in the base and is not any more, for whatever reason. Told from the model alone.
 * A kind that another role now meets is not lost, and neither is one that the configuration says is not wanted.
 */
export function lostKinds(base, head, kinds) {
  const left = effective(head);
  return kinds.filter((kind) => {
    const wanted = base.roles.filter(
      (role) => role.kinds.includes(kind.name) && !isDeclared(base, head, role, kind.name),
    );
    return left.roles.filter((role) => meets(role, kind, head.format)).length < wanted.length;
  });
}

/** Whether a new line of `roles` says that a role, by its old name or its new one, is not, or no more, for a kind. */
function isDeclared(base, head, role, kind) {
  if (!isFound(head.config)) return false;
  const old = new Set((base.config?.lines ?? []).map(lineText));
  const now = head.roles.find(({ was }) => was === role.was);
  const there = new Set(rolesThere(head).map(({ id }) => id));
  return head.config.lines
    .filter((line) => !old.has(lineText(line)) && [role.id, now?.id].includes(line.pattern))
    .some(({ pattern, kinds }) => kinds === null || (there.has(pattern) && !kinds.includes(kind)));
}

/** Whether a role surely is all that a kind asks for. */
export function meets(role, kind, format) {
  if (!role.created || role.exists === false || role.boundary) return false;
  const granted = grantedBy(role);
  return (
    kind.actions.every((action) => granted.has(action.toLowerCase())) &&
    kind.trust.every((party) => letsIn(role, party)) &&
    (format === "policy-json" || !kind.trust.includes("ec2") || (role.profile && role.profileRoles !== 2))
  );
}

function grantedBy(role) {
  const statements = role.policies.filter(({ attached }) => attached).flatMap((policy) => policy.statements);
  const lower = ({ actions }) => actions.map((action) => action.toLowerCase());
  const allows = statements.filter(
    ({ effect, negated, resource, condition }) =>
      effect === "Allow" && !negated && resource === "*" && condition === null,
  );
  const denies = statements.filter(({ effect }) => effect === "Deny");
  const isDenied = (action) =>
    denies.some((deny) => bears(deny, action) && deny.negated !== lower(deny).includes(action));
  return new Set(allows.flatMap(lower).filter((action) => !isDenied(action)));
}

/** What is denied on a volume says nothing of an action on other resources. */
function bears({ resource }, action) {
  return resource !== VOLUME || /^ec2:.*volume/.test(action);
}

function letsIn({ trust }, party) {
  const type = party === "ec2" ? "Service" : "AWS";
  const name = party === "ec2" ? "ec2.amazonaws.com" : null;
  const about = (trust ?? []).filter(({ principal, action }) => {
    const found = principal[type];
    return action === "sts:AssumeRole" && found !== undefined && (name === null || found === name);
  });
  return (
    about.some(({ effect, condition }) => effect === "Allow" && isMet(condition, party)) &&
    !about.some(({ effect }) => effect === "Deny")
  );
}

/** The appliance has an external id to give: it is set up with one. EC2 has none. */
function isMet(condition, party) {
  return condition === null || (party === "appliance" && "sts:ExternalId" in condition.StringEquals);
}

/** The kinds that a report's roles meet in full less often than the base's: a green report may not do so undeclared. */
export function uncoveredKinds(base, head, kinds, report) {
  return kinds.filter(({ name }) => {
    const wanted = base.roles.filter((role) => role.kinds.includes(name) && !isDeclared(base, head, role, name));
    const full = report.roles.filter(({ kinds: checked, trust }) => {
      const kind = checked[name];
      return (
        kind !== undefined &&
        kind.granted === kind.required &&
        Object.values(trust).every((verdict) => verdict === "granted")
      );
    });
    return full.length < wanted.length;
  });
}
