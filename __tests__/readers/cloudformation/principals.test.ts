import { suspectPrincipals } from "../../../src/iam/suspect-principal.js";
import { evaluateTrust } from "../../../src/iam/trust.js";
import { describeRole } from "../describe-role.js";
import { inline, rolesOf, template } from "./read-template.js";

const head = `Parameters:
  Empty: {Type: String, Default: ""}
  Several: {Type: CommaDelimitedList, Default: ""}
  Asked: {Type: String, Default: ""}
  Bare: {Type: String}
  Word: {Type: String, AllowedValues: [dev, prod]}
  Account: {Type: String, AllowedValues: ["111122223333", "444455556666"]}
  Looked: {Type: "AWS::SSM::Parameter::Value<String>", AllowedValues: [/dev, /prod]}
Conditions:
  HasAsked: !Not [!Equals [!Ref Asked, ""]]
Resources:
  Named: {Type: AWS::IAM::Role, Properties: {RoleName: named, AssumeRolePolicyDocument: {Statement: []}}}
  Person: {Type: AWS::IAM::User}
  Persons: {Type: AWS::IAM::Group}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Named]}}
  Key: {Type: AWS::KMS::Key, Properties: {}}
  Queue: {Type: AWS::SQS::Queue}
  Bucket: {Type: AWS::S3::Bucket}
  Made: {Type: "Custom::Role"}
  Member: {Type: AWS::Organizations::Account, Properties: {}}
`;

const trusting = (principal: string) => `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {AWS: ${principal}}}]
`;

/** The trust verdict for a principal, and the findings about that principal. */
function judged(principal: string): string[] {
  return rolesOf(`${head}${trusting(principal)}`)
    .filter(({ id }) => id === "R")
    .flatMap((one) => [
      evaluateTrust(one, "appliance", [], new Map())?.verdict ?? "",
      ...suspectPrincipals(one).map(({ message, help }) => `${message}; ${help}`),
    ]);
}

const isName = (name: string) =>
  `the principal is the name of ${name}, which \`Ref\` returns, and a name is not an AWS principal; name its ARN: \`!GetAtt ${name}.Arn\``;
const isNone = expect.stringContaining("is not an AWS principal");

test.each<[string, unknown[]]>([
  ["!GetAtt Named.Arn", ["granted"]],
  ["!GetAtt Person.Arn", ["granted"]],
  ["!Ref Bare", ["granted"]],
  ["!Ref Named", ["missing", isName("Named")]],
  ["!Ref Person", ["missing", isName("Person")]],
  ["!Ref Profile", ["missing", isName("Profile")]],
  ["!GetAtt Profile.Arn", ["missing", isNone]],
  ["!GetAtt Persons.Arn", ["missing", isNone]],
  ["!GetAtt Key.Arn", ["missing", isNone]],
  ["!Sub 'arn:aws:iam::${AWS::AccountId}:role/${Named}'", ["granted"]],
  ["!Sub 'arn:aws:iam:${AWS::AccountId}:role/x'", ["missing", isNone]],
  ["[!Ref Named, '111122223333']", ["granted", isName("Named")]],
  // An ARN, or something that isn't an account, in place of a part.
  ...[
    ...["iam::111122223333:role/${Named.Arn}", "iam::111122223333:role/x/${Bucket.Arn}", "iam::${Named.Arn}:role/x"],
    ...["iam::${Named.Arn}:root", "iam::${Named}:role/x", "iam::${Queue}:root", "iam::${AWS::StackName}:role/x"],
    ...["iam::${AWS::Region}:role/x", "iam::${Word}:root", "iam::111122223333:role/${AWS::StackId}"],
    ...["iam::111122223333:role/${Word}:x", "iam::${Bare}:role/a b"],
  ].map((arn): [string, unknown[]] => [`!Sub 'arn:aws:${arn}'`, ["missing", isNone]]),
  ...["Queue", "Bucket", "Word", "AWS::StackId", "AWS::StackName", "AWS::Region"].map((name): [string, unknown[]] => {
    return [`!Ref ${name}`, ["missing", isNone]];
  }),
  // Without a function, the string is used unchanged.
  ["'arn:aws:iam::111122223333:role/${Named}'", ["missing", isNone]],
  ["!Sub 'arn:awss:iam::${Bare}:role/x'", ["missing", isNone]],
  ["!Sub '${Word}-x'", ["missing", isNone]],
  ...["Account", "Looked", "Made", "Member"].map((name): [string, unknown[]] => [`!Ref ${name}`, ["granted"]]),
  ...[
    ...["${Account}:root", "${Bare}:role/x", "111122223333:role/${Bucket}", "111122223333:role/${AWS::Region}/x"],
    "111122223333:role/x-${AWS::Region}",
    ...["111122223333:role/${AWS::StackName}-${Word}", "111122223333:role/${Bare}"],
  ].map((rest): [string, unknown[]] => [`!Sub 'arn:aws:iam::${rest}'`, ["granted"]]),
  // The user must supply the value when deploying, because IAM rejects an empty principal.
  ...[
    ...[
      "!Ref Empty",
      "!Ref Asked",
      "[!Ref Empty]",
      "!Sub '${Empty}'",
      "!Sub ['${v}', {v: !Ref Empty}]",
      "!Ref Several",
    ],
    ...["!Split [',', !Ref Empty]", "!Split [',', !Sub '${Empty}']", "!Join [',', !Ref Several]"],
    ...["!Select [0, !Ref Several]", "!Select [0, !Split [',', !Join [',', !Ref Several]]]"],
    ...["!Sub 'arn:aws:iam::${Empty}:root'", "!Sub 'arn:aws:iam::111122223333:role/${Empty}'"],
    ...["!Select [1, !Split [',', !Sub 'x,${Empty}']]", "!Sub 'arn:aws:iam::111122223333:role/x${Empty}'"],
  ].map((written): [string, unknown[]] => [written, ["granted"]]),
  ["!Sub 'x${Empty}'", ["missing", isNone]],
  ["!If [HasAsked, !Ref Asked, '111122223333']", ["granted"]],
  ["''", ["missing", isNone]],
])("resolves the principal %s", (principal, expected) => {
  expect(judged(principal)).toEqual(expected);
});

test.each<[string, string[]]>([
  ...["!Ref Empty", "!Sub '${Empty}'", "!Join ['', [!Ref Empty]]", "!Split [',', !Ref Empty]"].map(
    (written): [string, string[]] => [written, ["p: a:B on ${Ref Empty}"]],
  ),
  ["!Sub '${Empty}/*'", ["p: a:B on ${Ref Empty}/*"]],
  ["!Sub 'arn:aws:sqs:eu-west-1:${Empty}:x'", ["p: a:B on arn:aws:sqs:eu-west-1:${Ref Empty}:x"]],
  ["!Sub 'arn:aws:s3:::${Empty}*'", ["p: a:B on arn:aws:s3:::*"]],
])("treats a Resource parameter with an empty default as unknown: %s", (resource, expected) => {
  const [role] = rolesOf(template(inline("a:B", resource), "", 'Parameters: {Empty: {Type: String, Default: ""}}\n'));
  expect(role && describeRole(role)).toEqual(expected);
});

test.each<[string, string | undefined]>([
  ["'*'", undefined],
  ["!If [HasAsked, '*', '111122223333']", "condition HasAsked is true"],
  ["!If [HasAsked, '111122223333', '*']", "condition HasAsked is false"],
])("reports everyone with the condition: %s", (principal, when) => {
  const [, role] = rolesOf(`${head}${trusting(principal)}`);
  const found = role && evaluateTrust(role, "appliance", [], new Map())?.tooWide;
  expect([found?.width, found?.when]).toEqual(["anyone", when]);
});

test("reads a null list of policies", () => {
  const [role] = rolesOf(template("Policies:"));
  expect(role && describeRole(role)).toEqual(["unresolved Policies: null is not allowed here"]);
});
