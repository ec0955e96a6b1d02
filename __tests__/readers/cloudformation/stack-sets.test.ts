import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { describeRole } from "../describe-role.js";
import { inline, readAmong, template } from "./read-template.js";

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** A template with one stack set. `properties` and `more` are YAML, indented to the right depth. */
const stackSet = (properties: string, more = "") =>
  `Parameters: {Open: {Type: String}}\nResources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n${indented(properties, 6)}\n${indented(more, 2)}`;

const parameters = "Parameters: {Action: {Type: CommaDelimitedList, Default: 'a:Default'}}\n";
const body = template(inline("!Ref Action"), "", parameters);
const asJson = JSON.stringify({
  Resources: {
    R: {
      Type: "AWS::IAM::Role",
      Properties: {
        Policies: [
          { PolicyName: "p", PolicyDocument: { Statement: [{ Effect: "Allow", Action: "a:B", Resource: "*" }] } },
        ],
      },
    },
  },
});

function readSet(text: string, files: Readonly<Record<string, string>> = {}) {
  const { roles, passedOver, problems } = readAmong({ "infra/root.yaml": text, ...files }, "infra/root.yaml");
  return {
    roles: roles.map((role) => `${role.id}: ${describeRole(role).join(" | ")}`),
    passedOver: passedOver.map(({ id, reason }) => `${id}: ${reason}`),
    problems: problems.map(({ message }) => message),
    places: roles.map(({ place }) => formatLocation(locate(place))),
  };
}

const literal = (text: string, tag = "") => `TemplateBody: ${tag}|\n${indented(text, 2)}`;

const inAccounts = (ids: string, action: string) =>
  `{DeploymentTargets: {Accounts: [${ids}]}, ParameterOverrides: [{ParameterKey: Action, ParameterValue: ${action}}]}`;

describe("the template of a stack set", () => {
  test.each<[string, string, string]>([
    ["in YAML", literal(body), "p: a:Default on *"],
    ["in JSON", `TemplateBody: '${asJson}'`, "p: a:B on *"],
    ["in a JSON block scalar", literal(asJson), "p: a:B on *"],
    [
      "with parameters",
      `${literal(body)}\nParameters: [{ParameterKey: Action, ParameterValue: "a:B,a:C"}]`,
      "p: a:B,a:C on *",
    ],
    [
      "with a parameter known only at deployment",
      `${literal(body)}\nParameters: [{ParameterKey: Action, ParameterValue: !Ref Open}]`,
      "p: ${Ref Open} on *",
    ],
    [
      "with a parameter that the stacks already have",
      `${literal(body)}\nParameters: [{ParameterKey: Action, UsePreviousValue: true}]`,
      "p: ${the previous value of Action} on *",
    ],
    [
      "with a parameter that all stacks override",
      `${literal(body)}\nStackInstancesGroup: [{ParameterOverrides: [{ParameterKey: Action, ParameterValue: a:B}]}]`,
      "p: a:B on *",
    ],
    [
      "with a parameter that some stacks override",
      `${literal(body)}\nStackInstancesGroup: [{ParameterOverrides: [{ParameterKey: Action, ParameterValue: a:B}]}, {Regions: [eu-west-1]}]`,
      "p: ${ParameterOverrides Action, ...} on *",
    ],
    [
      "with a parameter that groups of listed accounts override",
      `${literal(body)}\nParameters: [{ParameterKey: Action, ParameterValue: a:D}]\nStackInstancesGroup: [${inAccounts('"1", "2"', "a:B")}, ${inAccounts('"3"', "!Ref Open")}, {DeploymentTargets: {Accounts: ["4"]}}]`,
      "when AWS::AccountId@Set is 1, 2 | p: a:B on * | when AWS::AccountId@Set is 3 | p: ${Ref Open} on * | when AWS::AccountId@Set is 4 | p: a:D on *",
    ],
    [
      "with a parameter that two groups of one account override",
      `${literal(body)}\nStackInstancesGroup: [${inAccounts('"1", "2"', "a:B")}, ${inAccounts('"2"', "a:C")}]`,
      "p: ${ParameterOverrides Action, ...} on *",
    ],
    [
      "with a parameter that more groups override than are tried",
      `${literal(body)}\nStackInstancesGroup: [${[..."123456789"].map((id) => inAccounts(`"${id}"`, "a:B")).join(", ")}]`,
      "p: ${ParameterOverrides Action, ...} on *",
    ],
    [
      "with a parameter that is possibly overridden",
      `${literal(body)}\nStackInstancesGroup: [{ParameterOverrides: [{ParameterKey: !Ref Open, ParameterValue: a:B}]}]`,
      "p: ${Parameters of Set} on *",
    ],
    [
      "with parameters known only at deployment",
      `${literal(body)}\nParameters: !GetAtt Custom.Parameters`,
      "p: ${Parameters of Set} on *",
    ],
    [
      "with strings from the parent template",
      literal(template(inline("a:B", '"arn:aws:s3:::${Open}/${!AWS::Region}"')), "!Sub "),
      "p: a:B on arn:aws:s3:::${Ref Open}/${AWS::Region}",
    ],
  ])("is read from inline text %s", (_name, properties, expected) => {
    expect(readSet(stackSet(properties)).roles).toEqual([`Set/R: ${expected}`]);
  });

  test("is read from a file, which is not also checked alone", () => {
    const files = { "infra/root.yaml": stackSet("TemplateURL: child.yaml"), "infra/child.yaml": body };
    const { roles, partFiles } = readAmong(files, "infra/root.yaml");
    expect(roles.map(({ id, file }) => `${id} ${file}`)).toEqual(["Set/R infra/child.yaml"]);
    expect(partFiles).toEqual(["infra/child.yaml"]);
  });

  test("keeps the lines of a literal block", () => {
    expect(readSet(stackSet(literal(body))).places).toEqual(["infra/root.yaml:9:11"]);
    expect(readSet(stackSet(literal(body).replaceAll("\n", "\r\n"))).places).toEqual(["infra/root.yaml:9:11"]);
  });

  const role = "\nResources:\n  R:\n    Type: AWS::IAM::Role";
  const inJson = '{"Resources":\n{"R": {"Type": "AWS::IAM::Role"}}}';

  test.each([
    ["a quoted JSON string", `TemplateBody: '${asJson}'`, "6:36"],
    ["a folded JSON text", `TemplateBody: >\n${indented(inJson, 2)}`, "8:10"],
    ["a string with escapes", `TemplateBody: ${JSON.stringify(`Outputs: {}${role}`)}`, "6:49"],
    ["a string with values in it", literal(`Description: $\{Open} $\{AWS::Region}${role}`, "!Sub "), "9:11"],
    [
      "joined strings",
      `TemplateBody: !Join\n  - ""\n  - - |\n      Outputs: {}\n    - |${indented(role, 6)}\n`,
      "12:15",
    ],
  ])("locates the content of %s", (_what, properties, expected) => {
    expect(readSet(stackSet(properties)).places).toEqual([`infra/root.yaml:${expected}`]);
  });

  const passed = "Parameters: [{ParameterKey: R, ParameterValue: named}]";
  const attaching =
    'Parameters: {R: {Type: String}}\nResources:\n  P:\n    Type: AWS::IAM::Policy\n    Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Deny, Action: a:P, Resource: "*"}]}}\n';
  const worker = "W:\n  Type: AWS::IAM::Role\n  Properties: {RoleName: named}\n";
  const denied = "W: Set/P: denied: a:P on *";
  const open = (what: string) => {
    const why = `stack set Set deploys to unknown accounts: ${what}`;
    return `W: Set/P: denied: a:P on * if ${why}`;
  };
  const mayBe = (account: string) => {
    const why = `stack set Set deploys to account ${account}, which may be this one`;
    return `W: Set/P: denied: a:P on * if ${why}`;
  };
  const possible = (what: string, accounts?: string) => {
    const why = `attached to ${what}, which may be this role`;
    return `${accounts === undefined ? denied : open(accounts)} if ${why}`;
  };
  const under = (yes: string, no: string) =>
    `W: ${["when condition C is true", yes.slice(3), "when condition C is false", no.slice(3)].filter((one) => one !== "").join(" | ")}`;
  const head =
    'Parameters: {Open: {Type: String}, Own: {Type: String, Default: ""}, Other: {Type: String, Default: "111122223333"}, List: {Type: CommaDelimitedList}}\nConditions: {C: !Equals [!Ref Open, x], A: !Equals [!Ref "AWS::AccountId", "111122223333"]}\nMappings: {M: {x: {a: ["111122223333"]}, y: {a: ["444455556666"]}}}\n';
  const own = "!Ref AWS::AccountId";
  const attached = (targets: string, groups: (group: string) => string = (group) => `[${group}]`) => {
    const group = groups(`{DeploymentTargets: {${targets}}, Regions: [eu-west-1]}`);
    const properties = `${literal(attaching)}\n${passed}\nStackInstancesGroup: ${group}`;
    const text = stackSet(properties, worker).replace(/^.*\n/, head);
    return readSet(text).roles.filter((role) => role.startsWith("W:"));
  };

  test.each([
    ["with Ref", `["111122223333", ${own}]`, denied],
    ["with Sub", '[!Sub "${AWS::AccountId}"]', denied],
    ["with Split", `!Split [",", ${own}]`, denied],
    ["with Select", `[!Select [0, [${own}, "1"]]]`, denied],
    ["with Join", `[!Join ["", [${own}]]]`, denied],
    ["without a list", own, denied],
    ["possibly", '["111122223333", 444455556666]', mayBe("111122223333")],
    ["with a parameter", "[!Ref Open]", open("Ref Open")],
    ["with a parameter whose default is not an account", "[!Ref Own]", open("Ref Own")],
    ["with a parameter whose default is an account", "[!Ref Other]", mayBe("111122223333")],
    ["with a list", "!Ref List", open("Ref List")],
    ["with a string that contains it", '[!Sub "${AWS::AccountId}1"]', open("${Ref AWS::AccountId}1")],
    ["with a map of accounts", "!FindInMap [M, x, a]", mayBe("111122223333")],
    ["with a map and an unknown key", "!FindInMap [M, !Ref Open, a]", open("FindInMap M, Ref Open, a")],
    ["with an import", "[!ImportValue account]", open("ImportValue account")],
    ["with the account's parameter", '["{{resolve:ssm:account}}"]', open("{{resolve:ssm:account}}")],
    ["under a condition", `!If [C, [${own}], ["111122223333"]]`, under(denied, mayBe("111122223333"))],
    ["under a condition within the list", `[!If [C, "111122223333", ${own}]]`, under(mayBe("111122223333"), denied)],
    ["under a condition or unknown", `[!If [C, ${own}, !Ref Own]]`, under(denied, open("Ref Own"))],
    [
      "under a condition, in neither branch for certain",
      '!If [C, ["111122223333"], ["444455556666"]]',
      under(mayBe("111122223333"), mayBe("444455556666")),
    ],
    [
      "literally, under a condition on the account",
      '[!If [A, "111122223333", "444455556666"]]',
      `W: when condition A is true | ${denied.slice(3)} | when condition A is false | ${mayBe("444455556666").slice(3)}`,
    ],
    [
      "literally, under a condition on another account",
      '[!If [A, "444455556666", "111122223333"]]',
      "W: when condition A is true | when condition A is false",
    ],
  ])("attaches to roles of this account if it names it: %s", (_name, accounts, expected) => {
    expect(attached(`Accounts: ${accounts}`)).toEqual([expected]);
  });

  test.each([
    ["a group", `!If [C, GROUP, !Ref AWS::NoValue]`, under(denied, open("it has no StackInstancesGroup"))],
    ["all groups", `!If [C, [GROUP], []]`, under(denied, "W: ")],
    ["an unknown group", "[!GetAtt Custom.Group]", possible("Parameters of Set", "GetAtt Custom.Group")],
    ["unknown groups", "!Ref Open", possible("Parameters of Set", "Ref Open")],
    ["unknown targets", "[{DeploymentTargets: !Ref Open}]", open("Ref Open")],
    ["no groups", "[]", "W: "],
  ])("resolves the accounts of %s", (_what, groups, expected) => {
    expect(attached(`Accounts: [${own}]`, (group) => groups.replace("GROUP", group))).toEqual([expected]);
  });

  const units = open("OrganizationalUnitIds");

  test.each([
    ["an organization", "OrganizationalUnitIds: [r-1]", units],
    [
      "all of an organization except this account",
      `OrganizationalUnitIds: [r-1], AccountFilterType: DIFFERENCE, Accounts: [${own}]`,
      "W: ",
    ],
    [
      "all of an organization except others",
      'OrganizationalUnitIds: [r-1], AccountFilterType: DIFFERENCE, Accounts: ["1"]',
      units,
    ],
    [
      "all of an organization except unknown accounts",
      "OrganizationalUnitIds: [r-1], AccountFilterType: DIFFERENCE, Accounts: [!Ref Open]",
      units,
    ],
    [
      "this account if it is in an organization",
      `OrganizationalUnitIds: [r-1], AccountFilterType: INTERSECTION, Accounts: [${own}]`,
      units,
    ],
    [
      "possibly others in an organization",
      'OrganizationalUnitIds: [r-1], AccountFilterType: INTERSECTION, Accounts: ["1"]',
      units,
    ],
    [
      "this account next to an organization",
      `OrganizationalUnitIds: [r-1], AccountFilterType: UNION, Accounts: [${own}]`,
      denied,
    ],
    ["others next to an organization", 'OrganizationalUnitIds: [r-1], Accounts: ["1"]', units],
    ["all of an organization", 'OrganizationalUnitIds: [r-1], AccountFilterType: NONE, Accounts: ["1"]', units],
    ["this account, without a filter", `AccountFilterType: NONE, Accounts: [${own}]`, denied],
    ["an unknown set", `OrganizationalUnitIds: [r-1], AccountFilterType: !Ref Open, Accounts: [${own}]`, units],
    ["the accounts in a file", "AccountsUrl: s3://b/accounts", open("s3://b/accounts")],
  ])("targets %s", (_what, targets, expected) => {
    expect(attached(targets)).toEqual([expected]);
  });

  const overriding = (value: string, account = own) =>
    `{DeploymentTargets: {Accounts: [${account}]}, ParameterOverrides: [{ParameterKey: R, ParameterValue: ${value}}]}`;
  test.each([
    ["this role", `[${overriding("!Ref W")}]`, denied],
    ["this role by its name", `[${overriding("named")}]`, denied],
    ["another role", `[${overriding("other")}]`, "W: "],
    [
      "this role in this account",
      `[${overriding("!Ref W")}, ${overriding("other", '"1"')}]`,
      possible("ParameterOverrides R, ..."),
    ],
    [
      "this role if C is true",
      `!If [C, [${overriding("!Ref W")}], [${overriding("other")}]]`,
      under(possible("ParameterOverrides R, ..."), possible("ParameterOverrides R, ...")),
    ],
    ["this role or nothing", `[!If [C, ${overriding("!Ref W")}, !Ref AWS::NoValue]]`, under(denied, "W: ")],
    [
      "an unknown parameter",
      `[${overriding("!Ref W").replace(": R,", ": !Ref Open,")}]`,
      possible("Parameters of Set"),
    ],
  ])("attaches to what overrides name: %s", (_what, groups, expected) => {
    const properties = `${literal(attaching)}\nParameters: [{ParameterKey: R, ParameterValue: x}]\nStackInstancesGroup: ${groups}`;
    const role = worker.replace("RoleName: named", groups.includes("named") ? "RoleName: named" : "");
    const { roles } = readSet(stackSet(properties, role).replace(/^.*\n/, head));
    expect(roles.filter((one) => one.startsWith("W:"))).toEqual([expected]);
  });

  const inner = template("ManagedPolicyArns: [!Ref R]\n", "", "Parameters: {R: {Type: String}}\n");
  const managed = `P:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: a:P, Resource: "*"}]}}\n`;

  test.each([
    ['"111122223333"', "Set/R: P: a:P on * if stack set Set deploys to account 111122223333, which may be this one"],
    [own, "Set/R: P: a:P on *"],
    ["!Ref Open", "Set/R: P: a:P on * if stack set Set deploys to unknown accounts: Ref Open"],
  ])("uses a policy of this template if its stacks are in the account: %s", (account, expected) => {
    const into = `StackInstancesGroup: [{DeploymentTargets: {Accounts: [${account}]}}]`;
    const properties = `${literal(inner)}\nParameters: [{ParameterKey: R, ParameterValue: !Ref P}]\n${into}`;
    expect(readSet(stackSet(properties, managed)).roles).toEqual([expected]);
  });

  test("may deny through a managed policy that a role names by ARN", () => {
    const policy = `Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties: {ManagedPolicyName: x, PolicyDocument: {Statement: [{Effect: Deny, Action: a:P, Resource: "*"}]}}\n`;
    const role = `W:\n  Type: AWS::IAM::Role\n  Properties: {ManagedPolicyArns: [!Sub "arn:aws:iam::\${AWS::AccountId}:policy/x"]}\n`;
    const into = "StackInstancesGroup: [{DeploymentTargets: {Accounts: [!Ref Open]}}]";
    expect(readSet(stackSet(`${literal(policy)}\n${into}`, role)).roles).toEqual([open("Ref Open")]);
  });

  test("distinguishes a role of the same name in another account", () => {
    const allow = (name: string) =>
      `P:\n  Type: AWS::IAM::Policy\n  Properties: {Roles: [named], PolicyDocument: {Statement: [{Effect: Allow, Action: "a:${name}", Resource: "*"}]}}\n`;
    const text = literal(`Resources:\n${indented(allow("There"), 2)}`);
    const rest = "unresolved other policies: role named is not in this template";
    const open = "stack set Set deploys to unknown accounts: it has no StackInstancesGroup";
    expect(readSet(stackSet(text, allow("Here"))).roles).toEqual([
      `named: P: a:Here on * | Set/P: a:There on * if ${open} | ${rest}`,
      `named: Set/P: a:There on * | P: a:Here on * if ${open} | ${rest}`,
    ]);
    const deny = text.replace("Allow", "Deny");
    expect(readSet(stackSet(deny, allow("Here"))).roles).toContain(
      `named: P: a:Here on * | Set/P: denied: a:There on * if ${open} | ${rest}`,
    );
    const into = (account: string) =>
      `\nStackInstancesGroup: [{DeploymentTargets: {Accounts: ["${account}"]}, Regions: [eu-west-1]}]`;
    const other = `Other:\n  Type: AWS::CloudFormation::StackSet\n  Properties:\n${indented(text.replace("There", "Else") + into("2"), 4)}\n`;
    expect(readSet(stackSet(text + into("1"), other)).roles).toEqual([
      `named: Set/P: a:There on * | ${rest}`,
      `named: Other/P: a:Else on * | ${rest}`,
    ]);
  });

  test("targets other accounts, where names refer to other things", () => {
    const policy = `P:\n  Type: AWS::IAM::Policy\n  Properties: {Roles: [named], PolicyDocument: {Statement: [{Effect: Allow, Action: a:P, Resource: "*"}]}}\n`;
    const named = template(`RoleName: named\n${inline("a:B")}`);
    expect(readSet(stackSet(literal(named), policy)).roles).toContain(
      "Set/R: p: a:B on * | P: a:P on * if stack set Set deploys to unknown accounts: it has no StackInstancesGroup",
    );
    expect(readSet(stackSet(literal(template(`RoleName: named\n${inline("a:B")}`, policy)))).roles).toEqual([
      "Set/R: p: a:B on * | Set/P: a:P on *",
    ]);
  });

  test.each<[string, string, string]>([
    ["is somewhere else", "TemplateURL: https://example.com/t.yaml", "its template is not in the repository"],
    ["is a parameter", "TemplateBody: !Ref Open", "its TemplateBody is known only at deployment"],
    [
      "has unknown parts that are not strings",
      `TemplateBody: !Sub '{"Resources": \${Open}}'`,
      "its TemplateBody has parts that are known only at deployment",
    ],
    ["is some other text", "TemplateBody: hello", "its TemplateBody is not a template"],
  ])("is listed if it %s", (_name, properties, reason) => {
    expect(readSet(stackSet(properties)).passedOver).toEqual([`Set: ${reason}`]);
  });

  test("is an error if it does not parse", () => {
    expect(readSet(stackSet("TemplateBody: '{'")).problems).toEqual([
      "the TemplateBody of Set is not valid JSON: a closing } is missing",
    ]);
  });
});

describe("a stack whose template is missing", () => {
  const stack = (passed: string) =>
    `S:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: "https://example.com/R.yaml", Parameters: ${passed}}\n`;
  const rolesBeside = (passed: string) =>
    readSet(template(`RoleName: my-role\n${inline("a:B")}`, stack(passed), parameters));

  test.each<[string, string, readonly string[]]>([
    ["the role", "{Role: !Ref R}", ["unresolved stack S: it may add policies"]],
    ["the role in a string", "{Role: !Sub 'x/${R}'}", ["unresolved stack S: it may add policies"]],
    ["its name", "{Role: my-role}", ["unresolved stack S: it may add policies"]],
    ["another name", "{Role: my-role-2}", []],
  ])("may attach policies if it gets %s", (_name, passed, more) => {
    expect(rolesBeside(passed).roles).toEqual([`R: ${["p: a:B on *", ...more].join(" | ")}`]);
  });

  test("may be a product's template", () => {
    const product = (passed: string) =>
      `S:\n  Type: AWS::ServiceCatalog::CloudFormationProvisionedProduct\n  Properties: {ProductName: R, ProvisioningParameters: [{Key: K, Value: ${passed}}]}\n`;
    const read = (passed: string) => readSet(template(inline("a:B"), product(passed)));
    expect(read("!Ref R")).toMatchObject({
      roles: ["R: p: a:B on * | unresolved stack S: it may add policies"],
      passedOver: ["S: its template is not in the repository"],
    });
    expect(read("x").roles).toEqual(["R: p: a:B on *"]);
  });

  test("is listed", () => {
    expect(rolesBeside("{}").passedOver).toEqual(["S: its template is not in the repository"]);
  });
});

describe("a stack set in a nested stack that gets its accounts", () => {
  test.each([
    ["this account", "!Ref AWS::AccountId", "String", "[!Ref A]", "denied: a:B on *"],
    ["this account in a string", '!Sub "${AWS::AccountId}"', "String", '[!Sub "${A}"]', "denied: a:B on *"],
    ["a list with only this account", "!Ref AWS::AccountId", "CommaDelimitedList", "!Ref A", "denied: a:B on *"],
    ["a list", '!Join [",", ["1", !Ref AWS::AccountId]]', "CommaDelimitedList", "!Ref A", "denied: a:B on *"],
    ["a list to split", '!Sub "1,${AWS::AccountId}"', "String", '!Split [",", !Ref A]', "denied: a:B on *"],
    [
      "another account",
      '"444455556666"',
      "String",
      "[!Ref A]",
      "N/Set/D: denied: a:B on * if stack set N/Set deploys to account 444455556666",
    ],
  ])("%s", (_what, passed, type, accounts, expected) => {
    const stack = `N:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: n.yaml, Parameters: {A: ${passed}}}\n`;
    const files = {
      "root.yaml": template(`RoleName: Worker\n${inline("a:B")}`, stack),
      "n.yaml": `Parameters: {A: {Type: ${type}}}\nResources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties: {TemplateURL: d.yaml, StackInstancesGroup: [{DeploymentTargets: {Accounts: ${accounts}}}]}\n`,
      "d.yaml": `Resources:\n  D: {Type: AWS::IAM::Policy, Properties: {PolicyName: d, Roles: [Worker], PolicyDocument: {Statement: [{Effect: Deny, Action: a:B, Resource: "*"}]}}}\n`,
    };
    const [worker] = readAmong(files, "root.yaml").roles;
    expect(worker === undefined ? "" : describeRole(worker).join(" | ")).toContain(expected);
  });
});

describe("a stack set for a literal account", () => {
  const set = (name: string, account: string, file: string) =>
    `  ${name}:\n    Type: AWS::CloudFormation::StackSet\n    Properties: {TemplateURL: ${file}, Parameters: [{ParameterKey: A, ParameterValue: !Ref AWS::AccountId}], StackInstancesGroup: [{DeploymentTargets: {Accounts: ["${account}"]}, Regions: [eu-west-1]}]}\n`;
  const one = "111122223333";
  const role = template(`RoleName: Worker\n${inline("a:B")}`);
  const deny = `Resources:\n  D: {Type: AWS::IAM::Policy, Properties: {PolicyName: d, Roles: [Worker], PolicyDocument: {Statement: [{Effect: Deny, Action: a:B, Resource: "*"}]}}}\n`;
  const inner = {
    "inner.yaml": `Resources:\n${set("Inner", one, "d.yaml")}`,
    "passed.yaml": `Parameters: {A: {Type: String}}\nResources:\n${set("Inner", one, "d.yaml").replace(`"${one}"`, "!Ref A")}`,
  };
  const attached = (text: string, accounts: readonly string[]) => {
    const deployment = { partition: null, accounts, regions: [] };
    const { roles } = readAmong({ "root.yaml": text, "r.yaml": role, "d.yaml": deny, ...inner }, "root.yaml", {
      deployment,
    });
    return roles.map((found) => `${found.id}: ${describeRole(found).join(" | ")}`);
  };

  test.each<[string, string, readonly string[], string]>([
    ["the declared account", `${role}${set("Set", one, "d.yaml")}`, [one], "denied: a:B on *"],
    ["another account than the declared one", `${role}${set("Set", one, "d.yaml")}`, ["444455556666"], ""],
    [
      "one of several declared accounts",
      `${role}${set("Set", one, "d.yaml")}`,
      [one, "444455556666"],
      "may be this one",
    ],
    [
      "the account of another stack set",
      `Resources:\n${set("Set", one, "r.yaml")}${set("Other", one, "d.yaml")}`,
      [],
      "denied: a:B on *",
    ],
    [
      "another account than another stack set's",
      `Resources:\n${set("Set", one, "r.yaml")}${set("Other", "444455556666", "d.yaml")}`,
      [],
      "",
    ],
    [
      "one of the accounts of another stack set",
      `Resources:\n${set("Set", `${one}", "222233334444`, "r.yaml")}${set("Other", `${one}", "444455556666`, "d.yaml")}`,
      ["999999999999"],
      "stack sets Other and Set may deploy to the same account",
    ],
    [
      "an unknown one next to another stack set",
      `Resources:\n${set("Set", one, "r.yaml")}${set("Other", `1", !GetAtt "X.Y`, "d.yaml")}`,
      ["999999999999"],
      "stack set Other deploys to unknown accounts: GetAtt X.Y",
    ],
    [
      "the declared account through another one",
      `${role}${set("Set", "444455556666", "inner.yaml")}`,
      [one],
      "denied: a:B on *",
    ],
    [
      "an unknown account passed to another one",
      `${role}${set("Set", "444455556666", "passed.yaml")}`,
      [one],
      "Ref AWS::AccountId",
    ],
  ])("%s", (_name, text, accounts, expected) => {
    const [worker = ""] = attached(text, accounts).filter((line) => line.includes("a:B on"));
    if (expected === "") expect(worker).not.toMatch(/denied|not known/i);
    else expect(worker).toContain(expected);
  });
});
