import { describeRole, describeTrust } from "../describe-role.js";
import { inline, readAmong, template } from "./read-template.js";

const ONE = "111122223333";
const OTHER = "444455556666";
const mapping = `Mappings:\n  M: {"${ONE}": {a: "a:One"}, "${OTHER}": {a: "a:Other"}, x-${ONE}: {a: "a:Named"}}\n`;
const head = (condition: string) =>
  `Parameters: {P: {Type: String}, L: {Type: CommaDelimitedList}}\n${mapping}Conditions: {C: ${condition}}\n`;
const OWN = "!Ref AWS::AccountId";

function described(
  text: string,
  accounts: readonly string[],
  files: Readonly<Record<string, string>> = {},
): readonly string[] {
  const deployment = { accounts, regions: [] };
  const { roles } = readAmong({ "root.yaml": text, ...files }, "root.yaml", { deployment });
  return roles.flatMap(describeRole);
}

const chosen = (condition: string) => template(inline("!If [C, a:Yes, a:No]"), "", head(condition));
const OPEN = ["when condition C is true", "p: a:Yes on *", "when condition C is false", "p: a:No on *"];

describe("compares a condition's account with the declared one", () => {
  test.each([
    ["the same account", `!Equals [${OWN}, "${ONE}"]`, "Yes"],
    ["another account", `!Equals [${OWN}, "${OTHER}"]`, "No"],
    ["the same account in a string", `!Equals [!Sub "x-\${AWS::AccountId}", "x-${ONE}"]`, "Yes"],
    ["another account in a string", `!Equals [!Join ["", [${OWN}, x]], "${OTHER}x"]`, "No"],
    ["as a map key", `!Equals [!FindInMap [M, ${OWN}, a], "a:One"]`, "Yes"],
    ["of a list", `!Equals [!Select [0, [${OWN}]], "${ONE}"]`, "Yes"],
    ["negated", `!Not [!Equals [${OWN}, "${OTHER}"]]`, "Yes"],
    ["next to an undecided one", `!And [!Equals [${OWN}, "${OTHER}"], !Equals [!Ref P, x]]`, "No"],
  ])("%s", (_what, condition, expected) => {
    expect(described(chosen(condition), [ONE])).toEqual([`p: a:${expected} on *`]);
    expect(described(chosen(condition), [])).toEqual(expect.arrayContaining(["p: a:Yes on *", "p: a:No on *"]));
  });

  test("leaves a condition undecided with several declared accounts", () => {
    expect(described(chosen(`!Equals [${OWN}, "${ONE}"]`), [ONE, OTHER])).toEqual(OPEN);
  });

  test("leaves the region unknown, because a stack with a role can be in any region", () => {
    const context = { deployment: { accounts: [], regions: ["eu-west-1"] } };
    const { roles } = readAmong({ "t.yaml": chosen("!Equals [!Ref AWS::Region, eu-west-1]") }, "t.yaml", context);
    expect(roles.flatMap(describeRole)).toEqual(OPEN);
  });

  test("gives a parameter the account's ID if a condition says that they are equal", () => {
    const text = template(inline("!If [C, a:Yes, a:No]", "!Ref P"), "", head(`!Equals [!Ref P, ${OWN}]`));
    expect(described(text, [ONE])).toContain(`p: a:Yes on ${ONE}`);
  });
});

test.each([
  ["with Ref", OWN, [ONE], "a:One"],
  ["in a string", '!Sub "x-${AWS::AccountId}"', [ONE], "a:Named"],
  ["through a map", `!FindInMap [N, ${OWN}, k]`, [ONE], "a:Other"],
  ["through a map that contains an account", `!FindInMap [N, k, k]`, [ONE], "a:One"],
  ["with no declared account", OWN, [], null],
  ["with several declared accounts", OWN, [ONE, OTHER], null],
])("looks up the account as a map key: %s", (_how, key, accounts, expected) => {
  const maps = `${mapping}  N: {"${ONE}": {k: "${OTHER}"}, k: {k: "${ONE}"}}\n`;
  const [only, ...others] = described(template(inline(`!FindInMap [M, ${key}, a]`), "", maps), accounts);
  expect(others).toEqual([]);
  expect(only).toMatch(expected === null ? /unresolved|FindInMap/ : `p: ${expected} on *`);
});

describe("the template of a stack set", () => {
  const set = (targets: string) =>
    `AWSTemplateFormatVersion: 2010-09-09\nResources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties: {TemplateURL: t.yaml${targets}}\n`;
  const at = (accounts: string) =>
    `, StackInstancesGroup: [{DeploymentTargets: {Accounts: ${accounts}}, Regions: [eu-west-1]}]`;

  test.each([
    ["for the declared account", at(`["${ONE}"]`), [ONE], ["p: a:Yes on *"]],
    ["for its own account", at(`[${OWN}]`), [ONE], ["p: a:Yes on *"]],
    ["for another account", at(`["${OTHER}"]`), [ONE], ["p: a:No on *"]],
    ["for an account, with none declared", at(`["${OTHER}"]`), [], ["p: a:No on *"]],
    ["for an account, with several declared", at(`["${ONE}"]`), [ONE, OTHER], ["p: a:Yes on *"]],
    ["for several accounts", at(`["${ONE}", "${OTHER}"]`), [ONE], null],
    ["for unknown accounts", "", [ONE], null],
  ])("knows the account of a stack set: %s", (_which, targets, accounts, expected) => {
    const inner = chosen(`!Equals [${OWN}, "${ONE}"]`);
    const found = described(set(targets), accounts, { "t.yaml": inner });
    if (expected === null) expect(found).toEqual(expect.arrayContaining(["p: a:Yes on *", "p: a:No on *"]));
    else expect(found).toEqual(expected);
  });

  test("passes on the account of the parent template", () => {
    const passed = `, Parameters: [{ParameterKey: P, ParameterValue: ${OWN}}]${at(`["${OTHER}"]`)}`;
    const inner = chosen(`!And [!Equals [!Ref P, "${ONE}"], !Equals [${OWN}, "${OTHER}"]]`);
    expect(described(set(passed), [ONE], { "t.yaml": inner })).toEqual(["p: a:Yes on *"]);
  });
});

describe("resolves the account in a trust policy", () => {
  const trusting = (principal: string, more = "") =>
    template("", "", head(`!Equals [!Ref P, x]`)).replace(
      "{Statement: []}",
      `{Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: ${principal}}${more}}]}`,
    );
  const trustIn = (text: string, accounts: readonly string[], files: Readonly<Record<string, string>> = {}) =>
    readAmong({ "root.yaml": text, ...files }, "root.yaml", {
      deployment: { accounts, regions: [] },
    }).roles.flatMap(describeTrust);

  test.each([
    ["with Ref", OWN, "", ONE],
    ["in a string", '!Sub "arn:aws:iam::${AWS::AccountId}:root"', "", `arn:aws:iam::${ONE}:root`],
    ["joined", `!Join [":", ["arn:aws:iam:", ${OWN}, role/x]]`, "", `arn:aws:iam::${ONE}:role/x`],
    ["in both branches", `!If [C, ${OWN}, !Sub "\${AWS::AccountId}"]`, "", ONE],
    ["as a map key", `!FindInMap [M, ${OWN}, a]`, "", "a:One"],
    [
      "in a condition",
      '"*"',
      `, Condition: {StringEquals: {aws:PrincipalAccount: ${OWN}}}`,
      `StringEquals aws:PrincipalAccount ${ONE}`,
    ],
  ])("%s", (_how, principal, more, expected) => {
    const text = trusting(principal, more);
    for (const line of trustIn(text, [ONE])) expect(line).toContain(expected);
    expect(trustIn(text, [ONE, OTHER])).toEqual(trustIn(text, []));
    expect(trustIn(text, [OTHER]).join()).not.toContain(expected);
  });

  test.each([
    ["a nested stack", "Stack", `, Parameters: {P: ${OWN}}`, [ONE], [ONE, ONE]],
    [
      "a stack set for its own account",
      "StackSet",
      `, StackInstancesGroup: [{DeploymentTargets: {Accounts: [${OWN}]}, Regions: [r]}]`,
      [ONE],
      ["Ref S/P", ONE],
    ],
    [
      "a stack set for another account",
      "StackSet",
      `, Parameters: [{ParameterKey: P, ParameterValue: ${OWN}}], StackInstancesGroup: [{DeploymentTargets: {Accounts: ["${OTHER}"]}, Regions: [r]}]`,
      [ONE],
      [ONE, OTHER],
    ],
    ["a stack set for unknown accounts", "StackSet", "", [ONE], ["Ref S/P", "Ref AWS::AccountId"]],
  ])("in %s", (_which, type, passed, accounts, [given = "", own = ""]) => {
    const root = `AWSTemplateFormatVersion: 2010-09-09\nResources:\n  S:\n    Type: AWS::CloudFormation::${type}\n    Properties: {TemplateURL: t.yaml${passed}}\n`;
    const [reported = ""] = trustIn(root, accounts, { "t.yaml": trusting(`[!Ref P, ${OWN}]`) });
    const shown = [given, own].map((one) => `AWS ${/^\d/.test(one) ? one : `\${${one}}`}`);
    expect(reported).toContain(shown.join(", "));
  });
});

describe("finds a managed policy of the template by an ARN with a literal account", () => {
  const policy = `P:\n  Type: AWS::IAM::ManagedPolicy\n  Properties:\n    ManagedPolicyName: named\n    PolicyDocument: {Statement: [{Effect: Allow, Action: a:P, Resource: "*"}]}\n`;
  const text = (arn: string, more = "") =>
    template(`ManagedPolicyArns: [${arn}]`, policy, head(`!Equals [${OWN}, "${ONE}"]`)).replace(
      "    Type: AWS::IAM::Role\n",
      `    Type: AWS::IAM::Role\n${more}`,
    );

  test.each([
    ["the declared account", text(`"arn:aws:iam::${ONE}:policy/named"`), [ONE], ["P: a:P on *"]],
    ["with its name", text('!Sub "arn:aws:iam::${AWS::AccountId}:policy/named"'), [ONE], ["P: a:P on *"]],
    [
      "another account",
      text(`"arn:aws:iam::${OTHER}:policy/named"`),
      [ONE],
      [`reference arn:aws:iam::${OTHER}:policy/named`],
    ],
    [
      "one of several declared accounts",
      text(`"arn:aws:iam::${ONE}:policy/named"`),
      [ONE, OTHER],
      [`reference arn:aws:iam::${ONE}:policy/named`],
    ],
    [
      "the account of a condition",
      text('!Sub "arn:aws:iam::${AWS::AccountId}:policy/named"', "    Condition: C\n"),
      [],
      ["P: a:P on *"],
    ],
  ])("%s", (_which, template, accounts, expected) => {
    expect(described(template, accounts)).toEqual(expected);
  });
});
