import { reportedRoles } from "../../src/coverage/reported-roles.js";
import { renderJunit } from "../../src/report/junit.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { plain, renderText } from "../../src/report/text.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const actions =
  catalogRequirements("7")
    ?.kinds.find(({ name }) => name === "backup")
    ?.actions.map(({ action }) => action) ?? [];
const MORE = "ec2:CreateTags";
const module = `variable "more" {}
variable "principal" {}
resource "aws_iam_role" "this" {
  name               = "veeam-backup"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = var.principal, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "this" {
  role   = aws_iam_role.this.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Resource = "*", Action = concat(${JSON.stringify(
    actions.filter((one) => one !== MORE),
  )}, var.more) }] })
}
`;
const APPLIANCE = '{ AWS = "arn:aws:iam::111122223333:role/appliance" }';
const root = (more: string, principal = APPLIANCE): string =>
  `provider "aws" {}\nmodule "v" {\n  source = "../../m"\n  more = ${more}\n  principal = ${principal}\n}\n`;
const [whole, lacking] = [root(`["${MORE}"]`), root("[]")];
const untrusted = root(`["${MORE}"]`, '{ Service = "lambda.amazonaws.com" }');

function roots(dev: string, prod: string): Files {
  return {
    ".github/worker-iam-check.yml": "fail-on-new-only: true\nroles: { veeam-backup: backup }\n",
    "m/main.tf": module,
    "envs/dev/main.tf": dev,
    "envs/prod/main.tf": prod,
  };
}

const template = (granted: readonly string[]): string =>
  JSON.stringify({
    Parameters: { More: { Type: "String" } },
    Resources: {
      VeeamRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
          },
          Policies: [
            {
              PolicyName: "p",
              PolicyDocument: {
                Statement: [{ Effect: "Allow", Resource: "*", Action: [...granted, { Ref: "More" }] }],
              },
            },
          ],
        },
      },
    },
  });
const stack = (More: string): string =>
  JSON.stringify({
    Resources: {
      V: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "child.json", Parameters: { More } } },
    },
  });
const nested = (dev: string, prod: string): Files => ({
  ".github/worker-iam-check.yml": "fail-on-new-only: true\nrequirements: 7\n",
  "child.json": template(actions.filter((one) => one !== MORE)),
  "dev.json": stack(dev),
  "prod.json": stack(prod),
});

test.each([
  ["an action", roots(lacking, whole), roots(whole, lacking), "envs/prod:module.v.aws_iam_role.this"],
  ["the trust", roots(untrusted, whole), roots(whole, untrusted), "envs/prod:module.v.aws_iam_role.this"],
  ["an action of a nested stack", nested("ec2:Nothing", MORE), nested(MORE, "ec2:Nothing"), "prod.json:V/VeeamRole"],
])("%s that one root loses and another gains is new", async (_what, before, after, id) => {
  const report = await headOf(before, after);
  expect(report.conclusion).toBe("failure");
  const errors = report.findings.filter(({ severity }) => severity === "error");
  expect(errors).toMatchObject([{ role: id, baseline: { state: "new" } }]);
  expect(errors[0]?.message).toContain(`role ${id} `);
});

test("a finding in code that neither root has changed is old", async () => {
  const report = await headOf(roots(lacking, lacking), { ...roots(lacking, lacking), "README.md": "x" });
  expect(report.conclusion).toBe("success");
  expect(report.findings.map(({ baseline }) => baseline?.state)).toEqual(["unchanged", "unchanged"]);
});

test("a second root does not make the first one's finding new", async () => {
  const first = { ...roots(lacking, ""), "envs/prod/main.tf": "# empty\n" };
  const { findings } = await headOf(first, roots(lacking, lacking));
  expect(findings.map(({ role, baseline }) => [role, baseline?.state])).toEqual([
    ["envs/prod:module.v.aws_iam_role.this", "new"],
    ["envs/dev:module.v.aws_iam_role.this", "unchanged"],
  ]);
});

test("every output names the root", async () => {
  const report = await headOf(
    { "README.md": "x" },
    { ...roots(lacking, lacking), ".github/worker-iam-check.yml": "requirements: 7\n" },
  );
  const outputs = [
    renderText(report, { paint: plain, columns: 200 }),
    renderMarkdown(report, null, 65_000),
    renderJunit(report, "error"),
  ];
  for (const output of outputs)
    for (const name of ["envs/dev", "envs/prod"]) expect(output).toContain(`${name}:module.v.aws_iam_role.this`);
  expect(outputs[1]).toContain("2 new errors in 2 roles");
});

test("a report of the base has the same roles", async () => {
  const report = await headOf({ "README.md": "x" }, roots(lacking, lacking));
  const lists = catalogRequirements("7");
  const roles = lists ? reportedRoles(report, lists, "report.json") : [];
  expect(roles.map(({ identity: { file, id, sharesId } }) => [file, id, sharesId])).toEqual([
    ["envs/dev", "module.v.aws_iam_role.this", true],
    ["envs/prod", "module.v.aws_iam_role.this", true],
  ]);
});
