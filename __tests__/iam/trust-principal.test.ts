import type { Principal } from "../../src/iam/model.js";
import { includesParty, partitionOf, type TrustedParty } from "../../src/iam/trust-principal.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { partial, ref } from "./unknown-text.js";

const place = filePlace("trust.json");

type Written = readonly [type: Principal["type"], id: Text];

function met(
  written: readonly Written[],
  party: TrustedParty,
  { effect = "allow", negated = false }: { readonly effect?: "allow" | "deny"; readonly negated?: boolean } = {},
): string {
  const principals = written.map(([type, id]) => ({ type, id, place }));
  return includesParty({ negated, principals, place }, party, effect);
}

const ROLE = "arn:aws:iam::111122223333:role/veeam";
const ROOT = "arn:aws:iam::111122223333:root";
const OTHER = "arn:aws:iam::444455556666:role/veeam";
const appliance = (principal: string | null): TrustedParty => ({ party: "appliance", principal, partition: null });
const service = (party: "ec2" | "backup.amazonaws.com", partition: string | null = null): TrustedParty => ({
  party,
  principal: null,
  partition,
});

describe("a named appliance", () => {
  test.each<[string, Text, string, string]>([
    ["the role itself", ROLE, ROLE, "yes"],
    ["another role in the account", "arn:aws:iam::111122223333:role/other", ROLE, "no"],
    ["the role in another account", OTHER, ROLE, "no"],
    ["the role's account", "111122223333", ROLE, "yes"],
    ["the root of the role's account", ROOT, ROLE, "yes"],
    ["another account", "444455556666", ROLE, "no"],
    ["the role in another partition", "arn:aws-cn:iam::111122223333:role/veeam", ROLE, "no"],
    ["the root in another partition", "arn:aws-cn:iam::111122223333:root", ROLE, "no"],
    ["everyone", "*", ROLE, "yes"],
    ["a deleted role", "AROAEXAMPLEID12345678", ROLE, "no"],
    ["an invalid principal", "veeam", ROLE, "no"],
    ["its account, for an appliance known at deployment", "111122223333", "111122223333", "no"],
    ["a role in another account", OTHER, "111122223333", "no"],
    ["a role, for an invalid appliance", ROLE, "veeam", "no"],
    ["an account, for a deleted role as the appliance", "111122223333", "AROAEXAMPLEID12345678", "no"],
  ])("is compared with %s", (_, id, expected, answer) => expect(met([["AWS", id]], appliance(expected))).toBe(answer));

  test.each<[string, Text, string, string]>([
    ["something unknown", ref("Ref Role"), ROLE, "unknown"],
    ["an unknown account", partial("arn:aws:iam::", ref("Ref Account"), ":role/veeam"), ROLE, "unknown"],
    ["the root of an unknown account", partial("arn:aws:iam::", ref("Ref Account"), ":root"), ROLE, "unknown"],
    ["another role in an unknown account", partial("arn:aws:iam::", ref("A"), ":role/other"), ROLE, "no"],
    ["another role in a known account", partial("arn:aws:iam::111122223333:role/x", ref("Ref Name")), ROLE, "no"],
    ["a role with an unknown name", partial("arn:aws:iam::111122223333:role/", ref("Ref Name")), ROLE, "unknown"],
    ["a role in another case", partial("arn:aws:iam::111122223333:role/V", ref("Ref Name")), ROLE, "no"],
    ["a pattern, which is not allowed in an ARN", partial("arn:*:", ref("Ref Rest")), ROLE, "no"],
    ["a role in the account", partial("arn:aws:iam::111122223333:role/", ref("Ref Name")), "111122223333", "unknown"],
    ["a role in another account", partial("arn:aws:iam::444455556666:role/", ref("Ref Name")), "111122223333", "no"],
    ["a role in an unknown account", partial("arn:aws:iam::", ref("A"), ":role/x"), "111122223333", "unknown"],
    ["an account with another start", partial("arn:aws:iam::4444", ref("A"), ":role/x"), "111122223333", "no"],
    ["an account with too few digits", partial("arn:aws:iam::1111:", ref("A")), "111122223333", "no"],
    [
      "an account that may continue the same way",
      partial("arn:aws:iam::1111", ref("A"), ":role/x"),
      "111122223333",
      "unknown",
    ],
    ["something with an unknown start", partial(ref("Ref Arn"), "x"), "111122223333", "unknown"],
    ["its own partition's root", partial("arn:", ref("AWS::Partition"), ":iam::111122223333:root"), ROLE, "unknown"],
    ["a known string in parts", partial("444455556666"), "111122223333", "no"],
    ["something unknown, for an invalid appliance", ref("Ref Role"), "veeam", "no"],
  ])("is compared at deployment with %s", (_, id, expected, answer) => {
    expect(met([["AWS", id]], appliance(expected))).toBe(answer);
  });

  test("is not a service, federation, or canonical user", () => {
    for (const type of ["Service", "Federated", "CanonicalUser"] as const)
      expect(met([[type, ROLE]], appliance(ROLE))).toBe("no");
  });
});

describe("an appliance known only at deployment", () => {
  test.each<[string, Text, string, string]>([
    ["a role", ROLE, "no", "no"],
    ["an account", "111122223333", "no", "no"],
    ["everyone", "*", "no", "yes"],
    ["a deleted role", "AROAEXAMPLEID12345678", "no", "no"],
    ["an invalid principal", "veeam", "no", "no"],
    ["something unknown", ref("Ref Role"), "yes", "unknown"],
    ["something partly known", partial("arn:aws:iam::", ref("A"), ":root"), "yes", "unknown"],
    ["the stack's account", partial("arn:aws:iam::", ref("Ref AWS::AccountId"), ":root"), "yes", "unknown"],
    ["a misspelled reference", partial("arn:aws:iam:", ref("Ref AWS::AccountId"), ":root"), "no", "no"],
    ["another service's reference", partial("arn:aws:s3::", ref("Ref AWS::AccountId"), ":role/x"), "no", "no"],
    ["a reference with an extra digit", partial("arn:aws:iam::1", ref("Ref AWS::AccountId"), ":role/x"), "no", "no"],
    ["a federated user", partial("arn:aws:sts::", ref("Ref AWS::AccountId"), ":federated-user/x"), "no", "no"],
  ])("is compared with %s", (_, id, allowed, denied) => {
    expect(met([["AWS", id]], appliance(null))).toBe(allowed);
    expect(met([["AWS", id]], appliance(null), { effect: "deny" })).toBe(denied);
  });
  test("may be any principal that a condition narrows", () => {
    const principals = [{ type: "AWS", id: ROOT, place }] as const;
    expect(includesParty({ negated: false, principals, place }, appliance(null), "allow", true)).toBe("yes");
  });
});

describe("a service", () => {
  test.each<[string, Written, TrustedParty, string, string]>([
    ["itself", ["Service", "ec2.amazonaws.com"], service("ec2"), "yes", "yes"],
    ["another service", ["Service", "lambda.amazonaws.com"], service("ec2"), "no", "no"],
    ["its full name", ["Service", "backup.amazonaws.com"], service("backup.amazonaws.com"), "yes", "yes"],
    ["everyone", ["AWS", "*"], service("ec2"), "no", "yes"],
    ["an account", ["AWS", "111122223333"], service("ec2"), "no", "no"],
    ["`*` that is not an AWS principal", ["Service", "*"], service("ec2"), "no", "no"],
    ["EC2's China name, in China", ["Service", "ec2.amazonaws.com.cn"], service("ec2", "aws-cn"), "yes", "yes"],
    ["EC2's China name, in an unknown partition", ["Service", "ec2.amazonaws.com.cn"], service("ec2"), "yes", "yes"],
    ["EC2's China name, elsewhere", ["Service", "ec2.amazonaws.com.cn"], service("ec2", "aws"), "no", "no"],
    ["EC2's commercial name, in China", ["Service", "ec2.amazonaws.com"], service("ec2", "aws-cn"), "no", "no"],
    [
      "another service in China by its only name",
      ["Service", "backup.amazonaws.com"],
      service("backup.amazonaws.com", "aws-cn"),
      "yes",
      "yes",
    ],
    [
      "its name with the partition's suffix",
      ["Service", partial("ec2.", ref("AWS::URLSuffix"))],
      service("ec2", "aws-cn"),
      "yes",
      "yes",
    ],
    [
      "another name with the partition's suffix",
      ["Service", partial("lambda.", ref("AWS::URLSuffix"))],
      service("ec2"),
      "no",
      "no",
    ],
    [
      "its name with the partition's suffix in Terraform",
      ["Service", partial("ec2.", ref("data.aws_partition.current.dns_suffix"))],
      service("ec2", "aws-cn"),
      "yes",
      "yes",
    ],
    [
      "its name with another attribute of the partition",
      ["Service", partial("ec2.", ref("data.aws_partition.current.partition"))],
      service("ec2"),
      "unknown",
      "unknown",
    ],
    [
      "its name with more after the suffix",
      ["Service", partial("ec2.", ref("AWS::URLSuffix"), ".cn")],
      service("ec2"),
      "unknown",
      "unknown",
    ],
    [
      "its name with another suffix",
      ["Service", partial("ec2.", ref("Ref Suffix"))],
      service("ec2"),
      "unknown",
      "unknown",
    ],
    ["something unknown", ["Service", ref("Ref Service")], service("ec2"), "unknown", "unknown"],
    [
      "something that can only be China's",
      ["Service", partial(ref("Ref Name"), ".cn")],
      service("ec2"),
      "unknown",
      "unknown",
    ],
    ["something that can't be it", ["Service", partial("lambda", ref("Ref Rest"))], service("ec2"), "no", "no"],
    ["its name in another case", ["Service", partial("EC2.", ref("Ref Suffix"))], service("ec2"), "no", "no"],
    ["a pattern, which no service is", ["Service", partial("*", ref("Ref Suffix"))], service("ec2"), "no", "no"],
  ])("is compared with %s", (_, written, party, allowed, denied) => {
    expect(met([written], party)).toBe(allowed);
    expect(met([written], party, { effect: "deny" })).toBe(denied);
  });
});

describe("finds a match among several principals", () => {
  test.each<[string, readonly Text[], string]>([
    ["no principals", [], "no"],
    ["an account and the role", ["111122223333", ROLE], "yes"],
    ["the role and an account", [ROLE, "111122223333"], "yes"],
    ["something unknown and an account", [ref("Ref Role"), "111122223333"], "yes"],
    ["something unknown and another role", [OTHER, ref("Ref Role")], "unknown"],
    ["everyone and the role", ["*", ROLE], "yes"],
    ["the role and everyone", [ROLE, "*"], "yes"],
    ["only others", [OTHER, "444455556666"], "no"],
  ])("in %s", (_, ids, answer) => {
    const written = ids.map((id): Written => ["AWS", id]);
    expect(met(written, appliance(ROLE))).toBe(answer);
  });

  test.each<[string, readonly Text[], string]>([
    ["the role", [ROLE], "no"],
    ["its account", ["111122223333"], "no"],
    ["another role", [OTHER], "yes"],
    ["something unknown", [ref("Ref Role")], "unknown"],
    ["another role and the role", [OTHER, ROLE], "no"],
    ["another role and something unknown", [OTHER, ref("Ref Role")], "unknown"],
  ])("in all except %s", (_, ids, answer) => {
    const written = ids.map((id): Written => ["AWS", id]);
    expect(met(written, appliance(ROLE), { effect: "deny", negated: true })).toBe(answer);
  });
});

describe("finds the role's partition", () => {
  const listOf = (...ids: readonly Text[]) => ({
    negated: false,
    place,
    principals: ids.map((id) => ({ type: "AWS" as const, id, place })),
  });
  test.each<[string, readonly Text[], readonly string[], string | null]>([
    ["nothing determines it", ["*", "111122223333", "nonsense", ref("Ref X")], ["444455556666"], null],
    ["an account's root determines it", ["111122223333", "arn:aws-cn:iam::111122223333:root"], [], "aws-cn"],
    ["a role determines it", [ref("Ref X"), "arn:aws-us-gov:iam::111122223333:role/r"], [], "aws-us-gov"],
    ["the appliance determines it first", ["arn:aws-cn:iam::111122223333:root"], [ROLE], "aws"],
  ])("if %s", (_, ids, appliances, partition) => {
    expect(partitionOf([listOf(), listOf(...ids)], appliances)).toBe(partition);
  });
});
