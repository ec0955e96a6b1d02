import { headOf } from "../coverage/head-of.js";
import { removeFolders } from "../discover/repository.js";

afterEach(removeFolders);

const configuration = { ".github/worker-iam-check.yml": "roles: ['*Worker*: communication']\n" };

/** A template with three parameters, one of them without a default, and an instance profile. */
const template = (profile: string, role = ""): string => `
Parameters: {Env: {Type: String, Default: dev}, Bare: {Type: String}, Other: {Type: String, Default: qa}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsDev: !Equals [!Ref Env, dev]
  IsBare: !Equals [!Ref Bare, x]
  IsOther: !Equals [!Ref Env, !Ref Other]
  Never: !Equals [a, b]
  IsHome: !Equals [!Ref AWS::Region, us-east-1]
  IsProdHome: !And [!Condition IsProd, !Condition IsHome]
Resources:
  Worker:
    Type: AWS::IAM::Role${role}
    Properties:
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ec2.amazonaws.com}}]}
${profile}`;
const profile = (more: string, name = "Profile", roles = "!Ref Worker"): string =>
  `  ${name}: {Type: AWS::IAM::InstanceProfile${more}, Properties: {Roles: [${roles}]}}\n`;

async function reported(now: string, before = ""): Promise<readonly string[]> {
  const { findings } = await headOf({ "t.yaml": before, ...configuration }, { "t.yaml": now });
  return findings.flatMap(({ rule, severity, message }) =>
    message.includes("profile") ? [`${rule} ${severity}: ${message}`] : [],
  );
}
const lacked = (where: string): readonly string[] => [
  `instance-profile-missing warning: role Worker has no instance profile if ${where}, so no worker instance can use it then`,
];
const none = [
  "instance-profile-missing warning: role Worker has no instance profile, so no worker instance can use it",
];

test.each<[string, string, readonly string[]]>([
  ["always", template(profile("")), []],
  [
    "under a condition that is true by default",
    template(profile(", Condition: IsDev")),
    lacked("condition IsDev is false"),
  ],
  [
    "under a condition that is false by default",
    template(profile(", Condition: IsProd")),
    lacked("condition IsProd is false"),
  ],
  [
    "under a condition on a parameter without a default",
    template(profile(", Condition: IsBare")),
    lacked("condition IsBare is false"),
  ],
  ["in one region", template(profile(", Condition: IsHome")), lacked("condition IsHome is false")],
  [
    "in one region, for a role that is not created by default",
    template(profile(", Condition: IsProdHome")),
    lacked("condition IsProdHome is false"),
  ],
  [
    "under a condition on one of two parameters",
    template(profile(", Condition: IsOther")),
    lacked("condition IsOther is false"),
  ],
  ["under a condition that is never true", template(profile(", Condition: Never")), none],
  [
    "for another role by default",
    template(profile("", "P", "!If [IsProd, !Ref Worker, other]")),
    lacked("condition IsProd is false"),
  ],
  [
    "for the role by default",
    template(profile("", "P", "!If [IsProd, other, !Ref Worker]")),
    lacked("condition IsProd is true"),
  ],
  [
    "once for either case",
    template(profile(", Condition: IsProd") + profile("", "P", "!If [IsProd, other, !Ref Worker]")),
    [],
  ],
  ["together with the role", template(profile(", Condition: IsProd"), "\n    Condition: IsProd"), []],
  [
    "for an unknown name that may be the role's",
    template(profile(", Condition: IsProd") + profile("", "P", "!Sub '${Bare}'")),
    lacked("condition IsProd is false"),
  ],
])("checks an instance profile that is created %s", async (_what, text, expected) => {
  expect(await reported(text)).toEqual(expected);
});

test("reports once that an unconditional instance profile became conditional", async () => {
  expect(await reported(template(profile(", Condition: IsProd")), template(profile("")))).toEqual([
    "weakened-action error: role Worker may no longer have an instance profile (none where condition IsProd is false), which it had on main",
  ]);
});
