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

describe("a policy document that is a text", () => {
  test.each([
    ["a parameter's value", "!Ref Doc", "p: a:B on *"],
    ["in one that is unknown", "!Ref Open", "unresolved p: ${Ref Open}"],
    [
      "an unknown value in a string",
      `!Sub '{"Statement": {${statement}, "Resource": "x\${Open}"}}'`,
      "p: a:B on x${Ref Open}",
    ],
    [
      "an unknown value for a value",
      `!Sub '{"Statement": {${statement}, "Resource": \${Open}}}'`,
      "p: a:B on ${Ref Open}",
    ],
    [
      "a key that is unknown",
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

  test("is unknown when an unknown part stands for more than a value", () => {
    const [role] = holds("!Sub '{\"Statement\": [ ${Open} {} ]}'");
    const [policy] = role?.variants[0].policies ?? [];
    expect(policy?.kind === "document" && policy.document.unresolved).toMatchObject([{ expression: "Ref Open" }]);
  });

  test.each([
    [
      "a missing comma",
      `|\n      {\n        "Statement": {\n          "Effect": "Allow"\n          "Action": "a:B"}}`,
      '14:34 the policy document is not JSON: a comma is missing after "Allow"',
    ],
    [
      "a repeated key",
      `'{"Statement": {${statement}, "Action": "a:C", "Resource": "*"}}'`,
      '11:79 "Action" occurs twice in one object, which AWS rejects',
    ],
    ["no text at all", "''", "11:27 the policy document is not JSON: it is empty"],
  ])("has its faults where they stand: %s", (_name, document, expected) => {
    expect(faultsOf(document)).toEqual([`t.yaml:${expected}`]);
  });
});
