// Repositories described by their meaning: roles, what each statement grants, and a configuration. Every format is
// rendered from this, so that the effect of a mutation is known without reading a file.

export const APPLIANCE = "arn:aws:iam::111122223333:role/veeam-impersonation";

/** An AWS-managed policy, and which actions of the `communication` list it grants. */
const SSM_CORE = {
  arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  grants: /^(ssm|ssmmessages|ec2messages):/,
};

/** Our own passing repositories. `kinds`: the version's kinds with their actions. */
export function modelRepositories(kinds) {
  const make = maker(kinds);
  return ["cloudformation-json", "cloudformation-yaml", "policy-json", "plan", "made-plan", "terraform"].flatMap(
    (format) => [
      named(format, make),
      mapped(format, make),
      // If a plan lacks the prior state, the values before each change provide it.
      { ...inferred(format, make), priorState: format !== "made-plan" },
      // A policy file can't contain a marker.
      ...(format === "policy-json" ? [] : [marked(format, make)]),
    ],
  );
}

/** A single file with inline policies. Roles are found by name. */
function named(format, make) {
  const roles = [
    make("VeeamDeployRole", ["backup", "restore"], { ways: ["inline"] }),
    make("VeeamWorkerRole", ["communication"], { ways: ["inline"] }),
  ];
  return repository(`${format}, named`, format, roles, null);
}

/** Meaningless role names, two files, and attached policies, one of them AWS-managed. */
function mapped(format, make) {
  const roles = [
    make("OpsDeploy", ["backup"], { ways: ["managed"], parts: 2 }),
    make("OpsRecover", ["restore"], { ways: ["managed", "inline"], parts: 3, folder: "more" }),
    make("OpsAgents", ["communication"], { ways: ["arns"], ssmCore: format !== "policy-json", folder: "more" }),
  ];
  const lines = roles.map(({ id, kinds }) => ({ pattern: id, kinds }));
  return repository(`${format}, mapped`, format, roles, { lines, appliance: APPLIANCE });
}

/** Roles found by their contents. Two of them are for one kind. */
function inferred(format, make) {
  const roles = [
    make("SnapshotMover", ["backup", "restore"], { ways: ["managed", "inline"] }),
    make("SnapshotCopier", ["backup"], { ways: ["arns"], folder: "more" }),
    make("AgentRole", ["communication"], { ways: ["inline"], parts: 2 }),
  ];
  return repository(`${format}, inferred`, format, roles, null);
}

function marked(format, make) {
  const roles = [
    make("OpsDeploy", ["backup", "restore"], { ways: ["inline", "managed"], parts: 2, marked: true }),
    make("OpsAgents", ["communication"], { ways: ["managed"], marked: true, folder: "more" }),
  ];
  return repository(`${format}, marked`, format, roles, null);
}

/** The configuration's groups are derived from the roles when it is rendered. */
function repository(name, format, roles, config) {
  const configured = { path: ".github/worker-iam-check.yml", lines: [], files: null, appliance: null, groups: true };
  const wanted = config !== null || format === "policy-json";
  return { name, format, roles, config: wanted ? { ...configured, ...config } : null, damage: [], style: {} };
}

function maker(kinds) {
  return (id, names, { ways, parts = 1, ssmCore = false, marked = false, folder = "" }) => {
    const wanted = kinds.filter(({ name }) => names.includes(name));
    const own = ssmCore ? (action) => !SSM_CORE.grants.test(action) : () => true;
    const policies = wanted.flatMap((kind, index) => {
      const actions = kind.actions.filter(own);
      const statements = Array.from({ length: parts }, (_, part) =>
        allow(actions.filter((_a, at) => at % parts === part)),
      );
      return [{ name: `P${kind.name}`, way: ways[index % ways.length], attached: true, statements }];
    });
    const granted = wanted.flatMap(({ actions }) => actions).filter((action) => SSM_CORE.grants.test(action));
    if (ssmCore)
      policies.push({ name: "PSsm", way: "aws", arn: SSM_CORE.arn, attached: true, statements: [allow(granted)] });
    const parties = new Set(wanted.flatMap(({ trust }) => trust));
    const trust = [trustOf({ AWS: APPLIANCE })];
    if (parties.has("ec2")) trust.push(trustOf({ Service: "ec2.amazonaws.com" }));
    return {
      id,
      was: id,
      kinds: names,
      folder,
      policies,
      trust,
      profile: parties.has("ec2"),
      marker: marked ? names : null,
      boundary: false,
      created: true,
      previousId: null,
    };
  };
}

function allow(actions) {
  return { effect: "Allow", actions: [...actions], negated: false, resource: "*", condition: null };
}

function trustOf(principal) {
  return { effect: "Allow", principal, action: "sts:AssumeRole", condition: null };
}
