import { isFound } from "./config-mutations.mjs";
import { effective } from "./effective.mjs";
import { rolesThere, VOLUME } from "./mutations.mjs";
import { lineText } from "./render.mjs";

/**
 * The kinds that fewer roles meet than on the base, for any reason, determined only from the model. A kind isn't lost if another role now
 * meets it, or if the configuration declares it unwanted.
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

/** Whether a new line of `roles` declares that a role, under its old or new name, isn't for a kind (anymore). */
function isDeclared(base, head, role, kind) {
  if (!isFound(head.config)) return false;
  const old = new Set((base.config?.lines ?? []).map(lineText));
  const now = head.roles.find(({ was }) => was === role.was);
  const there = new Set(rolesThere(head).map(({ id }) => id));
  return head.config.lines
    .filter((line) => !old.has(lineText(line)) && [role.id, now?.id].includes(line.pattern))
    .some(({ pattern, kinds }) => kinds === null || (there.has(pattern) && !kinds.includes(kind)));
}

/** Whether a role certainly meets all requirements of a kind. */
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

/** A Deny on a volume doesn't affect an action on other resources. */
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

/** Whether a party meets a condition. The appliance is set up to pass an external ID, and EC2 has none. */
function isMet(condition, party) {
  return condition === null || (party === "appliance" && "sts:ExternalId" in condition.StringEquals);
}

/** The kinds that fewer of a report's roles fully meet than on the base. A green report must not have any, unless the loss is declared. */
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
