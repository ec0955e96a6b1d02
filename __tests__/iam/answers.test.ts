import { evaluateRole } from "../../src/iam/evaluate.js";
import { explainAction } from "../../src/iam/explain.js";
import type { Policy, PolicyDocument, Role } from "../../src/iam/model.js";
import { parsePolicyDocument } from "../../src/iam/parse-document.js";
import { quotaExcesses } from "../../src/iam/quota.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { suspectPrincipals } from "../../src/iam/suspect-principal.js";
import { evaluateTrust, trustAdmits } from "../../src/iam/trust.js";
import type { Cause, TrustParty } from "../../src/iam/verdict.js";
import { evaluate, type Policies, type RequestPrincipal } from "../../src/lib.js";
import { jsonDocument } from "../../src/source/json-document.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import { formatLocation } from "../../src/source/location.js";
import type { Node } from "../../src/source/node.js";
import { filePlace, locate, rootPlace } from "../../src/source/place.js";
import { expectGolden } from "../expect-golden.js";
import { roleOf } from "./role.js";

// The evaluator's complete answers to many small questions: verdicts, causes with their words, and faults with their places. The goldens
// are compared with AWS's pages by eye; the tables of the other tests give reasons.

const authorization = await loadAuthorization();

/** `{"unknown": "Ref X"}` represents an unknown value, and `a<Ref X>b` a string with an unknown part. */
function nodeOf(value: JsonValue): Node {
  const text = JSON.stringify(value, null, 1);
  return withUnknowns(nodeFromJson(value, rootPlace(jsonDocument({ path: "policy.json", text }, value))));
}

function withUnknowns(node: Node): Node {
  const { place } = node;
  if (node.kind === "list") return { kind: "list", place, items: node.items.map(withUnknowns) };
  if (node.kind === "map") {
    const [only] = node.entries;
    if (only?.key === "unknown" && only.value.kind === "scalar")
      return { kind: "unresolved", place, expression: String(only.value.value) };
    const entries = node.entries.map(({ key, keyPlace, value }) => ({ key, keyPlace, value: withUnknowns(value) }));
    return { kind: "map", place, entries };
  }
  if (node.kind !== "scalar" || typeof node.value !== "string" || !node.value.includes("<")) return node;
  const parts = node.value
    .split(/<([^>]*)>/)
    .map((part, at) => (at % 2 === 0 ? part : ({ kind: "unresolved", expression: part } as const)))
    .filter((part) => part !== "");
  return { kind: "partial", place, parts };
}

const documentOf = (value: JsonValue, use: "identity" | "trust" | "resource" = "identity"): PolicyDocument =>
  parsePolicyDocument(nodeOf(value), use);

const show = (value: unknown): string => JSON.stringify(value);

const BY = { allows: "allowed by", limits: "limited by", denies: "denied by", unknown: "left undecided by" } as const;

function describeCause({ effect, policy, statement, place, detail }: Cause): string {
  const sid = statement === null ? "" : `/${statement.sid ?? "-"}`;
  return `${BY[effect]} ${policy}${sid} at ${formatLocation(locate(place))}${detail === null ? "" : `: ${detail}`}`;
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/path/veeam`;

const PRINCIPALS: readonly JsonValue[] = [
  "*",
  { AWS: "*" },
  { AWS: ["*", ROLE] },
  { AWS: ACCOUNT },
  { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  { AWS: `arn:aws-cn:iam::${ACCOUNT}:root` },
  { AWS: ROLE },
  { AWS: ROLE.replace("aws", "aws-us-gov") },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/other` },
  { AWS: `arn:aws:iam::${ACCOUNT}:user/veeam` },
  { AWS: `arn:aws:iam::${ACCOUNT}:group/veeam` },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/*` },
  { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/veeam/session` },
  { AWS: `arn:aws:sts::${ACCOUNT}:role/veeam` },
  { AWS: `arn:aws:s3:::${"b".repeat(130)}` },
  { AWS: OTHER },
  { AWS: [OTHER, `arn:aws:iam::${ACCOUNT}:root`, ROLE] },
  { AWS: "AROAEXAMPLEID12345678" },
  { AWS: "AIDAEXAMPLEID12345678" },
  { AWS: "AROA1" },
  { AWS: "1234" },
  { AWS: { unknown: "Ref Appliance" } },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/<Ref Name>` },
  { AWS: `arn:aws:iam::${OTHER}:role/<Ref Name>` },
  { AWS: "arn:aws:iam::<Ref Account>:root" },
  { AWS: "arn:<AWS::Partition>:iam::<AWS::AccountId>:role/veeam" },
  { Service: "ec2.amazonaws.com" },
  { Service: "ec2.amazonaws.com.cn" },
  { Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] },
  { Service: "ec2" },
  { Service: "ec2.<AWS::URLSuffix>" },
  { Service: "lambda.<AWS::URLSuffix>" },
  { Service: "<Ref Service>.amazonaws.com" },
  { Service: { unknown: "Ref Service" } },
  { Service: "ec2.amazonaws.com", AWS: `arn:aws-cn:iam::${ACCOUNT}:role/veeam` },
  { Service: "ec2.amazonaws.com.cn", AWS: ROLE },
  { Service: ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"], AWS: `arn:aws-cn:iam::${ACCOUNT}:role/veeam` },
  { AWS: [ROLE, `arn:aws-cn:iam::${ACCOUNT}:role/veeam`, `arn:aws-cn:iam::${OTHER}:root`] },
  { Federated: "arn:aws:iam::111122223333:saml-provider/x" },
  { CanonicalUser: "abc" },
];

const CONDITIONS: readonly JsonValue[] = [
  { StringEquals: { "sts:ExternalId": "x" } },
  { StringLike: { "STS:externalid": ["x*", "y"] } },
  { StringNotEquals: { "sts:ExternalId": "x" } },
  { Null: { "sts:ExternalId": "false" } },
  { Null: { "sts:ExternalId": "true" } },
  { Null: { "sts:ExternalId": ["true", "false"] } },
  { NoSuchOperator: { "sts:ExternalId": "x" } },
  { Bool: { "aws:MultiFactorAuthPresent": "true" }, StringEquals: { "sts:ExternalId": "x" } },
  { ArnEquals: { "aws:PrincipalArn": ROLE } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/other*` } },
  { StringEquals: { "aws:PrincipalAccount": ACCOUNT } },
  { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } },
  { StringEquals: { "aws:PrincipalAccount": "<Ref Account>" } },
  { StringEquals: { "aws:SourceAccount": { unknown: "Ref Account" } } },
  { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
];

const PARTIES: readonly (readonly [TrustParty, readonly string[]])[] = [
  ["appliance", []],
  ["appliance", [ROLE]],
  ["appliance", [ACCOUNT]],
  ["appliance", [`arn:aws-cn:iam::${ACCOUNT}:role/path/veeam`]],
  ["appliance", [OTHER, ROLE]],
  ["ec2", []],
  ["ec2", [`arn:aws-cn:iam::${ACCOUNT}:root`]],
  ["lambda.amazonaws.com", []],
];

function trustWords(role: Role, context: ReadonlyMap<string, readonly string[]> = new Map()): readonly string[] {
  const answers = PARTIES.flatMap(([party, appliance]) => {
    const answer = evaluateTrust(role, party, appliance, context);
    if (answer === null) return [`${party} [${appliance}]: out of scope`];
    const { verdict, verified, tooWide, causes } = answer;
    const words = `${party} [${appliance}]: ${verdict}${verified ? " verified" : ""}${tooWide === null ? "" : ` too wide: ${tooWide.width}`}`;
    return [words, ...causes.map((cause) => `  ${describeCause(cause)}`)];
  });
  const { aws, ec2 } = trustAdmits(role);
  const suspects = suspectPrincipals(role).map(({ id, message, help }) => `suspect ${id}: ${message} | ${help}`);
  return [`admits aws ${aws}, ec2 ${ec2}`, ...answers, ...suspects];
}

const trusts = (Principal: JsonValue, rest: { readonly [key: string]: JsonValue } = {}): JsonValue => ({
  Sid: "S",
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...rest,
});

const trusting = (...statements: readonly JsonValue[]): Role =>
  roleOf({ trust: documentOf({ Version: "2012-10-17", Statement: statements }, "trust") });

test("reports whom a trust policy trusts", () => {
  const alone = PRINCIPALS.map((principal) => section(show(principal), trustWords(trusting(trusts(principal)))));
  const denied = PRINCIPALS.map((principal) =>
    section(
      `all but ${show(principal)}`,
      trustWords(
        trusting(
          trusts({ AWS: [ROLE, OTHER], Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] }),
          trusts(principal, { Sid: "D", Effect: "Deny" }),
        ),
      ),
    ),
  );
  expectGolden("iam/trust-principals.txt", [...alone, ...denied].join("\n"));
});

test("reports under which conditions a trust policy trusts a principal", () => {
  const all = { AWS: ROLE, Service: "ec2.amazonaws.com" };
  const declared = new Map([["aws:multifactorauthpresent", ["true"]]]);
  const allowed = CONDITIONS.map((Condition) =>
    section(show(Condition), trustWords(trusting(trusts(all, { Condition })))),
  );
  const denied = CONDITIONS.map((Condition) =>
    section(
      `denied by ${show(Condition)}`,
      trustWords(trusting(trusts(all), trusts("*", { Sid: "D", Effect: "Deny", Condition })), declared),
    ),
  );
  expectGolden("iam/trust-conditions.txt", [...allowed, ...denied].join("\n"));
});

test("handles the other elements of a trust policy", () => {
  const actions: readonly JsonValue[] = [
    "*",
    "sts:*",
    "STS:assumerole",
    "sts:TagSession",
    ["sts:TagSession", "sts:AssumeRole"],
    { unknown: "Ref Action" },
    "sts:<Ref Action>",
  ];
  const cases: readonly (readonly [string, Role])[] = [
    ...actions.map((Action) => [`Action ${show(Action)}`, trusting(trusts({ AWS: ROLE }, { Action }))] as const),
    ["an effect that is unknown", trusting(trusts({ AWS: ROLE }, { Effect: { unknown: "Ref E" } }))],
    [
      "an unknown effect next to an Allow",
      trusting(trusts({ AWS: ROLE }), trusts("*", { Sid: "U", Effect: { unknown: "Ref E" } })),
    ],
    ["principals that are unknown", trusting(trusts({ unknown: "Ref P" }))],
    ["a statement that is unknown", trusting({ unknown: "If A" }, trusts({ AWS: OTHER }))],
    ["a faulty statement", trusting(trusts({ AWS: ROLE }, { Resource: "*" }))],
    ["two that match", trusting(trusts({ AWS: ROLE }), trusts("*", { Sid: "T" }))],
    ["no trust", roleOf({ trust: null })],
    ["a trust that is unknown", roleOf({ trust: { kind: "unresolved", expression: "Ref T" } })],
    [
      "variants that differ",
      roleOf(
        { when: "A", trust: documentOf({ Statement: [trusts({ AWS: ROLE })] }, "trust") },
        { when: "not A", trust: documentOf({ Statement: [trusts({ Service: "ec2.amazonaws.com" })] }, "trust") },
      ),
    ],
    [
      "variants, one of which is denied",
      roleOf(
        { when: "A", trust: documentOf({ Statement: [trusts({ AWS: ROLE })] }, "trust") },
        {
          when: "not A",
          trust: documentOf({ Statement: [trusts({ AWS: ROLE }), trusts("*", { Sid: "D", Effect: "Deny" })] }, "trust"),
        },
      ),
    ],
  ];
  expectGolden("iam/trust-rest.txt", cases.map(([name, role]) => section(name, trustWords(role))).join("\n"));
});

const allow = (Action: JsonValue, rest: { readonly [key: string]: JsonValue } = {}): JsonValue => ({
  Sid: "A",
  Effect: "Allow",
  Action,
  Resource: "*",
  ...rest,
});
const deny = (Action: JsonValue, rest: { readonly [key: string]: JsonValue } = {}): JsonValue => ({
  ...(allow(Action, rest) as { readonly [key: string]: JsonValue }),
  Sid: "D",
  Effect: "Deny",
});

const policy = (name: string, ...statements: readonly JsonValue[]): Policy => {
  const document = documentOf({ Version: "2012-10-17", Statement: statements });
  return { kind: "document", name, attachment: "managed", document, awsManaged: false, place: document.place };
};

const unknownPolicy: Policy = { kind: "unresolved", name: "P", expression: "Ref P", place: filePlace("t.yaml") };
const reference: Policy = { kind: "reference", arn: "arn:aws:iam::1:policy/x", place: filePlace("t.yaml") };

const region = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const BUCKET = "arn:aws:s3:::bucket/*";

const STATEMENTS: readonly (readonly JsonValue[])[] = [
  [allow("s3:GetObject")],
  [allow("S3:getobject")],
  [allow("s3:Get*")],
  [allow("s3:?etObject")],
  [allow("*")],
  [allow(["ec2:*", "s3:GetObject"])],
  [allow("s3:PutObject")],
  [{ Sid: "N", Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
  [{ Sid: "N", Effect: "Allow", NotAction: ["s3:*", "iam:*"], Resource: "*" }],
  [{ Sid: "N", Effect: "Allow", NotAction: "s3:<Ref X>", Resource: "*" }],
  [allow("s3:GetObject", { Resource: BUCKET })],
  [allow("s3:GetObject", { Resource: [BUCKET, "arn:aws:s3:::other"] })],
  [allow("s3:GetObject", { Resource: "arn:aws:sqs:*:*:q" })],
  [allow("s3:GetObject", { Resource: "arn:*" })],
  [allow("s3:GetObject", { Resource: "arn:aws:s3:::<Ref Bucket>/*" })],
  [allow("s3:GetObject", { Resource: { unknown: "Ref R" } })],
  [{ Sid: "N", Effect: "Allow", Action: "s3:GetObject", NotResource: BUCKET }],
  [{ Sid: "N", Effect: "Allow", Action: "s3:GetObject", NotResource: "*" }],
  [{ Sid: "N", Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::<Ref B>" }],
  [{ Sid: "N", Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:sqs:*:*:q" }],
  [allow("s3:GetObject", { Condition: region })],
  [allow("s3:GetObject", { Condition: mfa })],
  [allow("s3:GetObject", { Condition: { ...region, ...mfa } })],
  [allow("s3:GetObject", { Condition: { StringEquals: { "aws:RequestedRegion": "<Ref Region>" } } })],
  [allow("s3:GetObject", { Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } })],
  [allow("s3:GetObject", { Condition: { unknown: "If C" } })],
  [allow("s3:GetObject", { Resource: BUCKET, Condition: mfa })],
  [allow({ unknown: "Ref A" })],
  [allow("s3:<Ref A>")],
  [allow("ec2:<Ref A>")],
  [allow("s3:GetObject", { Effect: { unknown: "Ref E" } })],
  [{ unknown: "If S" }],
  [allow("s3:*"), deny("s3:GetObject")],
  [allow("s3:*"), deny("s3:PutObject")],
  [allow("s3:*"), deny("s3:GetObject", { Resource: BUCKET })],
  [allow("s3:*"), deny("s3:GetObject", { Condition: mfa })],
  [allow("s3:*"), deny("s3:GetObject", { Condition: region })],
  [allow("s3:*"), deny("s3:GetObject", { Resource: BUCKET, Condition: mfa })],
  [allow("s3:*"), deny("s3:<Ref A>")],
  [allow("s3:*"), deny("s3:GetObject", { Resource: "arn:aws:s3:::<Ref B>" })],
  [allow("s3:*"), deny({ unknown: "Ref A" })],
  [allow("s3:*"), { Sid: "N", Effect: "Deny", NotAction: "iam:*", Resource: "*" }],
  [allow("s3:*"), { Sid: "N", Effect: "Deny", Action: "s3:*", NotResource: BUCKET }],
  [allow("s3:*"), allow("s3:GetObject", { Sid: "E", Effect: { unknown: "Ref E" } })],
  [allow("s3:*", { Condition: mfa }), deny("s3:GetObject", { Condition: mfa })],
  [allow("s3:*", { Resource: BUCKET }), deny("s3:GetObject", { Resource: "arn:aws:s3:::other/*" })],
  [deny("s3:GetObject")],
  [
    allow("s3:GetObject", { Resource: BUCKET }),
    { Sid: "N", Effect: "Allow", Action: "s3:GetObject", NotResource: BUCKET },
  ],
  [allow("s3:GetObject", { Resource: BUCKET }), allow("s3:GetObject", { Sid: "B", Resource: "arn:aws:s3:::b" })],
  [allow("s3:GetObject", { Resource: BUCKET }), allow("s3:GetObject", { Sid: "B", Condition: mfa })],
  Array.from({ length: 12 }, (_, at) => allow("s3:GetObject", { Sid: `P${at}`, Resource: `arn:aws:s3:::b${at}/*` })),
  [],
];

const ASKED = [
  { action: "s3:GetObject", resources: ["*"] },
  { action: "s3:GetObject", resources: ["arn:aws:s3:::bucket/key", "arn:aws:s3:::other/*"] },
  { action: "s3:ListAllMyBuckets", resources: ["*"] },
];
const declared = new Map([["aws:requestedregion", ["eu-west-1"]]]);

function verdictWords(role: Role): readonly string[] {
  return evaluateRole(role, ASKED, declared, authorization).flatMap(({ action, verdict, deniedBy, causes }, at) => [
    `${action} on ${ASKED[at]?.resources}: ${verdict}${deniedBy === null ? "" : ` by ${deniedBy}`}`,
    ...causes.map((cause) => `  ${describeCause(cause)}`),
  ]);
}

function explainWords(role: Role): readonly string[] {
  return ASKED.flatMap((requested) =>
    explainAction(role, requested, declared, authorization).flatMap(({ when, resource, steps }) => [
      `${requested.action} on ${resource}${when === null ? "" : ` when ${when}`}`,
      ...steps.map(({ side, effect, cause }) => `  ${side} ${effect}: ${describeCause(cause)}`),
    ]),
  );
}

test("reports what identity policies allow", () => {
  const alone = STATEMENTS.map((statements) =>
    section(show(statements), verdictWords(roleOf({ policies: [policy("P", ...statements)] }))),
  );
  const bounded = STATEMENTS.map((statements) =>
    section(
      `within ${show(statements)}`,
      verdictWords(
        roleOf({
          policies: [policy("I", allow("s3:*")), policy("J", allow("s3:GetObject", { Condition: mfa }))],
          boundary: policy("B", ...statements),
        }),
      ),
    ),
  );
  expectGolden("iam/verdicts.txt", [...alone, ...bounded].join("\n"));
});

test("combines several policies, unknown policies, and variants", () => {
  const get = policy("P", allow("s3:GetObject"));
  const part = policy("Q", allow("s3:GetObject", { Resource: BUCKET }));
  const no = policy("D", deny("s3:GetObject"));
  const faulty = policy("F", allow("s3:*"), { Sid: "X", Effect: "allow", Action: "s3:*", Resource: "*" });
  const roles: readonly (readonly [string, Role])[] = [
    ["an unknown policy alone", roleOf({ policies: [unknownPolicy] })],
    ["a reference alone", roleOf({ policies: [reference] })],
    ["next to one that grants", roleOf({ policies: [get, unknownPolicy, reference] })],
    ["next to one that grants a part", roleOf({ policies: [part, unknownPolicy] })],
    ["next to a Deny", roleOf({ policies: [get, no, unknownPolicy] })],
    ["a faulty policy", roleOf({ policies: [faulty] })],
    ["a faulty boundary", roleOf({ policies: [get], boundary: faulty })],
    ["an unknown boundary", roleOf({ policies: [get], boundary: unknownPolicy })],
    ["a reference as boundary", roleOf({ policies: [get], boundary: reference })],
    ["nothing within a boundary", roleOf({ policies: [], boundary: get })],
    ["variants: granted or missing", roleOf({ when: "A", policies: [get] }, { when: "B", policies: [] })],
    ["variants: granted or partial", roleOf({ when: "A", policies: [get] }, { when: "B", policies: [part] })],
    ["variants: granted or unknown", roleOf({ when: "A", policies: [get] }, { when: "B", policies: [unknownPolicy] })],
    ["variants: missing or unknown", roleOf({ when: "A", policies: [] }, { when: "B", policies: [unknownPolicy] })],
    ["variants: denied or missing", roleOf({ when: "A", policies: [get, no] }, { when: "B", policies: [] })],
    ["variants: denied or granted", roleOf({ when: "A", policies: [get, no] }, { when: "B", policies: [get] })],
    ["variants: the same", roleOf({ when: "A", policies: [get] }, { when: "B", policies: [get] })],
  ];
  const text = roles.map(([name, role]) => section(name, [...verdictWords(role), ...explainWords(role)]));
  expectGolden("iam/several.txt", text.join("\n"));
});

test("explains verdicts", () => {
  const text = STATEMENTS.map((statements) =>
    section(
      show(statements),
      explainWords(roleOf({ policies: [policy("P", ...statements)], boundary: policy("B", allow("s3:*")) })),
    ),
  );
  expectGolden("iam/explained.txt", text.join("\n"));
});

const FAULTY: readonly JsonValue[] = [
  null,
  5,
  "text",
  [],
  {},
  { unknown: "Ref D" },
  "a<Ref D>",
  { Version: "2012-10-17" },
  { Version: "2012-10-18", Statement: allow("s3:*") },
  { Version: 20121017, Statement: allow("s3:*") },
  { Version: [], Statement: allow("s3:*") },
  { Version: { unknown: "Ref V" }, Statement: allow("s3:*") },
  { version: "2012-10-17", Statement: allow("s3:*") },
  { Id: "x", Statements: [], Statement: [] },
  { Statement: 5 },
  { Statement: "x" },
  { Statement: null },
  { Statement: { unknown: "Ref S" } },
  { Statement: "a<Ref S>" },
  { Statement: [5, null, [], "x", true, { unknown: "If S" }, "a<Ref S>"] },
  { Statement: [allow("s3:*"), allow("s3:*")] },
  ...(
    [
      { Sid: "with-dash" },
      { Sid: "x".repeat(200) },
      { Sid: [] },
      { Sid: 5 },
      { Sid: "a<Ref S>" },
      { Effect: "allow" },
      { Effect: "deny " },
      { Effect: "ALLOW" },
      { Effect: "Maybe" },
      { Effect: [] },
      { Effect: "a<Ref E>" },
      { NotAction: "iam:*" },
      { NotResource: "*" },
      { Action: [] },
      { Action: {} },
      { Action: null },
      { Action: 5 },
      { Action: [5, null, "s3:GetObject"] },
      { Action: "GetObject" },
      { Action: "s3:GetObject " },
      { Action: "s3:Get, s3:Put" },
      { Action: "s3:Get Object" },
      { Action: "s3:Get:Object" },
      { Action: "*:GetObject" },
      { Action: "s*:GetObject" },
      { Action: ":GetObject" },
      { Action: "s3:" },
      { Action: "" },
      { Action: "s3.GetObject" },
      { Action: "s3:Get_Object" },
      { Action: `s3:${"x".repeat(300)} ` },
      { Resource: [] },
      { Resource: "bucket" },
      { Resource: ["arn:aws:s3:::x", "bucket", 5] },
      { Resource: "<Ref R>" },
      { Principal: "*" },
      { Principals: "*" },
      { Actions: [] },
      { Condition: [] },
      { Condition: "x" },
      { Condition: {} },
      { Condition: { unknown: "Ref C" } },
      { Condition: { StringEquals: "x" } },
      { Condition: { StringEquals: {} } },
      { Condition: { StringEquals: { unknown: "Ref C" } } },
      { Condition: { StringEquals: { "aws:x": {} } } },
      { Condition: { StringEquals: { "aws:x": null } } },
      { Condition: { StringEquals: { "aws:x": [] } } },
      { Condition: { StringEquals: { "aws:x": [true, 5, "a", {}, []] } } },
      { Condition: { StringEqual: { "aws:x": "a" } } },
      { Condition: { stringequals: { "aws:x": "a" } } },
      { Condition: { "ForSomeValues:StringEquals": { "aws:x": "a" } } },
      { Condition: { NullIfExists: { "aws:x": "true" } } },
    ] as const
  ).map((part): JsonValue => ({ Version: "2012-10-17", Statement: { ...(allow("s3:*") as object), ...part } })),
  { Statement: { Sid: "A", Action: "s3:*", Resource: "*" } },
  { Statement: { Sid: "A", Effect: "Allow", Resource: "*" } },
  { Statement: { Sid: "A", Effect: "Allow", Action: "s3:*" } },
  { Statement: { Sid: "A", Effect: "Deny", Resource: "*" } },
  { Statement: { Sid: "A", Effect: "Deny", NotAction: ["s3:*", 5], Resource: "*" } },
  { Statement: { Sid: "A", Effect: "Allow", NotAction: ["s3:*", 5], Resource: "*" } },
];

function documentWords(document: PolicyDocument): readonly string[] {
  const { version, size, statements, unresolved, problems } = document;
  return [
    `version ${version}, size ${size}`,
    ...statements.map(({ sid, effect, actions, resources, principals, conditions }) => {
      const texts = (list: typeof resources) =>
        list === null ? "none" : `${list.negated ? "not " : ""}${show(list.patterns.map(({ text }) => text))}`;
      const who =
        principals === null
          ? "none"
          : `${principals.negated ? "not " : ""}${show(principals.principals.map(({ type, id }) => [type, id]))}`;
      const words = conditions.map((one) =>
        one.kind === "test"
          ? `${one.operator} ${one.key} ${show(one.values.map(({ text }) => text))}`
          : `unknown ${one.expression}`,
      );
      return `statement ${sid} ${show(effect)} on ${texts(actions)}, resources ${texts(resources)}, principals ${who}, conditions ${show(words)}`;
    }),
    ...unresolved.map(({ expression, place }) => `unresolved ${expression} at ${formatLocation(locate(place))}`),
    ...problems.map(
      ({ message, help, place }) => `${formatLocation(locate(place))} ${message}${help === null ? "" : ` | ${help}`}`,
    ),
  ];
}

test("reports the faults of a document", () => {
  const identity = FAULTY.map((value) => section(show(value), documentWords(documentOf(value))));
  const principals: readonly JsonValue[] = [
    ...PRINCIPALS.slice(0, 3),
    null,
    [],
    {},
    5,
    "arn:aws:iam::1:root",
    { AWS: [] },
    { AWS: {} },
    { AWS: 5 },
    { AWS: [ROLE, 5, null] },
    { aws: ROLE },
    { Service: "*" },
    { unknown: "Ref P" },
    "a<Ref P>",
    { AWS: { unknown: "Ref P" } },
    { Robot: "x" },
  ];
  const statements: readonly JsonValue[] = [
    ...principals.flatMap((Principal) => [trusts(Principal), trusts(Principal, { Effect: "Deny" })]),
    { Effect: "Allow", NotPrincipal: { AWS: ROLE }, Action: "sts:AssumeRole" },
    { Effect: "Allow", Principal: "*", NotPrincipal: { AWS: ROLE }, Action: "sts:AssumeRole" },
    { Effect: "Allow", Action: "sts:AssumeRole" },
    { Effect: "Deny", Action: "sts:AssumeRole" },
    trusts({ AWS: ROLE }, { Resource: "*" }),
    trusts({ AWS: ROLE }, { NotResource: "*", Effect: "Deny" }),
  ];
  const others = statements.flatMap((Statement) => [
    section(`trust ${show(Statement)}`, documentWords(documentOf({ Statement }, "trust"))),
    section(`resource ${show(Statement)}`, documentWords(documentOf({ Statement }, "resource"))),
  ]);
  expectGolden("iam/documents.txt", [...identity, ...others].join("\n"));
});

test("checks quotas", () => {
  const sized = (
    name: string,
    size: number,
    attachment: "inline" | "managed" = "managed",
    awsManaged = false,
  ): Policy => {
    const empty = documentOf({ Statement: [] }).size ?? 0;
    const document = documentOf({ Id: "i".repeat(size - empty - 8), Statement: [] });
    return { kind: "document", name, attachment, document, awsManaged, place: filePlace(`${name}.json`) };
  };
  const trust = (size: number) => {
    const document = documentOf({ Id: "i".repeat(size - 24), Statement: [] }, "trust");
    return { trust: document };
  };
  const roles: readonly (readonly [string, Role])[] = [
    [
      "at the limits",
      roleOf({ policies: [sized("M", 6144), sized("I", 10_240, "inline")], boundary: sized("B", 6144) }),
    ],
    ["above them", roleOf({ policies: [sized("M", 6145), sized("I", 10_241, "inline")], boundary: sized("B", 6145) })],
    [
      "of AWS's own",
      roleOf({ policies: [sized("M", 7000, "managed", true)], boundary: sized("B", 7000, "managed", true) }),
    ],
    ["an inline boundary", roleOf({ boundary: sized("B", 7000, "inline") })],
    ["inline policies together", roleOf({ policies: [sized("I", 6000, "inline"), sized("J", 6000, "inline")] })],
    ["ten attached", roleOf({ policies: Array.from({ length: 10 }, () => reference) })],
    ["eleven attached", roleOf({ policies: [...Array.from({ length: 10 }, () => reference), sized("M", 100)] })],
    ["unknown ones", roleOf({ policies: Array.from({ length: 12 }, () => unknownPolicy) })],
    ["a trust at its limit", roleOf(trust(2048))],
    ["a trust above it", roleOf(trust(2049))],
    ["in two variants", roleOf({ policies: [sized("M", 6145)] }, { policies: [sized("M", 6145), sized("N", 7000)] })],
  ];
  const text = roles.map(([name, role]) =>
    section(
      name,
      quotaExcesses(role).map(
        ({ what, size, limit, maximum, place }) =>
          `${what}: ${size} of ${limit}, ${maximum} at ${formatLocation(locate(place))}`,
      ),
    ),
  );
  expectGolden("iam/quotas.txt", text.join("\n"));
});

test("evaluates single requests with the resource's policy", () => {
  const callers: readonly (RequestPrincipal | undefined)[] = [
    undefined,
    { AWS: ROLE },
    { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/veeam/session` },
    { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    { AWS: `arn:aws:iam::${OTHER}:user/u` },
    { Service: "ec2.amazonaws.com" },
    { Federated: "cognito-identity.amazonaws.com" },
  ];
  const principals: readonly JsonValue[] = [
    ...PRINCIPALS.filter((principal) => !show(principal).includes("<") && !show(principal).includes("unknown")).slice(
      0,
      24,
    ),
    { AWS: "arn:aws:iam::111122223333:role/veeam" },
    { Federated: "cognito-identity.amazonaws.com" },
  ];
  const requested = { action: "s3:GetObject", resource: "arn:aws:s3:::bucket/key" };
  const grant = { Effect: "Allow", Action: "s3:*", Resource: "*" };
  const lines = (policies: Policies): readonly string[] =>
    callers.map((principal) => `${show(principal)}: ${evaluate(policies, { ...requested, principal })}`);
  const resource = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
  const text = principals.flatMap((Principal) => {
    const statement = { ...grant, Principal };
    return [
      section(`resource policy for ${show(Principal)}`, lines({ resourcePolicy: resource(statement) })),
      section(
        `the same, with the caller's own policies`,
        lines({ identityPolicies: resource(grant), resourcePolicy: resource(statement) }),
      ),
      section(
        `the same, within a boundary`,
        lines({
          identityPolicies: resource(grant),
          resourcePolicy: resource(statement),
          boundary: resource({ ...grant, Action: "ec2:*" }),
        }),
      ),
      section(
        `denied to ${show(Principal)}`,
        lines({ identityPolicies: resource(grant), resourcePolicy: resource({ ...statement, Effect: "Deny" }) }),
      ),
      section(
        `denied to all but ${show(Principal)}`,
        lines({
          identityPolicies: resource(grant),
          resourcePolicy: resource({ ...grant, Effect: "Deny", NotPrincipal: Principal }),
        }),
      ),
    ];
  });
  expectGolden("iam/requests.txt", text.join("\n"));
});

test("evaluates condition operators", () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["StringEquals", ["a", "A", "a*", ""], ["a", "A", "b", ""]],
    ["StringNotEquals", ["a"], ["a", "A"]],
    ["StringEqualsIgnoreCase", ["aB"], ["Ab", "abc"]],
    ["StringNotEqualsIgnoreCase", ["aB"], ["Ab", "abc"]],
    ["StringLike", ["a*", "?b", "[ab]"], ["abc", "xb", "Abc", "b", "[ab]"]],
    ["StringNotLike", ["a*"], ["abc", "b"]],
    ["NumericEquals", ["10", "1e1", "x", ".5"], ["10.0", "+10", "0x0a", "", "0.5", "1."]],
    ["NumericNotEquals", ["10"], ["10", "11", "x"]],
    ["NumericLessThan", ["10"], ["9", "10", "11", "x"]],
    ["NumericLessThanEquals", ["10"], ["9", "10", "11"]],
    ["NumericGreaterThan", ["10"], ["9", "10", "11"]],
    ["NumericGreaterThanEquals", ["10"], ["9", "10", "11"]],
    ["Bool", ["true", "TRUE", "false", "yes"], ["true", "True", "false", "yes", ""]],
    ["BinaryEquals", ["QQ==", "Q", "!"], ["QQ==", "QQ", "QUI=", "Q", "!"]],
    ["Null", ["true", "false", "TRUE"], ["x"]],
    [
      "ArnEquals",
      ["arn:aws:s3:::a*", "arn:*:s3:::a", "*", "x"],
      ["arn:aws:s3:::ab", "arn:aws:s3:::a:b", "arn:aws-cn:s3:::a", "x"],
    ],
    [
      "ArnLike",
      ["arn:aws:iam::1:role/*", "arn:aws:iam::*"],
      ["arn:aws:iam::1:role/a/b", "arn:aws:iam::1:user/a", "arn:aws:iam"],
    ],
    ["ArnNotLike", ["arn:aws:iam::1:role/*"], ["arn:aws:iam::1:role/a", "arn:aws:iam::2:role/a"]],
    [
      "DateEquals",
      [
        "2020-04-01",
        "2020",
        "2020-04",
        "1585699200",
        "2020-04-01T00:00Z",
        "2020-04-01T02:00:00+02:00",
        "2020-04-01T00:00:00.5Z",
        "2020-13-01",
        "x",
        "12",
      ],
      [
        "2020-04-01T00:00:00Z",
        "2020-01-01T00:00:00Z",
        "1585699200.5",
        "2020-04-01T02:00:00+0200",
        "2020-04-01T00:00:00.500Z",
        "2020-04-31",
        "12",
      ],
    ],
    ["DateNotEquals", ["2020-04-01"], ["2020-04-01T00:00:00Z", "2021-01-01"]],
    ["DateLessThan", ["2020-04-01"], ["2020-03-31", "2020-04-01", "2020-04-02"]],
    ["DateLessThanEquals", ["2020-04-01"], ["2020-03-31", "2020-04-01", "2020-04-02"]],
    ["DateGreaterThan", ["2020-04-01"], ["2020-03-31", "2020-04-01", "2020-04-02"]],
    ["DateGreaterThanEquals", ["2020-04-01"], ["2020-03-31", "2020-04-01", "2020-04-02"]],
    [
      "IpAddress",
      [
        "10.0.0.0/8",
        "10.1.2.3",
        "10.1.2.3/32",
        "0.0.0.0/0",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "10.0.0/8",
        "10.0.0.256/8",
        "1.2.3.4.5",
        "::/0",
        "2001:db8::/32",
        "2001:db8::1",
        "::ffff:10.1.2.3",
        "2001:db8:0:0:0:0:0:1/128",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7",
        "g::",
        "::1.2.3",
        "10.1.2.3:80",
        "2001:db8::/129",
        "/8",
        "",
      ],
      [
        "10.1.2.3",
        " 10.1.2.3 ",
        "11.1.2.3",
        "2001:db8::1",
        "2001:DB8:0:0::1",
        "2001:db9::1",
        "::ffff:10.1.2.3",
        "::1",
        "10.1.2",
        "x",
        "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:102:304",
        "01.1.2.3",
      ],
    ],
    ["NotIpAddress", ["10.0.0.0/8"], ["10.1.2.3", "11.1.2.3", "x"]],
    ["StringEqualsIfExists", ["a"], ["a", "b"]],
    ["ForAnyValue:StringEquals", ["a", "b"], ["a", "c"]],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"]],
    ["ForAllValues:StringNotEquals", ["a"], ["a", "c"]],
    ["ForAnyValue:StringNotLike", ["a*"], ["ab", "c"]],
  ];
  const answer = (
    operator: string,
    expected: string | readonly string[],
    context: Record<string, string | readonly string[]>,
  ) => {
    const statement = {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "*",
      Condition: { [operator]: { "aws:Key": expected } },
    };
    const policies = { identityPolicies: { Version: "2012-10-17", Statement: statement } };
    return evaluate(policies, { action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context }) === "allowed"
      ? "yes"
      : "no";
  };
  const met = (operator: string, expected: string | readonly string[], given: readonly string[]) =>
    given
      .filter((value) => answer(operator, expected, { "aws:key": value }) === "yes")
      .map(show)
      .join(" ");
  const text = cases.map(([operator, expected, given]) =>
    section(`${operator}, of ${given.map(show).join(" ")}`, [
      ...expected.map((one) => `${show(one)}: ${met(operator, one, given)}`),
      `any of these: ${met(operator, expected, given)}`,
      `a key that is missing: ${answer(operator, expected, {})}`,
      `all of them as values: ${answer(operator, expected, { "aws:key": given })}`,
      `no value: ${answer(operator, expected, { "aws:key": [] })}`,
    ]),
  );
  const variables = [
    "${aws:username}",
    "${aws:Username}-x",
    "${aws:none}",
    "${aws:none, 'd'}",
    "${aws:many}",
    "${aws:many,'d'}",
    "${*}",
    "${?}",
    "${$}",
    "${",
    "${}",
    "a${aws:username}b${aws:username}",
  ];
  const context = { "aws:username": "u", "aws:many": ["a", "b"] };
  const values = ["u", "u-x", "d", "", "*", "?", "$", "${", "${}", "aubu", "x", "${aws:username}"];
  const lines = variables.map(
    (one) =>
      `${show(one)}: ${values
        .filter((value) => answer("StringLike", one, { ...context, "aws:key": value }) === "yes")
        .map(show)
        .join(" ")}`,
  );
  const resources = [
    "arn:aws:s3:::${aws:username}/*",
    "arn:${aws:username}:s3:::b/k",
    "arn:aws:s3:::b/${aws:none}",
    "arn:aws:s3:::b/${aws:none, 'k'}",
    "${aws:username}",
  ];
  const onResources = resources.flatMap((Resource) =>
    ["2012-10-17", "2008-10-17"].map((Version) => {
      const policies = { identityPolicies: { Version, Statement: { Effect: "Allow", Action: "s3:*", Resource } } };
      const reached = [
        "arn:aws:s3:::u/k",
        "arn:aws:s3:::b/k",
        "arn:u:s3:::b/k",
        "arn:aws:s3:::${aws:username}/k",
      ].filter((resource) => evaluate(policies, { action: "s3:GetObject", resource, context }) === "allowed");
      return `${Resource} in ${Version}: ${reached.join(" ")}`;
    }),
  );
  expectGolden(
    "iam/conditions.txt",
    [...text, section("variables", lines), section("in resources", onResources)].join("\n"),
  );
});
