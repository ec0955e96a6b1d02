import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const template = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
const plan = readFileSync("examples/terraform/failing/plan.json", "utf8");

function run(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const cwd = makeWorkspace(files);
  const { status, stdout, stderr } = runCli([...args], { cwd });
  rmSync(cwd, { recursive: true });
  return { status, stdout, stderr };
}

function report(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return JSON.parse(run(files, "check", ...args, "--format", "json").stdout);
}

const policy = (actions: readonly string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

describe("check", () => {
  test("names the missing actions and points at the list to add them to", () => {
    const { roles, findings, conclusion } = report({ "a.yaml": template });
    expect(conclusion).toBe("failure");
    expect(roles[1]).toMatchObject({
      id: "VeeamWorkerRole",
      name: "veeam-worker",
      format: "cloudformation",
      kinds: { communication: { required: 33, granted: 32, missing: ["sqs:ReceiveMessage"] } },
      trust: { appliance: "granted", ec2: "missing" },
      instanceProfile: false,
    });
    expect(findings.map((finding: { rule: string }) => finding.rule)).toEqual([
      "missing-action",
      "missing-action",
      "trust-missing",
      "missing-action",
      "instance-profile-missing",
    ]);
    expect(findings[0]).toMatchObject({
      location: { file: "a.yaml", line: 32, column: 15, endLine: 142 },
      suppressed: null,
    });
  });

  test("checks a plan without its source", () => {
    const { roles, findings } = report({ "plan.json": plan });
    expect(roles.map((role: { id: string; location: object }) => [role.id, role.location])).toEqual([
      ["aws_iam_role.backup", { file: "plan.json" }],
      ["aws_iam_role.worker", { file: "plan.json" }],
    ]);
    expect(findings[0]).toMatchObject({
      rule: "missing-action",
      actions: ["ec2:ModifyInstanceAttribute", "events:PutTargets"],
    });
  });

  test("points at the .tf source for a plan's findings", () => {
    const { findings } = report({
      "plan.json": plan,
      "main.tf": readFileSync("examples/terraform/failing/main.tf", "utf8"),
    });
    expect(findings[0].location).toMatchObject({ file: "main.tf", line: 33, column: 15 });
  });

  test.each<[string, Record<string, string>, readonly string[], number]>([
    ["findings", { "a.yaml": template }, [], 1],
    ["possible findings", { "a.yaml": template }, ["--fail-on", "never"], 0],
    ["no worker role", { "a.json": policy(["s3:GetObject"]) }, [], 1],
    [
      "no worker role, with the finding turned off",
      { "a.json": policy(["s3:GetObject"]) },
      ["--if-no-roles", "ignore"],
      0,
    ],
    ["no files", {}, [], 1],
    ["a missing literal path", { "a.yaml": template }, ["gone.json"], 1],
    ["an unknown option", {}, ["--rolls", "x"], 2],
    ["an invalid value", {}, ["--fail-on", "eror"], 2],
    ["a role line without kinds", {}, ["--roles", "VeeamRole"], 2],
    ["an invalid appliance", {}, ["--appliance", "veeam"], 2],
    ["an unknown version", {}, ["--requirements", "6"], 2],
    ["a missing config file", {}, ["--config", "gone.yml"], 2],
  ])("exits with the documented status: %s", (_name, files, args, status) => {
    expect(run(files, "check", ...args).status).toBe(status);
  });

  test("accepts a folder and a file outside the working directory", () => {
    const other = makeWorkspace({ "sub/a.yaml": template });
    for (const named of [other, join(other, "sub/a.yaml")]) expect(report({}, named).roles).toHaveLength(2);
    rmSync(other, { recursive: true });
  });

  test("points at the missing comma in the vendor's published block and never passes it", () => {
    const block = `{\n\u00a0"Version": "2012-10-17",\n\u00a0"Statement": [{"Effect": "Allow", "Resource": "*", "Action": [\n\u00a0\u00a0"ssm:GetParameter"\n\u00a0\u00a0"ssm:SendCommand"\n]}]}`;
    const { status, stdout } = run(
      { "backup.json": block, "a.yaml": readFileSync("examples/cloudformation/passing/worker-roles.yaml", "utf8") },
      "check",
    );
    expect(status).toBe(1);
    expect(stdout).toContain(
      'error[unreadable-file] backup.json is not valid JSON: a comma is missing after "ssm:GetParameter"\n  --> backup.json:4:21\n',
    );
    expect(stdout).toContain("failure: 2 worker roles checked, 1 error");
  });

  test("skips a broken file without IAM content unless it was named", () => {
    expect(report({ "a.yaml": template, "broken.json": "{" }).files).toEqual({
      matched: 2,
      read: 1,
      unreadable: 0,
      paths: ["a.yaml"],
    });
    expect(report({ "broken.json": "{" }, "broken.json").findings).toContainEqual(
      expect.objectContaining({ rule: "unreadable-file" }),
    );
  });

  test("applies the config's suppressions, severities, and groups", () => {
    const config = `
severities: { instance-profile-missing: off, trust-missing: warning }
suppressions:
  - { role: VeeamDeployRole, rule: missing-action, actions: ["ec2:Run*"], reason: not used }
  - { role: VeeamWorkerRole, rule: missing-action, reason: old, expires: 2020-01-01 }
  - { role: Nobody, rule: denied-action, reason: gone }
`;
    const { findings } = report({ "a.yaml": template, ".github/worker-iam-check.yml": config });
    const brief = findings.map(
      (finding: { rule: string; severity: string; actions: string[]; suppressed: object | null; message: string }) => [
        finding.rule,
        finding.severity,
        finding.suppressed === null ? finding.actions.join(" ") : "suppressed",
      ],
    );
    expect(brief).toEqual([
      ["missing-action", "error", "suppressed"],
      ["missing-action", "error", "suppressed"],
      ["missing-action", "error", "ec2:CreateSnapshots sqs:ReceiveMessage"],
      ["missing-action", "error", "sqs:ReceiveMessage"],
      ["missing-action", "error", "sqs:ReceiveMessage"],
      ["stale-suppression", "warning", ""],
      ["stale-suppression", "warning", ""],
      ["trust-missing", "warning", "sts:AssumeRole"],
    ]);
  });

  test("joins loose files into one role with its own trust policy", () => {
    const half = (from: number, to?: number) =>
      policy(
        JSON.parse(
          readFileSync("examples/policy-json/passing/veeam-communication.json", "utf8"),
        ).Statement[0].Action.slice(from, to),
      );
    const trust = JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com", AWS: "111122223333" }, Action: "sts:AssumeRole" },
      ],
    });
    const files = { "p/1.json": half(0, 20), "p/2.json": half(20), "trust.json": trust };
    const config = "groups:\n  veeam-worker:\n    policies: p/*.json\n    trust: trust.json\n";
    const { roles, conclusion } = report({ ...files, ".github/worker-iam-check.yml": config });
    expect(conclusion).toBe("success");
    expect(roles).toMatchObject([
      {
        id: "veeam-worker",
        kinds: { communication: { granted: 33 } },
        trust: { appliance: "granted", ec2: "granted" },
      },
    ]);
  });

  test("settles a condition with the declared context", () => {
    const document = {
      Statement: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        {
          Effect: "Deny",
          Action: "ec2:RunInstances",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
        },
      ],
    };
    const verdict = (region: string | null) => {
      const config =
        region === null ? {} : { ".github/worker-iam-check.yml": `context:\n  aws:RequestedRegion: ${region}\n` };
      const { backup } = report({ "veeam.json": JSON.stringify(document), ...config }, "--roles", "veeam: backup")
        .roles[0].kinds;
      return [backup.granted, backup.conditional, backup.denied];
    };
    expect(verdict(null)).toEqual([88, ["ec2:RunInstances"], []]);
    expect(verdict("eu-west-1")).toEqual([89, [], []]);
    expect(verdict("us-east-1")).toEqual([88, [], ["ec2:RunInstances"]]);
  });
});

const corpus = process.env.CORPUS ?? "../shared/corpus";

(existsSync(corpus) ? describe : describe.skip)("the corpus", () => {
  const check = (path: string) => JSON.parse(runCli(["check", join(corpus, path), "--format", "json"]).stdout);

  test("checks VeeamHub's templates", () => {
    const { roles, files } = check("veeamhub-cloudformation");
    const kinds = Object.fromEntries(roles.map((role: { id: string; kinds: object }) => [role.id, role.kinds]));
    expect(files.unreadable).toBe(0);
    expect(kinds.VeeamWorkerRole).toMatchObject({
      communication: {
        granted: 29,
        missing: [
          "iam:GetContextKeysForPrincipalPolicy",
          "iam:GetRole",
          "iam:ListInstanceProfilesForRole",
          "iam:SimulatePrincipalPolicy",
        ],
      },
    });
    expect(kinds.VeeamEc2Role).toMatchObject({ backup: { granted: 79 }, restore: { granted: 85 } });
  });

  test("checks VeeamHub's plan", () => {
    const { roles } = check("veeamhub-terraform/plan.json");
    expect(roles).toMatchObject([
      {
        id: "aws_iam_role.veeam_aws_default_role",
        kinds: {
          backup: { granted: 88, missing: ["ec2:DescribeSnapshotAttribute"], undetermined: [] },
          restore: {
            granted: 94,
            missing: ["ec2:AssignPrivateIpAddresses", "ec2:AttachNetworkInterface"],
            undetermined: [],
          },
        },
      },
    ]);
  });
});
