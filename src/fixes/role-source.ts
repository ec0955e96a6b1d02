import type { Kind } from "../requirements/requirements.js";

/** The least role that satisfies some kinds. */
export interface LeastRole {
  /** Sorted, each once. */
  readonly actions: readonly string[];
  /** Whether ec2 has to assume it, so that it needs an instance profile. */
  readonly attached: boolean;
  /** ARN of the appliance's role or account; null: left to be filled in. */
  readonly appliance: string | null;
}

export function leastRole(kinds: readonly Kind[], appliance: string | null): LeastRole {
  const actions = new Set(kinds.flatMap((kind) => kind.actions.map(({ action }) => action)));
  return { actions: [...actions].sort(), attached: kinds.some(({ trust }) => trust.includes("ec2")), appliance };
}

/** The permissions as a policy document in JSON. */
export function policyDocument({ actions }: LeastRole): string {
  const statement = { Sid: "VeeamWorkers", Effect: "Allow", Action: actions, Resource: "*" };
  return `${JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2)}\n`;
}

/** Role, policy and, where instances carry it, instance profile as a CloudFormation template. */
export function cloudFormationTemplate({ actions, attached, appliance }: LeastRole): string {
  const parameter =
    appliance === null
      ? "Parameters:\n  ApplianceArn:\n    Type: String\n    Description: ARN of the backup appliance's impersonation role, or of its account\n"
      : "";
  const ec2 =
    "          - Effect: Allow\n            Principal:\n              Service: !Sub ec2.${AWS::URLSuffix}\n            Action: sts:AssumeRole\n";
  const profile =
    "  VeeamWorkerProfile:\n    Type: AWS::IAM::InstanceProfile\n    Properties:\n      Roles:\n        - !Ref VeeamWorkerRole\n";
  return `AWSTemplateFormatVersion: "2010-09-09"
${parameter}Resources:
  VeeamWorkerRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: ${appliance === null ? "!Ref ApplianceArn" : JSON.stringify(appliance)}
            Action: sts:AssumeRole
${attached ? ec2 : ""}  VeeamWorkerPolicy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref VeeamWorkerRole
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: VeeamWorkers
            Effect: Allow
            Action:
${actions.map((action) => `              - ${action}\n`).join("")}            Resource: "*"
${attached ? profile : ""}`;
}

/** The same as Terraform. */
export function terraformSource({ actions, attached, appliance }: LeastRole): string {
  const variable =
    appliance === null
      ? `variable "appliance_arn" {\n  description = "ARN of the backup appliance's impersonation role, or of its account"\n  type        = string\n}\n\n`
      : "";
  const ec2 = `\n  statement {\n    actions = ["sts:AssumeRole"]\n    principals {\n      type        = "Service"\n      identifiers = ["ec2.amazonaws.com"]\n    }\n  }\n`;
  const profile = `\nresource "aws_iam_instance_profile" "veeam_worker" {\n  name = "veeam-worker"\n  role = aws_iam_role.veeam_worker.name\n}\n`;
  return `${variable}data "aws_iam_policy_document" "veeam_worker_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [${appliance === null ? "var.appliance_arn" : JSON.stringify(appliance)}]
    }
  }
${attached ? ec2 : ""}}

resource "aws_iam_role" "veeam_worker" {
  name               = "veeam-worker"
  assume_role_policy = data.aws_iam_policy_document.veeam_worker_trust.json
}

data "aws_iam_policy_document" "veeam_worker" {
  statement {
    sid = "VeeamWorkers"
    actions = [
${actions.map((action) => `      ${JSON.stringify(action)},\n`).join("")}    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "veeam_worker" {
  name   = "veeam-worker"
  policy = data.aws_iam_policy_document.veeam_worker.json
}

resource "aws_iam_role_policy_attachment" "veeam_worker" {
  role       = aws_iam_role.veeam_worker.name
  policy_arn = aws_iam_policy.veeam_worker.arn
}
${attached ? profile : ""}`;
}
