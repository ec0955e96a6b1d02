import { describeRole, describeTrust } from "../describe-role.js";
import { inline, resultOf, rolesOf, template } from "./read-template.js";

const holds = (text: string) => rolesOf(text).flatMap(describeRole);
const policy = (statement: string, more = "") =>
  `Policies:\n  - ${more}PolicyName: p\n    PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}, ${statement}]}\n`;

// Another tool may insert any key there.
describe("treats a map with a placeholder in a key as unknown", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "a condition key",
      policy('{Effect: Deny, Action: c:D, Resource: "*", Condition: {StringEquals: {"{{ key }}": v}}}'),
      ["p: a:B on *", "denied: c:D on * if {{ key }}"],
    ],
    [
      "part of a condition key",
      policy(
        '{Effect: Deny, Action: c:D, Resource: "*", Condition: {StringEquals: {"aws:RequestTag/${self:tag}": v}}}',
      ),
      ["p: a:B on *", "denied: c:D on * if ${self:tag}"],
    ],
    [
      "an operator",
      policy('{Effect: Deny, Action: c:D, Resource: "*", Condition: {"{{ op }}": {a: v}}}'),
      ["p: a:B on *", "denied: c:D on * if {{ op }}"],
    ],
    [
      "an element of a statement",
      policy('{Effect: Deny, "{{ what }}": c:D, Resource: "*"}'),
      ["p: a:B on *", "{{ what }}"],
    ],
    ["an entry of a policy", policy("{}", '"{{ x }}": y\n    ').replace(", {}", ""), ["{{ x }}"]],
    ["a property of the role", '"{{ key }}": x', ["unresolved properties of R: {{ key }}"]],
  ])("%s", (_name, properties, expected) => {
    const held = holds(template(properties)).join("\n");
    for (const part of expected) expect(held).toContain(part);
  });

  test("treats a principal as unknown if its type is a placeholder", () => {
    const trust = '{Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {"{{ kind }}": x}}]}';
    const text = template("").replace("{Statement: []}", trust);
    expect(rolesOf(text).flatMap(describeTrust).join("\n")).toContain("{{ kind }}");
  });

  test("lists a placeholder in a type name", () => {
    const { passedOver } = resultOf(template("", 'P: {Type: "AWS::IAM::{{ kind }}", Properties: {Roles: [!Ref R]}}\n'));
    expect(passedOver).toMatchObject([{ id: "P", reason: "has an unknown type, which a function returns" }]);
  });

  test("treats all properties of a role as unknown", () => {
    const text = 'Resources: {R: {Type: AWS::IAM::Role, Properties: "{{ props }}"}}\n';
    expect(holds(text)).toContain("unresolved properties of R: {{ props }}");
    expect(rolesOf(text).flatMap(describeTrust)).toEqual(["unresolved {{ props }}"]);
  });

  test.each([
    ['"{{ roles }}": x', "{{ roles }}"],
    ['"Fn::Transform": {Name: AWS::Include, Parameters: {Location: "s3://b/k"}}', "Transform ..."],
  ])("lets a policy belong to any role: %s", (entry, name) => {
    const attached = `P: {Type: AWS::IAM::Policy, Properties: {${entry}, PolicyDocument: {Statement: [{Effect: Deny, Action: a:B, Resource: "*"}]}}}\n`;
    const why = `attached to Roles with an unknown name: ${name}, which may be this role`;
    expect(holds(template(inline("a:B"), attached))).toEqual([
      "p: a:B on *",
      `P: denied: a:B on * if ${name} if ${why}; unresolved ${name}`,
    ]);
  });

  test("lets a Ref point anywhere", () => {
    const attached =
      'P: {Type: AWS::IAM::Policy, Properties: {PolicyName: q, Roles: [!Ref "{{ role }}"], PolicyDocument: {Statement: [{Effect: Deny, Action: a:B, Resource: "*"}]}}}\n';
    expect(holds(template(inline("a:B"), attached))).toEqual([
      "p: a:B on *",
      "P: denied: a:B on * if attached to Ref with an unknown name: {{ role }}, which may be this role",
    ]);
  });

  test.each([
    ["a name in the template", '"${R}": v'],
    ["a policy variable", '"${aws:username}": v'],
    ["a plain key", "{a: v}"],
  ])("accepts %s in a key", (_name, entry) => {
    const condition = `Condition: {StringEquals: {${entry.replace(/^\{|\}$/g, "")}}}`;
    expect(holds(template(policy(`{Effect: Deny, Action: c:D, Resource: "*", ${condition}}`))).join("\n")).toContain(
      "denied: c:D on * if StringEquals",
    );
  });
});
