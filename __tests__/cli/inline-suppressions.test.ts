import { readFileSync } from "node:fs";
import { runCli } from "../bundle/run-bundle.js";
import { commit, emptyFolder, git, removeFolders, repository, writeFiles } from "../discover/repository.js";

afterEach(removeFolders);

const template = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
const IGNORE = "worker-iam-check: ignore";

/** The template with a comment above or after the first line that starts with the given words. */
function noted(words: string, comment: string, where: "above" | "behind" = "above"): string {
  const at = template.indexOf(`\n${words}`) + 1;
  const end = template.indexOf("\n", at);
  return where === "above"
    ? `${template.slice(0, at)}  # ${comment}\n${template.slice(at)}`
    : `${template.slice(0, end)} # ${comment}${template.slice(end)}`;
}

interface Found {
  readonly rule: string;
  readonly role: string | null;
  readonly message: string;
  readonly help: string;
  readonly location: { readonly line: number };
  readonly suppressed: { readonly reason: string; readonly isNew?: true } | null;
}

function check(folder: string, ...args: readonly string[]): readonly Found[] {
  return JSON.parse(runCli(["check", "--format", "json", ...args], { cwd: folder }).stdout).findings;
}

function checked(files: Readonly<Record<string, string>>): readonly Found[] {
  const folder = emptyFolder();
  writeFiles(folder, files);
  return check(folder);
}

const words = (findings: readonly Found[]) =>
  findings.filter(({ suppressed }) => suppressed !== null).map(({ rule, role }) => `${rule} ${role}`);

const MISSING = `${IGNORE}[missing-action] no new instances here, until 2099-12-31`;
const DEPLOY = ["missing-action VeeamDeployRole", "missing-action VeeamDeployRole"];

test.each([
  ["above the role", noted("  VeeamDeployRole:", MISSING), DEPLOY],
  ["on the role's line", noted("  VeeamDeployRole:", MISSING, "behind"), DEPLOY],
  ["above the list", noted("            Action:\n              - ebs", MISSING), DEPLOY],
  ["on the list's line", noted("            Action:\n              - ebs", MISSING, "behind"), DEPLOY],
  ["above the first action", noted("              - ebs", MISSING), DEPLOY],
  ["of another rule", noted("  VeeamDeployRole:", `${IGNORE}[trust-missing] so it is`), []],
  ["past its end date", noted("  VeeamDeployRole:", `${IGNORE}[missing-action] old, until 2020-01-01`), []],
  ["without a reason", noted("  VeeamDeployRole:", `${IGNORE}[missing-action]`), []],
  ["elsewhere", noted("Parameters:", MISSING), []],
])("applies a comment %s", (_name, text, suppressed) => expect(words(checked({ "t.yaml": text }))).toEqual(suppressed));

test.each([
  ["elsewhere", noted("Parameters:", MISSING), "suppression of missing-action matches nothing"],
  [
    "past its end date",
    noted("  VeeamDeployRole:", `${IGNORE}[missing-action] old, until 2020-01-01`),
    "suppression of missing-action expired on 2020-01-01",
  ],
  [
    "without a reason",
    noted("  VeeamDeployRole:", `${IGNORE}[missing-action]`),
    "suppression has no effect: it has no reason",
  ],
  [
    "of an unknown rule",
    noted("  VeeamDeployRole:", `${IGNORE}[missing-acton] so it is`),
    "suppression has no effect: unknown rule `missing-acton`",
  ],
  [
    "of a rule whose findings have no line",
    noted("  VeeamDeployRole:", `${IGNORE}[coverage-lost] so it is`),
    "suppression has no effect: `coverage-lost` can't be suppressed here",
  ],
])("reports a comment %s at its position", (_name, text, message) => {
  const [stale] = checked({ "t.yaml": text }).filter(({ rule }) => rule === "stale-suppression");
  expect(stale?.message).toBe(message);
  expect(text.split("\n")[(stale?.location.line ?? 0) - 1]).toContain(IGNORE);
});

test.each([
  ["elsewhere", MISSING, false],
  ["past its end date", `${IGNORE}[missing-action] old, until 2020-01-01`, true],
])("checks a comment %s while another file can't be read", (_name, comment, isStale) => {
  const found = checked({ "t.yaml": noted("Parameters:", comment), "b.yaml": "AWS::IAM::Role: [" });
  const rules = found.map(({ rule }) => rule);
  expect(rules).toContain("unreadable-file");
  expect(rules.includes("stale-suppression")).toBe(isStale);
});

const jsonTemplate = (ignore: unknown) =>
  JSON.stringify({
    Resources: {
      VeeamWorker: {
        Type: "AWS::IAM::Role",
        Metadata: { WorkerIamCheck: { Kinds: ["communication"], Ignore: ignore } },
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
          },
          Policies: [
            {
              PolicyName: "p",
              PolicyDocument: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "sqs:*", Resource: "*" } },
            },
          ],
        },
      },
    },
  });

test.each<[unknown, readonly string[], readonly string[]]>([
  [
    ["[missing-action] no SSM", "[instance-profile-missing] elsewhere"],
    ["instance-profile-missing", "missing-action"],
    [],
  ],
  ["[missing-action] no SSM, until 2099-01-01", ["missing-action"], []],
  [["[missing-action] no SSM, until 2020-01-01"], [], ["suppression of missing-action expired on 2020-01-01"]],
  [["ignore[missing-action] no SSM"], ["missing-action"], []],
])("applies the metadata of a JSON template's role: %j", (ignore, rules, stale) => {
  const findings = checked({ "t.json": jsonTemplate(ignore) });
  expect(words(findings).toSorted()).toEqual(rules.map((rule) => `${rule} VeeamWorker`));
  const reported = findings.filter(({ rule }) => rule === "stale-suppression").map(({ message }) => message);
  expect(reported).toEqual(expect.arrayContaining([...stale]));
});

test.each([[["missing-action"]], ["missing-action no SSM"], [[{ Rule: "missing-action", Reason: "no SSM" }]]])(
  "reports a malformed entry %j in the metadata once, with the correct form",
  (ignore) => {
    const findings = checked({ "t.json": jsonTemplate(ignore) });
    expect(words(findings)).toEqual([]);
    const reported = findings.filter(({ rule }) => rule === "stale-suppression");
    expect(reported.map(({ message, help }) => [message, help])).toEqual([
      ["suppression has no effect: it names no rule", "write `[RULE] reason, until YYYY-MM-DD`; the date is optional"],
    ]);
  },
);

test.each([
  ['"Ignore"', '"ignore"', "unknown key `ignore` in `WorkerIamCheck`"],
  ['"Ignore"', '"Ignores"', "unknown key `Ignores` in `WorkerIamCheck`"],
  ['"WorkerIamCheck"', '"workerIamCheck"', "unknown key `workerIamCheck` in `Metadata`"],
])("reports %s misspelled as %s in the metadata", (right, wrong, message) => {
  const findings = checked({ "t.json": jsonTemplate("[missing-action] no SSM").replace(right, wrong) });
  expect(words(findings)).toEqual([]);
  const [reported] = findings.filter(({ rule }) => rule === "stale-suppression");
  expect(reported).toMatchObject({
    message: `suppression has no effect: ${message}`,
    help: `did you mean \`${right.replaceAll('"', "")}\`?`,
  });
});

const terraform = (comment: string) => `provider "aws" {}

# ${comment}
resource "aws_iam_role" "veeam_worker" {
  name               = "veeam-worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_instance_profile" "veeam_worker" {
  role = aws_iam_role.veeam_worker.name
}

resource "aws_iam_role_policy" "veeam_worker" {
  role   = aws_iam_role.veeam_worker.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ec2messages:*", "iam:*", "sqs:*", "ssm:*"] # ${IGNORE}[missing-action] no ssmmessages
      Resource = "*"
    }]
  })
}
`;

test("applies comments in Terraform source", () => {
  const findings = checked({
    "main.tf": terraform(`${IGNORE}[trust-missing, policy-quota] this is not the appliance's`),
  });
  expect(words(findings)).toContain("missing-action aws_iam_role.veeam_worker");
  const stale = findings.filter(({ rule }) => rule === "stale-suppression").map(({ message }) => message);
  expect(stale).toContain("suppression of policy-quota matches nothing");
});

test("reports suppressions that a change adds, but not those in the base", () => {
  const root = repository({ "t.yaml": noted("  VeeamDeployRole:", MISSING) });
  git(root, "checkout", "--quiet", "-b", "feature");
  const more = noted("  VeeamDeployRole:", MISSING).replace(
    "  VeeamWorkerRole:",
    `  # ${IGNORE}[trust-missing, missing-action] soon\n  VeeamWorkerRole:`,
  );
  commit(root, { "t.yaml": more });
  const isNew = (findings: readonly Found[]) =>
    findings.flatMap(({ rule, role, suppressed }) =>
      suppressed === null ? [] : [[rule, role, suppressed.isNew ?? false]],
    );
  expect(isNew(check(root, "--base", "main")).toSorted()).toEqual([
    ["missing-action", "VeeamDeployRole", false],
    ["missing-action", "VeeamDeployRole", false],
    ["missing-action", "VeeamWorkerRole", true],
    ["trust-missing", "VeeamWorkerRole", true],
  ]);
  const { stdout } = runCli(["check", "--base", "main"], { cwd: root });
  expect(stdout).toContain("4 suppressed, 2 of them by this change");
  expect(isNew(check(root, "--base", "feature")).every(([, , fresh]) => fresh === false)).toBe(true);
});
