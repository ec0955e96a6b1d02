import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "../../src/check.js";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { terraformStatements } from "../../src/cli/terraform-statement.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-shared-"));
afterAll(() => rmSync(root, { recursive: true }));

const APPLIANCE = "111122223333";
let count = 0;

/** The edits of `fix`, the remaining findings with their help, and the statements to paste. */
async function fixed(name: string, text: string, roles: string, alongside: Readonly<Record<string, string>> = {}) {
  const place = join(root, `${count}`);
  const folder = `root-${count++}`;
  for (const [path, one] of Object.entries({ [name]: text, ...alongside })) {
    mkdirSync(dirname(join(place, folder, path)), { recursive: true });
    writeFileSync(join(place, folder, path), one);
  }
  const resolved = resolveOptions(
    new Map(Object.entries({ files: folder, roles: roles.replace("FOLDER", folder), appliance: APPLIANCE })),
    null,
  );
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const environment = { scope: { root: place, workingDirectory: place, confined: false }, today: "2026-11-24" };
  const outcome = await applyFixes(resolved.options.check, environment);
  const checked = await check(resolved.options.check, environment);
  if ("problems" in outcome || "problems" in checked) throw new Error("problems");
  return {
    rules: outcome.findings.map(({ finding }) => `${finding.rule} ${finding.role}`),
    added: (outcome.files[0]?.after ?? text).length - text.length,
    left: outcome.after.findings.map(({ rule, role, help }) => `${rule} ${role}: ${help}`),
    before: outcome.before.findings.map(({ rule, role, help }) => `${rule} ${role}: ${help}`),
    suggested: checked.report.findings.filter(({ fix }) => fix !== null).length,
    byHand: terraformStatements(outcome.after.findings),
  };
}

const document = (name: string, body: string) =>
  `data "aws_iam_policy_document" "${name}" {\n  statement {\n${body}  }\n}\n`;
const trust = (name: string, service: string) =>
  document(
    name,
    `    actions = ["sts:AssumeRole"]\n    principals {\n      type        = "Service"\n      identifiers = ["${service}.amazonaws.com"]\n    }\n`,
  );
const permissions = (name: string) =>
  document(name, '    actions   = ["ssm:GetDocument", "ssm:GetManifest"]\n    resources = ["*"]\n');
const role = (name: string, trusted: string, policy: string) => `resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = ${trusted}
}
resource "aws_iam_role_policy" "${name}" {
  role   = aws_iam_role.${name}.id
  policy = ${policy}
}
`;
const json = (name: string) => `data.aws_iam_policy_document.${name}.json`;

const sharedTrust =
  trust("t", "lambda") + permissions("p") + role("worker", json("t"), json("p")) + role("fn", json("t"), '"{}"');
const sharedPolicy =
  trust("t", "lambda") +
  trust("u", "lambda") +
  permissions("p") +
  role("worker", json("t"), json("p")) +
  role("fn", json("u"), json("p"));
const sharedLocal =
  `locals {\n  p = jsonencode({ Statement = [{ Effect = "Allow", Action = ["ssm:GetDocument"], Resource = "*" }] })\n}\n${trust("t", "lambda")}${trust("u", "lambda")}` +
  role("worker", json("t"), "local.p") +
  role("fn", json("u"), "local.p");
const ownBeside = `${sharedPolicy}${permissions("own")}resource "aws_iam_role_policy" "own" {\n  role   = aws_iam_role.worker.id\n  policy = ${json("own")}\n}\n`;

const ONE = "aws_iam_role.worker: communication";
const TRUST_MISSING = "trust-missing aws_iam_role.worker";
const LACKS = "missing-action aws_iam_role.worker";
const PROFILE = "instance-profile-missing aws_iam_role.worker";

describe("if a role shares something with a role that is checked for another kind", () => {
  test("leaves the shared trust policy alone", async () => {
    const { rules, left, suggested } = await fixed("main.tf", sharedTrust, ONE);
    expect(rules).toEqual([LACKS, PROFILE]);
    expect(suggested).toBe(2);
    const own = "give the role a separate trust policy, because this one also belongs to aws_iam_role.fn; there, add a";
    expect(left).toEqual([
      `${TRUST_MISSING}: ${own} statement that allows the principal given as \`appliance\` to call sts:AssumeRole`,
      `${TRUST_MISSING}: ${own} statement that allows the service ec2.amazonaws.com to call sts:AssumeRole`,
    ]);
  });

  test.each([
    ["a document", sharedPolicy],
    ["a local", sharedLocal],
  ])("prints a separate policy instead of editing a shared %s", async (_what, text) => {
    const { rules, left, byHand } = await fixed("main.tf", text, ONE);
    expect(rules).not.toContain(LACKS);
    expect(left).toEqual([
      `${LACKS}: give the role a separate policy that allows them on Resource "*"; editing policy aws_iam_role_policy.worker would also affect aws_iam_role.fn`,
    ]);
    expect(byHand).toEqual([
      expect.stringMatching(
        /^to add by hand to role aws_iam_role\.worker, next to the resource at \S+:\n\nresource "aws_iam_role_policy" "worker_communication" \{/,
      ),
    ]);
  });

  test("edits a list that only the role has", async () => {
    const { rules, left } = await fixed("main.tf", ownBeside, ONE);
    expect(rules).toContain(LACKS);
    expect(left).toEqual([]);
  });

  test("leaves a template's managed policy alone when the other role is checked for another kind", async () => {
    const both = "Worker: communication\nOther: backup";
    const { rules, left } = await fixed("roles.yaml", template("[!Ref Worker, !Ref Other]"), both);
    expect(rules.filter((rule) => rule.startsWith("missing-action"))).toEqual([]);
    expect(left).toContainEqual(expect.stringContaining("editing policy Shared would also affect Other"));
    expect(left).toContainEqual(expect.stringContaining("editing policy Shared would also affect Worker"));
  });
});

test.each([
  [
    "its statement",
    '["ssm:GetDocument"]',
    "add them to the Action list of policy aws_iam_role_policy.worker (root-\\d+/main.tf:\\d+)",
  ],
  [
    "a local in the file",
    "local.list",
    "add them to the list (root-\\d+/main.tf:2) that becomes the Action list of policy \\S+ (root-\\d+/main.tf:\\d+)",
  ],
])("names the list's line in the help in %s", async (_what, actions, help) => {
  const text = `locals {\n  list = [for a in ["ssm:GetDocument"] : a]\n}\n${trust("t", "lambda")}${document("p", `    actions   = ${actions}\n    resources = ["*"]\n`)}${role("worker", json("t"), json("p"))}`;
  const { before } = await fixed("main.tf", text, ONE);
  expect(before).toContainEqual(expect.stringMatching(new RegExp(`^${LACKS}: ${help.replace(/[()]/g, "\\$&")}$`)));
});

const template = (roles: string) => `Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: ${roles}
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action:
              - ssm:GetDocument
            Resource: "*"
`;

test.each([
  [
    "documents of two roles that are checked for the same kinds",
    "main.tf",
    sharedTrust.replace('"{}"', json("p")),
    `${ONE}\naws_iam_role.fn: communication`,
  ],
  ["a managed policy of two roles", "roles.yaml", template("[!Ref Worker, !Ref Other]"), "*: communication"],
  ["a managed policy of one role", "roles.yaml", template("[!Ref Worker]"), "Worker: communication"],
])("edits %s", async (_what, name, text, roles) => {
  const { left, added } = await fixed(name, text, roles);
  expect(left.filter((words) => words.startsWith("missing-action"))).toEqual([]);
  expect(added).toBeGreaterThan(500);
});

const worker = trust("t", "lambda") + permissions("p");
const managed = `${worker}resource "aws_iam_policy" "p" {
  policy = ${json("p")}
}
resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = ${json("t")}
}
resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.p.arn
}
`;
const inline = worker + role("worker", json("t"), json("p"));
const other = (type: string, body: string) => `resource "${type}" "other" {\n${body}\n}\n`;
const ARN = "policy_arn = aws_iam_policy.p.arn";
const POLICY = `name   = "p"\n  policy = ${json("p")}`;
const local = sharedLocal.slice(0, sharedLocal.indexOf('resource "aws_iam_role" "fn"'));

const named = "ManagedPolicyName: shared\n      Roles: [!Ref Worker]";
const withNamed = (roles: string) => template("[!Ref Worker]").replace("Roles: [!Ref Worker]", roles);
const user = (properties: string, type = "User") =>
  `${withNamed(named)}  Alice:\n    Type: AWS::IAM::${type}\n    Properties:\n      ${properties}\n`;

describe("leaves alone what another resource of the template uses", () => {
  const alongside = (type: string, properties: string, roles = named) =>
    `${withNamed(roles)}  Other:\n    Type: ${type}\n    Properties:\n      ${properties}\n`;
  const reference = (more: string) => `CustomerManagedPolicyReferences:\n        - ${more}`;
  test.each([
    ["a SAM function", alongside("AWS::Serverless::Function", "Policies:\n        - !Ref Shared"), "Policies"],
    [
      "a SAM function, by its ARN",
      alongside("AWS::Serverless::Function", 'Policies: !Sub "arn:aws:iam::${AWS::AccountId}:policy/shared"'),
      "Policies",
    ],
    [
      "a permission set, by name",
      alongside("AWS::SSO::PermissionSet", reference("Name: shared")),
      "CustomerManagedPolicyReferences",
    ],
    [
      "a permission set, with a path",
      alongside("AWS::SSO::PermissionSet", reference("{Name: shared, Path: /a/}"), `Path: /a/\n      ${named}`),
      "CustomerManagedPolicyReferences",
    ],
    [
      "a permission set, as part of its ARN",
      alongside("AWS::SSO::PermissionSet", reference('Name: !Select [1, !Split ["/", !Ref Shared]]')),
      "CustomerManagedPolicyReferences",
    ],
    [
      "a permission set, as its boundary",
      alongside(
        "AWS::SSO::PermissionSet",
        "PermissionsBoundary:\n        CustomerManagedPolicyReference: {Name: shared}",
      ),
      "PermissionsBoundary",
    ],
    [
      "a nested stack whose template is missing",
      alongside(
        "AWS::CloudFormation::Stack",
        "TemplateURL: https://example.com/x.yaml\n      Parameters: {Arn: !GetAtt Shared.PolicyArn}",
      ),
      "Parameters",
    ],
    ["a custom resource", alongside("Custom::Attach", 'Policies: [!Sub "${Shared}"]'), "Policies"],
  ])("a policy of %s", async (_what, text, key) => {
    const { rules, left } = await fixed("roles.yaml", text, "Worker: communication");
    expect(rules).not.toContain("missing-action Worker");
    expect(left).toContainEqual(expect.stringContaining(`editing policy Shared would also affect Other.${key}`));
  });

  test.each([
    [
      "mentions its name",
      alongside("AWS::S3::Bucket", "BucketName: shared\n      Tags: [{Key: Shared, Value: Shared}]"),
    ],
    ["depends on it", `${alongside("AWS::S3::Bucket", "BucketName: b")}    DependsOn: Shared\n`],
    ["has another policy", alongside("AWS::SSO::PermissionSet", reference("Name: other"))],
    ["is an instance profile", alongside("AWS::IAM::InstanceProfile", "Roles: [!Ref Worker]")],
  ])("edits the policy when another resource %s", async (_what, text) => {
    const { rules } = await fixed("roles.yaml", text, "Worker: communication");
    expect(rules).toContain("missing-action Worker");
  });
});

describe("leaves alone what a user or a group has", () => {
  test.each([
    ["Users", withNamed("Roles: [!Ref Worker]\n      Users: [alice]"), "Shared.Users"],
    ["Groups", withNamed("Roles: [!Ref Worker]\n      Groups: !Ref People"), "Shared.Groups"],
    [
      "Users and Groups of an inline policy",
      withNamed("PolicyName: p\n      Roles: [!Ref Worker]\n      Users: [a]\n      Groups: [g]").replace(
        "Managed",
        "",
      ),
      "Shared.Users",
    ],
    ["ManagedPolicyArns of a user", user("ManagedPolicyArns: [!Ref Shared]"), "Alice.ManagedPolicyArns"],
    [
      "ManagedPolicyArns of a group",
      user("ManagedPolicyArns:\n        - !GetAtt Shared.PolicyArn", "Group"),
      "Alice.ManagedPolicyArns",
    ],
    [
      "under a condition",
      user('ManagedPolicyArns: [!If [C, !Ref Shared, !Ref "AWS::NoValue"]]'),
      "Alice.ManagedPolicyArns",
    ],
    [
      "an ARN with its name",
      user('ManagedPolicyArns: [!Sub "arn:aws:iam::${AWS::AccountId}:policy/shared"]'),
      "Alice.ManagedPolicyArns",
    ],
    ["PermissionsBoundary", user("PermissionsBoundary: !Ref Shared"), "Alice.PermissionsBoundary"],
  ])("leaves a template's policy alone: %s", async (_what, text, holder) => {
    const { rules, left } = await fixed("roles.yaml", text, "Worker: communication");
    expect(rules.filter((rule) => rule.startsWith("missing-action"))).toEqual([]);
    expect(left).toContainEqual(expect.stringContaining(`editing policy Shared would also affect ${holder}`));
  });

  test.each([
    ["no Users", withNamed("Roles: [!Ref Worker]\n      Users: []")],
    ["a user with another policy", user("ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]")],
  ])("edits a template's policy: %s", async (_what, text) => {
    const { rules } = await fixed("roles.yaml", text, "Worker: communication");
    expect(rules).toContain("missing-action Worker");
  });

  test.each([
    ["aws_iam_user_policy", inline, `user   = "a"\n  ${POLICY}`],
    ["aws_iam_group_policy", inline, `group  = "g"\n  ${POLICY}`],
    ["aws_iam_user_policy", local, 'user   = "a"\n  policy = local.p'],
    ["aws_iam_user_policy_attachment", managed, `user       = "a"\n  ${ARN}`],
    [
      "aws_iam_user_policy_attachment",
      managed.replace("policy = ", 'name   = "p"\n  policy = '),
      'user = "a"\n  policy_arn = "arn:aws:iam::111122223333:policy/p"',
    ],
    ["aws_iam_user_policy_attachment", managed, `count      = data.http.some.body\n  user       = "a"\n  ${ARN}`],
    [
      "aws_iam_user_policy_attachment",
      managed,
      'user = "a"\n  policy_arn = data.http.some.body ? aws_iam_policy.p.arn : "x"',
    ],
    [
      "aws_iam_user_policy_attachment",
      managed,
      'for_each = { p = aws_iam_policy.p.arn }\n  user = "a"\n  policy_arn = each.value',
    ],
    ["aws_iam_group_policy_attachment", managed, `group      = "g"\n  ${ARN}`],
    [
      "aws_iam_policy_attachment",
      managed,
      `name = "x"\n  users = ["a"]\n  roles = [aws_iam_role.worker.name]\n  ${ARN}`,
    ],
    [
      "aws_iam_policy_attachment",
      managed,
      `name = "x"\n  groups = data.http.some.body\n  roles = [aws_iam_role.worker.name]\n  ${ARN}`,
    ],
    [
      "aws_iam_policy_attachment",
      managed,
      `name = "x"\n  users = [data.http.some.body]\n  roles = [aws_iam_role.worker.name]\n  ${ARN}`,
    ],
    ["aws_iam_user_policy_attachments_exclusive", managed, 'user_name = "a"\n  policy_arns = [aws_iam_policy.p.arn]'],
    ["aws_iam_user", managed, 'name = "a"\n  permissions_boundary = aws_iam_policy.p.arn'],
  ])("leaves the policy of %s alone in Terraform", async (type, text, body) => {
    const { rules, left } = await fixed("main.tf", `data "http" "some" {}\n${text}${other(type, `  ${body}`)}`, ONE);
    expect(rules).not.toContain(LACKS);
    expect(left).toContainEqual(expect.stringMatching(/would also affect aws_iam_\w+\.other(?:\[\S+\])?$/));
  });

  test.each([
    [
      "only roles",
      managed,
      other("aws_iam_policy_attachment", `  name = "x"\n  users = []\n  roles = [aws_iam_role.worker.name]\n  ${ARN}`),
    ],
    ["a user without a policy", managed, other("aws_iam_user", '  name = "a"')],
    [
      "a user with another document",
      inline,
      permissions("q") + other("aws_iam_user_policy", `  user = "a"\n  policy = ${json("q")}`),
    ],
  ])("edits a Terraform policy: %s", async (_what, text, more) => {
    const { rules } = await fixed("main.tf", text + more, ONE);
    expect(rules).toContain(LACKS);
  });
});

const bucket = (policy: string) => other("aws_s3_bucket_policy", `  bucket = "b"\n  policy = ${policy}`);
const statements = (name: string) => `data.aws_iam_policy_document.${name}.statement[0].actions`;

describe("leaves alone what something else in the source uses", () => {
  test.each([
    ["a bucket policy", inline + bucket(json("p")), "aws_s3_bucket_policy.other"],
    [
      "the text of the role's policy",
      inline + bucket("aws_iam_role_policy.worker.policy"),
      "aws_s3_bucket_policy.other",
    ],
    ["the text of a managed policy", managed + bucket("aws_iam_policy.p.policy"), "aws_s3_bucket_policy.other"],
    [
      "a text built from the document",
      inline + other("aws_iam_role_policy", `  role   = "x"\n  policy = replace(${json("p")}, "ssm:", "ec2:")`),
      "aws_iam_role_policy.other",
    ],
    [
      "its list of actions",
      inline +
        other(
          "aws_iam_group_policy",
          `  group  = "g"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ${statements("p")}, Resource = "*" }] })`,
        ),
      "aws_iam_group_policy.other",
    ],
    [
      "a local that is decoded again",
      local + other("aws_iam_user_policy", '  user   = "u"\n  policy = jsonencode(merge(jsondecode(local.p), {}))'),
      "aws_iam_user_policy.other",
    ],
    [
      "a module whose source is missing",
      `${inline}module "m" {\n  source = "a/b/aws"\n  policy = ${json("p")}\n}\n`,
      "module.m",
    ],
    ["a local that is passed to it", `${local}module "m" {\n  source = "a/b/aws"\n  policy = local.p\n}\n`, "module.m"],
    [
      "an ARN that is passed to it",
      `${managed}locals {\n  arns = [aws_iam_policy.p.arn]\n}\nmodule "m" {\n  source = "a/b/aws"\n  arns   = local.arns\n}\n`,
      "module.m",
    ],
    [
      "the inline policy of a permission set",
      inline +
        other("aws_ssoadmin_permission_set_inline_policy", `  instance_arn = "i"\n  inline_policy = ${json("p")}`),
      "aws_ssoadmin_permission_set_inline_policy.other",
    ],
    [
      "the name of a policy in a permission set",
      managed +
        other(
          "aws_ssoadmin_customer_managed_policy_attachment",
          "  customer_managed_policy_reference {\n    name = aws_iam_policy.p.name\n  }",
        ),
      "aws_ssoadmin_customer_managed_policy_attachment.other",
    ],
    [
      "the text of another data source",
      `${inline}data "aws_iam_policy_document" "q" {\n  source_policy_documents = [${json("p")}]\n}\n${bucket(json("q"))}`,
      "aws_s3_bucket_policy.other",
    ],
    [
      "the session policy of an assumed role",
      `${inline}provider "aws" {\n  assume_role {\n    policy = ${json("p")}\n  }\n}\n`,
      "provider.aws",
    ],
  ])("%s", async (_what, text, holder) => {
    const { rules, left } = await fixed("main.tf", text, ONE);
    expect(rules).not.toContain(LACKS);
    expect(left).toContainEqual(expect.stringContaining(`would also affect ${holder}`));
  });

  test("a trust policy", async () => {
    const text = inline + other("aws_iam_openid", `  policy = ${json("t")}`);
    const { left } = await fixed("main.tf", text, ONE);
    expect(left).toContainEqual(
      expect.stringContaining("because this one also belongs to aws_iam_openid.other; there, add a"),
    );
  });

  test.each([
    [
      "something depends on it",
      `${inline}resource "null_resource" "n" {\n  depends_on = [data.aws_iam_policy_document.p]\n}\n`,
    ],
    ["it is an output", `${inline}output "p" {\n  value = ${json("p")}\n}\n`],
    ["a comment mentions it", `# ${json("p")}\n${inline}`],
    [
      "another policy has its ARN as a resource",
      `${managed}${document("d", '    actions   = ["iam:Detach*"]\n    resources = [aws_iam_policy.p.arn]\n')}${bucket(json("d"))}`,
    ],
    [
      "something uses the role's name",
      inline +
        other("aws_iam_instance_profile", "  role = aws_iam_role.worker.name") +
        bucket("aws_iam_role.worker.arn"),
    ],
    ["a tag names the policy", `${managed}${other("aws_s3_bucket", "  tags = { policy = aws_iam_policy.p.name }")}`],
    [
      "it passes through a local",
      `${worker}locals {\n  doc = ${json("p")}\n}\n${role("worker", json("t"), "local.doc")}`,
    ],
    [
      "the local has other keys",
      `${local.replace("p = jsonencode", 'own = jsonencode("x")\n  p = jsonencode')}${bucket("local.own")}`,
    ],
  ])("edits the document when %s", async (_what, text) => {
    const { rules } = await fixed("main.tf", text, ONE);
    expect(rules).toContain(LACKS);
  });
});

describe("checks all uses of a document across modules", () => {
  const call = (name: string, folder: string, more = "") => `module "${name}" {\n  source = "./${folder}"\n${more}}\n`;
  const passed = (name: string, folder: string) => call(name, folder, `  policy = ${json("p")}\n`);
  const taking = 'variable "policy" {\n  type = string\n}\n';
  const holder = `${taking}${trust("t", "lambda")}${role("worker", json("t"), "var.policy")}`;
  const MODULE_ROLE = "module.worker.aws_iam_role.worker: communication";
  const created = `${permissions("p")}output "policy" {\n  value = ${json("p")}\n}\n`;
  const user = (policy: string) => bucket(policy);

  test.each([
    ["a module that only creates the role", passed("worker", "worker"), { "worker/main.tf": holder }],
    [
      "a module that creates the document",
      call("made", "made") + call("worker", "worker", "  policy = module.made.policy\n"),
      { "worker/main.tf": holder, "made/main.tf": created },
    ],
  ])("edits the document of %s", async (_what, text, alongside) => {
    const { rules } = await fixed(
      "main.tf",
      text + (text.includes("made") ? "" : permissions("p")),
      MODULE_ROLE,
      alongside,
    );
    expect(rules).toContain("missing-action module.worker.aws_iam_role.worker");
  });

  test.each([
    [
      "a module that also uses it otherwise",
      `${permissions("p")}${passed("worker", "worker")}`,
      { "worker/main.tf": holder + user("var.policy") },
      "aws_s3_bucket_policy.other",
    ],
    [
      "a module that creates something else",
      `${permissions("p")}${passed("worker", "worker")}${passed("bucket", "bucket")}`,
      { "worker/main.tf": holder, "bucket/main.tf": taking + user("var.policy") },
      "aws_s3_bucket_policy.other",
    ],
    [
      "an output",
      call("made", "made") + call("worker", "worker", "  policy = module.made.policy\n") + user("module.made.policy"),
      { "worker/main.tf": holder, "made/main.tf": created },
      "aws_s3_bucket_policy.other",
    ],
    [
      "a file in JSON syntax",
      `${permissions("p")}${passed("worker", "worker")}`,
      {
        "worker/main.tf": holder,
        "more.tf.json": JSON.stringify({
          resource: { aws_s3_bucket_policy: { b: { bucket: "b", policy: "${data.aws_iam_policy_document.p.json}" } } },
        }),
      },
      "aws_s3_bucket_policy.b",
    ],
    [
      "another file of the module",
      `${permissions("p")}${passed("worker", "worker")}`,
      { "worker/main.tf": holder, "more.tf": user(json("p")) },
      "aws_s3_bucket_policy.other",
    ],
  ])("leaves the document alone: %s", async (_what, text, alongside, by) => {
    const { rules, left } = await fixed("main.tf", text, MODULE_ROLE, alongside);
    expect(rules).not.toContain("missing-action module.worker.aws_iam_role.worker");
    expect(left).toContainEqual(expect.stringMatching(new RegExp(`would also affect \\S*${by}(?: \\(\\S+\\))?$`)));
  });

  const file = JSON.stringify(
    { Statement: [{ Effect: "Allow", Action: ["ssm:GetDocument"], Resource: "*" }] },
    null,
    2,
  );
  const reading = trust("t", "lambda") + role("worker", json("t"), 'file("${path.module}/worker.json")');
  test.each([
    ["one reader", reading, true],
    ["a bucket policy reads it too", reading + bucket('file("${path.module}/worker.json")'), false],
  ])("edits a JSON file only if nothing else reads it: %s", async (_what, text, isEdited) => {
    const { rules } = await fixed("main.tf", text, ONE, { "worker.json": file });
    expect(rules.includes(LACKS)).toBe(isEdited);
  });

  test.each([
    [
      "a user's policy",
      other("aws_iam_user_policy", '  user   = "u"\n  policy = file("${path.module}/worker.json")'),
      false,
    ],
    ["nothing", other("aws_iam_user", '  name = "u"'), true],
  ])("edits a directly checked file unless a user reads it: read by %s", async (_what, text, isEdited) => {
    const { rules } = await fixed("main.tf", text, "worker: communication", { "worker.json": file });
    expect(rules.includes("missing-action worker")).toBe(isEdited);
  });
});

describe("leaves alone a policy that another root module reads from the state", () => {
  const a = (more: string) =>
    `${managed.replace('"aws_iam_policy" "p" {', '"aws_iam_policy" "p" {\n  name   = "p"')}output "arn" {
  value = aws_iam_policy.p.arn
}
${more}`;
  const b = (config: string, backend: string, arn = "outputs.arn") => `${trust("t", "lambda")}
data "terraform_remote_state" "a" {
  backend = "${backend}"
  config  = {
    ${config}
  }
}
locals {
  taken = data.terraform_remote_state.a.${arn}
}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = ${json("t")}
}
resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = local.taken
}
`;
  const s3 = (key: string) => `terraform {\n  backend "s3" {\n    bucket = "b"\n    key    = "${key}"\n  }\n}\n`;
  const BOTH = `${ONE}\naws_iam_role.app: communication`;
  test.each([
    ["next to it", "", b('path = "../a/terraform.tfstate"', "local"), ONE, false],
    ["with the path of the module", "", b('path = "${path.module}/../a/terraform.tfstate"', "local"), ONE, false],
    ["with an index", "", b('path = "../a/terraform.tfstate"', "local", 'outputs["arn"]'), ONE, false],
    ["in a bucket", s3("a"), b('bucket = "b"\nkey = "a"', "s3"), ONE, false],
    ["at an unknown key", s3("a"), b('bucket = "b"\nkey = "${var.k}"', "s3"), ONE, false],
    ["for a role that is checked for the same kinds", "", b('path = "../a/terraform.tfstate"', "local"), BOTH, true],
    ["in another folder", "", b('path = "../c/terraform.tfstate"', "local"), ONE, true],
    ["with another key", s3("a"), b('bucket = "b"\nkey = "c"', "s3"), ONE, true],
    ["with another backend", s3("a"), b('path = "../a/terraform.tfstate"', "local"), ONE, true],
    ["as another output", "", b('path = "../a/terraform.tfstate"', "local", "outputs.other"), ONE, true],
  ])("%s", async (_what, more, reader, roles, isEdited) => {
    const { rules, left } = await fixed("a/main.tf", a(more), roles, { "b/main.tf": reader });
    expect(rules.includes(LACKS)).toBe(isEdited);
    const lacks = left.filter((one) => one.startsWith(LACKS)).join();
    expect(lacks).toMatch(
      isEdited ? /^$/ : /would also affect aws_iam_role_policy_attachment\.app \(\S*b\/main\.tf\)$/,
    );
  });
});

test("leaves a file alone when a role of the same name in another root module reads it", async () => {
  const file = '{"Statement": [{"Effect": "Allow", "Action": [\n  "ssm:GetDocument"\n], "Resource": "*"}]}';
  const reading = trust("t", "lambda") + role("worker", json("t"), 'file("${path.module}/../worker.json")');
  const { rules, left } = await fixed("a/main.tf", reading, "FOLDER/a:aws_iam_role.worker: communication", {
    "b/main.tf": reading,
    "worker.json": file,
  });
  expect(rules).not.toContain(LACKS);
  expect(left).toContainEqual(
    expect.stringMatching(/would also affect aws_iam_role\.worker \(root-\d+\/b\/main\.tf\)$/),
  );
});

describe("leaves alone what a template repeats or includes", () => {
  const holder = (name: string, policies: string, type = "Role") => `  ${name}:
    Type: AWS::IAM::${type}
    Properties:
      ${type === "Role" ? "AssumeRolePolicyDocument: {Statement: []}" : "UserName: u"}
      Policies:
${policies.replace(/^/gm, "        ")}
`;
  const listed = (list: string) => `- Effect: Allow\n  Resource: "*"\n  Action:${list}`;
  const ITEMS = "\n    - ssm:GetDocument";
  const policy = (statements: string) =>
    `- PolicyName: p\n  PolicyDocument:\n    Statement:\n${statements.replace(/^/gm, "      ")}`;
  const statement = policy(listed(ITEMS).replace("- Effect", "- &s\n  Effect"));
  const whole = policy(listed(ITEMS)).replace("- PolicyName", "- &p\n  PolicyName");
  const merged = listed(ITEMS).replace("- Effect", "- &a\n  Effect");
  const alongside = (more: string) => `- PolicyName: q\n  PolicyDocument: ${more}`;

  test.each([
    ["a list", policy(listed(` &l${ITEMS}`)), policy(listed(" *l"))],
    ["a list in flow style", policy(listed(" &l [ssm:GetDocument]")), policy(listed(" *l"))],
    ["a statement", statement, policy("- *s")],
    ["a statement with a merge key", statement, policy("- <<: *s\n  Sid: Two")],
    ["a merged statement that is merged again", policy(merged), policy("- &b\n  <<: *a\n  Sid: B\n- *b")],
    ["statements", policy(listed(ITEMS)).replace("Statement:", "Statement: &s"), alongside("{Statement: *s}")],
    ["a document", policy(listed(ITEMS)).replace("Document:", "Document: &d"), alongside("*d")],
    ["a policy", whole, "- *p"],
    ["a policy with a merge key", whole, "- <<: *p\n  PolicyName: q"],
  ])("leaves alone %s that an alias repeats", async (_what, anchored, alias) => {
    for (const text of [
      holder("Worker", anchored) + holder("Other", alias),
      holder("Other", anchored) + holder("Worker", alias),
      holder("Worker", anchored) + holder("Other", alias, "User"),
      holder("Other", anchored, "User") + holder("Worker", alias),
      holder("Worker", anchored) + holder("Other", alias, "Group"),
    ]) {
      const { rules, left } = await fixed("roles.yaml", `Resources:\n${text}`, "Worker: communication");
      expect(rules).not.toContain("missing-action Worker");
      expect(left).toContainEqual(expect.stringMatching(/editing policy [pq] would also affect Other$/));
    }
  });

  test("edits what an alias in the same role repeats", async () => {
    const text = `Resources:\n${holder("Worker", `${statement}\n      - *s`)}`;
    const { rules, left } = await fixed("roles.yaml", text, "Worker: communication");
    expect(rules).not.toContain("missing-action Worker");
    expect(left.join()).not.toContain("would also affect");
  });

  test("edits a policy resource that belongs to the role", async () => {
    const own = `  Own:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: own\n      Roles: [!Ref Worker]\n      PolicyDocument: *d\n`;
    const anchored = holder("Worker", policy(listed(ITEMS)).replace("Document:", "Document: &d"));
    const { left } = await fixed("roles.yaml", `Resources:\n${anchored}${own}`, "Worker: communication");
    expect(left.join()).not.toContain("would also affect");
  });

  const included = '{"Statement": [{"Effect": "Allow", "Action": [\n  "ssm:GetDocument"\n], "Resource": "*"}]}';
  const including = (name: string, type: string, path: string) =>
    `Resources:\n${holder(
      name,
      alongside(`\n    Fn::Transform: {Name: AWS::Include, Parameters: {Location: ${path}}}`),
      type,
    )}`;
  const inOneLine = JSON.stringify({
    Resources: {
      Other: {
        Type: "AWS::IAM::User",
        Properties: {
          Policies: [{ "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: "./policy.json" } } }],
        },
      },
    },
  });
  test.each<[string, Readonly<Record<string, string>>, string | null]>([
    ["by nothing else", {}, null],
    [
      "by a template that means another file of that name",
      { "b/b.yaml": including("Other", "User", "policy.json") },
      null,
    ],
    ["by another role", { "b.yaml": including("Other", "Role", "policy.json") }, "Other"],
    [
      "by another role of the same name",
      { "b.yaml": including("Worker", "Role", "policy.json") },
      "Worker \\(root-\\d+/b.yaml\\)",
    ],
    [
      "by a user with the role's name",
      { "b.yaml": including("Worker", "User", "policy.json") },
      "Worker \\(root-\\d+/b.yaml\\)",
    ],
    ["by a user", { "b.yaml": including("Other", "User", "./policy.json") }, "Other \\(root-\\d+/b.yaml\\)"],
    [
      "by a group in another folder",
      { "b/b.yaml": including("Other", "Group", "../policy.json") },
      "Other \\(root-\\d+/b/b.yaml\\)",
    ],
    ["by a template on one line", { "b.json": inOneLine }, "root-\\d+/b.json"],
  ])("edits an included file only if no other principal gets it: included %s", async (_what, more, other) => {
    const text = including("Worker", "Role", "policy.json");
    const { rules, left } = await fixed("roles.yaml", text, "FOLDER/roles.yaml:Worker: communication", {
      "policy.json": included,
      ...more,
    });
    expect(rules.includes("missing-action Worker")).toBe(other === null);
    const lacks = left.filter((one) => one.startsWith("missing-action"));
    expect(lacks).toEqual(other === null ? [] : [expect.stringMatching(new RegExp(`would also affect ${other}$`))]);
  });
});
