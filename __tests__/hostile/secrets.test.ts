import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";
import { closeScenes, scene } from "../action/scene.js";
import { runCli } from "../bundle/run-bundle.js";

const folder = "__tests__/fixtures/terraform-secrets/everywhere";
const plan = readFileSync(join(folder, "plan.json"), "utf8");

/** A real plan whose secrets contain one of these. Its source is left out, because it isn't secret to anyone who has it. */
const SECRET = /MARKER.?SECRET|999988887777/i;

/** Terraform's output for the state after the apply: with data sources, but without the variables that contain the secrets. */
function asState(): string {
  const { planned_values: planned, prior_state: prior } = JSON.parse(plan);
  const { resources, child_modules } = planned.root_module;
  const root = { resources: [...resources, ...prior.values.root_module.resources], child_modules };
  const values = { outputs: planned.outputs, root_module: root };
  return JSON.stringify({ format_version: "1.0", terraform_version: "1.11.4", values });
}

/** The plan with unknown values, so that its references are followed. */
function withNothingKnown(): string {
  const value = JSON.parse(plan);
  for (const { change } of value.resource_changes) {
    for (const name of ["policy", "assume_role_policy", "policy_arn", "role"]) {
      if (!(name in (change.after ?? {}))) continue;
      delete change.after[name];
      change.after_unknown[name] = true;
    }
  }
  return JSON.stringify(value);
}

const variants: Readonly<Record<string, string>> = {
  plan,
  "plan of unknowns": withNothingKnown(),
  state: asState(),
  "cut plan": plan.slice(0, plan.lastIndexOf("MARKER-SECRET") + 20),
  "broken plan": plan.replace('"MARKER-SECRET"', '"MARKER-SECRET" "x"'),
  "plan with errors": plan.replace('"errored": false', '"errored": true'),
  "plan of a later format": plan.replace('"format_version": "1.2"', '"format_version": "MARKER-SECRET"'),
  "plan behind another text": `MARKER-SECRET\n${plan}\nMARKER-SECRET`,
};

const roles = "*: backup, restore, communication";
const config = `severities:\n  excess-access: warning\nroles:\n  - "${roles}"\n`;

afterEach(closeScenes);

test("has secrets in each part of the plan", () => {
  const { resource_changes: changes, prior_state: prior, planned_values: planned } = JSON.parse(plan);
  for (const part of [changes, prior, planned]) expect(JSON.stringify(part)).toMatch(SECRET);
});

describe.each(Object.entries(variants))("%s", (name, text) => {
  const isChecked =
    name === "plan" || name === "plan of unknowns" || name === "state" || name.startsWith("plan behind");
  let cwd = "";
  beforeAll(() => {
    cwd = makeWorkspace({ "plan.json": text, ".github/worker-iam-check.yml": config });
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const formats = isChecked ? ["text", "json", "markdown", "sarif", "github"] : ["text", "json"];
  const commands: readonly (readonly string[])[] = [
    ...formats.map((format) => ["check", "--format", format]),
    ["explain", "*", "ec2:RunInstances", "plan.json"],
    ...(isChecked ? [["explain", "*", "s3:GetObject", "plan.json"], ["fix"]] : []),
  ];

  test("prints no secret in any command", () => {
    for (const command of commands) {
      const { stdout, stderr } = runCli([...command], { cwd });
      expect(`${command.join(" ")}: ${stdout}${stderr}`).not.toMatch(SECRET);
      if (command[0] === "check") expect(stdout).toMatch(isChecked ? /veeam_worker/ : /plan\.json/);
    }
  });

  test("publishes no secret in the Action", async () => {
    const files = { "plan.json": text, ".github/worker-iam-check.yml": config };
    const { github, run, workspace } = await scene(files);
    const outcome = await run({
      comment: "always",
      annotations: "commands",
      "report-file": "report.json",
      "sarif-file": "report.sarif",
    });
    const written = readdirSync(workspace)
      .filter((file) => file.startsWith("report."))
      .map((file) => readFileSync(join(workspace, file), "utf8"));
    expect(written).toHaveLength(2);
    const published = [outcome, github.requests, ...written];
    expect(JSON.stringify(published)).not.toMatch(SECRET);
    expect(outcome.summary).toContain(isChecked ? "veeam" : "plan.json");
  });
});
