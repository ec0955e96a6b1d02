import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../../../src/check.js";
import { resolveOptions } from "../../../../src/config/resolve-options.js";
import type { Report } from "../../../../src/report/report.js";
import { formatLocation } from "../../../../src/source/location.js";

const folder = "__tests__/fixtures/terraform-outputs";

/** Output of Terraform 1.11.4: `plan`, `show`, `plan -json`, `show -json`, and states of one configuration. */
const bytes = (name: string) => readFileSync(join(folder, name));
const text = (name: string) => bytes(name).toString("utf8");
const planText = text("plan.json").trim();

/** Null means the default globs, which match such a name. Other files must be named. */
function patternFor(name: string): string | null {
  return /\.(json|ya?ml|template|cform)$/.test(name) ? null : name;
}

/** The report on one file. The default globs match it; otherwise it is named literally. */
async function checkFile(name: string, content: string | Uint8Array, files = patternFor(name)): Promise<Report> {
  const root = mkdtempSync(join(tmpdir(), "near-miss-"));
  try {
    writeFileSync(join(root, name), content);
    const inputs = new Map([
      ["roles", "*aws_iam_role.*: communication"],
      ["if-no-roles", "ignore"],
      ...(files === null ? [] : [["files", files] as const]),
    ]);
    const resolved = resolveOptions(inputs, null);
    if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
    const scope = { root, workingDirectory: root, confined: true };
    const outcome = await check(resolved.options.check, { scope, today: "2026-11-25" });
    if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
    // If nothing could be read, an unmatched line of `roles` is to be expected.
    const findings = outcome.report.findings.filter(
      ({ rule }) => rule !== "no-worker-role" && rule !== "unmatched-role",
    );
    return { ...outcome.report, findings };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const utf16 = (content: string) => Buffer.from(`\ufeff${content}`, "utf16le");

describe("reads what is almost a plan", () => {
  const wrapped = `[command]/opt/hostedtoolcache/terraform-bin show -json tfplan\n${planText}\n\n::debug::Terraform exited with code 0.\n`;
  test.each<[string, string, string | Uint8Array]>([
    ["a plan", "plan.json", planText],
    ["a plan written by PowerShell's `>`", "plan.json", utf16(planText)],
    ["a plan in big-endian UTF-16", "plan.json", utf16(planText).swap16()],
    ["a plan with a byte order mark", "plan.json", `\ufeff${planText}`],
    ["a plan in the output of setup-terraform's wrapper", "plan.json", wrapped],
    ["the same under another name", "plan.txt", wrapped],
    [
      "a plan after a colored warning",
      "plan.json",
      `\u001b[33m╷\u001b[0m\n\u001b[33m│ Warning: x\u001b[0m\n\u001b[0m${planText}`,
    ],
    [
      "a plan after a multi-line warning",
      "plan.out",
      `Warning: x\r\n${JSON.stringify(JSON.parse(planText), null, 2)}\r\ndone\r\n`,
    ],
    ["`show -json` of a state", "state.json", text("state-show.json")],
    ["a state file", "state.json", text("state.json")],
    ["a state file with its own name", "terraform.tfstate", text("state.json")],
  ])("%s", async (_name, file, content) => {
    const { roles, findings } = await checkFile(file, content);
    expect(roles.map(({ id, kinds }) => [id, Object.keys(kinds)])).toEqual([["aws_iam_role.r", ["communication"]]]);
    expect(findings.filter(({ rule }) => rule === "unreadable-file" || rule === "undetermined-action")).toEqual([]);
  });
});

test("finds addresses of instances, modules, and data sources in a state file, and skips deposed ones", async () => {
  const role = (values: object) => ({ attributes: { name: "veeam", assume_role_policy: "{}", ...values } });
  const resource = { mode: "managed", type: "aws_iam_role", name: "r" };
  const state = {
    version: 4,
    terraform_version: "1.11.4",
    lineage: "x",
    resources: [
      { ...resource, module: 'module.a["x"].module.b', instances: [{ ...role({}), index_key: "k" }] },
      {
        ...resource,
        instances: [
          { ...role({}), index_key: 0 },
          { ...role({}), deposed: "00000000", index_key: 0 },
        ],
      },
    ],
  };
  const { roles } = await checkFile("state.json", JSON.stringify(state));
  expect(roles.map(({ id }) => id)).toEqual(['module.a["x"].module.b.aws_iam_role.r["k"]', "aws_iam_role.r[0]"]);
});

const again = (file: string) => `run \`terraform plan -out tfplan\` and \`terraform show -json tfplan > ${file}\``;
const line = (part: string) => planText.indexOf(part) + 1;

describe("answers an unreadable file with the command to run", () => {
  test.each<[string, string, string | Uint8Array, string, string, string]>([
    [
      "a binary plan",
      "tfplan",
      bytes("tfplan"),
      "tfplan is a binary Terraform plan",
      "run `terraform show -json tfplan > plan.json` and check plan.json",
      "tfplan",
    ],
    [
      "a binary plan with a .json name",
      "plan.json",
      bytes("tfplan"),
      "plan.json is a binary Terraform plan",
      "run `mv plan.json tfplan` and `terraform show -json tfplan > plan.json`",
      "plan.json",
    ],
    ...(["plan.txt", "plan-colored.txt", "show.txt"] as const).flatMap(
      (name): [string, string, string | Uint8Array, string, string, string][] => [
        [
          name,
          "plan.json",
          text(name),
          "plan.json is a Terraform plan in human-readable form, not in JSON",
          again("plan.json"),
          "plan.json",
        ],
        [
          `${name} in UTF-16`,
          "plan.json",
          utf16(text(name)),
          "plan.json is a Terraform plan in human-readable form, not in JSON",
          again("plan.json"),
          "plan.json",
        ],
        [
          `${name} by its own name`,
          name,
          text(name),
          `${name} is a Terraform plan in human-readable form, not in JSON`,
          again(name),
          name,
        ],
      ],
    ),
    [
      "log lines",
      "plan.json",
      text("plan-json.log"),
      "plan.json contains the log of `terraform plan -json`, which is not the plan",
      again("plan.json"),
      "plan.json",
    ],
    [
      "a single log line",
      "plan.json",
      text("plan-json.log").split("\n")[1] ?? "",
      "plan.json contains the log of `terraform plan -json`, which is not the plan",
      again("plan.json"),
      "plan.json",
    ],
    [
      "a plan with errors",
      "plan.json",
      text("errored.json"),
      "plan.json is an incomplete plan: `terraform plan` ended with errors",
      `fix what \`terraform plan\` reports, and create the plan again: ${again("plan.json")}`,
      `plan.json:1:${text("errored.json").indexOf('"errored"') + 1}`,
    ],
    [
      "a plan in a later format",
      "plan.json",
      planText.replace('"format_version":"1.2"', '"format_version":"2.0"'),
      "plan.json has format_version 2.0, but the check reads only versions 0.x and 1.x",
      `create the plan with Terraform or OpenTofu 1.x: ${again("plan.json")}`,
      "plan.json:1:2",
    ],
    [
      "a plan that is cut off",
      "plan.json",
      planText.slice(0, line('"configuration"') + 20),
      "plan.json is a Terraform plan that is cut off in the middle",
      `create it again: ${again("plan.json")}`,
      `plan.json:1:${line('"configuration"') + 20}`,
    ],
    [
      "a plan with foreign text inside",
      "plan.json",
      planText.replace('"resource_changes":[', '"resource_changes":[<'),
      "plan.json is a Terraform plan that is not JSON from here on",
      `create it again: ${again("plan.json")}`,
      `plan.json:1:${line('"resource_changes":[') + 20}`,
    ],
    [
      "a Terraform 0.11 state",
      "state.json",
      '{"version": 3, "terraform_version": "0.11.14", "lineage": "x", "modules": [{"resources": {"aws_iam_role.r": {}}}]}',
      "state.json is a Terraform state with version 3, but the check reads only version 4",
      "run `terraform show -json state.json > shown.json` with the Terraform version that wrote it, and check shown.json",
      "state.json:1:2",
    ],
    [
      "a state encrypted by OpenTofu",
      "terraform.tfstate",
      '{"serial":1,"lineage":"x","meta":{"key_provider.pbkdf2.k":"e30="},"encrypted_data":"YQ==","encryption_version":"v0"}',
      "terraform.tfstate is encrypted by OpenTofu",
      "run `tofu show -json terraform.tfstate > shown.json` where its key is available, and check shown.json",
      "terraform.tfstate",
    ],
  ])("%s", async (_name, file, content, message, help, place) => {
    const { findings, conclusion } = await checkFile(file, content);
    expect(conclusion).toBe("failure");
    expect(
      findings.map((finding) => [finding.rule, finding.message, finding.help, formatLocation(finding.location)]),
    ).toEqual([["unreadable-file", message, help, place]]);
  });

  test("quotes a file name in a command as one shell word", async () => {
    const { findings } = await checkFile("$(id) 'x'.json", text("plan-json.log"));
    expect(findings[0]?.help).toBe(again(`'$(id) '\\''x'\\''.json'`));
  });
});

test.each([
  [
    "the provider schema",
    '{"format_version":"1.0","provider_schemas":{"aws":{"resource_schemas":{"aws_iam_role":{}}}}}',
    "the provider schema (`terraform providers schema -json`), not a plan; ",
  ],
  [
    "the output of validate",
    '{"format_version":"1.0","valid":false,"diagnostics":[{"summary":"aws_iam_role"}]}',
    "the output of `terraform validate -json`, not a plan; ",
  ],
])("lists %s as unchecked", async (_name, content, reason) => {
  const { notChecked, findings } = await checkFile("x.json", content);
  expect([findings, notChecked.map((one) => one.reason)]).toEqual([[], [reason + again("x.json")]]);
});

test.each([
  [
    "a lock file",
    '# This file is maintained automatically by "terraform init".\nprovider "registry.terraform.io/hashicorp/aws" {\n}\n',
    "terraform.lock.json",
  ],
  ["log lines of another program", '{"level":"info"}\n{"level":"info"}\n', "log.json"],
  ["log lines without IAM", `${text("plan-json.log").split("\n")[0]}\n{"@level":"info"}\n`, "log.json"],
])("ignores %s", async (_name, content, file) => {
  const { findings, notChecked } = await checkFile(file, content);
  expect([findings, notChecked]).toEqual([[], []]);
});

test.each(["main.tf", "main.tofu"])("reads source that `files` names (%s)", async (file) => {
  const { roles } = await checkFile(file, 'resource "aws_iam_role" "r" {\n}\n', file);
  expect(roles.map(({ id, format }) => [id, format])).toEqual([["aws_iam_role.r", "terraform-source"]]);
});

test("reports source that `files` names and that creates no role", async () => {
  const { findings, notChecked } = await checkFile("main.tf", "locals {}\n", "main.tf");
  expect([findings, notChecked.map(({ id, reason }) => [id, reason])]).toEqual([
    [],
    [["main.tf", "creates no role in a root module of this repository"]],
  ]);
});

test("shows nothing of a plan that is cut off, which may contain a secret", async () => {
  const cut = planText.replace(
    '"resource_changes"',
    '"variables":{"password":{"value":"MARKER-SECRET" "x"}},"resource_changes"',
  );
  const report = await checkFile("plan.json", cut);
  expect(report.findings.map(({ rule }) => rule)).toEqual(["unreadable-file"]);
  expect(JSON.stringify(report)).not.toContain("MARKER-SECRET");
});
