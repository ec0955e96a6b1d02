import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { describeRole } from "../describe-role.js";
import { rolesOf, template } from "./read-template.js";

const holds = (document: string) =>
  rolesOf(template(`Policies:\n  - PolicyName: p\n    PolicyDocument: ${document}\n`, "", head));

const head =
  'Parameters:\n  Open: {Type: String}\n  Doc: {Type: String, AllowedValues: [\'{"Statement":{"Effect":"Allow","Action":"a:B","Resource":"*"}}\']}\n';

function faultsOf(document: string): string[] {
  return holds(document).flatMap(({ variants: [{ policies }] }) =>
    policies.flatMap((policy) =>
      policy.kind === "document"
        ? policy.document.problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`)
        : [],
    ),
  );
}

const statement = '"Effect": "Allow", "Action": "a:B"';

describe("a policy document in a string", () => {
  test.each([
    ["a parameter's value", "!Ref Doc", "p: a:B on *"],
    ["within an unknown value", "!Ref Open", "unresolved p: ${Ref Open}"],
    [
      "an unknown value in a string",
      `!Sub '{"Statement": {${statement}, "Resource": "x\${Open}"}}'`,
      "p: a:B on x${Ref Open}",
    ],
    [
      "an unknown value as a whole value",
      `!Sub '{"Statement": {${statement}, "Resource": \${Open}}}'`,
      "p: a:B on ${Ref Open}",
    ],
    [
      "an unknown key",
      `!Sub '{"Statement": {${statement}, "Resource": "*", "Condition": {"\${Open}": {"a:b": "c"}}}}'`,
      "p: a:B on * if ${Ref Open}",
    ],
    [
      "a dynamic reference",
      `!Sub '{"Statement": {${statement}, "Resource": ["{{resolve:ssm:x}}", "\${Open}"]}}'`,
      "p: a:B on {{resolve:ssm:x}},${Ref Open}",
    ],
  ])("%s", (_name, document, expected) => {
    expect(holds(document).flatMap(describeRole)).toEqual([expected]);
  });

  test("is unknown if an unknown part replaces more than one value", () => {
    const [role] = holds("!Sub '{\"Statement\": [ ${Open} {} ]}'");
    const [policy] = role?.variants[0].policies ?? [];
    expect(policy?.kind === "document" && policy.document.unresolved).toMatchObject([{ expression: "Ref Open" }]);
  });

  test.each([
    [
      "a missing comma",
      `|\n      {\n        "Statement": {\n          "Effect": "Allow"\n          "Action": "a:B"}}`,
      '14:34 the policy document is not valid JSON: a comma is missing after "Allow"',
    ],
    [
      "a repeated key",
      `'{"Statement": {${statement}, "Action": "a:C", "Resource": "*"}}'`,
      '11:79 "Action" occurs twice in one object, which AWS rejects',
    ],
    ["an empty string", "''", "11:27 the policy document is not valid JSON: it is empty"],
  ])("reports its errors at their positions: %s", (_name, document, expected) => {
    expect(faultsOf(document)).toEqual([`t.yaml:${expected}`]);
  });
});
