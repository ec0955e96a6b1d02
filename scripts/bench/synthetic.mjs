// Synthetic files of every kind that a repository holds. All are made from a seed: two runs check the same bytes.
import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/** The vendor's lists, out of the catalogue's source, so that the worker roles here have real permissions. */
function requiredActions() {
  const source = readFileSync(new URL("../../src/requirements/catalogue/v7.ts", import.meta.url), "utf8");
  return [...new Set([...source.matchAll(/\b[a-z0-9]+(?:-[a-z]+)?:[A-Z][A-Za-z]+/g)].map(([action]) => action))];
}

const REQUIRED = requiredActions();

/** What roles of applications are usually given. */
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

/** What most roles of a repository are for. */
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

/** A template of about `size` bytes: buckets, queues and functions, and two roles, of which one may be a worker role. */
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

/** A plan of about `size` bytes: instances and buckets, and one role with its policy in a hundred resources. */
export function plan(draw, { worker = false, size = 60_000 } = {}) {
  const changes = [...planRole(draw, worker ? "veeam_worker" : "service", worker)];
  let length = JSON.stringify(changes).length;
  for (let index = 0; length < size; index += 1) {
    const made = index % 100 === 99 ? planRole(draw, `role_${index}`, false) : [planInstance(draw, `i_${index}`)];
    changes.push(...made);
    length += JSON.stringify(made).length;
  }
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    configuration: { root_module: { resources: [] } },
  };
}

function change(type, name, after, unknown) {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: {
      actions: ["create"],
      before: null,
      after,
      after_unknown: unknown,
      before_sensitive: false,
      after_sensitive: {},
    },
  };
}

function planRole(draw, name, worker) {
  const trust = worker ? WORKER_TRUST : draw.pick(SERVICE_TRUSTS);
  const after = { name, path: "/", assume_role_policy: JSON.stringify(trust), max_session_duration: 3600 };
  const policy = { name, role: name, policy: JSON.stringify(policyDocument(draw, { worker })) };
  return [
    change("aws_iam_role", name, after, { arn: true, id: true }),
    change("aws_iam_role_policy", name, policy, { id: true }),
  ];
}

function planInstance(draw, name) {
  const after = {
    ami: `ami-${draw.word(17)}`,
    instance_type: "t3.medium",
    user_data: draw.word(200),
    tags: { Name: name, team: draw.word(8) },
    root_block_device: [{ volume_size: draw.below(500), encrypted: true, kms_key_id: draw.word(36) }],
  };
  return change("aws_instance", name, after, { id: true, arn: true, private_ip: true });
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

/** A file that has nothing to do with IAM, as JSON or YAML. */
export function unrelated(draw) {
  return draw.pick(MANIFESTS)(draw);
}

export const asJson = (value) => JSON.stringify(value, null, 2);
export const asYaml = (value) => stringify(value);
