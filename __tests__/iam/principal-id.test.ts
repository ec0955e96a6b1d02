import { type AwsPrincipal, isUniqueId, readAwsPrincipal, readPartialPrincipal } from "../../src/iam/principal-id.js";
import type { TextPart } from "../../src/source/node.js";

const account = (partition: string | null): AwsPrincipal => ({ kind: "account", account: "111122223333", partition });
const entity = (arn: string, partition = "aws"): AwsPrincipal => ({
  kind: "entity",
  account: "111122223333",
  partition,
  arn,
});
const invalid: AwsPrincipal = { kind: "invalid" };

// Forms as in https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
const CASES: readonly (readonly [string, AwsPrincipal])[] = [
  ["*", { kind: "anyone" }],
  ["111122223333", account(null)],
  ["1111222233334", invalid],
  ["11112222333", invalid],
  ["x111122223333", invalid],
  ["arn:aws:iam::111122223333:root", account("aws")],
  ["arn:aws-cn:iam::111122223333:root", account("aws-cn")],
  ["arn:aws:sts::111122223333:root", invalid],
  ["arn:aws:iam::111122223333:roots", invalid],
  ["arn:aws:iam::111122223333:role/veeam", entity("arn:aws:iam::111122223333:role/veeam")],
  ["arn:aws:iam::111122223333:role/path/to/veeam", entity("arn:aws:iam::111122223333:role/path/to/veeam")],
  ["arn:aws-us-gov:iam::111122223333:user/u", entity("arn:aws-us-gov:iam::111122223333:user/u", "aws-us-gov")],
  ["arn:aws:sts::111122223333:assumed-role/r/s", entity("arn:aws:sts::111122223333:assumed-role/r/s")],
  ["arn:aws:sts::111122223333:federated-user/u", entity("arn:aws:sts::111122223333:federated-user/u")],
  ["arn:aws:iam::111122223333:assumed-role/r/s", invalid],
  ["arn:aws:sts::111122223333:role/r", invalid],
  ["arn:aws:iam::111122223333:group/g", invalid],
  ["arn:aws:iam::111122223333:my-role/r", invalid],
  ["arn:aws:sts::111122223333:my-assumed-role/r", invalid],
  ["arn:aws:iam::111122223333:role/*", invalid],
  ["arn:aws:iam::111122223333:role/r?", invalid],
  ["arn:aws:iam::111122223333:role/", invalid],
  ["arn:aws:iam:eu-west-1:111122223333:role/r", invalid],
  ["arn:aws:iam::11112222333:role/r", invalid],
  ["arn:aws:s3::111122223333:role/r", invalid],
  ["arn:AWS:iam::111122223333:root", invalid],
  [" arn:aws:iam::111122223333:root", invalid],
  ["arn:aws:iam::111122223333:root ", invalid],
  ["AROAEXAMPLEID12345678", { kind: "deleted" }],
  ["AIDAEXAMPLEID12345678", { kind: "deleted" }],
  ["", invalid],
  ["veeam", invalid],
];

test.each(CASES)("%j", (id, principal) => expect(readAwsPrincipal(id)).toEqual(principal));

test.each([
  ["AROAEXAMPLEID12345678", true],
  ["AROA1234567890", true],
  ["AROA123456789", false],
  ["ANPAEXAMPLEID12345678", false],
  ["xAROAEXAMPLEID12345678", false],
  ["AROAEXAMPLEID12345678x", false],
  ["aroaexampleid12345678", false],
])("%j is the unique id of a role or user: %s", (id, is) => expect(isUniqueId(id)).toBe(is));

const accountPart: TextPart = { kind: "unresolved", expression: "AWS::AccountId" };
const regionPart: TextPart = { kind: "unresolved", expression: "Ref AWS::Region" };

test.each<[string, readonly TextPart[], string | undefined]>([
  ["an unknown account", ["arn:aws:iam::", accountPart, ":role/x"], "entity"],
  ["a region and an unknown account", ["arn:aws:iam:eu-west-1:", accountPart, ":role/x"], "invalid"],
  ["the region of the stack", ["arn:aws:iam:", regionPart, ":111122223333:role/x"], "invalid"],
  [
    "the region of the stack and an unknown account",
    ["arn:aws:iam:", regionPart, ":", accountPart, ":role/x"],
    "invalid",
  ],
  ["an unknown that may be anything", ["arn:aws:iam:", accountPart, ":111122223333:role/x"], undefined],
])("an ARN with %s", (_name, parts, kind) => {
  expect(readPartialPrincipal({ kind: "partial", parts })?.kind).toBe(kind);
});
