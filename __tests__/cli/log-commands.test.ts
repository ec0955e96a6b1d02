import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

/** Names with parts that start a line after wrapping, or that are at the start of a line themselves. */
const NAME = `${"long ".repeat(20)}::error::pwned ##[error]pwned ${"::add-mask::x ".repeat(20)}`;

const template = {
  Resources: {
    "::error::pwned": {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: { Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" } },
        Policies: [
          {
            PolicyName: NAME,
            PolicyDocument: { Statement: { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: "*" } },
          },
        ],
      },
    },
  },
};

const cwd = makeWorkspace({ "veeam.json": JSON.stringify(template, null, 1) });

function linesOf(actions: string, ...args: readonly string[]): readonly string[] {
  const env = { ...process.env, GITHUB_ACTIONS: actions };
  const { stdout, stderr } = runCli([...args], { cwd, env });
  return `${stdout}\n${stderr}`.split("\n").filter((line) => line.trimStart().startsWith("::") || line.includes("##["));
}

test.each([[["check", "--roles", "*: communication"]], [["explain", "::error::pwned", "sqs:SendMessage"]]])(
  "never lets a name from a file act as a workflow command in the log: %j",
  (args) => {
    // Without the runner's variable, the names are printed unchanged, which shows that the test can fail.
    expect(linesOf("", ...args).length).toBeGreaterThan(0);
    expect(linesOf("true", ...args)).toEqual([]);
  },
);
