// Inputs that grow. Each kind of field has a generator of files with a given number of such fields, or with a field of a given length. Ten
// times the size may take at most twelve times as long.

const policy = (statement) => JSON.stringify({ Version: "2012-10-17", Statement: statement });
const allow = (more) => ({ Effect: "Allow", Action: "ec2:*", Resource: "*", ...more });
const times = (count, write) => Array.from({ length: count }, (_, index) => write(index));
const nested = (count, open, close, core = "1") => `${open.repeat(count)}${core}${close.repeat(count)}`;

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const roleWith = (properties = {}, more = {}) => ({
  Type: "AWS::IAM::Role",
  Properties: { AssumeRolePolicyDocument: TRUST, ...properties },
  ...more,
});
const inline = (statement) => ({
  Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: statement } }],
});
const template = (resources, more = {}) => JSON.stringify({ ...more, Resources: resources });
const statementOf = (more) => ({ "p.json": policy([allow(more)]) });
const propertiesOf = (properties) => ({ "t.json": template({ V: roleWith(properties) }) });
const conditionOf = (condition) => statementOf({ Condition: condition });

const CONFIG = "worker-iam-check.yml";
const configured = (text) => ({ [CONFIG]: `${text}\n`, "p.json": policy([allow()]) });
const requirements = (kinds) => ({
  [CONFIG]: "requirements: own.yml\nroles: {'*': backup}\n",
  "own.yml": JSON.stringify({ version: "1", title: "t", source: "s", date: "2026-01-01", kinds }),
  "p.json": policy([allow()]),
});
const plan = (resources, configuration = resources) => ({
  "plan.json": JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources } },
    resource_changes: resources.map(({ address, type, name, values }) => ({
      ...{ address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws" },
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: { root_module: { resources: configuration } },
  }),
});
const planned = (index, values) => ({
  ...{
    address: `aws_iam_role.r${index}`,
    mode: "managed",
    type: "aws_iam_role",
    name: `r${index}`,
    values,
    expressions: {},
  },
  provider_name: "registry.terraform.io/hashicorp/aws",
});
const roleOfPlan = (index, more = {}) =>
  planned(index, { name: `veeam-${index}`, assume_role_policy: JSON.stringify(TRUST), inline_policy: [], ...more });

/** Roles that take only a few letters each. */
const manyRoles = (count, properties = "{}") =>
  `A: &a {Type: AWS::IAM::Role, Properties: ${properties}}\nResources:\n${times(count, (i) => ` V${i}: *a\n`).join("")}`;

/** A root module with a role whose actions come from an expression. */
const source = (locals, actions, n) => ({
  "m.tf": `locals {
  l = [${times(n, (i) => `"ec2:A${i}"`).join(", ")}]
  ${locals.join("\n  ")}
}
resource "aws_iam_role" "w" {
  name               = "w"
  assume_role_policy = "{}"
  inline_policy {
    name   = "p"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "*" }] })
  }
}
`,
});

/** Policies that are separate resources. */
const separate = (amount, nameOf) =>
  Object.fromEntries(
    times(amount, (i) => [
      `P${i}`,
      {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: nameOf(i),
          Roles: [{ Ref: "V" }],
          PolicyDocument: { Version: "2012-10-17", Statement: [allow()] },
        },
      },
    ]),
  );

/** The initial size and a function that creates the files for a size. The default configuration maps every role. */
export const sizes = {
  "actions of a statement": [2000, (n) => statementOf({ Action: times(n, (i) => `ec2:A${i}`) })],
  "patterns of actions": [2000, (n) => statementOf({ Action: times(n, (i) => `ec2:*${i}*a*`) })],
  "actions left out": [2000, (n) => statementOf({ Action: undefined, NotAction: times(n, (i) => `ec2:*${i}*a*`) })],
  "letters of an action": [20_000, (n) => statementOf({ Action: `ec2:${"*a".repeat(n)}` })],
  "letters of a denied action": [
    20_000,
    (n) => ({ "p.json": policy([allow({ Effect: "Deny", Action: `ec2:${"*a".repeat(n)}` })]) }),
  ],
  "colons of an action": [20_000, (n) => statementOf({ Action: `ec2${":".repeat(n)}` })],
  resources: [500, (n) => statementOf({ Resource: times(n, (i) => `arn:aws:ec2:*:${i}:*/*${i}`) })],
  "resources in regions": [
    1000,
    (n) => statementOf({ Resource: times(n, (i) => `arn:aws:ec2:xx-${i}:111122223333:instance/i-${i}`) }),
  ],
  "resources left out": [
    500,
    (n) => statementOf({ Resource: undefined, NotResource: times(n, (i) => `arn:aws:s3:::b${i}/*`) }),
  ],
  "letters of a resource": [5000, (n) => statementOf({ Resource: `arn:aws:ec2:*:*:${"*a".repeat(n)}` })],
  "variables of a resource": [2000, (n) => statementOf({ Resource: `arn:aws:s3:::${"${aws:username}".repeat(n)}` })],
  "braces of a variable": [20_000, (n) => statementOf({ Resource: `arn:aws:s3:::${"${".repeat(n)}` })],
  statements: [300, (n) => ({ "p.json": policy(times(n, (i) => allow({ Sid: `S${i}`, Action: `ec2:*${i}*` }))) })],
  "statements with a Deny": [
    300,
    (n) => ({
      "p.json": policy([
        allow(),
        ...times(n, (i) => allow({ Effect: "Deny", Action: "sqs:*", Resource: `arn:aws:sqs:*:*:q${i}` })),
      ]),
    }),
  ],
  "letters of a Sid": [20_000, (n) => statementOf({ Sid: "a ".repeat(n) })],
  "condition keys": [
    1000,
    (n) => conditionOf({ StringLike: Object.fromEntries(times(n, (i) => [`aws:PrincipalTag/${i}`, "a*"])) }),
  ],
  "statements with a condition": [
    200,
    (n) => ({
      "a.json": policy(times(n, (i) => allow({ Condition: { StringEquals: { "aws:RequestedRegion": `eu-${i}` } } }))),
    }),
  ],
  "condition values": [2000, (n) => conditionOf({ StringLike: { "aws:RequestedRegion": times(n, (i) => `*${i}*`) } })],
  "condition operators": [2000, (n) => conditionOf(Object.fromEntries(times(n, (i) => [`Op${i}`, { "aws:x": "a" }])))],
  "letters of a date": [20_000, (n) => conditionOf({ DateLessThan: { "aws:CurrentTime": "2026-01-01T".repeat(n) } })],
  "letters of an address": [20_000, (n) => conditionOf({ IpAddress: { "aws:SourceIp": "1:".repeat(n) } })],
  principals: [
    2000,
    (n) =>
      propertiesOf({
        AssumeRolePolicyDocument: {
          Statement: [{ ...TRUST.Statement[0], Principal: { AWS: times(n, (i) => `${100000000000 + i}`) } }],
        },
      }),
  ],
  "trust statements": [
    300,
    (n) => propertiesOf({ AssumeRolePolicyDocument: { Statement: times(n, () => TRUST.Statement[0]) } }),
  ],
  "statements of a trust policy that many roles include": [
    80,
    (n) => ({
      "t.yaml": manyRoles(
        70,
        "{AssumeRolePolicyDocument: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: trust.json}}}}",
      ),
      "trust.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: times(n, (i) => ({ ...TRUST.Statement[0], Principal: { AWS: `${100000000000 + i}` } })),
      }),
    }),
  ],
  "unknown keys": [2000, (n) => statementOf(Object.fromEntries(times(n, (i) => [`K${i}`, i])))],
  "depth of JSON": [20_000, (n) => ({ "p.json": `{"Statement":${nested(n, "[", "]")}}` })],
  "depth of YAML": [
    2000,
    (n) => ({ "t.yaml": `Resources:\n V: {Type: AWS::IAM::Role, Properties: ${nested(n, "[", "]")}}\n` }),
  ],
  "blanks of JSON": [50_000, (n) => ({ "p.json": policy([allow()]).replaceAll(",", `,${" ".repeat(n)}`) })],
  "lines of YAML": [
    2000,
    (n) => ({ "t.yaml": `Resources:\n V: {Type: AWS::IAM::Role, Properties: {}}\n${"# c\n\n".repeat(n)}` }),
  ],
  "documents of YAML": [
    200,
    (n) => ({ "t.yaml": "---\nResources:\n V: {Type: AWS::IAM::Role, Properties: {}}\n".repeat(n) }),
  ],
  "aliases of YAML": [
    500,
    (n) => ({
      "t.yaml": `A: &a {Type: AWS::IAM::Role, Properties: {}}\nResources:\n${times(n, (i) => ` V${i}: *a\n`).join("")}`,
    }),
  ],
  "placeholders of YAML": [
    2000,
    (n) => ({ "t.yaml": `Resources:\n V: {Type: AWS::IAM::Role}\n${"a: {{ x }}\n".repeat(n)}` }),
  ],
  "braces that stay open": [
    5000,
    (n) => ({ "t.yaml": `Resources:\n V: {Type: AWS::IAM::Role}\na: [${"{{ ".repeat(n)}\n` }),
  ],
  roles: [30, (n) => ({ "t.json": template(Object.fromEntries(times(n, (i) => [`Veeam${i}`, roleWith()]))) })],
  "letters of a role": [20_000, (n) => ({ "t.json": template({ ["R (".repeat(n)]: roleWith() }) })],
  "policies of a role": [
    300,
    (n) =>
      propertiesOf({
        Policies: times(n, (i) => ({
          PolicyName: `p${i}`,
          PolicyDocument: { Version: "2012-10-17", Statement: [allow({ Action: `s3:G${i}` })] },
        })),
      }),
  ],
  "managed policies of a role": [
    300,
    (n) => propertiesOf({ ManagedPolicyArns: times(n, (i) => `arn:aws:iam::111122223333:policy/p${i}`) }),
  ],
  "separate policies": [200, (n) => ({ "t.json": template({ V: roleWith(), ...separate(n, (i) => `p${i}`) }) })],
  "separate policies of one name": [200, (n) => ({ "t.json": template({ V: roleWith(), ...separate(n, () => "p") }) })],
  "conditions of a template": [
    200,
    (n) => ({
      "t.json": template(
        { V: roleWith(inline(times(n, (i) => ({ "Fn::If": [`C${i}`, allow(), { Ref: "AWS::NoValue" }] })))) },
        {
          Conditions: Object.fromEntries(
            times(n, (i) => [`C${i}`, { "Fn::Equals": [{ Ref: "AWS::Region" }, `r${i}`] }]),
          ),
        },
      ),
    }),
  ],
  "chained conditions": [
    200,
    (n) => ({
      "t.json": template(
        { V: roleWith({}, { Condition: `C${n}` }) },
        {
          Conditions: {
            C0: { "Fn::Equals": ["a", { Ref: "AWS::Region" }] },
            ...Object.fromEntries(times(n, (i) => [`C${i + 1}`, { "Fn::Not": [{ Condition: `C${i}` }] }])),
          },
        },
      ),
    }),
  ],
  "joined texts": [
    2000,
    (n) => propertiesOf(inline([allow({ Action: { "Fn::Join": ["", times(n, (i) => `a${i}`)] } })])),
  ],
  "nested joins": [
    300,
    (n) => ({
      "t.json": template({ V: roleWith({ RoleName: "HERE" }) }).replace(
        '"HERE"',
        nested(n, '{"Fn::Join":["",["a",', "]]}", '"b"'),
      ),
    }),
  ],
  "variables of Fn::Sub": [
    2000,
    (n) => propertiesOf(inline([allow({ Resource: { "Fn::Sub": "${AWS::Region}".repeat(n) } })])),
  ],
  "braces of Fn::Sub": [20_000, (n) => propertiesOf(inline([allow({ Resource: { "Fn::Sub": "${".repeat(n) } })]))],
  "texts of JSON in Fn::Sub": [
    300,
    (n) =>
      propertiesOf({
        Policies: [
          {
            PolicyName: "p",
            PolicyDocument: { "Fn::Sub": policy(times(n, () => allow({ Resource: "${AWS::Region}" }))) },
          },
        ],
      }),
  ],
  "elements of Fn::ForEach": [
    50,
    (n) => ({
      "t.json": template(
        { "Fn::ForEach::L": ["N", times(n, (i) => `a${i}`), { "V${N}": roleWith() }] },
        { Transform: "AWS::LanguageExtensions" },
      ),
    }),
  ],
  "keys of a mapping": [
    700,
    (n) => ({
      "t.json": template(
        {
          V: roleWith(
            inline(times(n / 5, () => allow({ Action: { "Fn::FindInMap": ["M", { Ref: "AWS::Region" }, "v"] } }))),
          ),
        },
        { Mappings: { M: Object.fromEntries(times(n, (i) => [`k${i}`, { v: ["ec2:*"] }])) } },
      ),
    }),
  ],
  "templates that nest the next one twice": [
    20,
    (n) =>
      Object.fromEntries(
        times(n, (i) => {
          const next = { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: `./s${i + 1}.json` } };
          return [`s${i}.json`, template({ V: roleWith(inline([allow()])), A: next, B: next })];
        }),
      ),
  ],
  parameters: [
    500,
    (n) => ({
      "t.json": template(
        { V: roleWith() },
        { Parameters: Object.fromEntries(times(n, (i) => [`P${i}`, { Type: "String", Default: "x" }])) },
      ),
    }),
  ],
  "roles of a plan": [30, (n) => plan(times(n, (i) => roleOfPlan(i)))],
  "inline policies of a plan": [
    300,
    (n) => plan([roleOfPlan(0, { inline_policy: times(n, (i) => ({ name: `p${i}`, policy: policy([allow()]) })) })]),
  ],
  "elements of matchkeys": [1000, (n) => source([`m = matchkeys(local.l, local.l, local.l)`], `local.m`, n)],
  "statements of documents that many others override": [
    30,
    (n) => ({
      "m.tf": `data "aws_iam_policy_document" "a" {\n${times(n, (i) => ` statement {\n  sid = "S${i}"\n  actions = ["ec2:A${i}"]\n  resources = ["*"]\n }\n`).join("")}}
data "aws_iam_policy_document" "b" {
  count                     = 100
  override_policy_documents = [data.aws_iam_policy_document.a.json]
}
resource "aws_iam_role" "w" {
  count              = 100
  name               = "w\${count.index}"
  assume_role_policy = "{}"
  inline_policy {
    name   = "p"
    policy = data.aws_iam_policy_document.b[count.index].json
  }
}
`,
    }),
  ],
  "lines before a plan": [
    5000,
    (n) => ({ "plan.json": `${"Terraform will\n".repeat(n)}${plan([roleOfPlan(0)])["plan.json"]}` }),
  ],
  "lines of roles": [
    1000,
    (n) => configured(`roles:\n${times(n, (i) => `  "*${i}*x": backup`).join("\n")}\n  "*": backup`),
  ],
  "lines of `roles` next to roles": [
    1500,
    (n) => ({
      ...configured(`roles:\n${times(n, (i) => `  "*veeam*b*${i}": backup`).join("\n")}\n  "*": backup`),
      "t.json": template(Object.fromEntries(times(50, (i) => [`VeeamBackup${i}`, { Type: "AWS::IAM::Role" }]))),
    }),
  ],
  "suppressed roles": [
    1000,
    (n) =>
      configured(
        `roles: {"*": backup}\nsuppressions:\n${times(n, (i) => `  - {role: "*${i}*x", rule: missing-action, reason: r}`).join("\n")}`,
      ),
  ],
  "suppressed actions": [
    1000,
    (n) =>
      configured(
        `roles: {"*": backup}\nsuppressions:\n${times(n, (i) => `  - {role: "*", rule: missing-action, reason: r, actions: ["ec2:*${i}*a"]}`).join("\n")}`,
      ),
  ],
  "stale suppressions of stale suppressions": [
    1000,
    (n) =>
      configured(
        `roles: {"*": backup}\nsuppressions:\n${times(n, (i) => `  - {role: "*${i}*x", rule: stale-suppression, reason: r}`).join("\n")}`,
      ),
  ],
  "globs of files": [
    500,
    (n) => configured(`files: ["*.json", ${times(n, (i) => `"!a*${i}*b"`).join(", ")}]\nroles: {"*": backup}`),
  ],
  groups: [
    300,
    (n) =>
      configured(
        `roles: {"*": backup}\ngroups:\n${times(n, (i) => `  g${i}: {policies: ["*${i}*x.json"]}`).join("\n")}`,
      ),
  ],
  "keys of the context": [
    1000,
    (n) => configured(`roles: {"*": backup}\ncontext:\n${times(n, (i) => `  aws:PrincipalTag/a${i}: [x]`).join("\n")}`),
  ],
  "ARNs of resources": [
    2000,
    (n) => {
      const arns = times(n, (i) => `arn:aws:s3:::b${i}*`);
      return {
        ...configured(`roles: {"*": backup}\nresources: {"*": [${arns.map((arn) => `"${arn}"`).join(", ")}]}`),
        ...statementOf({ Resource: arns }),
      };
    },
  ],
  "merge keys in a chain": [
    100,
    (n) => {
      const links = times(n, (i) => `  a${i}: &a${i} {${i === 0 ? "" : `<<: *a${i - 1}, `}k${i}: 1}\n`);
      return { "t.yaml": `X:\n${links.join("")}Resources:\n  V: {Type: AWS::IAM::Role}\n` };
    },
  ],
  "local values in a chain": [
    1000,
    (n) => {
      const links = times(n, (i) => `  l${i} = ${i === 0 ? '"a"' : `"\${local.l${i - 1}}"`}\n`);
      const statement = `Version = "2012-10-17", Statement = [{ Effect = "Allow", Resource = "*", Action = local.l${n - 1} }]`;
      const inner = `inline_policy {\n    name = "x"\n    policy = jsonencode({ ${statement} })\n  }`;
      const role = `resource "aws_iam_role" "veeam" {\n  name = "veeam"\n  assume_role_policy = "{}"\n  ${inner}\n}\n`;
      return {
        "main.tf": `provider "aws" {\n  region = "eu-west-1"\n}\nlocals {\n${links.join("")}}\n${role}`,
      };
    },
  ],
  "ARNs of a NotResource": [
    2000,
    (n) => statementOf({ Resource: undefined, NotResource: times(n, (i) => `arn:aws:ec2:*:*:*/${i}*`) }),
  ],
  "accounts of a deployment": [
    4,
    (n) => {
      const accounts = times(n, (i) => `${111122223333 + i}`);
      const regions = ["eu-west-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2", "us-west-1", "us-west-2"];
      const deployment = `{accounts: ${JSON.stringify(accounts)}, regions: ${JSON.stringify(regions)}}`;
      return {
        ...configured(`roles: {"*": everything}\nrequirements: latest\ndeployment: ${deployment}`),
        "p.json": policy(
          accounts.map((id) => allow({ Action: "*", Condition: { StringEquals: { "aws:ResourceAccount": id } } })),
        ),
      };
    },
  ],
  "ARNs that grant in part": [
    600,
    (n) => ({
      ...configured(`roles: {"*": everything}\nrequirements: latest`),
      ...statementOf({ Action: "*", Resource: times(n, (i) => `arn:aws:ec2:eu-west-1:${111122223333 + i}:*/*`) }),
    }),
  ],
  "groups of one policy": [
    2000,
    (n) => configured(`groups:\n${times(n, (i) => `  veeam${i}: {policies: ["*.json"]}`).join("\n")}`),
  ],
  "values of the context": [
    500,
    (n) => ({
      ...configured(`roles: {"*": backup}\ncontext: {"aws:PrincipalTag/a": [${times(n, (i) => `v${i}`).join(", ")}]}`),
      ...conditionOf({ StringLike: { "aws:PrincipalTag/a": times(n / 5, (i) => `*x*${i}`) } }),
    }),
  ],
  appliances: [
    50,
    (n) => ({
      ...configured(
        `roles: {"*": backup}\nappliance:\n${times(n, (i) => `  - arn:aws:iam::111122223333:role/r${i}`).join("\n")}`,
      ),
      "t.json": template({ V: roleWith() }),
    }),
  ],
  "unknown keys of the configuration": [1000, (n) => configured(times(n, (i) => `key${i}: x`).join("\n"))],
  "required actions": [1000, (n) => requirements([{ name: "backup", actions: times(n, (i) => `ec2:A${i}`) }])],
  "required patterns": [
    300,
    (n) =>
      requirements([
        { name: "backup", actions: times(n, (i) => `ec2:*${["e", "R", "s"][i % 3]}*${"?".repeat(i % 9)}`) },
      ]),
  ],
  "patterns that require nothing": [
    1000,
    (n) => requirements([{ name: "backup", actions: times(n, (i) => `ec2:*${i}x*`) }]),
  ],
  "required resources": [
    300,
    (n) =>
      requirements([
        {
          name: "backup",
          actions: times(n, (i) => ({ action: "sqs:SendMessage", resources: [`arn:aws:sqs:*:*:q${i}`] })),
        },
      ]),
  ],
  "kinds that many roles are checked for": [
    120,
    (n) => ({
      ...requirements(times(n, (i) => ({ name: `k${i}`, actions: [`ec2:A${i}`] }))),
      [CONFIG]: `requirements: own.yml\nroles: {'*': [${times(n, (i) => `k${i}`).join(", ")}]}\n`,
      "t.yaml": manyRoles(250),
    }),
  ],
  "required kinds": [
    100,
    (n) =>
      requirements([
        { name: "backup", actions: ["ec2:RunInstances"] },
        ...times(n, (i) => ({ name: `k${i}`, actions: [`ec2:A${i}`] })),
      ]),
  ],
};
