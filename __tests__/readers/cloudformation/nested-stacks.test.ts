import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { describeRole } from "../describe-role.js";
import { reportOn } from "./check-fixtures.js";
import { inline, readAmong, template } from "./read-template.js";

const child = template(
  `RoleName: !Sub "\${Prefix}-role"\n${inline("!Ref Action", "!Ref Bucket")}`,
  "",
  `Parameters:
  Prefix: {Type: String, Default: dflt}
  Action: {Type: CommaDelimitedList, Default: a:Default}
  Bucket: {Type: String, Default: "*"}
Outputs:
  Name: {Value: !Ref R}
`,
);

/** A template with one nested stack. `parameters` is YAML in flow style. */
const parent = (parameters: string, more = "", url = "./nested/child.yaml") => `Parameters:
  Open: {Type: String}
  Stage: {Type: String}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Worker:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${url}
      Parameters: ${parameters}
${more.replace(/^(?=.)/gm, "  ")}`;

const policy = (role: string) =>
  `P:\n  Type: AWS::IAM::Policy\n  Properties: {Roles: [${role}], PolicyDocument: {Statement: [{Effect: Allow, Action: a:P, Resource: "*"}]}}\n`;

function rolesIn(
  root: string,
  files: Readonly<Record<string, string>> = { "infra/nested/child.yaml": child },
): string[] {
  const { roles } = readAmong({ "infra/root.yaml": root, ...files }, "infra/root.yaml");
  return roles.map((role) => `${role.id} ${role.name}: ${describeRole(role).join(" | ")}`);
}

describe("a nested stack", () => {
  test.each<[string, string, string[]]>([
    [
      "uses the parameters that it gets",
      parent("{Prefix: x, Action: 'a:B, a:C'}"),
      ["Worker/R x-role: p: a:B,a:C on *"],
    ],
    [
      "is found at a literal path",
      parent("{Prefix: x}", "", '!Sub ["./${Folder}/child.yaml", {Folder: nested}]'),
      ["Worker/R x-role: p: a:Default on *"],
    ],
    [
      "is found at the path in a parameter's default",
      parent("{Prefix: x}", "", '!Sub "${Folder}/child.yaml"').replace(
        "Parameters:\n",
        "Parameters:\n  Folder: {Type: String, Default: nested}\n",
      ),
      ["Worker/R x-role: p: a:Default on *"],
    ],
    [
      "is found at the path that a condition chooses",
      parent("{Prefix: x}", "", "!If [Prod, nested/child.yaml, https://example.com/x.yaml]"),
      ["Worker_0/R x-role: p: a:Default on *"],
    ],
    [
      "is found at the paths that conditions choose",
      parent("{Prefix: x}", "", "!If [Prod, https://example.com/x.yaml, !If [Prod, x.yaml, nested/child.yaml]]"),
      ["Worker_1/R x-role: p: a:Default on *"],
    ],
    [
      "is not followed if its path is known only at deployment",
      parent("{Prefix: x}", "", '!Sub "${Open}/child.yaml"'),
      [],
    ],
    ["takes a list", parent("{Action: [a:B, a:C]}"), ["Worker/R dflt-role: p: a:B,a:C on *"]],
    ["uses its defaults for omitted parameters", parent("{}"), ["Worker/R dflt-role: p: a:Default on *"]],
    [
      "uses its defaults for AWS::NoValue",
      parent("{Prefix: !Ref AWS::NoValue}"),
      ["Worker/R dflt-role: p: a:Default on *"],
    ],
    [
      "does not use its defaults for unknown parameters",
      parent('{Prefix: !Ref Open, Action: !Ref Open, Bucket: !Sub "arn:aws:s3:::${Open}/*"}'),
      ["Worker/R null: p: ${Ref Open} on arn:aws:s3:::${Ref Open}/*"],
    ],
    [
      "depends on conditions in the parent template",
      parent("{Action: !If [Prod, a:Prod, a:Test]}"),
      [
        "Worker/R dflt-role: when condition Prod is true | p: a:Prod on * | when condition Prod is false | p: a:Test on *",
      ],
    ],
    [
      "uses what a branch passes, and its defaults otherwise",
      parent("!If [Prod, {Action: a:Prod}, {Prefix: x}]"),
      [
        "Worker/R dflt-role: when condition Prod is true | p: a:Prod on * | when condition Prod is false | p: a:Default on *",
      ],
    ],
    [
      "uses no defaults if only the deployment knows what it gets",
      parent("!GetAtt Custom.Parameters"),
      ["Worker/R null: p: ${Parameters of Worker} on ${Parameters of Worker}"],
    ],
    [
      "exists under a condition",
      parent("{}").replace("    Properties", "    Condition: Prod\n    Properties"),
      ["Worker/R dflt-role: p: a:Default on *"],
    ],
    [
      "returns its outputs",
      parent("{}", policy("!GetAtt Worker.Outputs.Name")),
      ["Worker/R dflt-role: p: a:Default on * | P: a:P on *"],
    ],
    [
      "returns its outputs in a string",
      parent("{}", policy('!Sub "${Worker.Outputs.Name}"')),
      ["Worker/R dflt-role: p: a:Default on * | P: a:P on *"],
    ],
    [
      "returns no missing output",
      parent("{}", policy("!GetAtt Worker.Outputs.Gone")),
      [
        "Worker/R dflt-role: p: a:Default on * | P: a:P on * if attached to GetAtt Worker.Outputs.Gone, which may be this role",
        "GetAtt Worker.Outputs.Gone null: P: a:P on * | unresolved other policies: role GetAtt Worker.Outputs.Gone is not in this template",
      ],
    ],
    ["is somewhere else", parent("{}", "", "https://example.com/child.yaml"), []],
  ])("%s", (_name, root, expected) => {
    expect(rolesIn(root)).toEqual(expected);
  });

  test("contains policies for a role in the parent template", () => {
    const policies = `Parameters: {Role: {Type: String}}\nResources:\n  ${policy("!Ref Role").replaceAll("\n", "\n  ")}`;
    const role = "R:\n  Type: AWS::IAM::Role\n  Properties: {}\n";
    expect(rolesIn(parent("{Role: !Ref R}", role), { "infra/nested/child.yaml": policies })).toEqual([
      "R null: Worker/P: a:P on *",
    ]);
  });

  test.each([
    ["{Role: !Select [!Ref Open, [!Ref R, x]]}", "Select Ref Open, ..."],
    ["!GetAtt Custom.Parameters", "Parameters of Worker"],
  ])("may contain policies for a role if it gets %s", (passed, name) => {
    const policies = `Parameters: {Role: {Type: String, Default: x}}\nResources:\n  ${policy("!Ref Role").replaceAll("\n", "\n  ")}`;
    const role = "R:\n  Type: AWS::IAM::Role\n  Properties: {}\n";
    expect(rolesIn(parent(passed, role), { "infra/nested/child.yaml": policies })[0]).toBe(
      `R null: Worker/P: a:P on * if attached to ${name}, which may be this role`,
    );
  });

  test("returns a managed policy for a role in the parent template", () => {
    const managed = policy("").replace("IAM::Policy", "IAM::ManagedPolicy");
    const policies = `Outputs: {Arn: {Value: !Ref P}}\nResources:\n  ${managed.replaceAll("\n", "\n  ")}`;
    const role = "R:\n  Type: AWS::IAM::Role\n  Properties: {ManagedPolicyArns: [!GetAtt Worker.Outputs.Arn]}\n";
    expect(rolesIn(parent("{}", role), { "infra/nested/child.yaml": policies })).toEqual([
      "R null: Worker/P: a:P on *",
    ]);
  });

  test("can be nested twice and in others, with findings in the template that they are about", () => {
    const twice = parent(
      "{Prefix: one}",
      "Second:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: nested/child.yaml}\n",
    );
    const files = { "infra/nested/child.yaml": child, "infra/root.yaml": twice };
    const result = readAmong({ "root.yaml": parent("{}", "", "infra/root.yaml"), ...files }, "root.yaml");
    expect(result.roles.map(({ id, name, file, place }) => [id, name, file, formatLocation(locate(place))])).toEqual([
      ["Worker/Worker/R", "one-role", "infra/nested/child.yaml", "infra/nested/child.yaml:8:3"],
      ["Worker/Second/R", "dflt-role", "infra/nested/child.yaml", "infra/nested/child.yaml:8:3"],
    ]);
    expect(result.partFiles).toEqual(["infra/root.yaml", "infra/nested/child.yaml"]);
  });

  test.each<[string, string, Record<string, string>, string[], string[]]>([
    [
      "is missing",
      parent("{}"),
      {},
      ["Worker: its template infra/nested/child.yaml does not exist or is not a template"],
      [],
    ],
    [
      "is a Git LFS pointer",
      parent("{}"),
      { "infra/nested/child.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n" },
      ["Worker: its template infra/nested/child.yaml is a Git LFS pointer, and the file that it points to is not here"],
      [],
    ],
    ["nests itself", parent("{}", "", "root.yaml"), {}, ["Worker: its template infra/root.yaml nests itself"], []],
    [
      "does not parse",
      parent("{}"),
      { "infra/nested/child.yaml": "Resources: [" },
      ["Worker: its template infra/nested/child.yaml does not exist or is not a template"],
      ["infra/nested/child.yaml:1:13"],
    ],
  ])("is named if its template %s", (_name, root, files, passedOver, problems) => {
    const result = readAmong({ "infra/root.yaml": root, ...files }, "infra/root.yaml");
    expect(result.passedOver.map(({ id, reason }) => `${id}: ${reason}`)).toEqual(passedOver);
    expect(result.problems.map(({ place }) => formatLocation(locate(place)))).toEqual(problems);
  });

  test("finishes quickly if templates nest endlessly or pass ever-growing strings", () => {
    const many = Array.from(
      { length: 8 },
      (_, at) => `  S${at}: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: NEXT}}\n`,
    );
    const tree = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [
        `t${at}.yaml`,
        `Resources:\n${many.join("").replaceAll("NEXT", `t${at + 1}.yaml`)}`,
      ]),
    );
    expect(readAmong(tree, "t0.yaml").passedOver.length).toBeGreaterThan(0);
    const text = `"${"${P}".repeat(20)}"`;
    const growing = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [
        `g${at}.yaml`,
        `Parameters: {P: {Type: String, Default: long}}\n${template(inline("a:B", "!Ref P"), `S:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: g${at + 1}.yaml, Parameters: {P: !Sub ${text}}}\n`)}`,
      ]),
    );
    expect(readAmong(growing, "g0.yaml").problems.map(({ message }) => message)).toEqual([
      "g0.yaml can't be resolved: its functions expand it beyond the limit (more than 1500000 steps, or 1048576 characters in a string)",
    ]);
  });
});

describe("checks a role that policies name and no template declares", () => {
  const only = (role: string, more = "") =>
    `Parameters: {Open: {Type: String}}\nResources:\n  ${policy(role).replaceAll("\n", "\n  ")}${more}`;
  const rest = (name: string) => `unresolved other policies: role ${name} is not in this template`;
  test.each<[string, string, string[]]>([
    ["by name", only("elsewhere"), [`elsewhere elsewhere: P: a:P on * | ${rest("elsewhere")}`]],
    ["by parameter", only("!Ref Open"), [`Ref Open null: P: a:P on * | ${rest("Ref Open")}`]],
    [
      "by a partly unknown string",
      only('!Sub "x-${Open}"'),
      [`x-\${Ref Open} null: P: a:P on * | ${rest("x-${Ref Open}")}`],
    ],
    ["by the name of another resource", only("P"), [`role P P: P: a:P on * | ${rest("P")}`]],
    [
      "in one of two cases",
      `Conditions: {C: !Equals [!Ref Open, x]}\n${only("!If [C, one, two]")}`,
      [
        `one one: when condition C is true | P: a:P on * | ${rest("one")} | when condition C is false | ${rest("one")}`,
        `two two: when condition C is true | ${rest("two")} | when condition C is false | P: a:P on * | ${rest("two")}`,
      ],
    ],
    [
      "by a name that may be a declared role's",
      template("RoleName: !Ref Open", policy("x-role"), "Parameters: {Open: {Type: String}}\n"),
      [
        "R null: P: a:P on * if attached to x-role, which may be this role",
        `x-role x-role: P: a:P on * | ${rest("x-role")}`,
      ],
    ],
    [
      "by a name that differs from a declared role's in its known part",
      template('RoleName: !Sub "${Open}-a"', policy("x-role"), "Parameters: {Open: {Type: String}}\n"),
      ["R null: ", `x-role x-role: P: a:P on * | ${rest("x-role")}`],
    ],
    [
      "by the same parameter as another policy",
      template("RoleName: !Ref Open", policy("!Ref Open"), "Parameters: {Open: {Type: String}}\n"),
      ["R null: P: a:P on *"],
    ],
    [
      "not by a part of a declared role's ARN",
      template(
        "Path: !Ref Open",
        policy('!Select [1, !Split ["/", !GetAtt R.Arn]]'),
        "Parameters: {Open: {Type: String}}\n",
      ),
      ["R null: P: a:P on * if attached to Select 1, Split /, GetAtt R.Arn, which may be this role"],
    ],
    [
      "only by an instance profile",
      "Resources: {I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [x]}}}",
      [`x x: ${rest("x")}`],
    ],
  ])("%s", (_name, root, expected) => {
    expect(rolesIn(root)).toEqual(expected);
  });

  test("gives it the instance profile that names it", () => {
    const profile = "I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [x]}}\n";
    const roles = readAmong({ "t.yaml": only("x", profile) }, "t.yaml").roles;
    expect(roles.map(({ instanceProfile }) => instanceProfile)).toEqual([true]);
    const other = readAmong({ "t.yaml": only("x") }, "t.yaml").roles;
    expect(other.map(({ instanceProfile }) => instanceProfile)).toEqual([null]);
  });
});

describe("a check of nested templates", () => {
  const folder = "__tests__/fixtures/cloudformation/nested";

  test("checks a nested role once, as deployed", async () => {
    const report = await reportOn({ files: `${folder}/**/*.yaml`, appliance: "111122223333" });
    expect(report.roles.map(({ id, name, location, trust }) => [id, name, location.file, trust.appliance])).toEqual([
      ["Worker/Role", "veeam-communication", `${folder}/stacks/worker.yaml`, "granted"],
    ]);
    expect(report.findings).toEqual([]);
    expect(report.notChecked).toEqual([]);
  });

  test("maps a nested role by the logical ID in its own template", async () => {
    const report = await reportOn({ files: `${folder}/**/*.yaml`, roles: "Role: backup" });
    expect(report.roles.map(({ selectedBy }) => selectedBy)).toEqual(["roles: Role: backup"]);
  });

  test("checks the template alone if its parent is missing", async () => {
    const report = await reportOn({ files: `${folder}/stacks/*.yaml`, appliance: "111122223333" });
    expect(report.roles.map(({ id, name, trust }) => [id, name, trust.appliance])).toEqual([
      ["Role", "veeam-worker-by-itself", "undetermined"],
    ]);
  });
});

test.each<[string, string]>([
  [
    "!If [Prod, deny.yaml, allow.yaml]",
    "R null: when condition Prod is true | p: a:B on * | N_0/P: denied: a:P on * | when condition Prod is false | p: a:B on * | N_1/P: a:P on *",
  ],
  [
    "!If [Prod, deny.yaml, 'https://example.com/x.yaml']",
    "R null: when condition Prod is true | p: a:B on * | N_0/P: denied: a:P on * | unresolved stack N: it may add policies | when condition Prod is false | p: a:B on * | unresolved stack N: it may add policies",
  ],
])("attaches what a conditionally chosen nested template contains: %s", (url, expected) => {
  const stack = `N:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: ${url}, Parameters: {Role: !Ref R}}\n`;
  const attached = `Parameters: {Role: {Type: String}}\nResources:\n${policy("!Ref Role").replace(/^(?=.)/gm, "  ")}`;
  const root = `Parameters: {Stage: {Type: String}}\nConditions: {Prod: !Equals [!Ref Stage, prod]}\n${template(inline("a:B"), stack)}`;
  expect(rolesIn(root, { "infra/allow.yaml": attached, "infra/deny.yaml": attached.replace("Allow", "Deny") })).toEqual(
    [expected],
  );
});

test("returns the outputs of a conditionally chosen nested template", () => {
  const root = parent("{}", policy("!GetAtt Worker.Outputs.Name"), "!If [Prod, nested/child.yaml, other.yaml]");
  const bare = child.replace(/RoleName.*/, "Path: /");
  expect(rolesIn(root, { "infra/nested/child.yaml": bare, "infra/other.yaml": bare })).toEqual([
    "Worker_0/R null: p: a:Default on * | P: a:P on *",
    "Worker_1/R null: p: a:Default on * | P: a:P on *",
  ]);
});

test("reports the first nested stack beyond the limit as a problem", () => {
  const stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}";
  const stacks = Array.from({ length: 503 }, (_, at) => `  S${at}: ${stack}\n`).join("");
  const files = { "t.yaml": `Resources:\n${stacks}`, "inner.yaml": template("") };
  const { problems, passedOver } = readAmong(files, "t.yaml");
  expect(problems.map(({ message }) => message)).toEqual([
    "nested stack S500 and those below it are not read: the limit is 500",
  ]);
  expect(passedOver.map(({ id, reason }) => `${id}: ${reason}`)).toEqual(
    [500, 501, 502].map((at) => `S${at}: it is beyond the 500 nested stacks that are read`),
  );
});
