import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { commitSuggestion } from "../github/pull-request.js";
import { closeScenes, type Scene, scene } from "./scene.js";

afterEach(closeScenes);

/** The README's two blocks: the workflow to copy, and further inputs of the Action. */
const [workflow = "", step = ""] = [...readFileSync("README.md", "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text = ""]) => text,
);
const [given] = parse(step) as readonly { readonly with: Readonly<Record<string, string>> }[];

/** Roles whose names don't mention Veeam, with the most common omissions. */
const template = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  NightlyWorker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: ec2.amazonaws.com }
            Action: sts:AssumeRole
      Policies:
        - PolicyName: worker
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - ec2messages:*
                  - ssm:*
                  - ssmmessages:*
                  - sqs:*
                Resource: "*"
`;

const source = `resource "aws_iam_role" "nightly" {
  name               = "nightly"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "nightly" {
  role   = aws_iam_role.nightly.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ec2messages:*",
          "ssm:*",
          "ssmmessages:*",
          "sqs:*",
        ]
        Resource = "*"
      },
    ]
  })
}
`;

/** A pull request that adds a file. */
function pullRequest(filename: string, text: string): Promise<Scene> {
  const lines = text.trimEnd().split("\n");
  const patch = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n");
  return scene({ [filename]: text }, { changedFiles: [{ filename, sha: "0".repeat(40), status: "added", patch }] });
}

test.each([
  ["a template", "infra/nightly.yaml", template, "NightlyWorker"],
  ["only Terraform source", "infra/main.tf", source, "aws_iam_role.nightly"],
])(
  "leads a newcomer with %s from the README to a failing check with suggestions, and to a passing one by committing them",
  async (_what, filename, text, role) => {
    expect(parse(workflow).jobs["worker-iam-check"].steps.at(-1).with).toEqual({ requirements: "7" });
    const opened = await pullRequest(filename, text);

    const first = await opened.run();
    expect(first.status).toBe(1);
    expect(first.log).toContain(`1 role found (${role}), no worker role among them`);
    expect(first.log).toContain(`as in \`${role}: backup\``);

    const inputs = { ...given?.with, roles: `${role}: communication` };
    const second = await opened.run(inputs);
    expect([second.status, second.outputs.conclusion, second.outputs.errors]).toEqual([1, "failure", "2"]);
    const { comments, reviewComments } = opened.github.state;
    expect(comments.map(({ body }) => /Worker IAM check failed: .*/.exec(body ?? "")?.[0])).toEqual([
      "Worker IAM check failed: 2 errors in 1 role, 1 warning, 1 worker role checked",
    ]);
    expect(reviewComments.length).toBe(3);

    const path = join(opened.workspace, filename);
    const fromBelow = [...reviewComments].sort((a, b) => (b.line ?? 0) - (a.line ?? 0));
    for (const comment of fromBelow) writeFileSync(path, commitSuggestion(readFileSync(path), comment));
    const third = await opened.run({ ...inputs, suggestions: "false" });
    expect([third.status, third.outputs.conclusion, third.outputs.warnings]).toEqual([0, "success", "0"]);
    expect(opened.github.state.comments.map(({ body }) => body?.includes("Worker IAM check passed"))).toEqual([true]);
  },
);
