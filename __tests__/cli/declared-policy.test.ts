import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCli } from "../bundle/run-bundle.js";

const CONFIG = `requirements: "13.1"
roles: { "veeam-*": backup }
deployment: { accounts: ["111122223333"], regions: [eu-west-1] }
resources:
  s3:*: [arn:aws:s3:::veeam-*, arn:aws:s3:::veeam-*/*]
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "declared-policy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(...args: readonly string[]) {
  return runCli(args, { cwd: folder });
}

test("passes the output of policy under the same configuration and reports that it is narrowed", () => {
  write(".github/worker-iam-check.yml", CONFIG);
  write("veeam-backup.json", run("policy", "backup").stdout);
  const { status, stdout } = run("check", "--fail-on", "warning");
  expect([status, stdout]).toEqual([0, expect.stringContaining("within the declared deployment")]);
  expect(stdout).toContain("0 errors, 0 warnings");
  rmSync(join(folder, ".github"), { recursive: true });
  const options = ["--requirements", "13.1", "--roles", "veeam-*: backup"];
  expect(run("check", ...options, "--fail-on", "warning").stdout).toContain("partial-action");
});

test("passes the output of policy under the same options", () => {
  const options = ["--accounts", "111122223333", "--regions", "eu-west-1,eu-central-1"];
  write("veeam-worker.json", run("policy", "communication", ...options).stdout);
  const { status, stdout } = run("check", ...options, "--fail-on", "warning");
  expect([status, stdout]).toEqual([0, expect.stringContaining("within the declared deployment")]);
});

test.each(["cloudformation", "terraform"])("lets the configured appliance assume the role in %s", (format) => {
  write(".github/worker-iam-check.yml", 'appliance: "arn:aws:iam::111122223333:role/veeam-appliance"\n');
  const name = format === "terraform" ? "main.tf" : "veeam.yml";
  write(name, run("policy", "communication", "--format", format).stdout);
  const { status, stdout } = run("check", "--fail-on", "warning");
  expect([status, stdout]).toEqual([0, expect.stringContaining("trust: appliance granted, ec2 granted\n")]);
});

test("policy rejects the same input as check", () => {
  const { status, stderr } = run("policy", "communication", "--accounts", "11112222333");
  expect([status, stderr]).toEqual([2, expect.stringContaining("has 11 digits")]);
  write("own.yml", "resources: { 'sqs:SendMesage': '*' }\n");
  const unlisted = run("policy", "communication", "--config", "own.yml");
  expect([unlisted.status, unlisted.stderr]).toEqual([2, expect.stringContaining("did you mean `sqs:SendMessage`?")]);
});

test.each([
  [["--config", "own.yml"], '"ec2.amazonaws.com.cn"'],
  [["--appliance", "arn:aws-cn:iam::111122223333:role/veeam"], '"ec2.amazonaws.com.cn"'],
  [[], '"ec2.amazonaws.com"'],
])("policy names EC2 by the partition of %j", (options, expected) => {
  write("own.yml", "deployment: { partition: aws-cn }\n");
  expect(run("policy", "communication", "--format", "terraform", ...options).stdout).toContain(expected);
});

const FILES = { json: "veeam-worker.json", cloudformation: "worker.yml", terraform: "main.tf" } as const;
const REGION: Readonly<Record<string, string>> = {
  aws: "eu-west-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

describe.each(Object.entries(REGION))("in partition %s", (partition, region) => {
  const declarations = [
    `deployment: { partition: ${partition} }`,
    `deployment: { accounts: ["111122223333"] }\ncontext: { aws:RequestedRegion: ${region} }`,
    "",
  ];
  test.each(Object.entries(FILES))(
    "passes the output of policy as %s with each declaration of the partition",
    (format, file) => {
      for (const declaration of declarations) {
        write(".github/worker-iam-check.yml", `roles: { "*": communication }\n${declaration}\n`);
        const given = ["--appliance", `arn:${partition}:iam::111122223333:role/appliance`];
        write(file, run("policy", "communication", "--format", format, ...given).stdout);
        const { status, stdout } = run("check", file, ...given);
        expect([declaration, status, stdout]).toEqual([declaration, 0, expect.not.stringContaining("trust-")]);
        expect(stdout).toContain("0 errors, 0 warnings");
      }
    },
  );
});

test("names EC2 in the trust policy by the declared partition", () => {
  write("own.yml", "roles: { '*': communication }\ndeployment: { partition: aws-cn }\n");
  const options = ["check", "worker.yml", "--config", "own.yml"];
  write("worker.yml", run("policy", "communication", "--format", "cloudformation").stdout);
  expect(run(...options).stdout).not.toContain("trust-missing");
  const written = run("policy", "communication", "--format", "cloudformation").stdout;
  write("worker.yml", written.replace('!Sub "ec2.${AWS::URLSuffix}"', "ec2.amazonaws.com"));
  const { stdout } = run(...options);
  expect(stdout).toContain("does not let ec2.amazonaws.com.cn assume it");
  expect(stdout).toContain("allows the service ec2.amazonaws.com.cn");
  expect(stdout).toContain("write ec2.amazonaws.com.cn");
});
