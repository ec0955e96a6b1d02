import {
  type AwsPrincipal,
  isUniqueId,
  mayAssumeRoles,
  mayBePrincipal,
  readAwsPrincipal,
} from "../../src/iam/principal-id.js";
import type { TextPart } from "../../src/source/node.js";

const account = (partition: string | null): AwsPrincipal => ({ kind: "account", account: "111122223333", partition });
const entity = (arn: string, partition = "aws"): AwsPrincipal => ({
  kind: "entity",
  account: "111122223333",
  partition,
  arn,
});
const invalid: AwsPrincipal = { kind: "invalid" };

// The forms in https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
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
  ...["a:b", "a b", "x/a:b", "arn:aws:iam::111122223333:role/x", "ä", "x/"].map((name): [string, AwsPrincipal] => [
    `arn:aws:iam::111122223333:role/${name}`,
    invalid,
  ]),
  ["arn:aws:iam::111122223333:role/x:y/a+=,.@-_b", entity("arn:aws:iam::111122223333:role/x:y/a+=,.@-_b")],
  ["arn:awss:iam::111122223333:role/r", invalid],
  ["arn:awss:iam::111122223333:root", invalid],
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

test.each(CASES)("checks %j", (id, principal) => expect(readAwsPrincipal(id)).toEqual(principal));

test.each([
  ["AROAEXAMPLEID12345678", true],
  ["AROA1234567890", true],
  ["AROA123456789", false],
  ["ANPAEXAMPLEID12345678", false],
  ["xAROAEXAMPLEID12345678", false],
  ["AROAEXAMPLEID12345678x", false],
  ["aroaexampleid12345678", false],
])("knows whether %j is the unique ID of a role or user: %s", (id, is) => expect(isUniqueId(id)).toBe(is));

const account12: TextPart = { kind: "unresolved", expression: "Ref AWS::AccountId" };
const terraforms: TextPart = { kind: "unresolved", expression: "data.aws_caller_identity.current.account_id" };
const region: TextPart = { kind: "unresolved", expression: "Ref AWS::Region" };
const any: TextPart = { kind: "unresolved", expression: "Ref Any" };

describe("a partly unknown principal", () => {
  // Each string with the account's pseudo parameter gets the same verdict as with any account's digits.
  test.each<[string, boolean]>([
    ["arn:aws:iam::#:root", true],
    ["arn:aws-us-gov:iam::#:root", true],
    ["arn:aws:iam::#:role/x", true],
    ["arn:aws:iam::#:role/path/x", true],
    ["arn:aws:iam::#:user/x", true],
    ["arn:aws:sts::#:assumed-role/x/y", true],
    ["arn:aws:sts::#:federated-user/x", true],
    ["arn:aws:iam::111122223333:role/of-#", true],
    ["#", true],
    ["arn:aws:iam:#:root", false],
    ["arn:aws:iam:::#:root", false],
    ["arn:aws:iam::#", false],
    ["arn:aws:iam::#:", false],
    ["arn:aws:iam::#:rooted", false],
    ["arn:aws:iam::#:role/", false],
    ["arn:aws:iam::#:role/*", false],
    ["arn:aws:iam::#:group/x", false],
    ["arn:aws:iam::#role/x", false],
    ["arn:aws:iam::1#:role/x", false],
    ["arn:aws:iam::#1:role/x", false],
    ["arn:aws:iam::##:role/x", false],
    ["arn:aws:iam:eu-west-1:#:role/x", false],
    ["arn:aws:s3::#:role/x", false],
    ["arn:aws:sts::#:role/x", false],
    ["arn:aws:sts::#:root", false],
    ["arn:AWS:iam::#:role/x", false],
    ["arn::iam::#:role/x", false],
    ["arn:aws:IAM::#:role/x", false],
    ["aws:iam::#:root", false],
    ["iam::#:root", false],
    ["#:root", false],
    ["1#", false],
    [" arn:aws:iam::#:root", false],
    ["arn:aws:iam::#:root ", false],
  ])("may be valid as %s with # for the account: %s", (written, is) => {
    const partsWith = (part: TextPart) =>
      written.split("#").flatMap((text, at): readonly TextPart[] => (at === 0 ? [text] : [part, text]));
    for (const part of [account12, terraforms])
      expect(mayBePrincipal({ kind: "partial", parts: partsWith(part) })).toBe(is);
    const digits = written.replaceAll("#", "444455556666");
    expect(readAwsPrincipal(digits).kind !== "invalid").toBe(is);
    expect(mayBePrincipal(digits)).toBe(is);
    // If the part may be any string, the whole may certainly be a principal.
    if (is) expect(mayBePrincipal({ kind: "partial", parts: partsWith(any) })).toBe(true);
  });

  test.each<[string, readonly TextPart[], boolean]>([
    ["the stack's region", ["arn:aws:iam:", region, ":111122223333:role/x"], false],
    ["the stack's region and account", ["arn:aws:iam:", region, ":", account12, ":role/x"], false],
    ["any text as the region", ["arn:aws:iam:", any, ":111122223333:role/x"], true],
    ["any text as the end of the account", ["arn:aws:iam::1", any, ":role/x"], true],
    ["too many digits, whatever follows", ["arn:aws:iam::1111222233334", any], false],
    ["any text for all of an ARN except its end", [any, ":role/x"], true],
    ["any text after an invalid ARN", ["arn:aws:s3:::", any], false],
    ["any text, twice", [any, "/", any], true],
    ["any text, twice, around something that no principal contains", [any, "?", any], false],
    ["any text in a name with a wildcard", ["arn:aws:iam::", account12, ":role/", any, "*"], false],
    ["an account after any text", [any, account12, ":root"], true],
    ["a service without roles, and any account", ["arn:aws:sts::", any, ":role/x"], false],
    ["everything after the service of an ARN", ["arn:aws:iam::", any], true],
  ])("is evaluated with %s", (_name, parts, is) => expect(mayBePrincipal({ kind: "partial", parts })).toBe(is));

  test("may be valid if it is entirely unknown", () => {
    expect(mayBePrincipal({ kind: "unresolved", expression: "Ref Any" })).toBe(true);
    expect(mayAssumeRoles({ kind: "unresolved", expression: "Ref Any" })).toBe(true);
  });

  test.each<[string, string | undefined, boolean]>([
    ["a role", "arn:aws:iam::*:role/*", true],
    ["a user", "arn:aws:iam::*:user/*", true],
    ["a group", "arn:aws:iam::*:group/*", false],
    ["an instance profile", "arn:aws:iam::*:instance-profile/*", false],
    ["something in IAM", "arn:aws:iam:*", true],
    ["a key", "arn:aws:kms:*:*:key/*", false],
    ["a bucket", "arn:aws:s3:::*", false],
    ["something of any type", "arn:*", true],
  ])("evaluates the ARN of %s that does not exist yet", (_name, like, is) => {
    expect(mayBePrincipal({ kind: "unresolved", expression: "GetAtt X.Arn", like })).toBe(is);
  });

  test("rejects a name", () => {
    expect(mayBePrincipal({ kind: "unresolved", expression: "Ref X", isName: true })).toBe(false);
  });

  test.each<[string, boolean]>([
    ["arn:aws:sts::#:federated-user/x", false],
    ["arn:aws:sts::#:assumed-role/x/y", true],
    ["arn:aws:iam::#:root", true],
    ["arn:aws:iam:#:root", false],
  ])("knows whether %s may assume a role: %s", (written, may) => {
    const [before = "", behind = ""] = written.split("#");
    expect(mayAssumeRoles({ kind: "partial", parts: [before, account12, behind] })).toBe(may);
  });
});
