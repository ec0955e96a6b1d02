import { findSources, findSourcesBelow } from "../../src/discover/find-sources.js";
import { emptyFolder, removeFolders, writeFiles } from "./repository.js";

afterEach(removeFolders);

test.each<[string, Readonly<Record<string, string>>, string | null]>([
  ["its configuration, before anything else", { "a.py": "import aws_cdk\n", "infra/cdk.json": "{}" }, "infra/cdk.json"],
  ["a dependency", { "package.json": '{ "dependencies": { "aws-cdk-lib": "2" } }' }, "package.json"],
  ["a Python dependency", { "requirements-dev.txt": "boto3\naws-cdk-lib>=2\n" }, "requirements-dev.txt"],
  ["a project's dependency", { "api/pyproject.toml": 'dependencies = ["aws-cdk-lib"]\n' }, "api/pyproject.toml"],
  ["only an import", { "lib/a.ts": "", "lib/b.ts": 'import * as cdk from "aws-cdk-lib";\n' }, "lib/b.ts"],
  ["a Python import", { "app.py": "import aws_cdk as cdk\n" }, "app.py"],
  ["another library", { "package.json": '{ "dependencies": { "aws-sdk": "2" } }', "a.ts": 'import "cdk8s";\n' }, null],
  ["a comment", { "a.ts": "// we once used aws-cdk-lib\n", "b.py": "  # import aws_cdk\n" }, null],
  ["an installed dependency", { "node_modules/a/package.json": '{ "dependencies": { "aws-cdk-lib": "2" } }' }, null],
])("looks for a CDK repository: %s", (_what, files, path) => {
  const root = emptyFolder();
  writeFiles(root, files);
  const found = findSources({ root, workingDirectory: root, confined: true });
  expect(found).toEqual(path === null ? [] : [{ kind: "cdk", path }]);
});

test.each([
  ["main.ts", 'import { App } from "cdktf";\n'],
  ["main.py", "from cdktf import App\n"],
])("recognizes CDK for Terraform by an import in %s", (path, text) => {
  const root = emptyFolder();
  writeFiles(root, { [path]: text });
  expect(findSources({ root, workingDirectory: root, confined: true })).toEqual([{ kind: "cdktf", path }]);
});

test.each([
  ["terragrunt", "live/prod/terragrunt.hcl"],
  ["sst", "sst.config.ts"],
])("recognizes %s by %s", (kind, path) => {
  const root = emptyFolder();
  writeFiles(root, { [path]: "" });
  expect(findSources({ root, workingDirectory: root, confined: true })).toEqual([{ kind, path }]);
});

test.each([
  ["a", [{ kind: "cdk", path: "a/lib/a.ts" }]],
  ["a/lib/a.ts", [{ kind: "cdk", path: "a/lib/a.ts" }]],
  ["..", []],
  ["nope/*.yaml", []],
])("finds source below %s", (named, sources) => {
  const root = emptyFolder();
  writeFiles(root, { "a/lib/a.ts": 'import "aws-cdk-lib";\n', "b/cdktf.json": "{}" });
  expect(findSourcesBelow({ root, workingDirectory: root, confined: true }, named)).toEqual(sources);
});
