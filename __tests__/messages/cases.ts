/** A user's mistake: files, and the command that the user then runs. */
export interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly args: readonly string[];
}

const CONFIG = ".github/worker-iam-check.yml";

/** Actions that meet the list `communication`. */
const COMMUNICATION = ["ec2messages:*", "iam:*", "sqs:*", "ssm:*", "ssmmessages:*"];

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
}

const allow = (actions: unknown, more: object = {}): object => ({
  Effect: "Allow",
  Action: actions,
  Resource: "*",
  ...more,
});

const good = policy(allow(COMMUNICATION));

function usage(name: string, ...args: readonly string[]): Case {
  return { name, files: { "veeam-worker.json": good }, args };
}

function config(name: string, text: string): Case {
  return { name, files: { [CONFIG]: text, "veeam-worker.json": good }, args: ["check"] };
}

function requirements(name: string, text: string): Case {
  return { name, files: { "own.yml": text }, args: ["check", "--requirements", "own.yml"] };
}

function file(name: string, path: string, text: string | Uint8Array, more: Case["files"] = {}): Case {
  return { name, files: { [path]: text, ...more }, args: ["check", path] };
}

/** A statement that violates the grammar, next to a valid one. */
function statement(name: string, faulty: object): Case {
  return file(name, "veeam-worker.json", policy(allow(COMMUNICATION), faulty));
}

const appliance = { AWS: "arn:aws:iam::111122223333:role/veeam-appliance" };

function trust(name: string, ...statements: readonly object[]): Case {
  return {
    name,
    files: {
      "worker.json": good,
      "trust.json": policy(...statements),
      [CONFIG]: "groups:\n  veeam-worker:\n    policies: worker.json\n    trust: trust.json\n",
    },
    args: ["check"],
  };
}

const assume = (principal: object, more: object = {}): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: "sts:AssumeRole",
  ...more,
});
const ec2 = assume({ Service: "ec2.amazonaws.com" });

function template(resources: string): string {
  return `Resources:\n${resources.replace(/^/gm, "  ")}`;
}

const role = (properties: string): string =>
  template(`VeeamWorkerRole:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Version: "2012-10-17"
      Statement:
        - { Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root", Service: ec2.amazonaws.com }, Action: sts:AssumeRole }
    Policies:
      - PolicyName: workers
        PolicyDocument:
          Version: "2012-10-17"
          Statement:
            - { Effect: Allow, Action: [ec2messages:*, iam:*, sqs:*, ssm:*, ssmmessages:*], Resource: "*" }
${properties.replace(/^/gm, "    ")}
VeeamWorkerProfile:
  Type: AWS::IAM::InstanceProfile
  Properties: { Roles: [!Ref VeeamWorkerRole] }
`);

const plan = (more: object): string => JSON.stringify({ format_version: "1.2", resource_changes: [], ...more });

/** Eleven lines that expand to more than memory can hold. */
const bomb = [
  'a0: &a0 ["AWS::IAM::Role"]',
  ...Array.from({ length: 10 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(", ")}]`),
].join("\n");

const loop = (collection: string): string => `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Roles:
    - Name
    - ${collection}
    - "Veeam\${Name}":
        Type: AWS::IAM::Role
        Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] } }
`;

export const sections: Readonly<Record<string, readonly Case[]>> = {
  "the command line": [
    usage("an unknown command", "chekc"),
    usage("an unknown command without a similar one", "frobnicate"),
    usage("an unknown option", "check", "--apliance", "111122223333"),
    usage("an unknown option without a similar one", "check", "--frobnicate"),
    usage("an option without its value", "check", "--roles"),
    usage("a value for an option that takes none", "fix", "--dry-run=yes"),
    usage("--dry-run of another command", "check", "--dry-run"),
    usage("an option of other commands", "diff", "7", "10", "--roles", "*: backup"),
    usage("an unknown one-letter option", "check", "-q"),
    usage("a format that the command does not support", "check", "--format", "xml"),
    usage("an invalid word for a setting", "check", "--fail-on", "errors"),
    usage("an invalid word without a similar one", "check", "--if-no-roles", "explode"),
    usage("a line of roles without kinds", "check", "--roles", "VeeamWorkerRole"),
    usage("an invalid appliance", "check", "--appliance", "veeam-appliance"),
    usage("an account of eleven digits", "check", "--accounts", "11112222333"),
    usage("an unknown version of the lists", "check", "--requirements", "99"),
    usage("a missing requirements file", "check", "--requirements", "own.yml"),
    usage("a missing configuration file", "check", "--config", "none.yml"),
    usage("policy without a kind", "policy"),
    usage("policy with an unknown kind", "policy", "backups"),
    usage("policy with an invalid appliance", "policy", "backup", "--appliance", "me"),
    usage("diff with only one version", "diff", "7"),
    usage("diff with an unknown version", "diff", "7", "8"),
    usage("explain without an action", "explain", "veeam-worker"),
    usage("explain with an unknown role", "explain", "veeam-wroker", "sqs:SendMessage"),
    { name: "explain without a role", files: {}, args: ["explain", "veeam-worker", "sqs:SendMessage"] },
    usage("a glob that could take forever", "check", "**/a*b*c*d*e*.json"),
    usage("a missing baseline", "check", "--baseline", "none.json"),
    {
      name: "an invalid baseline",
      files: { "veeam-worker.json": good, "b.json": "{}" },
      args: ["check", "--baseline", "b.json"],
    },
    usage("explain with an invalid action", "explain", "veeam-worker", "SendMessage"),
    usage("explain of standard input without an action", "explain", "veeam-worker", "-"),
    usage("a report that can't be written", "check", "--report-file", "veeam-worker.json/report.json"),
  ],
  "the config": [
    config("not YAML", "roles: [a\nfail-on: error\n"),
    config("a list", "- roles\n"),
    config(
      "unknown settings and invalid values",
      "fail_on: error\nfrobnicate: 1\nfiles: {}\nfail-on: erorr\ncomment: loudly\njob-summary: 7\nroles:\n  - VeeamWorkerRole\nappliance: me\n",
    ),
    config(
      "sections with invalid values",
      "groups: veeam.json\ncontext:\n  aws:RequestedRegion: { a: b }\nseverities:\n  missing-actions: error\n  frobnicate: error\n  trust-missing: loud\nparameters: []\n",
    ),
    config(
      "an invalid deployment",
      'deployment:\n  partition: aws-chn\n  accounts: ["11112222333"]\n  regions: [eu-wset-1]\nresources:\n  sqs:*: queue\n',
    ),
    config(
      "invalid policies",
      "policies:\n  team-boundary: b.json\n  arn:aws:iam::*:policy/b: ../b.json\n  arn:aws:iam::*:policy/c: [a.json, b.json]\n",
    ),
    config(
      "invalid guardrails",
      "guardrails:\n  - [[a.json]]\n  - allow-list: true\n  - policy: a.json\n  - policies: [../b.json]\n    allow-list: maybe\n",
    ),
    config("keys that are not names", "keys: { a: b }\n"),
    config("a missing key", "keys: [BackupKey]\n"),
    config("a missing key policy file", "keys: [keys/backup.json]\n"),
    config("a key policy file without a key policy", "keys: [veeam-worker.json]\n"),
    config("a missing guardrail", "guardrails:\n  - organization/root.json\n"),
    config("resources for an unlisted action", "resources:\n  sqs:SendMesage: arn:aws:sqs:*:*:veeam-*\n"),
    config("a group with an unknown key", "groups:\n  veeam:\n    policy: veeam-worker.json\n"),
    config(
      "incomplete suppressions",
      "suppressions:\n  - role: veeam\n  - rule: missing-actions\n    reason: r\n  - rule: missing-action\n    reason: r\n    expires: tomorrow\n  - rule: missing-action\n    reason: r\n    action: a\n",
    ),
    config("suppressions that are not a list", "suppressions:\n  rule: missing-action\n"),
    { name: "not UTF-8", files: { [CONFIG]: new Uint8Array([0x72, 0xff, 0xfe, 0x00]) }, args: ["check"] },
  ],
  "a requirements file": [
    requirements("not YAML", "kinds: [\n"),
    requirements("a string", "none\n"),
    requirements("no required fields", "name: own\n"),
    requirements(
      "fields with invalid values",
      "version: {}\ntitle: t\ntitle: u\nsource: s\ndate: today\nkinds: none\naliases: []\n",
    ),
    requirements("no kinds", "version: '1'\ntitle: t\nsource: s\ndate: 2026-11-23\nkinds: []\n"),
    requirements(
      "incomplete kinds",
      `version: '1'
title: t
source: s
date: 2026-11-23
kinds:
  - writer
  - { name: ignore, actions: [s3:PutObject] }
  - { name: writer, trust: [aplliance, nobody], actions: [s3:PutObject, s3:*, S3PutObject, " s3:Get", "s3:a,s3:b", "s3:", [s3:a]] }
  - { name: writer, action: s3:PutObject, actions: [{ action: s3:PutObject, resources: [bucket, {}] }] }
  - { name: empty, trust: { a: b } }
aliases:
  writer: [writer]
  "a b": [writer]
  all: [writer, wirter, frobnicate]
`,
    ),
  ],
  "files that can't be read": [
    { name: "a missing file", files: {}, args: ["check", "none.json"] },
    file("an empty file", "veeam.json", ""),
    file("a missing comma", "veeam.json", '{\n  "Statement": [\n    "a" "b"\n  ]\n}\n'),
    file("a missing colon", "veeam.json", '{ "Statement" [] }\n'),
    file("a missing value", "veeam.json", '{ "Statement": }\n'),
    file("an extra comma", "veeam.json", '{ "Statement": [], }\n'),
    file("a comment", "veeam.json", '{\n  // workers\n  "Statement": []\n}\n'),
    file("a missing bracket", "veeam.json", '{ "Statement": ["a"\n'),
    file("a missing brace", "veeam.json", '{ "Statement": []\n'),
    file("a missing closing quote", "veeam.json", '{ "Statement: [] }\n'),
    file("a missing opening quote", "veeam.json", '{ "Statement": [\n  "a",\n  b"\n] }\n'),
    file("an unclosed string", "veeam.json", '{ "Statement": ["a, ]\n}\n'),
    file("single quotes", "veeam.json", "{ 'Statement': [] }\n"),
    file("text after the end", "veeam.json", '{ "Statement": [] }\n{ "Statement": [] }\n'),
    file("a control character", "veeam.json", '{ "Statement": ["a\tb"] }\n'),
    file("an unknown escape", "veeam.json", '{ "Statement": ["a\\xb"] }\n'),
    file("an invalid Unicode escape", "veeam.json", '{ "Statement": ["a\\u12"] }\n'),
    file("a word that is not a value", "veeam.json", '{ "Statement": yes }\n'),
    file("no-break spaces", "veeam.json", '{\n\u00a0\u00a0"Statement": []\n}\n'),
    file("no-break spaces and a missing comma", "veeam.json", '{\n\u00a0"Statement": ["a" "b"]\n}\n'),
    file("curly quotes", "veeam.json", "{ \u201cStatement\u201d: [] }\n"),
    file("curly quotes and no-break spaces", "veeam.json", "{\n\u00a0\u201cStatement\u201d: []\n}\n"),
    file("a policy in an invalid JSON string", "veeam.json", '{ "Policy": "{\\"Statement: []}" }\n'),
    file("not UTF-8", "veeam.json", new Uint8Array([0x7b, 0x22, 0xe4, 0x22, 0x7d])),
    file("a NUL at its start", "veeam.yaml", `\0${role("Path: /")}`),
    file("a control character", "veeam.yaml", role("Path: /\u001e")),
    file("not YAML", "veeam.yaml", "Resources:\n  A: [\n  B: 1\n"),
    file("another tool's template", "veeam.yaml", role("{% if a %}\nPath: /\n{% endif %}")),
    file(
      "another tool's invalid template",
      "veeam.yaml",
      role("{% if a %}\nPath: /\n{% endif %}\nTags: [\n  { Key: a"),
    ),
    file("a tab for indentation", "veeam.yaml", "Resources:\n\tA: 1\n"),
    file("an alias without an anchor", "veeam.yaml", "Resources: *none\n"),
    file("an alias that contains itself", "veeam.yaml", "Resources: &a\n  A: *a\n"),
    file("a binary plan", "tfplan", new Uint8Array([...Buffer.from("PK\u0003\u0004"), 0, 0, ...Buffer.from("tfplan")])),
    file(
      "a Terraform state",
      "plan.json",
      JSON.stringify({ version: 4, terraform_version: "1.9.0", serial: 1, lineage: "x", resources: [] }),
    ),
    file(
      "a Terraform state in another version",
      "plan.json",
      JSON.stringify({ version: 3, terraform_version: "0.11.14", serial: 1, lineage: "x", modules: [] }),
    ),
    file(
      "an encrypted state",
      "plan.json",
      JSON.stringify({ serial: 1, lineage: "x", meta: {}, encrypted_data: "x", encryption_version: "v0" }),
    ),
    file(
      "a plan's log",
      "plan.json",
      '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n',
    ),
    file(
      "a plan as text",
      "plan.json",
      "Terraform will perform the following actions:\n\n  # aws_iam_role.veeam will be created\n",
    ),
    file("a truncated plan", "plan.json", '{"format_version":"1.2","resource_changes":[{"type":"aws_iam_role"'),
    file("the provider schema", "schema.json", JSON.stringify({ format_version: "1.0", provider_schemas: {} })),
    file("an alias bomb", "veeam.yaml", bomb),
    file("an invalid loop", "veeam.yaml", loop("Oops").replace("    - Name\n", "")),
    file("a loop over an unknown value", "veeam.yaml", loop("!ImportValue Names")),
    file(
      "exponential functions",
      "veeam.yaml",
      role("").replace(
        "PolicyName: workers",
        `PolicyName: !Sub ["${"${x}".repeat(2000)}", { x: !Sub ["${"${y}".repeat(2000)}", { y: abc }] }]`,
      ),
    ),
    file("a plan in another format", "plan.json", plan({ format_version: "2.0" })),
    file("a plan whose format is not a string", "plan.json", plan({ format_version: 1 })),
    file("a plan that ended with errors", "plan.json", plan({ errored: true })),
    {
      name: "a missing parameter file",
      files: { "veeam.yaml": role(""), [CONFIG]: "parameters:\n  veeam.yaml: none.json\n" },
      args: ["check"],
    },
    {
      name: "a parameter file that is not JSON",
      files: { "veeam.yaml": role(""), "p.json": "{", [CONFIG]: "parameters:\n  veeam.yaml: p.json\n" },
      args: ["check"],
    },
    {
      name: "a parameter file without values",
      files: { "veeam.yaml": role(""), "p.json": "[1]", [CONFIG]: "parameters:\n  veeam.yaml: p.json\n" },
      args: ["check"],
    },
    {
      name: "a group with a missing file",
      files: { "veeam-worker.json": good, [CONFIG]: "groups:\n  veeam:\n    policies: none.json\n" },
      args: ["check"],
    },
    {
      name: "a group with a misspelled file",
      files: {
        "veeam-1.json": good.replace("sqs:", "sns:"),
        "veeam-2.json": good,
        [CONFIG]:
          "groups:\n  veeam-worker:\n    policies: [veeam-1.json, vaeem-2.json]\nroles: 'veeam-worker: communication'\n",
      },
      args: ["check"],
    },
    {
      name: "a group with a pattern without matches",
      files: { "veeam-worker.json": good, [CONFIG]: "groups:\n  veeam:\n    policies: none-*.json\n" },
      args: ["check"],
    },
  ],
  guardrails: [
    {
      name: "a guardrail without a policy",
      files: { "veeam-worker.json": good, "scp.json": "{}", [CONFIG]: "guardrails:\n  - [scp.json]\n" },
      args: ["check"],
    },
    {
      name: "a guardrail with principals",
      files: {
        "veeam-worker.json": good,
        "rcp.json":
          '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}',
        [CONFIG]: "guardrails:\n  - [rcp.json]\n",
      },
      args: ["check"],
    },
    {
      name: "an incomplete allow list",
      files: {
        "veeam-worker.json": good,
        "scp.json": '{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"sqs:*","Resource":"*"}}',
        [CONFIG]: "guardrails:\n  - { policies: [scp.json], allow-list: true }\n",
      },
      args: ["check"],
    },
  ],
  "nothing to check": [
    { name: "an empty folder", files: {}, args: ["check"] },
    { name: "a policy of another role", files: { "nightly.json": good }, args: ["check"] },
    { name: "an unrelated file", files: { "package.json": "{}" }, args: ["check", "package.json"] },
    {
      name: "an unreadable file",
      files: { "veeam.json": '{ "Statement": [' },
      args: ["check"],
    },
    {
      name: "an unknown kind",
      files: { "veeam-worker.json": good },
      args: ["check", "--roles", "veeam-worker: comunication"],
    },
    {
      name: "an unknown kind in the configuration",
      files: { "veeam-worker.json": good, "worker-iam-check.yml": "roles:\n  veeam-worker: comunication\n" },
      args: ["check"],
    },
    {
      name: "a role with a worker's name but no kind",
      files: { "veeam-logs.json": policy(allow("logs:PutLogEvents")) },
      args: ["check"],
    },
    {
      name: "lines of `roles` without matches",
      files: { "veeam-worker.json": good },
      args: ["check", "--roles", "VeeamWorkerRole: communication"],
    },
    {
      name: "roles that are omitted or named next to others",
      files: {
        "veeam-worker.json": good,
        "veeam-nightly.json": good,
        "veeam-other.json": good,
      },
      args: ["check", "--roles", "veeam-worker: communication", "--roles", "veeam-other: ignore"],
    },
    {
      name: "lines of `roles` that almost match",
      files: { "veeam-worker.json": good },
      args: ["check", "--roles", "veeam-wroker: communication"],
    },
  ],
  "faults against the grammar": [
    file(
      "a document without statements",
      "veeam-worker.json",
      JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    ),
    file(
      "an unknown Version",
      "veeam-worker.json",
      JSON.stringify({ Version: "2012-10-18", Statement: [allow(COMMUNICATION)] }),
    ),
    file("a repeated key", "veeam-worker.json", good.replace('"Resource": "*"', '"Resource": "*", "Resource": "*"')),
    file("a misspelled element", "veeam-worker.json", policy(allow(COMMUNICATION, { effect: "Allow", Foo: 1 }))),
    file("an unknown element", "veeam-worker.json", policy(allow(COMMUNICATION, { Comment: "workers" }))),
    file("a string as a statement", "veeam-worker.json", JSON.stringify({ Statement: [allow(COMMUNICATION), "x"] })),
    statement("no Effect", { Action: "s3:*", Resource: "*" }),
    statement("a lower-case Effect", { Effect: "allow", Action: "s3:*", Resource: "*" }),
    statement("no Action", { Effect: "Allow", Resource: "*" }),
    statement("both Action and NotAction", { Effect: "Allow", Action: "s3:*", NotAction: "ec2:*", Resource: "*" }),
    statement("no Resource", { Effect: "Allow", Action: "s3:*" }),
    statement("a Principal in an identity policy", { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }),
    statement("an empty list", { Effect: "Allow", Action: [], Resource: "*" }),
    statement("a number", { Effect: "Allow", Action: 5, Resource: "*" }),
    statement("a comma in an action", allow("s3:GetObject,s3:PutObject")),
    statement("a space after an action", allow("s3:GetObject ")),
    statement("a space in an action", allow("s3:Get Object")),
    statement("an action without a service", allow("GetObject")),
    statement("an action without a name", allow("s3:")),
    statement("a wildcard in a service", allow("s*:Get")),
    statement("a resource with an invalid ARN", { Effect: "Allow", Action: "s3:*", Resource: "my-bucket" }),
    statement("a Sid with a space", allow("s3:*", { Sid: "my statement" })),
    statement("a list as a Sid", allow("s3:*", { Sid: [] })),
    file(
      "a repeated Sid",
      "veeam-worker.json",
      policy(allow(COMMUNICATION, { Sid: "A" }), allow("s3:*", { Sid: "A" })),
    ),
    statement("a string as a Condition", allow("s3:*", { Condition: "x" })),
    statement("an unknown operator", allow("s3:*", { Condition: { Equals: { "aws:a": "b" } } })),
    statement("an operator without keys", allow("s3:*", { Condition: { StringEquals: "b" } })),
    statement("an object as a condition value", allow("s3:*", { Condition: { StringEquals: { "aws:a": {} } } })),
    trust("no Principal", { Effect: "Allow", Action: "sts:AssumeRole" }, assume(appliance), ec2),
    trust("a list as a Principal", assume([] as object), assume(appliance), ec2),
    trust("an empty Principal", assume({}), assume(appliance), ec2),
    trust("a number as a principal", assume({ AWS: 5 }), assume(appliance), ec2),
    trust("an unknown principal type", assume({ Aws: "x" }), assume(appliance), ec2),
    trust("a Resource in a trust policy", assume(appliance, { Resource: "*" }), assume(appliance), ec2),
    trust(
      "NotPrincipal in a trust policy",
      { Effect: "Allow", NotPrincipal: appliance, Action: "sts:AssumeRole" },
      assume(appliance),
      ec2,
    ),
    file(
      "policies in a valid and an invalid JSON string",
      "veeam.yaml",
      role("").replace(/ PolicyDocument:\n[^}]*ssmmessages.*\n/, " PolicyDocument: '{ \"Version\" }'\n"),
    ),
    file("names with unresolved placeholders", "veeam.yaml", role('RoleName: "veeam-${AWS::Region}"')),
    file(
      "a policy ARN with an unresolved placeholder",
      "veeam.yaml",
      role('ManagedPolicyArns: ["arn:aws:iam::${AWS::AccountId}:policy/sqs"]').replace("sqs:*, ", ""),
    ),
  ],
  "suspect principals": [
    trust("the ID of a deleted role", assume({ AWS: "AROAEXAMPLEEXAMPLE123" }), assume(appliance), ec2),
    trust("a role in sts", assume({ AWS: "arn:aws:sts::111122223333:role/x" }), assume(appliance), ec2),
    trust("a wildcard in an ARN", assume({ AWS: "arn:aws:iam::111122223333:role/*" }), assume(appliance), ec2),
    trust("a name", assume({ AWS: "veeam-appliance" }), assume(appliance), ec2),
    trust("a China service", assume({ Service: "ec2.amazonaws.com.cn" }), assume(appliance), ec2),
    trust(
      "a role in another partition",
      assume({ AWS: "arn:aws-cn:iam::111122223333:role/x" }),
      assume(appliance),
      ec2,
    ),
    trust("a commercial service in China", assume({ AWS: "arn:aws-cn:iam::111122223333:role/x" }), ec2),
  ],
  "other findings": [
    {
      name: "denied actions without a statement to add to",
      files: {
        "veeam-worker.json": policy(
          { Effect: "Allow", Action: COMMUNICATION.slice(1), Resource: "arn:aws:s3:::x" },
          { Sid: "NoQueues", Effect: "Deny", Action: "sqs:*", Resource: "*" },
        ),
      },
      args: ["check"],
    },
    {
      name: "a false condition",
      files: {
        "veeam-worker.json": policy(
          allow(COMMUNICATION.slice(1)),
          allow("ec2messages:*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
        ),
        [CONFIG]: 'context:\n  aws:MultiFactorAuthPresent: "false"\n',
      },
      args: ["check"],
    },
    file(
      "an unknown trust policy",
      "veeam.yaml",
      role("").replace('"arn:aws:iam::111122223333:root"', "!ImportValue A"),
    ),
    file("an unknown policy", "veeam.yaml", role("ManagedPolicyArns: [!ImportValue A]").replace("sqs:*, ", "")),
    {
      name: "an account instead of a required role",
      files: { "veeam.yaml": role("") },
      args: ["check", "--appliance", "arn:aws:iam::111122223333:role/veeam-impersonation"],
    },
    {
      name: "a different account from the required one",
      files: { "veeam.yaml": role("") },
      args: ["check", "--appliance", "444455556666"],
    },
    file(
      "an unknown service",
      "veeam-worker.json",
      policy(allow([...COMMUNICATION, "sqss:SendMessage", "sqs:Frobnicate*"])),
    ),
    file(
      "a role with too many policies",
      "veeam.yaml",
      role(
        `ManagedPolicyArns: [${Array.from({ length: 25 }, (_, n) => `"arn:aws:iam::111122223333:policy/p${n}"`).join(", ")}]`,
      ),
    ),
    {
      name: "stale suppressions",
      files: {
        "veeam-worker.json": policy(allow(COMMUNICATION.slice(1))),
        [CONFIG]:
          "suppressions:\n  - rule: trust-missing\n    reason: r\n  - rule: missing-action\n    reason: r\n    expires: 2020-01-01\n",
      },
      args: ["check"],
    },
    file(
      "comments and metadata that suppress nothing",
      "veeam.yaml",
      [
        "ignore[missing-action]",
        "ignore[] r",
        "ignore[missing-acton] r",
        "ignore[coverage-lost] r",
        "ignore[missing-action] r, until 30.06.2027",
        "ignore[missing-action] nobody knows until",
        "ignore[missing-action] valid through 2020-01-01",
        "ignroe[missing-action] r",
        "ignore[policy-quota] r",
      ].reduceRight(
        (text, reported) => `# worker-iam-check: ${reported}\n${text}`,
        role("").replace(/( *)Properties:/, "$1Metadata: { WorkerIamCheck: { Ignores: [] } }\n$1Properties:"),
      ),
    ),
    {
      name: "nothing fixable",
      files: { "veeam-worker.json": policy({ Effect: "Deny", Action: "sqs:*", Resource: "*" }, allow("*")) },
      args: ["fix", "--roles", "veeam-worker: communication"],
    },
    {
      name: "a policy and a trust policy shared with another role",
      files: {
        "main.tf": `locals {\n  trust  = jsonencode({ Statement = [] })\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }] })\n}\n${[
          "worker",
          "lambda",
        ]
          .map(
            (name) => `resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "${name}" {
  role   = aws_iam_role.${name}.id
  policy = local.policy
}
`,
          )
          .join("")}`,
      },
      args: ["fix", "--roles", "aws_iam_role.worker: communication"],
    },
  ],
};
