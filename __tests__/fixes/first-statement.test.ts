import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-first-statement-"));
afterAll(() => rmSync(root, { recursive: true }));

const kind = catalogRequirements("7")?.kinds.find(({ name }) => name === "communication");
const needed = (kind?.actions ?? []).map(({ action }) => action);
const listed = (lead: string, end = "") => needed.map((action) => `${lead}${action}${end}`);

async function fixed(path: string, text: string) {
  writeFileSync(join(root, path), text);
  const inputs = { files: path, roles: "*: communication", appliance: "111122223333" };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await applyFixes(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return { text: outcome.files[0]?.after ?? null, left: outcome.after.findings.map(({ rule }) => rule) };
}

const terraform = (policy: string, before = "") => `${before}resource "aws_iam_role" "w" {
  name = "w"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com", AWS = "111122223333" } }]
  })
}
resource "aws_iam_instance_profile" "w" {
  role = aws_iam_role.w.name
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.w.id
  policy = ${policy}
}
`;

const yaml = (statement: string) => `Resources:
  W:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal: { Service: ec2.amazonaws.com, AWS: "111122223333" }
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: "2012-10-17"
            Statement:${statement}
  P:
    Type: AWS::IAM::InstanceProfile
    Properties: { Roles: [!Ref W] }
`;

const onLines = `[
    {
      "Effect": "Allow",
      "Action": [
${listed('        "', '"').join(",\n")}
      ],
      "Resource": "*"
    }
  ]`;
const flow = JSON.stringify([{ Effect: "Allow", Action: needed, Resource: "*" }]);
const object = `[
      {
        Effect = "Allow"
        Action = [
${listed('          "', '",').join("\n")}
        ]
        Resource = "*"
      }
    ]`;
const dashes = `
              - Effect: Allow
                Action:
${listed("                  - ").join("\n")}
                Resource: "*"`;
const oneLine = `[{ Effect = "Allow", Action = [${listed('"', '"').join(", ")}], Resource = "*" }]`;
const block = `{
  statement {
    actions = [
${listed('      "', '",').join("\n")}
    ]
    resources = ["*"]
  }
}`;

test.each<[string, string, (list: string) => string, string, string]>([
  ["single-line JSON", "a.json", (list) => `{"Version": "2012-10-17", "Statement": ${list}}`, "[]", flow],
  ["multi-line JSON", "a.json", (list) => `{\n  "Version": "2012-10-17",\n  "Statement": ${list}\n}\n`, "[]", onLines],
  ["YAML", "a.yaml", (list) => yaml(list), " []", dashes],
  [
    "multi-line jsonencode",
    "a.tf",
    (list) => terraform(`jsonencode({\n    Version = "2012-10-17"\n    Statement = ${list}\n  })`),
    "[]",
    object,
  ],
  [
    "single-line jsonencode",
    "a.tf",
    (list) => terraform(`jsonencode({ Version = "2012-10-17", Statement = ${list} })`),
    "[]",
    oneLine,
  ],
  [
    "jsonencode with colons",
    "a.tf",
    (list) => terraform(`jsonencode({ "Version" : "2012-10-17", "Statement" : ${list} })`),
    "[]",
    flow,
  ],
  [
    "a block",
    "a.tf",
    (list) => terraform("data.aws_iam_policy_document.d.json", `data "aws_iam_policy_document" "d" ${list}\n`),
    "{}",
    block,
  ],
])("adds a first statement to a document in %s", async (_what, path, of, empty, full) => {
  expect(await fixed(path, of(empty))).toEqual({ text: of(full), left: [] });
  const windows = await fixed(path, of(empty).replaceAll("\n", "\r\n"));
  expect(windows.text).toBe(of(full).replaceAll("\n", "\r\n"));
});

test.each([
  ["from a for expression", "a.tf", terraform('jsonencode({ Version = "2012-10-17", Statement = [for a in [] : a] })')],
  ["that is shared", "a.yaml", yaml(" &s []").replace("Resources:", "Metadata: { a: *s }\nResources:")],
])("does not add it to a list %s", async (_what, path, text) => {
  expect((await fixed(path, text)).text).toBeNull();
});

test.each([
  [
    "a key that is not ASCII",
    `{ Si\u{ca3a} = "x", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::x/*" }`,
    true,
  ],
  ["a leading comment", `{ # a:B\n Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::x/*" }`, true],
  ["YAML-like colons", `{ Effect : "Allow", Action : "s3:GetObject", Resource : "arn:aws:s3:::x/*" }`, false],
])("adds it next to an HCL object with %s", async (_name, statement, isEdited) => {
  const document = `jsonencode({ Version = "2012-10-17", Statement = [${statement}] })`;
  const { text } = await fixed("a.tf", terraform(document));
  if (isEdited) expect(text).toContain(`{ Effect = "Allow", Action = ["ec2messages:AcknowledgeMessage"`);
  else expect(text).toBeNull();
});
