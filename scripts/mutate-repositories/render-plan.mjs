import { jsonText, ordered, policyDocument, trustDocument } from "./documents.mjs";

const ACCOUNT = "arn:aws:iam::111122223333";
const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** The plan from the state that `before` describes to this one. */
export function planFile(repository, before) {
  const now = resourcesOf(repository);
  const then = resourcesOf({ ...before, style: {} });
  const plan = {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: now.map(shown) } },
    resource_changes: changes(then, now),
    ...(repository.priorState === false
      ? {}
      : {
          prior_state: {
            format_version: "1.0",
            terraform_version: "1.9.0",
            values: { root_module: { resources: moved(then, now).map(shown) } },
          },
        }),
    configuration: {
      provider_config: { aws: { name: "aws", full_name: PROVIDER } },
      root_module: {
        resources: now.map(({ values: _values, previous: _previous, ...rest }) => ({ ...rest, expressions: {} })),
      },
    },
    complete: true,
    errored: false,
  };
  return { path: planPath(repository), text: jsonText(plan, repository.style) };
}

export function planPath({ planFolder = "" }) {
  return planFolder === "" ? "plan.json" : `${planFolder}/plan.json`;
}

function shown({ previous: _previous, ...resource }) {
  return { ...resource, provider_name: PROVIDER, schema_version: 0, sensitive_values: {} };
}

/** A plan's prior state has the new addresses from `moved` blocks. */
function moved(then, now) {
  const names = new Map(now.map(({ address, name, previous }) => [previous, { address, name }]));
  return then.map((one) => ({ ...one, ...names.get(one.address) }));
}

function changes(then, now) {
  const old = new Map(then.map((one) => [one.address, one]));
  const kept = new Set(now.flatMap(({ address, previous }) => [address, ...(previous === null ? [] : [previous])]));
  const gone = then.filter(({ address }) => !kept.has(address)).map((was) => change(was, was.values, null, "delete"));
  const there = now.map((is) => {
    const was = old.get(is.address) ?? old.get(is.previous);
    if (was === undefined) return change(is, null, is.values, "create");
    const same = JSON.stringify(was.values) === JSON.stringify(is.values);
    return change(is, was.values, is.values, same ? "no-op" : "update");
  });
  return [...there, ...gone];
}

function change({ address, mode, type, name, previous }, before, after, action) {
  return {
    address,
    ...(previous === null ? {} : { previous_address: previous }),
    mode,
    type,
    name,
    provider_name: PROVIDER,
    change: { actions: [action], before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
  };
}

function resourcesOf({ roles, style }) {
  const there = ordered(roles, style).filter((role) => role.created && role.exists !== false);
  return [
    ...there.flatMap((role) => roleResources(role, style)),
    resource("aws_sns_topic", "topic", { name: "topic" }),
  ];
}

function resource(type, name, values, previous = null) {
  return { address: `${type}.${name}`, mode: "managed", type, name, values, previous };
}

function roleResources(role, style) {
  const name = role.id;
  const before = (type, rest) => (role.previousId === null ? null : `${type}.${role.previousId}${rest}`);
  const made = (type, rest, values) => resource(type, `${name}${rest}`, values, before(type, rest));
  const values = {
    name,
    path: "/",
    assume_role_policy: JSON.stringify(trustDocument(role.trust, style)),
    permissions_boundary: role.boundary ? "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" : null,
    managed_policy_arns: [],
    inline_policy: [],
    tags: role.marker === null ? null : { "worker-iam-check": role.marker.join(" ") },
  };
  return [
    made("aws_iam_role", "", values),
    ...(role.profile ? [made("aws_iam_instance_profile", "", { name, path: "/", ...carried(role) })] : []),
    ...ordered(role.policies, style).flatMap((policy) => policyResources(name, policy, made, style)),
  ];
}

function carried({ id, profileRoles }) {
  return profileRoles === 2 ? { roles: [id, "ops-other"] } : { role: id };
}

function policyResources(role, policy, made, style) {
  const document = JSON.stringify(policyDocument(policy.statements, style));
  const rest = `_${policy.name}`;
  if (policy.way === "inline") {
    return policy.attached ? [made("aws_iam_role_policy", rest, { name: policy.name, role, policy: document })] : [];
  }
  const arn = policy.arn ?? `${ACCOUNT}:policy/${role}${policy.name}`;
  const own = { name: `${role}${policy.name}`, path: "/", arn, policy: document };
  return [
    ...(policy.way === "aws" ? [] : [made("aws_iam_policy", rest, own)]),
    ...(policy.attached ? [made("aws_iam_role_policy_attachment", rest, { role, policy_arn: arn })] : []),
  ];
}
