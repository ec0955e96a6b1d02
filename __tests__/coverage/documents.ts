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
