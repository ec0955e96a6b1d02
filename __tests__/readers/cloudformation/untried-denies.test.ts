import { evaluateTrust } from "../../../src/iam/trust.js";
import { describeRole } from "../describe-role.js";
import { rolesOf, template } from "./read-template.js";

const names = Array.from({ length: 9 }, (_, at) => `C${at}`);
const head = `Parameters:
${names.map((name) => `  P${name}: {Type: String, Default: "n"}\n`).join("")}Conditions:
${names.map((name) => `  ${name}: !Equals [!Ref P${name}, "y"]\n`).join("")}`;

const many = names.map(
  (name) => `!If [${name}, {Effect: Allow, Action: "b:${name}", Resource: "*"}, !Ref AWS::NoValue]`,
);
const bound = "its conditions have more than 64 combinations, which are not tried";
const deny = '{Effect: Deny, Action: "a:*", Resource: "*"}';
const inline = (...statements: readonly string[]) =>
  `{PolicyName: p, PolicyDocument: {Statement: [${[...many, ...statements].join(", ")}]}}`;
const under = (condition: string, value: string) => `!If [${condition}, ${value}, !Ref AWS::NoValue]`;

const policy = (type: string, document: string, more: string) =>
  `Q:\n  Type: AWS::IAM::${type}\n  ${more}\n  Properties: {PolicyName: q, Roles: [!Ref R], PolicyDocument: {Statement: ${document}}}\n`;

/** Each statement of a role's policies. */
const statements = (text: string) =>
  rolesOf(text)
    .flatMap(describeRole)
    .flatMap((line) => {
      const name = line.slice(0, line.indexOf(": ") + 2);
      return line
        .slice(name.length)
        .split("; ")
        .map((one) => `${name}${one}`);
    });

describe("a Deny beyond the outcomes that are tried", () => {
  const because = `If C8 (${bound})`;

  test.each<[string, string, string, string]>([
    ["a statement", `Policies: [${inline(under("C8", deny))}]`, "", `p: denied: a:* on * if ${because}`],
    [
      "a statement in two branches",
      `Policies: [${inline(under("C7", under("C8", deny)))}]`,
      "",
      `p: denied: a:* on * if If C7 (${bound})`,
    ],
    [
      "the other branch",
      `Policies: [${inline(`!If [C8, {Effect: Allow, Action: x:Y, Resource: "*"}, ${deny}]`)}]`,
      "",
      `p: denied: a:* on * if ${because}`,
    ],
    [
      "a policy",
      `Policies: [${inline()}, ${under("C8", `{PolicyName: d, PolicyDocument: {Statement: ${deny}}}`)}]`,
      "",
      `d: denied: a:* on * if ${because}`,
    ],
    [
      "a policy resource",
      `Policies: [${inline()}]`,
      policy("Policy", deny, "Condition: C8"),
      `Q: denied: a:* on * if condition C8: ${bound}`,
    ],
    [
      "a managed policy",
      `Policies: [${inline()}]`,
      policy("ManagedPolicy", under("C8", deny), ""),
      `Q: denied: a:* on * if ${because}`,
    ],
    [
      "a managed policy that the role attaches",
      `Policies: [${inline()}]\nManagedPolicyArns: [${under("C8", "!Ref M")}]`,
      `M:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {PolicyDocument: {Statement: [${deny}]}}\n`,
      `M: denied: a:* on * if ${because}`,
    ],
  ])("is possible: %s", (_name, properties, more, expected) => {
    expect(statements(template(properties, more, head))).toContain(expected);
  });

  test.each([
    ["no Deny", `Policies: [${inline()}]`, ""],
    [
      "a policy of another role",
      `Policies: [${inline()}]`,
      policy("Policy", deny, "Condition: C8").replace("!Ref R", "S"),
    ],
    ["few outcomes", `Policies: [{PolicyName: p, PolicyDocument: {Statement: [${under("C8", deny)}]}}]`, ""],
  ])("is not invented: %s", (_name, properties, more) => {
    const lines = rolesOf(template(properties, more, head)).flatMap(describeRole);
    expect(lines.filter((line) => line.includes("denied") && line.includes(bound))).toEqual([]);
  });

  test("keeps its own conditions", () => {
    const never = '{Effect: Deny, Action: "a:*", Resource: "*", Condition: {Bool: {aws:SecureTransport: "false"}}}';
    const shown = statements(template(`Policies: [${inline(under("C8", never))}]`, "", head));
    expect(shown).toContain(`p: denied: a:* on * if Bool aws:SecureTransport false if ${because}`);
  });

  test("is possible in a trust policy", () => {
    const trust = (effect: string) =>
      `{Effect: ${effect}, Action: sts:AssumeRole, Principal: {Service: ec2.amazonaws.com}}`;
    const text = template(`Policies: [${inline()}]`, "", head).replace(
      "{Statement: []}",
      `{Statement: [${trust("Allow")}, ${under("C8", trust("Deny"))}]}`,
    );
    // The conditions of a trust policy are tried, because they are few.
    const [role] = rolesOf(text);
    expect(role && evaluateTrust(role, "ec2", [], new Map())?.verdict).toBe("conditional");
  });
});

describe("a Deny in a policy that may be attached to the role", () => {
  const attached = (role: string, statement = deny, type = "Policy") =>
    `Q:\n  Type: AWS::IAM::${type}\n  Properties: {PolicyName: q, Roles: [${role}], PolicyDocument: {Statement: [${statement}]}}\n`;
  const described = (more: string, name = "worker") =>
    rolesOf(template(`RoleName: ${name}\n`, more, "Parameters: {Open: {Type: String}}\n"))
      .filter(({ id }) => id === "R")
      .flatMap(describeRole)
      .filter((line) => line.includes("denied"));
  const possible = (name: string) => [`Q: denied: a:* on * if attached to ${name}, which may be this role`];

  test.each<[string, string, string[]]>([
    ["a parameter", attached("!Ref Open"), possible("Ref Open")],
    ["a string with a parameter", attached("!Sub '${Open}-er'"), []],
    ["a string that matches", attached("!Sub 'w${Open}'"), possible("w${Ref Open}")],
    ["an import", attached("!ImportValue name"), possible("ImportValue name")],
    ["a managed policy", attached("!Ref Open", deny, "ManagedPolicy"), possible("Ref Open")],
    ["the role itself", attached("!Ref R"), ["Q: denied: a:* on *"]],
    ["another role", attached("other"), []],
    ["an Allow", attached("!Ref Open", '{Effect: Allow, Action: "a:*", Resource: "*"}'), []],
  ])("is unknown: %s", (_name, more, expected) => {
    expect(described(more)).toEqual(expected);
  });
});
