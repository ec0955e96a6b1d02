import type { Policy, Role } from "../../src/iam/model.js";
import { readFile } from "../../src/readers/index.js";
import { linkFiles } from "../../src/readers/linked-files.js";
import type { LinkedTemplates } from "../../src/readers/reader.js";
import { showText } from "../../src/source/node.js";
import type { TextFile } from "../../src/source/text-file.js";

const workspace = { readText: () => null, listFolder: () => [] };

/** The roles of templates that one run reads. */
function rolesOf(texts: Readonly<Record<string, string>>): readonly Role[] {
  const read = (file: TextFile, linked?: LinkedTemplates) => {
    const context = { workspace, terraformRoot: null, parameters: [], ...(linked === undefined ? {} : { linked }) };
    const outcome = readFile(file, context);
    if (outcome.kind !== "read") throw new Error(JSON.stringify(outcome));
    return outcome.result;
  };
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return linkFiles(
    files.map((file) => ({ path: file.path, file, result: read(file) })),
    read,
  ).flatMap(({ roles }) => roles);
}

/** A role's contents for each outcome of its conditions. */
function held({ variants }: Role): readonly (readonly string[])[] {
  return variants.map(({ policies }) => policies.map(shown));
}

function shown(policy: Policy): string {
  if (policy.doubt !== undefined) return `? ${policy.doubt}`;
  switch (policy.kind) {
    case "document":
      return policy.document.statements
        .flatMap(({ actions }) => actions.patterns.map(({ text }) => showText(text)))
        .join();
    case "reference":
      return showText(policy.arn);
    case "unresolved":
      return `? ${policy.expression}`;
  }
}

const role = (value: string, name = "worker", properties = "") => `
Parameters: {Env: {Type: String, Default: prod}, Free: {Type: String}}
Conditions: {Never: !Equals [!Ref Env, never]}
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Statement: []}${properties}}
Outputs:
  Role: {Value: ${value}, Export: {Name: ${name}}}
`;
const document = "PolicyDocument: {Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*'}]}";
const policy = (roles: string) => `
Parameters: {Stage: {Type: String, Default: prod, AllowedValues: [dev, prod]}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Q: {Type: AWS::IAM::Policy, Properties: {PolicyName: q, Roles: [${roles}], ${document}}}
`;
const sub = (text: string) => `!Sub "${text}"`;

test.each<[string, string, string, readonly (readonly string[])[]]>([
  ["its name", role("!Ref Worker"), policy("!ImportValue worker"), [["sqs:*"]]],
  ["its ARN", role("!GetAtt Worker.Arn"), policy('!Select [1, !Split ["/", !ImportValue worker]]'), [["sqs:*"]]],
  [
    "a name with parameters that have defaults",
    role("!Ref Worker", sub(`$\{Env}-worker`)),
    policy(`{"Fn::ImportValue": ${sub(`$\{Stage}-worker`)}}`),
    // With the defaults, it is this role's name. With other values, the name may be another role's.
    [["sqs:*"], ["? attached to ImportValue Sub ${Stage}-worker, which may be this role"]],
  ],
  // Since the import resolves, both stacks have the same value.
  ...["Env", "Free"].map((name): [string, string, string, readonly (readonly string[])[]] => [
    `a name with the parameter ${name} in both templates`,
    role("!Ref Worker", `!Join ["-", [!Ref ${name}, worker]]`),
    policy(`{"Fn::ImportValue": ${sub(`$\{Stage}-worker`)}}`).replaceAll("Stage", name),
    [["sqs:*"], ["sqs:*"]],
  ]),
  [
    "a name with the region",
    role("!Ref Worker", sub(`$\{AWS::Region}-worker`)),
    policy(`{"Fn::ImportValue": ${sub(`$\{AWS::Region}-worker`)}}`),
    [["sqs:*"]],
  ],
  [
    "an unknown name",
    role("!Ref Worker", sub(`$\{Free}-worker`)),
    policy("!ImportValue prod-worker"),
    [
      [
        "? attached to ImportValue prod-worker (perhaps exported by a.yaml as Sub ${Free}-worker), which may be this role",
      ],
    ],
  ],
  [
    "a name that starts with its stack's name",
    role("!Ref Worker", sub(`$\{AWS::StackName}-worker`)),
    policy(`{"Fn::ImportValue": ${sub(`$\{RoleStack}-worker`)}}`),
    [
      [
        "? attached to ImportValue Sub ${RoleStack}-worker (perhaps exported by a.yaml as Sub ${AWS::StackName}-worker), which may be this role",
      ],
    ],
  ],
  [
    "its ARN, under a name that starts with its stack's name",
    role("!GetAtt Worker.Arn", sub(`$\{AWS::StackName}-arn`)),
    policy(`!Select [1, !Split ["/", !ImportValue prod-arn]]`),
    [["? attached to Select 1, Split /, ImportValue prod-arn, which may be this role"]],
  ],
  [
    "a name with another ending",
    role("!Ref Worker", sub(`$\{AWS::StackName}-vpc`)),
    policy("!ImportValue a-worker"),
    [[]],
  ],
  [
    "it in both branches, under a name that starts with its stack's name",
    role("!If [Never, !Ref Worker, !Ref Worker]", sub(`$\{AWS::StackName}-worker`)),
    policy("!ImportValue a-worker"),
    [
      [
        "? attached to ImportValue a-worker (perhaps exported by a.yaml as Sub ${AWS::StackName}-worker), which may be this role",
      ],
      [
        "? attached to ImportValue a-worker (perhaps exported by a.yaml as Sub ${AWS::StackName}-worker), which may be this role",
      ],
    ],
  ],
  ["another role", role("somebody", sub(`$\{AWS::StackName}-worker`)), policy("!ImportValue a-worker"), [[]]],
  ["another name", role("!Ref Worker"), policy("!ImportValue other"), [[]]],
  [
    "its name, under a condition",
    role("!Ref Worker"),
    policy("!If [IsProd, !ImportValue worker, somebody]"),
    [["sqs:*"], []],
  ],
  ["a string with its name", role("veeam", "worker", ", RoleName: veeam"), policy("!ImportValue worker"), [["sqs:*"]]],
])("attaches a policy to a role through an export of %s", (_what, roles, policies, expected) => {
  for (const files of [
    { "a.yaml": roles, "b.yaml": policies },
    { "b.yaml": policies, "a.yaml": roles },
  ]) {
    const [worker, ...others] = rolesOf(files).filter(({ id }) => id === "Worker");
    expect(others).toEqual([]);
    expect(worker === undefined ? null : held(worker)).toEqual(expected);
  }
});

const managed = (value = "!Ref P", name = "policy", condition = "") => `
Parameters: {Mode: {Type: String, Default: full}, Free: {Type: String}}
Conditions: {C: ${condition || "!Equals [1, 1]"}}
Resources:
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {${document}}}
Outputs:
  P: {Value: ${value}, Export: {Name: ${name}}${condition === "" ? "" : ", Condition: C"}}
`;
const importing = (arn: string) => role("!Ref Worker", "own", `, ManagedPolicyArns: [${arn}]`);

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ["a policy", { "p.yaml": managed(), "w.yaml": importing("!ImportValue policy") }, ["sqs:*"]],
  [
    "an AWS ARN",
    { "p.yaml": managed('"arn:aws:iam::aws:policy/X"'), "w.yaml": importing("!ImportValue policy") },
    ["arn:aws:iam::aws:policy/X"],
  ],
  [
    "something that it imports",
    {
      "p.yaml": managed(),
      "q.yaml": managed("!ImportValue policy", "again"),
      "w.yaml": importing("!ImportValue again"),
    },
    ["sqs:*"],
  ],
  [
    "itself",
    { "p.yaml": managed("!ImportValue policy"), "w.yaml": importing("!ImportValue policy") },
    ["${a value that refers to itself}"],
  ],
  [
    "the same name as another template",
    { "p.yaml": managed(), "copy.yaml": managed(), "w.yaml": importing("!ImportValue policy") },
    ["${ImportValue policy (exported by p.yaml and copy.yaml)}"],
  ],
  ["nothing", { "w.yaml": importing("!ImportValue policy") }, ["${ImportValue policy}"]],
  [
    "a policy under a name that starts with its stack's name",
    { "p.yaml": managed("!Ref P", sub(`$\{AWS::StackName}-policy`)), "w.yaml": importing("!ImportValue p-policy") },
    ["${ImportValue p-policy}"],
  ],
  [
    "a policy under a condition that is never true",
    { "p.yaml": managed("!Ref P", "policy", "!Equals [a, b]"), "w.yaml": importing("!ImportValue policy") },
    ["${ImportValue policy (exported only if condition p-yaml/C is true)}"],
  ],
  [
    "a policy under a condition that is always true",
    { "p.yaml": managed("!Ref P", "policy", "!Equals [a, a]"), "w.yaml": importing("!ImportValue policy") },
    ["sqs:*"],
  ],
])("lets a role import from a template that exports %s", (_what, files, expected) => {
  const worker = rolesOf(files).find(({ id }) => id === "Worker");
  expect(worker === undefined ? null : held(worker)).toEqual([expected]);
});

test("resolves a conditional export when its condition is true", () => {
  const full = "!Equals [!Ref Mode, full]";
  const [worker] = rolesOf({
    "p.yaml": managed("!Ref P", "policy", full),
    "w.yaml": importing("!ImportValue policy"),
  }).filter(({ id }) => id === "Worker");
  expect(worker?.variants.map(({ when }, at) => [when, ...(held(worker)[at] ?? [])])).toEqual([
    ["condition p-yaml/C is true", "sqs:*"],
    ["condition p-yaml/C is false", "${ImportValue policy (exported only if condition p-yaml/C is true)}"],
  ]);
});

test("chooses between two exports of one name by their conditions", () => {
  const both =
    `${managed("!Ref P", "policy", "!Equals [!Ref Mode, full]")}  Q: {Value: "arn:aws:iam::aws:policy/X", Export: {Name: policy}, Condition: NotC}
`.replace("Conditions: {", "Conditions: {NotC: !Not [!Condition C], ");
  const roles = rolesOf({ "p.yaml": both, "w.yaml": importing("!ImportValue policy") });
  expect(roles.filter(({ id }) => id === "Worker").map(held)).toEqual([[["sqs:*"], ["arn:aws:iam::aws:policy/X"]]]);
});

test("lets a policy belong to each role that two templates export under one name", () => {
  const files = {
    "a.yaml": role("!Ref Worker"),
    "b.yaml": policy("!ImportValue worker"),
    "c.yaml": role("!GetAtt Worker.Arn"),
    "d.yaml": role("!Ref Worker", "other"),
  };
  const possible = "? attached to ImportValue worker (exported by a.yaml and c.yaml), which may be this role";
  expect(rolesOf(files).flatMap((one) => (one.id === "Worker" ? [[one.file, held(one)]] : []))).toEqual([
    ["a.yaml", [[possible]]],
    ["c.yaml", [[possible]]],
    ["d.yaml", [[]]],
  ]);
});

test.each([
  ["[]", "${ImportValue policy}"],
  [
    "!Ref AWS::NoValue",
    "${ImportValue policy (stack set s-yaml/Set deploys to unknown accounts: it has no StackInstancesGroup)}",
  ],
  [
    '[{DeploymentTargets: {Accounts: ["111122223333"]}}]',
    "${ImportValue policy (stack set s-yaml/Set deploys to account 111122223333, which may be this one)}",
  ],
])("limits the exports of a stack set's stacks to their own accounts: %s", (groups, expected) => {
  const set = `
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackInstancesGroup: ${groups}
      TemplateBody: |
${managed().replace(/^(?=.)/gm, "        ")}
`;
  const roles = rolesOf({ "s.yaml": set, "w.yaml": importing("!ImportValue policy") });
  expect(roles.filter(({ id }) => id === "Worker").map(held)).toEqual([[[expected]]]);
});

test("keeps roles of the same name apart, each with the policies that it imports", () => {
  const roles = rolesOf({
    "p.yaml": managed(),
    "x/w.yaml": importing("!ImportValue policy"),
    "y/w.yaml": importing("arn:aws:iam::aws:policy/X").replace("own", "own-too"),
    "z/w.yaml": `${importing("!ImportValue policy").replace("own", "own-three")}`,
  });
  expect(roles.map((one) => [one.id, one.file, held(one)])).toEqual([
    ["Worker", "x/w.yaml", [["sqs:*"]]],
    ["Worker", "z/w.yaml", [["sqs:*"]]],
    ["Worker", "y/w.yaml", [["arn:aws:iam::aws:policy/X"]]],
  ]);
});

test.each([
  [999, ["sqs:*"], false],
  [1000, ["? 1001 templates import from one another, too many to be read together"], true],
])(
  "knows or leaves undecided, but never omits, the policies that %d templates attach to another template's role",
  (count, expected, isOpen) => {
    const nothing =
      "Resources: {Q: {Type: AWS::IAM::Policy, Properties: {Roles: [!ImportValue worker], PolicyDocument: {Statement: []}}}}";
    const others = Array.from({ length: count - 1 }, (_, index) => [`p${index}.yaml`, nothing]);
    const last = `Resources: {Q: {Type: AWS::IAM::Policy, Properties: {PolicyName: q, Roles: [!ImportValue worker], ${document}}}}`;
    const roles = rolesOf({ "r.yaml": role("!Ref Worker"), ...Object.fromEntries(others), "q.yaml": last });
    const worker = roles.find(({ id }) => id === "Worker");
    const [all = []] = worker === undefined ? [] : held(worker);
    expect(all.filter((one) => one !== "")).toEqual(expected);
    expect(typeof worker?.instanceProfile === "object").toBe(isOpen);
  },
);
