import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";

const bundle = join(process.cwd(), "dist/cli/index.js");
const failing = readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8");

/** The report of a check that runs in a folder of a repository with these files. */
function report(files: Readonly<Record<string, string>>, from: string, ...args: readonly string[]) {
  const root = makeWorkspace(files);
  mkdirSync(join(root, ".git"));
  const command = [bundle, "check", "--format", "json", ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: join(root, from), encoding: "utf8" });
  rmSync(root, { recursive: true });
  return stdout === "" ? { stderr } : JSON.parse(stdout);
}

const accepted = "suppressions:\n  - role: infra/veeam-backup.json\n    rule: missing-action\n    reason: accepted\n";

describe("uses the repository's configuration in a subfolder", () => {
  test("matches the same files by path in suppressions and mappings", () => {
    const files = {
      "infra/veeam-backup.json": failing,
      "worker-iam-check.yaml": `${accepted}roles:\n  infra/*: backup\n`,
    };
    const { conclusion, roles } = report(files, "infra");
    expect(conclusion).toBe("success");
    expect(roles).toMatchObject([{ id: "veeam-backup", selectedBy: "roles: infra/*: backup" }]);
  });

  test("resolves paths in the configuration relative to its folder", () => {
    const config = "groups:\n  veeam-all:\n    policies: policies/*.json\nrequirements: lists/own.yml\n";
    const own = readFileSync("examples/requirements/acme-archive.yml", "utf8");
    const files = {
      "policies/a.json": failing,
      "lists/own.yml": own,
      ".github/worker-iam-check.yml": config,
      "infra/a.txt": "",
    };
    const args = ["--roles", "veeam-all: cleaner"];
    const fromRoot = report(files, ".", ...args);
    expect(fromRoot.roles).toMatchObject([{ id: "veeam-all", location: { file: "policies/a.json" } }]);
    expect(report(files, "infra", ...args)).toMatchObject({ roles: fromRoot.roles });
  });

  test("resolves paths on the command line relative to the working directory", () => {
    const own = readFileSync("examples/requirements/acme-archive.yml", "utf8");
    const files = { "infra/own.yml": own, "infra/veeam.json": failing, "worker-iam-check.yml": "fail-on: error\n" };
    const args = ["--requirements", "own.yml", "--roles", "veeam: cleaner"];
    expect(report(files, "infra", ...args).requirements.title).toBe("Roles of the archive");
  });
});

describe("policies that are deployed elsewhere", () => {
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  const template = JSON.stringify({
    Resources: {
      VeeamWorker: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
          PermissionsBoundary: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/team-boundary" },
          ManagedPolicyArns: ["arn:aws:iam::111122223333:policy/queues"],
          Policies: [{ PolicyName: "all", PolicyDocument: { Version: "2012-10-17", Statement: [everything] } }],
        },
      },
    },
  });
  const document = (...statements: readonly object[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const files = {
    "infra/veeam.json": template,
    "policies/boundary.json": document({ ...everything, Action: ["ec2messages:*", "iam:*", "ssm:*", "ssmmessages:*"] }),
    "policies/queues.json": document(
      { ...everything, Effect: "Deny", Action: "ec2messages:GetMessages" },
      { ...everything, Action: "sqs:*" },
    ),
  };
  const config = (lines: string) => ({
    "worker-iam-check.yml": `files: infra\nroles: "VeeamWorker: communication"\n${lines}`,
  });

  test("are checked with the files that the configuration names", () => {
    const lines =
      "policies:\n  arn:aws:iam::*:policy/team-boundary: policies/boundary.json\n  arn:aws:iam::*:policy/queues: policies/queues.json\n";
    const { roles, notChecked } = report({ ...files, ...config(lines) }, ".");
    const denied = [
      "ec2messages:GetMessages",
      "sqs:DeleteMessage",
      "sqs:ListQueues",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ];
    expect(roles[0].kinds.communication).toMatchObject({ granted: 28, denied, undetermined: [] });
    expect(notChecked).toEqual([]);
  });

  test("are unknown without those files", () => {
    expect(report({ ...files, ...config("") }, ".").roles[0].kinds.communication.undetermined).toHaveLength(33);
  });

  test.each([
    ["that contains a template", "infra/veeam.json", "that file can't be used (it contains no such policy)"],
    ["that is empty", "empty.json", "that file can't be used (it is not valid JSON: it is empty)"],
  ])("reports an error for a file %s", (_, file, because) => {
    const { conclusion, findings } = report(
      { ...files, "empty.json": "", ...config(`policies:\n  arn:aws:iam::*:policy/queues: ${file}\n`) },
      ".",
    );
    expect(conclusion).toBe("failure");
    expect(findings.map(({ message }: { readonly message: string }) => message)).toContain(
      `\`policies\` names ${file} for arn:aws:iam::*:policy/queues, but ${because}`,
    );
  });

  test("reports a missing file as one configuration error", () => {
    const lines = config("policies:\n  arn:aws:iam::*:policy/queues: policies/none.json\n");
    const { stderr } = report({ ...files, ...lines }, ".");
    expect(stderr).toMatch(
      /^error: worker-iam-check\.yml:4:\d+: `policies` names policies\/none\.json .*does not exist\n/,
    );
    expect(stderr.match(/error: /g)).toHaveLength(1);
  });

  test("never edits a copy", () => {
    const lines = "policies:\n  arn:aws:iam::*:policy/queues: policies/queues.json\n";
    const bare = template.replace('"*"', '"s3:GetObject"').replace('"PermissionsBoundary"', '"Description"');
    const { findings } = report({ ...files, ...config(lines), "infra/veeam.json": bare }, ".");
    const edits = JSON.stringify(findings.map(({ fix }: { readonly fix: unknown }) => fix));
    expect(edits).toContain("infra/veeam.json");
    expect(edits).not.toContain("policies/queues.json");
  });
});
