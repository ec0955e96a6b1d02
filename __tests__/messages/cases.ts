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
    usage("a command that does not exist", "chekc"),
    usage("a command that is like none", "frobnicate"),
    usage("an option that does not exist", "check", "--apliance", "111122223333"),
    usage("an option that is like none", "check", "--frobnicate"),
    usage("an option without its value", "check", "--roles"),
    usage("an option with a value that takes none", "fix", "--dry-run=yes"),
    usage("--dry-run of another command", "check", "--dry-run"),
    usage("an option of other commands", "diff", "7", "10", "--roles", "*: backup"),
    usage("an unknown one-letter option", "check", "-q"),
    usage("a format that the command does not have", "check", "--format", "xml"),
    usage("a word that a setting does not take", "check", "--fail-on", "errors"),
    usage("a word that is like none of a setting's", "check", "--if-no-roles", "explode"),
    usage("a line of roles without kinds", "check", "--roles", "VeeamWorkerRole"),
    usage("an invalid appliance", "check", "--appliance", "veeam-appliance"),
    usage("a version of the lists that does not exist", "check", "--requirements", "99"),
    usage("a requirements file that is not there", "check", "--requirements", "own.yml"),
    usage("a config that is not there", "check", "--config", "none.yml"),
    usage("policy without a kind", "policy"),
    usage("policy of a kind that does not exist", "policy", "backups"),
    usage("policy for an invalid appliance", "policy", "backup", "--appliance", "me"),
    usage("diff of one version", "diff", "7"),
    usage("diff with a version that does not exist", "diff", "7", "8"),
    usage("explain without an action", "explain", "veeam-worker"),
    usage("explain of a role that is not there", "explain", "veeam-wroker", "sqs:SendMessage"),
    { name: "explain without a role", files: {}, args: ["explain", "veeam-worker", "sqs:SendMessage"] },
    usage("a glob that could take forever", "check", "**/a*b*c*d*e*.json"),
    usage("a baseline that is not there", "check", "--baseline", "none.json"),
    {
      name: "an invalid baseline",
      files: { "veeam-worker.json": good, "b.json": "{}" },
      args: ["check", "--baseline", "b.json"],
    },
    usage("explain of an invalid action", "explain", "veeam-worker", "SendMessage"),
    usage("a report that can't be written", "check", "--report-file", "veeam-worker.json/report.json"),
  ],
  "the config": [
    config("not YAML", "roles: [a\nfail-on: error\n"),
    config("a list", "- roles\n"),
    config(
      "settings that do not exist, or hold what they can't",
      "fail_on: error\nfrobnicate: 1\nfiles: {}\nfail-on: erorr\ncomment: loudly\njob-summary: 7\nroles:\n  - VeeamWorkerRole\nappliance: me\n",
    ),
    config(
      "sections that hold what they can't",
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
    config("a key that is not there", "keys: [BackupKey]\n"),
    config("a file of a key that is not there", "keys: [keys/backup.json]\n"),
    config("a file of a key that holds no such policy", "keys: [veeam-worker.json]\n"),
    config("a guardrail that is not there", "guardrails:\n  - organization/root.json\n"),
    config("resources of an action that no kind lists", "resources:\n  sqs:SendMesage: arn:aws:sqs:*:*:veeam-*\n"),
    config("a group with a key that it does not have", "groups:\n  veeam:\n    policy: veeam-worker.json\n"),
    config(
      "suppressions that lack something",
      "suppressions:\n  - role: veeam\n  - rule: missing-actions\n    reason: r\n  - rule: missing-action\n    reason: r\n    expires: tomorrow\n  - rule: missing-action\n    reason: r\n    action: a\n",
    ),
    config("suppressions that are not a list", "suppressions:\n  rule: missing-action\n"),
    { name: "not UTF-8", files: { [CONFIG]: new Uint8Array([0x72, 0xff, 0xfe, 0x00]) }, args: ["check"] },
  ],
  "a requirements file": [
    requirements("not YAML", "kinds: [\n"),
    requirements("a text", "none\n"),
    requirements("nothing that is required", "name: own\n"),
    requirements(
      "fields that hold what they can't",
      "version: {}\ntitle: t\ntitle: u\nsource: s\ndate: today\nkinds: none\naliases: []\n",
    ),
    requirements("no kinds", "version: '1'\ntitle: t\nsource: s\ndate: 2026-11-23\nkinds: []\n"),
    requirements(
      "kinds that lack something",
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
    { name: "a file that is not there", files: {}, args: ["check", "none.json"] },
    file("an empty file", "veeam.json", ""),
    file("a comma is missing", "veeam.json", '{\n  "Statement": [\n    "a" "b"\n  ]\n}\n'),
    file("a colon is missing", "veeam.json", '{ "Statement" [] }\n'),
    file("a value is missing", "veeam.json", '{ "Statement": }\n'),
    file("a comma too many", "veeam.json", '{ "Statement": [], }\n'),
    file("a comment", "veeam.json", '{\n  // workers\n  "Statement": []\n}\n'),
    file("a bracket is missing", "veeam.json", '{ "Statement": ["a"\n'),
    file("a brace is missing", "veeam.json", '{ "Statement": []\n'),
    file("a quote is missing at the end", "veeam.json", '{ "Statement: [] }\n'),
    file("a quote is missing at the start", "veeam.json", '{ "Statement": [\n  "a",\n  b"\n] }\n'),
    file("a string is not closed", "veeam.json", '{ "Statement": ["a, ]\n}\n'),
    file("single quotes", "veeam.json", "{ 'Statement': [] }\n"),
    file("text after the end", "veeam.json", '{ "Statement": [] }\n{ "Statement": [] }\n'),
    file("a control character", "veeam.json", '{ "Statement": ["a\tb"] }\n'),
    file("an unknown escape", "veeam.json", '{ "Statement": ["a\\xb"] }\n'),
    file("a broken unicode escape", "veeam.json", '{ "Statement": ["a\\u12"] }\n'),
    file("a word that is not a value", "veeam.json", '{ "Statement": yes }\n'),
    file("no-break spaces", "veeam.json", '{\n\u00a0\u00a0"Statement": []\n}\n'),
    file("no-break spaces and a missing comma", "veeam.json", '{\n\u00a0"Statement": ["a" "b"]\n}\n'),
    file("curly quotes", "veeam.json", "{ \u201cStatement\u201d: [] }\n"),
    file("curly quotes and no-break spaces", "veeam.json", "{\n\u00a0\u201cStatement\u201d: []\n}\n"),
    file("a policy as a broken text", "veeam.json", '{ "Policy": "{\\"Statement: []}" }\n'),
    file("not UTF-8", "veeam.json", new Uint8Array([0x7b, 0x22, 0xe4, 0x22, 0x7d])),
    file("not YAML", "veeam.yaml", "Resources:\n  A: [\n  B: 1\n"),
    file("a template of another tool", "veeam.yaml", role("{% if a %}\nPath: /\n{% endif %}")),
    file("such a template that is broken", "veeam.yaml", role("{% if a %}\nPath: /\n{% endif %}\nTags: [\n  { Key: a")),
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
      "a Terraform state of another version",
      "plan.json",
      JSON.stringify({ version: 3, terraform_version: "0.11.14", serial: 1, lineage: "x", modules: [] }),
    ),
    file(
      "an encrypted state",
      "plan.json",
      JSON.stringify({ serial: 1, lineage: "x", meta: {}, encrypted_data: "x", encryption_version: "v0" }),
    ),
    file(
      "the log of a plan",
      "plan.json",
      '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n',
    ),
    file(
      "a plan as it is shown",
      "plan.json",
      "Terraform will perform the following actions:\n\n  # aws_iam_role.veeam will be created\n",
    ),
    file("a plan that is cut", "plan.json", '{"format_version":"1.2","resource_changes":[{"type":"aws_iam_role"'),
    file("the provider schema", "schema.json", JSON.stringify({ format_version: "1.0", provider_schemas: {} })),
    file("an alias bomb", "veeam.yaml", bomb),
    file("an invalid loop", "veeam.yaml", loop("Oops").replace("    - Name\n", "")),
    file("a loop over what nobody knows", "veeam.yaml", loop("!ImportValue Names")),
    file(
      "functions that explode",
      "veeam.yaml",
      role("").replace(
        "PolicyName: workers",
        `PolicyName: !Sub ["${"${x}".repeat(2000)}", { x: !Sub ["${"${y}".repeat(2000)}", { y: abc }] }]`,
      ),
    ),
    file("a plan of another format", "plan.json", plan({ format_version: "2.0" })),
    file("a plan whose format is not a text", "plan.json", plan({ format_version: 1 })),
    file("a plan that ended with errors", "plan.json", plan({ errored: true })),
    {
      name: "a parameter file that is not there",
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
      name: "a group whose file is not there",
      files: { "veeam-worker.json": good, [CONFIG]: "groups:\n  veeam:\n    policies: none.json\n" },
      args: ["check"],
    },
    {
      name: "a group whose pattern matches nothing",
      files: { "veeam-worker.json": good, [CONFIG]: "groups:\n  veeam:\n    policies: none-*.json\n" },
      args: ["check"],
    },
  ],
  guardrails: [
    {
      name: "a guardrail that holds no policy",
      files: { "veeam-worker.json": good, "scp.json": "{}", [CONFIG]: "guardrails:\n  - [scp.json]\n" },
      args: ["check"],
    },
    {
      name: "a guardrail that names principals",
      files: {
        "veeam-worker.json": good,
        "rcp.json":
          '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}',
        [CONFIG]: "guardrails:\n  - [rcp.json]\n",
      },
      args: ["check"],
    },
    {
      name: "an allow list that leaves something out",
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
    { name: "a policy of no worker", files: { "nightly.json": good }, args: ["check"] },
    { name: "a file that holds nothing of ours", files: { "package.json": "{}" }, args: ["check", "package.json"] },
    {
      name: "a file that can't be read",
      files: { "veeam.json": '{ "Statement": [' },
      args: ["check"],
    },
    {
      name: "a kind that does not exist",
      files: { "veeam-worker.json": good },
      args: ["check", "--roles", "veeam-worker: comunication"],
    },
    {
      name: "a kind of the configuration that does not exist",
      files: { "veeam-worker.json": good, "worker-iam-check.yml": "roles:\n  veeam-worker: comunication\n" },
      args: ["check"],
    },
    {
      name: "a role that is named like one and fits no kind",
      files: { "veeam-logs.json": policy(allow("logs:PutLogEvents")) },
      args: ["check"],
    },
    {
      name: "roles that match nothing",
      files: { "veeam-worker.json": good },
      args: ["check", "--roles", "VeeamWorkerRole: communication"],
    },
    {
      name: "roles that are left out, or named beside others",
      files: {
        "veeam-worker.json": good,
        "veeam-nightly.json": good,
        "veeam-other.json": good,
      },
      args: ["check", "--roles", "veeam-worker: communication", "--roles", "veeam-other: ignore"],
    },
    {
      name: "roles that almost match",
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
    file(
      "a key that occurs twice",
      "veeam-worker.json",
      good.replace('"Resource": "*"', '"Resource": "*", "Resource": "*"'),
    ),
    file("a misspelled element", "veeam-worker.json", policy(allow(COMMUNICATION, { effect: "Allow", Foo: 1 }))),
    file("an element that does not exist", "veeam-worker.json", policy(allow(COMMUNICATION, { Comment: "workers" }))),
    file("a statement that is a text", "veeam-worker.json", JSON.stringify({ Statement: [allow(COMMUNICATION), "x"] })),
    statement("no Effect", { Action: "s3:*", Resource: "*" }),
    statement("an Effect in small letters", { Effect: "allow", Action: "s3:*", Resource: "*" }),
    statement("no Action", { Effect: "Allow", Resource: "*" }),
    statement("both Action and NotAction", { Effect: "Allow", Action: "s3:*", NotAction: "ec2:*", Resource: "*" }),
    statement("no Resource", { Effect: "Allow", Action: "s3:*" }),
    statement("a Principal in an identity policy", { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }),
    statement("an empty list", { Effect: "Allow", Action: [], Resource: "*" }),
    statement("a number", { Effect: "Allow", Action: 5, Resource: "*" }),
    statement("a comma in an action", allow("s3:GetObject,s3:PutObject")),
    statement("a space behind an action", allow("s3:GetObject ")),
    statement("a space in an action", allow("s3:Get Object")),
    statement("an action without a service", allow("GetObject")),
    statement("an action without a name", allow("s3:")),
    statement("a wildcard in a service", allow("s*:Get")),
    statement("a resource that is not a valid ARN", { Effect: "Allow", Action: "s3:*", Resource: "my-bucket" }),
    statement("a Sid with a space", allow("s3:*", { Sid: "my statement" })),
    statement("a Sid that is a list", allow("s3:*", { Sid: [] })),
    file(
      "a Sid that occurs twice",
      "veeam-worker.json",
      policy(allow(COMMUNICATION, { Sid: "A" }), allow("s3:*", { Sid: "A" })),
    ),
    statement("a Condition that is a text", allow("s3:*", { Condition: "x" })),
    statement("an operator that does not exist", allow("s3:*", { Condition: { Equals: { "aws:a": "b" } } })),
    statement("an operator without keys", allow("s3:*", { Condition: { StringEquals: "b" } })),
    statement("a condition's value that is an object", allow("s3:*", { Condition: { StringEquals: { "aws:a": {} } } })),
    trust("no Principal", { Effect: "Allow", Action: "sts:AssumeRole" }, assume(appliance), ec2),
    trust("a Principal that is a list", assume([] as object), assume(appliance), ec2),
    trust("a Principal of nobody", assume({}), assume(appliance), ec2),
    trust("a principal that is a number", assume({ AWS: 5 }), assume(appliance), ec2),
    trust("a kind of principal that does not exist", assume({ Aws: "x" }), assume(appliance), ec2),
    trust("a Resource in a trust policy", assume(appliance, { Resource: "*" }), assume(appliance), ec2),
    trust(
      "NotPrincipal in a trust policy",
      { Effect: "Allow", NotPrincipal: appliance, Action: "sts:AssumeRole" },
      assume(appliance),
      ec2,
    ),
    file(
      "a policy that is a JSON text, and none",
      "veeam.yaml",
      role("").replace(/ PolicyDocument:\n[^}]*ssmmessages.*\n/, " PolicyDocument: '{ \"Version\" }'\n"),
    ),
    file("names in which nothing is filled in", "veeam.yaml", role('RoleName: "veeam-${AWS::Region}"')),
    file(
      "a policy's ARN in which nothing is filled in",
      "veeam.yaml",
      role('ManagedPolicyArns: ["arn:aws:iam::${AWS::AccountId}:policy/sqs"]').replace("sqs:*, ", ""),
    ),
  ],
  "suspect principals": [
    trust("the id of a role that was deleted", assume({ AWS: "AROAEXAMPLEEXAMPLE123" }), assume(appliance), ec2),
    trust("a role in sts", assume({ AWS: "arn:aws:sts::111122223333:role/x" }), assume(appliance), ec2),
    trust("a wildcard in an ARN", assume({ AWS: "arn:aws:iam::111122223333:role/*" }), assume(appliance), ec2),
    trust("a name", assume({ AWS: "veeam-appliance" }), assume(appliance), ec2),
    trust("a service of China", assume({ Service: "ec2.amazonaws.com.cn" }), assume(appliance), ec2),
    trust(
      "a role of another partition",
      assume({ AWS: "arn:aws-cn:iam::111122223333:role/x" }),
      assume(appliance),
      ec2,
    ),
    trust("a service of elsewhere in China", assume({ AWS: "arn:aws-cn:iam::111122223333:role/x" }), ec2),
  ],
  "other findings": [
    {
      name: "actions that are denied, and no statement to add to",
      files: {
        "veeam-worker.json": policy(
          { Effect: "Allow", Action: COMMUNICATION.slice(1), Resource: "arn:aws:s3:::x" },
          { Sid: "NoQueues", Effect: "Deny", Action: "sqs:*", Resource: "*" },
        ),
      },
      args: ["check"],
    },
    {
      name: "a condition that does not hold",
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
      "a trust that nobody knows",
      "veeam.yaml",
      role("").replace('"arn:aws:iam::111122223333:root"', "!ImportValue A"),
    ),
    file(
      "a policy that nobody knows",
      "veeam.yaml",
      role("ManagedPolicyArns: [!ImportValue A]").replace("sqs:*, ", ""),
    ),
    {
      name: "an account where a role was asked for",
      files: { "veeam.yaml": role("") },
      args: ["check", "--appliance", "arn:aws:iam::111122223333:role/veeam-impersonation"],
    },
    {
      name: "a different account from the one that was asked for",
      files: { "veeam.yaml": role("") },
      args: ["check", "--appliance", "444455556666"],
    },
    file(
      "a service that does not exist",
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
      name: "suppressions that have become stale",
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
        (text, said) => `# worker-iam-check: ${said}\n${text}`,
        role("").replace(/( *)Properties:/, "$1Metadata: { WorkerIamCheck: { Ignores: [] } }\n$1Properties:"),
      ),
    ),
    {
      name: "nothing that can be fixed",
      files: { "veeam-worker.json": policy({ Effect: "Deny", Action: "sqs:*", Resource: "*" }, allow("*")) },
      args: ["fix", "--roles", "veeam-worker: communication"],
    },
    {
      name: "a policy and a trust policy that another role has as well",
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
