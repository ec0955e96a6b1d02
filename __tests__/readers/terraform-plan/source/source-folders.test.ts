import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { openWorkspace } from "../../../../src/discover/workspace.js";
import { readFile } from "../../../../src/readers/index.js";
import { formatLocation } from "../../../../src/source/location.js";
import { locate } from "../../../../src/source/place.js";
import type { Workspace } from "../../../../src/source/workspace.js";

type Files = Readonly<Record<string, string>>;

function workspaceOf(files: Files): Workspace {
  return {
    readText: (path) => (files[path] === undefined ? null : { path, text: files[path] }),
    listFolder: (folder) =>
      Object.keys(files)
        .filter((path) => posix.dirname(path) === folder)
        .map((path) => posix.basename(path))
        .sort(),
  };
}

interface Planned {
  readonly module?: string;
  readonly calls?: Readonly<Record<string, string>>;
  readonly registry?: string;
}

/** A plan that creates `aws_iam_role.r`, in the given module if any. `calls` has the sources of the module calls. */
function plan({ module = "", calls = {}, registry = "registry.terraform.io" }: Planned = {}): string {
  const steps = module === "" ? [] : module.split(".");
  const root = steps.reduceRight<object>(
    (inner, step) => ({ module_calls: { [step]: { source: calls[step], module: inner } } }),
    { resources: [{ address: "aws_iam_role.r", type: "aws_iam_role", name: "r", expressions: {} }] },
  );
  const prefix = steps.map((step) => `module.${step}.`).join("");
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      {
        address: `${prefix}aws_iam_role.r`,
        ...(prefix === "" ? {} : { module_address: prefix.slice(0, -1) }),
        type: "aws_iam_role",
        name: "r",
        change: { actions: ["create"], after: { name: "r" }, after_unknown: {}, after_sensitive: {} },
      },
    ],
    configuration: { provider_config: { aws: { full_name: `${registry}/hashicorp/aws` } }, root_module: root },
  });
}

const role = 'resource "aws_iam_role" "r" {\n}\n';
const other = 'resource "aws_iam_role" "other" {\n}\n';

function rolePlace(files: Files, path: string, planned: Planned = {}, terraformRoot: string | null = null): string {
  const context = { workspace: workspaceOf(files), terraformRoot, parameters: [] };
  const read = readFile({ path, text: plan(planned) }, context);
  if (read.kind !== "read" || read.result.roles[0] === undefined) throw new Error(read.kind);
  return formatLocation(locate(read.result.roles[0].place));
}

describe("finds the root module of a plan", () => {
  test.each<[string, Files, string, string, string | null]>([
    ["next to the plan", { "a/main.tf": role, "main.tf": role }, "a/plan.json", "a/main.tf:1:1", null],
    ["above the plan", { "main.tf": role }, "build/plans/plan.json", "main.tf:1:1", null],
    ["at the configured path", { "infra/main.tf": role }, "plans/plan.json", "infra/main.tf:1:1", "infra"],
    ["at the configured path with a slash", { "infra/main.tf": role }, "plan.json", "infra/main.tf:1:1", "./infra/"],
    ["at the workspace as the configured path", { "main.tf": role }, "a/plan.json", "main.tf:1:1", "."],
    ["unknown", { "infra/main.tf": role }, "plans/plan.json", "plans/plan.json", null],
    [
      "above a folder with source of another kind",
      { "a/x.tf": other, "main.tf": role },
      "a/p.json",
      "main.tf:1:1",
      null,
    ],
    [
      "from the plan, if the configured one does not match",
      { "infra/main.tf": other, "b/main.tf": role },
      "b/p.json",
      "b/main.tf:1:1",
      "infra",
    ],
    ["with only OpenTofu files", { "main.tofu": role }, "plan.json", "main.tofu:1:1", null],
    ["in JSON", { "main.tf.json": '{"resource":{"aws_iam_role":{"r":{}}}}' }, "plan.json", "main.tf.json:1:30", null],
    [
      "in JSON that is cut off",
      { "main.tf.json": '{"resource":{"aws_iam_role":{"r":{}}}' },
      "plan.json",
      "plan.json",
      null,
    ],
    ["without source files", { "main.tf.bak": role, "x.tfvars": role, ".tf": role }, "plan.json", "plan.json", null],
  ])("%s", (_name, files, path, expected, terraformRoot) => {
    expect(rolePlace(files, path, {}, terraformRoot)).toBe(expected);
  });

  test("finds a separate root module for each of several plans", () => {
    const files = { "prod/main.tf": role, "test/main.tf": `\n${role}`, "README.tf": other };
    expect(["prod/plan.json", "test/out/plan.json"].map((path) => rolePlace(files, path))).toEqual([
      "prod/main.tf:1:1",
      "test/main.tf:2:1",
    ]);
  });

  test("prefers `.tofu` files for OpenTofu and reads `.tf` files for Terraform", () => {
    const files = { "main.tf": role, "main.tofu": `\n\n${role}` };
    expect(rolePlace(files, "plan.json")).toBe("main.tf:1:1");
    expect(rolePlace(files, "plan.json", { registry: "registry.opentofu.org" })).toBe("main.tofu:3:1");
  });
});

describe("finds local modules", () => {
  test.each<[string, Planned, Files, string]>([
    [
      "below the root",
      { module: "a", calls: { a: "./modules/a" } },
      { "env/main.tf": 'module "a" {}', "env/modules/a/main.tf": role },
      "env/modules/a/main.tf:1:1",
    ],
    [
      "next to the root, and nested",
      { module: "a.b.c", calls: { a: "../modules/a", b: "../b", c: "./c/" } },
      { "env/main.tf": 'module "a" {}', "modules/b/c/main.tf": role },
      "modules/b/c/main.tf:1:1",
    ],
    [
      "in the parent folder",
      { module: "a", calls: { a: ".." } },
      { "env/main.tf": 'module "a" {}', "main.tf": role },
      "main.tf:1:1",
    ],
    [
      "but not from a registry",
      { module: "a", calls: { a: "terraform-aws-modules/iam/aws" } },
      { "env/main.tf": 'module "a" {}', "terraform-aws-modules/iam/aws/main.tf": role },
      "env/plan.json",
    ],
    [
      "but not within one from a registry",
      { module: "a.b", calls: { a: "git::https://example.com/a.git", b: "./b" } },
      { "env/main.tf": 'module "a" {}', "env/b/main.tf": role },
      "env/plan.json",
    ],
    [
      "but not outside the workspace",
      { module: "a", calls: { a: "../../../a" } },
      { "env/main.tf": 'module "a" {}', "a/main.tf": role },
      "env/plan.json",
    ],
  ])("%s", (_name, planned, files, expected) => {
    expect(rolePlace(files, "env/plan.json", planned)).toBe(expected);
  });
});

test("follows no link out of the workspace", () => {
  const outside = mkdtempSync(join(tmpdir(), "outside-"));
  const root = mkdtempSync(join(tmpdir(), "workspace-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  try {
    write(join(outside, "main.tf"), role);
    write(join(root, "main.tf"), 'module "a" {}');
    symlinkSync(outside, join(root, "a"));
    symlinkSync(join(outside, "main.tf"), join(root, "linked.tf"));
    const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
    const context = { workspace, terraformRoot: null, parameters: [] };
    for (const planned of [{ module: "a", calls: { a: "./a" } }, {}]) {
      const read = readFile({ path: "plan.json", text: plan(planned) }, context);
      const places = read.kind === "read" ? read.result.roles.map(({ place }) => formatLocation(locate(place))) : [];
      expect(places).toEqual(["plan.json"]);
    }
  } finally {
    rmSync(root, { recursive: true });
    rmSync(outside, { recursive: true });
  }
});

describe("CDKTF", () => {
  const output = (trace: readonly string[]) =>
    JSON.stringify({
      resource: { aws_iam_role: { r: { "//": { metadata: { path: "s/r", uniqueId: "r", stackTrace: trace } } } } },
    });
  const app = { "app/main.ts": "line one\n  new IamRole(this, {\n" };
  const files = (trace: readonly string[]) => ({ ...app, "app/cdktf.out/stacks/s/cdk.tf.json": output(trace) });
  const path = "app/cdktf.out/stacks/s/plan.json";

  test("locates resources in the app if it wrote stack traces", () => {
    const trace = [
      "new TerraformElement (/home/a/app/node_modules/cdktf/lib/terraform-element.js:25:19)",
      "new MyStack (/home/a/app/main.ts:2:3)",
    ];
    expect(rolePlace(files(trace), path)).toBe("app/main.ts:2:3");
  });

  test("locates resources in the output without stack traces, or with those of another machine", () => {
    expect(rolePlace(files([]), path)).toBe("app/cdktf.out/stacks/s/cdk.tf.json:1:30");
    expect(rolePlace(files(["new X (/elsewhere/lib/x.ts:1:1)"]), path)).toBe("app/cdktf.out/stacks/s/cdk.tf.json:1:30");
  });
});
