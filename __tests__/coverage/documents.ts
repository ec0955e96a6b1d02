/** A policy with one statement. */
export const allowing = (Action: unknown, Resource: unknown = "*") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource }],
});

/** A trust policy that lets in EC2, and the role `appliance` of an account. */
export const trustingAppliance = (account: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:role/appliance`, Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});

/** A role of a template. */
export const templateRole = (RoleName: string, trust: object, ...policies: readonly object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: trust,
    Policies: policies.map((PolicyDocument, at) => ({ PolicyName: `p${at}`, PolicyDocument })),
  },
});

/** Terraform values for `rootRoles`. */
interface RootRoles {
  /** The JSON text of both roles' trust policy. */
  readonly trust: string;
  readonly granted: unknown;
  /** The ARN of the role that the first one may pass. */
  readonly passed: string;
  /** The end of both roles' names. */
  readonly suffix?: string;
}

export const jsonencode = (value: object): string => `jsonencode(${JSON.stringify(value)})`;

/** Terraform source of a role that passes another one, which has a profile but no policy. */
export const rootRoles = ({ trust, granted, passed, suffix = "" }: RootRoles): string => `
resource "aws_iam_role" "deploy" {
  name               = "veeam-deploy${suffix}"
  assume_role_policy = jsonencode(${trust})
}
resource "aws_iam_role_policy" "deploy" {
  role   = aws_iam_role.deploy.id
  policy = ${jsonencode(allowing(granted))}
}
resource "aws_iam_role_policy" "pass" {
  role   = aws_iam_role.deploy.id
  policy = ${jsonencode(allowing("iam:PassRole", passed))}
}
resource "aws_iam_role" "worker" {
  name               = "veeam-worker${suffix}"
  assume_role_policy = jsonencode(${trust})
}
resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.worker.name
}
`;
