// Synthetic files of every kind found in repositories. They come from a seed, so two runs check the same bytes.
import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/** The vendor's lists from the catalog's source, so that these worker roles have real permissions. */
function requiredActions() {
  const source = readFileSync(new URL("../../src/requirements/catalog/7.json", import.meta.url), "utf8");
  return [...new Set([...source.matchAll(/\b[a-z0-9]+(?:-[a-z]+)?:[A-Z][A-Za-z]+/g)].map(([action]) => action))];
}

const REQUIRED = requiredActions();

/** Typical permissions of application roles. */
const USUAL = [
  ...["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject", "sqs:SendMessage", "sqs:ReceiveMessage"],
  ...["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "kms:Decrypt", "kms:GenerateDataKey"],
  ...["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "lambda:InvokeFunction", "ecr:GetAuthorizationToken"],
  ...["ec2:Describe*", "s3:Get*", "sns:Publish", "cloudwatch:PutMetricData", "secretsmanager:GetSecretValue"],
];

export function policyDocument(draw, { worker = false, statements = 4, actions = 12 } = {}) {
  const action = () => (actions <= 12 ? draw.pick(USUAL) : `s3:Get${draw.word(5)}*`);
  const made = Array.from({ length: statements }, (_, index) => ({
    Sid: `Statement${index}`,
    Effect: "Allow",
    Action: Array.from({ length: actions }, action),
    Resource: `arn:aws:s3:::${draw.word(12)}/*`,
  }));
  const needed = { Sid: "Workers", Effect: "Allow", Action: REQUIRED, Resource: "*" };
  return { Version: "2012-10-17", Statement: worker ? [...made, needed] : made };
}

/** The typical principals of a repository's roles. */
const SERVICE_TRUSTS = ["lambda", "ecs-tasks", "states", "ec2"].map((service) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" }],
}));

const WORKER_TRUST = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" },
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
};

const CONDITIONS = [0, 1, 2, 3, 4, 5];

/** A template of application roles or worker roles. With `variants`, six conditions give each role 64 variants. */
export function manyRoles(draw, { count, variants = false, workers = false }) {
  const statement = (index) => ({
    Sid: `Statement${index}`,
    Effect: "Allow",
    Action: workers
      ? REQUIRED.filter((_, at) => at % CONDITIONS.length === index)
      : Array.from({ length: 6 }, () => draw.pick(USUAL)),
    Resource: workers ? "*" : `arn:aws:s3:::${draw.word(12)}/*`,
  });
  const statements = () =>
    variants
      ? CONDITIONS.map((at) => ({ "Fn::If": [`Condition${at}`, statement(at), { Ref: "AWS::NoValue" }] }))
      : [statement(0)];
  const roles = Array.from({ length: count }, (_, index) => {
    const PolicyDocument = { Version: "2012-10-17", Statement: statements() };
    const Properties = {
      AssumeRolePolicyDocument: workers ? WORKER_TRUST : draw.pick(SERVICE_TRUSTS),
      Policies: [{ PolicyName: "policy", PolicyDocument }],
    };
    return [`${workers ? "VeeamWorker" : ""}Role${index}`, { Type: "AWS::IAM::Role", Properties }];
  });
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Parameters: Object.fromEntries(CONDITIONS.map((at) => [`Parameter${at}`, { Type: "String", Default: "yes" }])),
    Conditions: Object.fromEntries(
      CONDITIONS.map((at) => [`Condition${at}`, { "Fn::Equals": [{ Ref: `Parameter${at}` }, "yes"] }]),
    ),
    Resources: Object.fromEntries(roles),
  };
}

/** A template of about `size` bytes: buckets, queues, and functions, and two roles, one of which may be a worker role. */
export function template(draw, { worker = false, size = 12_000 } = {}) {
  const resources = {
    [worker ? "VeeamWorkerRole" : "ServiceRole"]: role(draw, worker),
    Profile: {
      Type: "AWS::IAM::InstanceProfile",
      Properties: { Roles: [{ Ref: worker ? "VeeamWorkerRole" : "ServiceRole" }] },
    },
    TaskRole: role(draw, false),
  };
  let length = JSON.stringify(resources).length;
  for (let index = 0; length < size; index += 1) {
    const resource = draw.pick([bucket, queue, lambda])(draw);
    resources[`Resource${index}`] = resource;
    length += JSON.stringify(resource).length;
  }
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Stack ${draw.word(8)}`,
    Parameters: { Environment: { Type: "String", Default: "production" } },
    Resources: resources,
  };
}

function role(draw, worker) {
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: worker ? WORKER_TRUST : draw.pick(SERVICE_TRUSTS),
      Policies: [{ PolicyName: draw.word(8), PolicyDocument: policyDocument(draw, { worker }) }],
    },
  };
}

const bucket = (draw) => ({
  Type: "AWS::S3::Bucket",
  Properties: {
    BucketName: { "Fn::Sub": `${draw.word(10)}-\${Environment}` },
    VersioningConfiguration: { Status: "Enabled" },
    Tags: [{ Key: "owner", Value: draw.word(6) }],
  },
});

const queue = (draw) => ({
  Type: "AWS::SQS::Queue",
  Properties: { QueueName: draw.word(12), VisibilityTimeout: draw.below(600), MessageRetentionPeriod: 1209600 },
});

const lambda = (draw) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Handler: "index.handler",
    Runtime: "nodejs22.x",
    MemorySize: 256,
    Role: { "Fn::GetAtt": ["TaskRole", "Arn"] },
    Code: { S3Bucket: draw.word(10), S3Key: `${draw.word(8)}.zip` },
    Environment: { Variables: Object.fromEntries(Array.from({ length: 4 }, () => [draw.word(6), draw.word(20)])) },
  },
});

/**
 * A plan of about `size` bytes in Terraform's format: a role in the root module, and instances of a service module, each with a role in a
 * nested module. Every resource is in `planned_values` and `resource_changes`. Half of them already exist, so they are in `prior_state`,
 * too. The configuration contains each only once.
 */
export function plan(draw, { worker = false, size = 60_000 } = {}) {
  const name = worker ? "veeam_worker" : "service";
  const root = planRole(draw, name, worker);
  const services = [];
  let length = JSON.stringify(root).length * 2;
  for (let index = 0; length < size; index += 1) {
    const made = planService(draw, `s${index}`, index % 2 === 0);
    services.push(made);
    length += JSON.stringify(made.resources).length * (made.isThere ? 4 : 2);
  }
  const all = [...root, ...services.flatMap(({ resources }) => resources)];
  const there = services.filter(({ isThere }) => isThere);
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    variables: { team: { value: "storage" }, password: { value: draw.word(20) } },
    planned_values: { root_module: valuesOf(root, services) },
    resource_changes: all.map(changeOf),
    prior_state: { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: valuesOf([], there) } },
    configuration: {
      provider_config: { aws: { name: "aws", full_name: "registry.terraform.io/hashicorp/aws" } },
      root_module: configurationOf(name),
    },
    timestamp: "2026-11-24T00:00:00Z",
    errored: false,
  };
}

const MAX_INSTANCES = 48;

/** An instance of the service module. */
function planService(draw, key, isThere) {
  const module = `module.service[${JSON.stringify(key)}]`;
  const instances = Array.from({ length: MAX_INSTANCES }, (_, index) => planInstance(draw, module, index));
  const resources = [...instances, ...planRole(draw, "this", false, `${module}.module.role`)];
  return { module, isThere, resources: resources.map((resource) => ({ ...resource, isThere })) };
}

function valuesOf(root, services) {
  const shown = ({ address, type, name, index, values }) => ({
    address,
    mode: "managed",
    type,
    name,
    ...(index === undefined ? {} : { index }),
    provider_name: PROVIDER,
    schema_version: 1,
    values,
    sensitive_values: {},
  });
  const childModules = services.map(({ module, resources }) => ({
    address: module,
    resources: resources.filter((one) => one.module === module).map(shown),
    child_modules: [
      { address: `${module}.module.role`, resources: resources.filter((one) => one.module !== module).map(shown) },
    ],
  }));
  return { resources: root.map(shown), child_modules: childModules };
}

const PROVIDER = "registry.terraform.io/hashicorp/aws";

function changeOf({ address, module, type, name, index, values, unknown, isThere }) {
  const before = isThere ? values : null;
  return {
    address,
    ...(module === "" ? {} : { module_address: module }),
    mode: "managed",
    type,
    name,
    ...(index === undefined ? {} : { index }),
    provider_name: PROVIDER,
    change: {
      actions: [isThere ? "no-op" : "create"],
      before,
      after: values,
      after_unknown: isThere ? {} : unknown,
      before_sensitive: isThere ? {} : false,
      after_sensitive: {},
    },
  };
}

function planned(module, type, name, values, unknown, index) {
  const key = index === undefined ? "" : `[${index}]`;
  const address = `${module === "" ? "" : `${module}.`}${type}.${name}${key}`;
  return { address, module, type, name, index, values, unknown, isThere: false };
}

function planRole(draw, name, worker, module = "") {
  const trust = worker ? WORKER_TRUST : draw.pick(SERVICE_TRUSTS);
  const role = name === "this" ? `service-${draw.word(8)}` : name;
  const values = { name: role, path: "/", assume_role_policy: JSON.stringify(trust), max_session_duration: 3600 };
  const policy = { name: role, role, policy: JSON.stringify(policyDocument(draw, { worker })) };
  return [
    planned(module, "aws_iam_role", name, values, { arn: true, id: true }),
    planned(module, "aws_iam_role_policy", name, policy, { id: true }),
  ];
}

function planInstance(draw, module, index) {
  const values = {
    ami: `ami-${draw.word(17)}`,
    instance_type: "t3.medium",
    user_data: draw.word(200),
    tags: { Name: draw.word(12), team: draw.word(8) },
    root_block_device: [{ volume_size: draw.below(500), encrypted: true, kms_key_id: draw.word(36) }],
  };
  return planned(module, "aws_instance", "worker", values, { id: true, arn: true, private_ip: true }, index);
}

function configurationOf(role) {
  const configured = (type, name, expressions) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_config_key: "aws",
    expressions,
    schema_version: 1,
  });
  const roleOf = (name) => [
    configured("aws_iam_role", name, { name: { references: ["var.name"] }, assume_role_policy: {} }),
    configured("aws_iam_role_policy", name, {
      role: { references: [`aws_iam_role.${name}.id`, `aws_iam_role.${name}`] },
      policy: {},
    }),
  ];
  const service = {
    resources: [configured("aws_instance", "worker", { ami: { references: ["var.ami"] } })],
    module_calls: { role: { source: "./role", module: { resources: roleOf("this") } } },
  };
  return {
    resources: roleOf(role),
    module_calls: { service: { source: "./service", for_each_expression: {}, module: service } },
    variables: { team: {}, password: { sensitive: true } },
  };
}

const MANIFESTS = [
  (draw) => ({ name: draw.word(8), version: "1.0.0", scripts: { test: "jest" }, dependencies: words(draw, 30) }),
  (draw) => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: draw.word(8), labels: words(draw, 10) } }),
  (draw) => ({
    openapi: "3.1.0",
    paths: Object.fromEntries(Array.from({ length: 40 }, () => [`/${draw.word(9)}`, words(draw, 12)])),
  }),
  (draw) => ({ rows: Array.from({ length: 80 }, () => words(draw, 6)) }),
];

const words = (draw, count) => Object.fromEntries(Array.from({ length: count }, () => [draw.word(7), draw.word(9)]));

/** A file unrelated to IAM, as JSON or YAML. */
export function unrelated(draw) {
  return draw.pick(MANIFESTS)(draw);
}

export const asJson = (value) => JSON.stringify(value, null, 2);
export const asYaml = (value) => stringify(value);
