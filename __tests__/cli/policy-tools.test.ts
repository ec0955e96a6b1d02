import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../bundle/run-bundle.js";

const answers = (command: string) => spawnSync(command, ["--version"], { encoding: "utf8" }).status === 0;
const withCfnLint = answers("cfn-lint") ? test : test.skip;
/** `terraform init` needs a provider. It needs no network if a configuration names a mirror. */
const withTerraform = existsSync(process.env.TF_CLI_CONFIG_FILE ?? "") && answers("terraform") ? test : test.skip;

const CUSTOM = ["writer", "--requirements", "examples/requirements/acme-archive.yml"];
const CASES = [
  ["backup"],
  ["communication", "--appliance", "111122223333"],
  ["worker", "--requirements", "10"],
  CUSTOM,
];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function policy(...args: readonly string[]): string {
  return runCli(["policy", ...args]).stdout;
}

withCfnLint(
  "prints templates that cfn-lint accepts without remarks",
  () => {
    for (const args of CASES) {
      const file = join(folder, "role.yaml");
      writeFileSync(file, policy(...args, "--format", "cloudformation"));
      const { status, stdout } = spawnSync("cfn-lint", [file], { encoding: "utf8" });
      expect([args, status, stdout.trim()]).toEqual([args, 0, ""]);
    }
  },
  120_000,
);

withTerraform(
  "prints source that terraform validates and would not format differently",
  () => {
    const terraform = (...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync("terraform", [...args, "-no-color"], {
        cwd: folder,
        encoding: "utf8",
      });
      return { status, text: `${stdout}${stderr}` };
    };
    for (const args of CASES) {
      writeFileSync(join(folder, "main.tf"), policy(...args, "--format", "terraform"));
      expect(terraform("fmt", "-check", "-diff")).toEqual({ status: 0, text: "" });
      expect(terraform("init", "-backend=false")).toMatchObject({ status: 0 });
      expect(terraform("validate")).toMatchObject({ status: 0, text: expect.stringContaining("is valid") });
    }
  },
  120_000,
);
