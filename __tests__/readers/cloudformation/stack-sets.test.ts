import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { describeRole } from "../describe-role.js";
import { inline, readAmong, template } from "./read-template.js";

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** A template with one stack set; `properties` and `more` are YAML at the right depth. */
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

describe("the template of a stack set", () => {
  test.each<[string, string, string]>([
    ["in YAML", literal(body), "p: a:Default on *"],
    ["in JSON", `TemplateBody: '${asJson}'`, "p: a:B on *"],
    ["in JSON below a bar", literal(asJson), "p: a:B on *"],
    [
      "with parameters",
      `${literal(body)}\nParameters: [{ParameterKey: Action, ParameterValue: "a:B,a:C"}]`,
      "p: a:B,a:C on *",
    ],
    [
      "with a parameter that is known only at deployment",
      `${literal(body)}\nParameters: [{ParameterKey: Action, ParameterValue: !Ref Open}]`,
      "p: ${Ref Open} on *",
    ],
    [
      "with a parameter that the stacks have already",
      `${literal(body)}\nParameters: [{ParameterKey: Action, UsePreviousValue: true}]`,
      "p: ${the previous value of Action} on *",
    ],
    [
      "with a parameter that some stacks override",
      `${literal(body)}\nStackInstancesGroup: [{ParameterOverrides: [{ParameterKey: Action, ParameterValue: a:B}]}]`,
      "p: ${ParameterOverrides Action} on *",
    ],
    [
      "with texts of the template around it",
      literal(template(inline("a:B", '"arn:aws:s3:::${Open}/${!AWS::Region}"')), "!Sub "),
      "p: a:B on arn:aws:s3:::${Ref Open}/${AWS::Region}",
    ],
  ])("is read as a text %s", (_name, properties, expected) => {
    expect(readSet(stackSet(properties)).roles).toEqual([`Set/R: ${expected}`]);
  });

  test("is read from a file, which is not deployed by itself", () => {
    const files = { "infra/root.yaml": stackSet("TemplateURL: child.yaml"), "infra/child.yaml": body };
    const { roles, partFiles } = readAmong(files, "infra/root.yaml");
    expect(roles.map(({ id, file }) => `${id} ${file}`)).toEqual(["Set/R infra/child.yaml"]);
    expect(partFiles).toEqual(["infra/child.yaml"]);
  });

  test("keeps the lines of a text that stands as it is", () => {
    expect(readSet(stackSet(literal(body))).places).toEqual(["infra/root.yaml:9:11"]);
    expect(readSet(stackSet(literal(body).replaceAll("\n", "\r\n"))).places).toEqual(["infra/root.yaml:9:11"]);
  });

  const role = "\nResources:\n  R:\n    Type: AWS::IAM::Role";
  const inJson = '{"Resources":\n{"R": {"Type": "AWS::IAM::Role"}}}';

  test.each([
    ["a JSON text in quotes", `TemplateBody: '${asJson}'`, "6:36"],
    ["a folded JSON text", `TemplateBody: >\n${indented(inJson, 2)}`, "8:10"],
    ["a text with escapes", `TemplateBody: ${JSON.stringify(`Outputs: {}${role}`)}`, "6:49"],
    ["a text with values in it", literal(`Description: $\{Open} $\{AWS::Region}${role}`, "!Sub "), "9:11"],
    [
      "texts that are joined",
      `TemplateBody: !Join\n  - ""\n  - - |\n      Outputs: {}\n    - |${indented(role, 6)}\n`,
      "12:15",
    ],
  ])("places what stands in %s", (_what, properties, expected) => {
    expect(readSet(stackSet(properties)).places).toEqual([`infra/root.yaml:${expected}`]);
  });

  const passed = "Parameters: [{ParameterKey: R, ParameterValue: named}]";
  const attaching =
    'Parameters: {R: {Type: String}}\nResources:\n  P:\n    Type: AWS::IAM::Policy\n    Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Deny, Action: a:P, Resource: "*"}]}}\n';
  const worker = "W:\n  Type: AWS::IAM::Role\n  Properties: {RoleName: named}\n";
  const into = (accounts: string) =>
    `StackInstancesGroup: [{DeploymentTargets: {Accounts: [${accounts}]}, Regions: [eu-west-1]}]`;

  test.each([
    ["by Ref", '"111122223333", !Ref AWS::AccountId', "W: Set/P: denied: a:P on *"],
    ["by Sub", '!Sub "${AWS::AccountId}"', "W: Set/P: denied: a:P on *"],
    ["not", '"111122223333"', "W: "],
    ["by another Ref only", "!Ref Open", "W: "],
  ])("attaches to roles of this account where it names it: %s", (_name, accounts, expected) => {
    const properties = `${literal(attaching)}\n${passed}\n${into(accounts)}`;
    expect(readSet(stackSet(properties, worker)).roles.filter((role) => role.startsWith("W:"))).toEqual([expected]);
  });

  test("is for other accounts, in which no name means what it means here", () => {
    const policy = `P:\n  Type: AWS::IAM::Policy\n  Properties: {Roles: [named], PolicyDocument: {Statement: [{Effect: Allow, Action: a:P, Resource: "*"}]}}\n`;
    const named = template(`RoleName: named\n${inline("a:B")}`);
    expect(readSet(stackSet(literal(named), policy)).roles).toContain("Set/R: p: a:B on *");
    expect(readSet(stackSet(literal(template(`RoleName: named\n${inline("a:B")}`, policy)))).roles).toEqual([
      "Set/R: p: a:B on * | Set/P: a:P on *",
    ]);
  });

  test.each<[string, string, string]>([
    ["lies elsewhere", "TemplateURL: https://example.com/t.yaml", "its template is not in the repository"],
    ["is a parameter", "TemplateBody: !Ref Open", "its TemplateBody is known only at deployment"],
    [
      "has unknown parts that are no texts",
      `TemplateBody: !Sub '{"Resources": \${Open}}'`,
      "its TemplateBody has parts that are known only at deployment",
    ],
    ["is another text", "TemplateBody: hello", "its TemplateBody is no template"],
  ])("is listed where it %s", (_name, properties, reason) => {
    expect(readSet(stackSet(properties)).passedOver).toEqual([`Set: ${reason}`]);
  });

  test("is a fault where it does not parse", () => {
    expect(readSet(stackSet("TemplateBody: '{'")).problems).toEqual([
      "the TemplateBody of Set is not JSON: a closing } is missing",
    ]);
  });
});

describe("a stack whose template is not at hand", () => {
  const stack = (passed: string) =>
    `S:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: "https://example.com/R.yaml", Parameters: ${passed}}\n`;
  const rolesBeside = (passed: string) =>
    readSet(template(`RoleName: my-role\n${inline("a:B")}`, stack(passed), parameters));

  test.each<[string, string, readonly string[]]>([
    ["the role", "{Role: !Ref R}", ["unresolved stack S: it may add policies"]],
    ["the role in a text", "{Role: !Sub 'x/${R}'}", ["unresolved stack S: it may add policies"]],
    ["its name", "{Role: my-role}", ["unresolved stack S: it may add policies"]],
    ["another name", "{Role: my-role-2}", []],
  ])("may attach policies where it is passed %s", (_name, passed, more) => {
    expect(rolesBeside(passed).roles).toEqual([`R: ${["p: a:B on *", ...more].join(" | ")}`]);
  });

  test("is listed", () => {
    expect(rolesBeside("{}").passedOver).toEqual(["S: its template is not in the repository"]);
  });
});
