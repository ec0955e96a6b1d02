import { headOf } from "../coverage/head-of.js";
import { removeFolders } from "../discover/repository.js";

afterEach(removeFolders);

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
};
const configuration = { ".github/worker-iam-check.yml": "roles: ['*Worker*: communication']\n" };
const ref = (name: string): object => ({ Ref: name });
const role = (more: object = {}): object => ({
  Type: "AWS::IAM::Role",
  ...more,
  Properties: { AssumeRolePolicyDocument: trust },
});

function template(Roles: unknown, profile: object = {}): string {
  return JSON.stringify({
    Parameters: { Both: { Type: "String", Default: "no" }, Names: { Type: "CommaDelimitedList", Default: "one,two" } },
    Conditions: { Two: { "Fn::Equals": [ref("Both"), "yes"] }, One: { "Fn::Not": [{ Condition: "Two" }] } },
    Resources: {
      WorkerRole: role(),
      Other: role(),
      Profile: { Type: "AWS::IAM::InstanceProfile", ...profile, Properties: { Roles } },
    },
  });
}

const terraform = (roles: string): string => `
${["Worker", "other"]
  .map((id) => `resource "aws_iam_role" "${id}" {\n  assume_role_policy = jsonencode(${JSON.stringify(trust)})\n}\n`)
  .join("")}
resource "aws_iam_instance_profile" "p" {
  ${roles}
}
`;

async function reported(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { findings } = await headOf({ ...files, ...configuration }, { "README.md": "1\n" });
  return findings
    .filter(({ rule, severity }) => rule === "instance-profile-missing" && severity === "error")
    .map(({ message, location }) => `${location.file} ${message}`);
}

const crowded = (file: string, profile: string, id: string, roles = 2): readonly string[] => [
  `${file} instance profile ${profile} names ${roles} roles, role ${id} among them: AWS allows only one, so the deployment fails`,
];
const OF_TEMPLATE = crowded("t.json", "Profile", "WorkerRole");
const OF_SOURCE = crowded("main.tf", "aws_iam_instance_profile.p", "aws_iam_role.Worker");
const possible = (value: unknown): object => ({ "Fn::If": ["Two", value, ref("AWS::NoValue")] });

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ["one role", { "t.json": template([ref("WorkerRole")]) }, []],
  ["a second role", { "t.json": template([ref("WorkerRole"), ref("Other")]) }, OF_TEMPLATE],
  ["a second role in another stack", { "t.json": template([ref("WorkerRole"), "veeam-other"]) }, OF_TEMPLATE],
  [
    "two roles, one of them omitted by default",
    { "t.json": template([ref("WorkerRole"), possible(ref("Other"))]) },
    [],
  ],
  ["one role or the other", { "t.json": template([{ "Fn::If": ["Two", ref("Other"), ref("WorkerRole")] }]) }, []],
  [
    "an instance profile that is not created by default",
    { "t.json": template([ref("WorkerRole"), ref("Other")], { Condition: "Two" }) },
    [],
  ],
  [
    "an instance profile that is created by default",
    { "t.json": template([ref("WorkerRole"), ref("Other")], { Condition: "One" }) },
    OF_TEMPLATE,
  ],
  ["other roles", { "t.json": template([ref("Other"), "more"]) }, []],
  ["Terraform: one role", { "main.tf": terraform("roles = [aws_iam_role.Worker.name]") }, []],
  [
    "Terraform: a second role",
    { "main.tf": terraform("roles = [aws_iam_role.Worker.name, aws_iam_role.other.name]") },
    OF_SOURCE,
  ],
])("checks %s", async (_what, files, expected) => {
  expect(await reported(files)).toEqual(expected);
});
