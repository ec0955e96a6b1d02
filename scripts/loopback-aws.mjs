import { createServer } from "node:http";

export const ACCOUNT = "123456789012";

/** AWS's responses. The access key from an assumed role contains the role's account, so that GetCallerIdentity can return it. */
const ANSWERS = {
  GetCallerIdentity: ({ account, partition }) =>
    `<Arn>arn:${partition}:iam::${account}:user/engineer</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account>`,
  AssumeRole: ({ asked }) =>
    `<Credentials><AccessKeyId>ASIA${asked.get("RoleArn").split(":")[4]}</AccessKeyId><SecretAccessKey>none</SecretAccessKey>` +
    "<SessionToken>none</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>",
  GetPolicy: ({ asked }) => `<Policy>${policyOf(asked.get("PolicyArn"))}</Policy>`,
  GetPolicyVersion: ({ asked }) => {
    const document = encodeURIComponent(documentOf(asked.get("PolicyArn")));
    return `<PolicyVersion><Document>${document}</Document><VersionId>v1</VersionId></PolicyVersion>`;
  },
  ListPolicies: () => {
    const all = Object.keys(AWS_POLICIES).map(
      (name) => `<member>${policyOf(`arn:aws:iam::aws:policy/${name}`)}</member>`,
    );
    return `<IsTruncated>false</IsTruncated><Policies>${all.join("")}</Policies>`;
  },
};

/** The actions of some AWS-managed policies. All are allowed on everything. */
const AWS_POLICIES = {
  AmazonS3ReadOnlyAccess: ["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
  AmazonSQSFullAccess: ["sqs:*"],
};

/** The document of a policy. For a policy that isn't AWS's, returns content that the source can't know. */
function documentOf(arn) {
  const Action = AWS_POLICIES[arn.split("/").at(-1)] ?? ["ec2:*"];
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
}

function policyOf(arn) {
  return (
    `<PolicyName>${arn.split("/").at(-1)}</PolicyName><Arn>${arn}</Arn><Path>/</Path><PolicyId>ANPAEXAMPLE</PolicyId>` +
    "<DefaultVersionId>v1</DefaultVersionId><AttachmentCount>0</AttachmentCount>"
  );
}

/** The partitions of an account's credentials, keyed by the start of a region's name. Other regions are in `aws`. */
const PARTITIONS = new Map([
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
]);

/**
 * Starts a fake AWS endpoint on the loopback interface for `terraform plan`. `environment` has the variables that make Terraform use it.
 */
export async function loopbackAws() {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const asked = new URLSearchParams(Buffer.concat(chunks).toString());
      const action = asked.get("Action");
      const { authorization = "" } = request.headers;
      const account = /Credential=ASIA(\d{12})/.exec(authorization)?.[1] ?? ACCOUNT;
      const [, prefix] = /Credential=[^/]*\/\d+\/(cn-|us-gov-)/.exec(authorization) ?? [];
      const partition = PARTITIONS.get(prefix) ?? "aws";
      const answer = ANSWERS[action]?.({ account, partition, asked });
      if (answer === undefined) {
        response.statusCode = 400;
        response.end(
          `<ErrorResponse><Error><Code>AccessDenied</Code><Message>no ${action} here</Message></Error></ErrorResponse>`,
        );
      } else response.end(`<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return { environment, close: () => server.close() };
}
