// Changes that a pull request may make to roles. Each mutation changes the model, or leaves it unchanged if it doesn't apply.

export const VOLUME = "arn:aws:ec2:eu-west-1:111122223333:volume/vol-0123456789abcdef0";

export const roleMutations = {
  "drop an action": (repository, random) => {
    const statement = anyStatement(repository, random);
    if (statement) statement.actions.splice(random.below(statement.actions.length), 1);
  },
  "misspell an action": (repository, random) => {
    const statement = anyStatement(repository, random);
    if (statement) statement.actions[random.below(statement.actions.length)] += "s3";
  },
  "drop most actions": (repository, random) => {
    for (const statement of statementsOf(anyRole(repository, random))) {
      statement.actions = statement.actions.slice(0, random.below(10));
    }
  },
  "drop half of the actions": (repository, random) => {
    for (const statement of statementsOf(anyRole(repository, random))) {
      statement.actions = statement.actions.filter(() => random.chance(0.5));
    }
  },
  "drop an attachment": (repository, random) => {
    const policy = anyPolicy(repository, random);
    if (policy) policy.attached = false;
  },
  "drop a policy": (repository, random) => {
    const role = anyRole(repository, random);
    if (role) role.policies.splice(random.below(role.policies.length || 1), 1);
  },
  "drop a statement": (repository, random) => {
    const policy = anyOwnPolicy(repository, random);
    if (policy) policy.statements.splice(random.below(policy.statements.length || 1), 1);
  },
  "drop a role": (repository, random) => {
    const role = anyRole(repository, random);
    if (role) role.created = false;
  },
  "make a role under a condition that never holds": (repository, random) => {
    const role = anyRole(repository, random);
    if (role && /^(cloudformation|terraform)/.test(repository.format)) role.exists = false;
  },
  "drop a trust statement": (repository, random) => {
    const role = anyRole(repository, random);
    if (role?.trust) role.trust.splice(random.below(role.trust.length || 1), 1);
  },
  "trust somebody else": (repository, random) => {
    const trust = anyTrust(repository, random);
    if (trust) trust.principal = { Service: random.pick(["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"]) };
  },
  "trust under a condition": (repository, random) => {
    const trust = anyTrust(repository, random);
    const keys = [
      { "aws:PrincipalTag/team": "x" },
      { "aws:SourceVpc": "vpc-1" },
      { "sts:ExternalId": "x" },
      { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/other" },
    ];
    if (trust) trust.condition = { StringEquals: random.pick(keys) };
  },
  "deny trust": (repository, random) => {
    const trust = anyTrust(repository, random);
    if (trust) trust.effect = "Deny";
  },
  "let sessions be tagged, not assumed": (repository, random) => {
    const trust = anyTrust(repository, random);
    if (trust) trust.action = "sts:TagSession";
  },
  "drop the trust of a group": (repository, random) => {
    const role = anyRole(repository, random);
    if (role && repository.format === "policy-json") role.trust = null;
  },
  "drop a profile": (repository, random) => {
    const role = anyRole(repository, random);
    if (role) role.profile = false;
  },
  "put another role into a profile": (repository, random) => {
    const role = anyRole(repository, random);
    if (role?.profile) role.profileRoles = 2;
  },
  "flip an effect": (repository, random) => {
    const statement = anyStatement(repository, random);
    if (statement) statement.effect = "Deny";
  },
  "turn Action into NotAction": (repository, random) => {
    const statement = anyStatement(repository, random);
    if (statement) statement.negated = true;
  },
  "deny an action": (repository, random) => {
    const policy = anyOwnPolicy(repository, random);
    const statement = random.pick(policy?.statements ?? []);
    if (!statement || statement.actions.length === 0) return;
    policy.statements.push({ ...statement, effect: "Deny", actions: [random.pick(statement.actions)] });
  },
  "narrow the resources": (repository, random) => {
    const statement = anyStatement(repository, random);
    if (statement) statement.resource = VOLUME;
  },
  "put a placeholder for the resources": (repository, random) => {
    const statement = anyStatement(repository, random);
    if (!statement) return;
    statement.resource = repository.format.startsWith("cloudformation") ? { "Fn::ImportValue": "x" } : "__RESOURCES__";
  },
  "add a condition": (repository, random) => {
    const statement = anyStatement(repository, random);
    const keys = [
      { "aws:PrincipalTag/team": "x" },
      { "aws:SourceVpc": "vpc-1" },
      { "aws:RequestedRegion": "eu-west-1" },
    ];
    if (statement) statement.condition = { StringEquals: random.pick(keys) };
  },
  "add a boundary": (repository, random) => {
    const role = anyRole(repository, random);
    if (role) role.boundary = true;
  },
  "move policies to another role": (repository, random) => {
    const [from, to] = [anyRole(repository, random), anyRole(repository, random)];
    if (!from || !to || from === to) return;
    for (const policy of from.policies.splice(0)) to.policies.push({ ...policy, name: `${policy.name}Moved` });
  },
  rename: (repository, random) => {
    const role = anyRole(repository, random);
    if (!role) return;
    const before = role.id;
    role.id = random.pick(["OpsMover", "VeeamOther", "Dlm", "ServiceRole"]) + random.below(90);
    role.previousId = random.chance(0.5) ? before : null;
    if (random.chance(0.5)) for (const line of lines(repository)) if (line.pattern === before) line.pattern = role.id;
  },
  "swap the names of two roles": (repository, random) => {
    const [one, other] = [anyRole(repository, random), anyRole(repository, random)];
    if (one && other) [one.id, other.id] = [other.id, one.id];
  },
  "move to another file": (repository, random) => {
    const role = anyRole(repository, random);
    if (role) role.folder = random.pick(["", "more", "third/place"]);
  },
};

export function rolesThere({ roles }) {
  return roles.filter(({ created }) => created);
}

function anyRole(repository, random) {
  return random.pick(rolesThere(repository));
}

function anyPolicy(repository, random) {
  return random.pick(anyRole(repository, random)?.policies ?? []);
}

/** AWS-managed policies aren't in the repository. They can be detached but not changed. */
function ownPolicies(role) {
  return (role?.policies ?? []).filter(({ way }) => way !== "aws");
}

function anyOwnPolicy(repository, random) {
  return random.pick(ownPolicies(anyRole(repository, random)));
}

function statementsOf(role) {
  return ownPolicies(role).flatMap(({ statements }) => statements);
}

function anyStatement(repository, random) {
  return random.pick(statementsOf(anyRole(repository, random)).filter(({ actions }) => actions.length > 0));
}

function anyTrust(repository, random) {
  return random.pick(anyRole(repository, random)?.trust ?? []);
}

function lines({ config }) {
  return config?.lines ?? [];
}
