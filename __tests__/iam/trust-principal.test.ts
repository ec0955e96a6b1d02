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

describe("an appliance that is named", () => {
  test.each<[string, Text, string, string]>([
    ["the role itself", ROLE, ROLE, "yes"],
    ["another role of the account", "arn:aws:iam::111122223333:role/other", ROLE, "no"],
    ["the role of another account", OTHER, ROLE, "no"],
    ["the role's account", "111122223333", ROLE, "yes"],
    ["the root of the role's account", ROOT, ROLE, "yes"],
    ["another account", "444455556666", ROLE, "no"],
    ["the role in another partition", "arn:aws-cn:iam::111122223333:role/veeam", ROLE, "no"],
    ["the root in another partition", "arn:aws-cn:iam::111122223333:root", ROLE, "no"],
    ["anyone", "*", ROLE, "yes"],
    ["a deleted role", "AROAEXAMPLEID12345678", ROLE, "no"],
    ["nothing that AWS takes", "veeam", ROLE, "no"],
    ["its account, where one known at deployment is asked", "111122223333", "111122223333", "no"],
    ["a role of another account", OTHER, "111122223333", "no"],
    ["a role, where the appliance is nothing that AWS takes", ROLE, "veeam", "no"],
    ["an account, where the appliance is a deleted role", "111122223333", "AROAEXAMPLEID12345678", "no"],
  ])("%s", (_, id, wanted, answer) => expect(met([["AWS", id]], appliance(wanted))).toBe(answer));

  test.each<[string, Text, string, string]>([
    ["what is unknown", ref("Ref Role"), ROLE, "unknown"],
    ["an account that is unknown", partial("arn:aws:iam::", ref("Ref Account"), ":role/veeam"), ROLE, "unknown"],
    ["a root of an account that is unknown", partial("arn:aws:iam::", ref("Ref Account"), ":root"), ROLE, "unknown"],
    ["another role of an account that is unknown", partial("arn:aws:iam::", ref("A"), ":role/other"), ROLE, "no"],
    ["another role of a known account", partial("arn:aws:iam::111122223333:role/x", ref("Ref Name")), ROLE, "no"],
    ["a role whose name is unknown", partial("arn:aws:iam::111122223333:role/", ref("Ref Name")), ROLE, "unknown"],
    ["a role in another case", partial("arn:aws:iam::111122223333:role/V", ref("Ref Name")), ROLE, "no"],
    ["a pattern, which an ARN may not be", partial("arn:*:", ref("Ref Rest")), ROLE, "no"],
    ["a role of the account", partial("arn:aws:iam::111122223333:role/", ref("Ref Name")), "111122223333", "unknown"],
    ["a role of another account", partial("arn:aws:iam::444455556666:role/", ref("Ref Name")), "111122223333", "no"],
    ["a role of an unknown account", partial("arn:aws:iam::", ref("A"), ":role/x"), "111122223333", "unknown"],
    ["an account that begins otherwise", partial("arn:aws:iam::4444", ref("A"), ":role/x"), "111122223333", "no"],
    ["an account of too few digits", partial("arn:aws:iam::1111:", ref("A")), "111122223333", "no"],
    ["an account that may go on so", partial("arn:aws:iam::1111", ref("A"), ":role/x"), "111122223333", "unknown"],
    ["what begins with what is unknown", partial(ref("Ref Arn"), "x"), "111122223333", "unknown"],
    ["the partition's own root", partial("arn:", ref("AWS::Partition"), ":iam::111122223333:root"), ROLE, "unknown"],
    ["a known text in parts", partial("444455556666"), "111122223333", "no"],
    ["what is unknown, where the appliance is nothing that AWS takes", ref("Ref Role"), "veeam", "no"],
  ])("known at deployment: %s", (_, id, wanted, answer) => {
    expect(met([["AWS", id]], appliance(wanted))).toBe(answer);
  });

  test("is no service, no federation and no canonical user", () => {
    for (const type of ["Service", "Federated", "CanonicalUser"] as const)
      expect(met([[type, ROLE]], appliance(ROLE))).toBe("no");
  });
});

describe("an appliance that is known at deployment only", () => {
  test.each<[string, Text, string, string]>([
    ["a role", ROLE, "no", "no"],
    ["an account", "111122223333", "no", "no"],
    ["anyone", "*", "no", "yes"],
    ["a deleted role", "AROAEXAMPLEID12345678", "no", "no"],
    ["nothing that AWS takes", "veeam", "no", "no"],
    ["what is unknown", ref("Ref Role"), "yes", "unknown"],
    ["what is known in part", partial("arn:aws:iam::", ref("A"), ":root"), "yes", "unknown"],
    ["the stack's account", partial("arn:aws:iam::", ref("Ref AWS::AccountId"), ":root"), "yes", "unknown"],
    ["it, misspelt", partial("arn:aws:iam:", ref("Ref AWS::AccountId"), ":root"), "no", "no"],
    ["another service's", partial("arn:aws:s3::", ref("Ref AWS::AccountId"), ":role/x"), "no", "no"],
    ["with a digit too many", partial("arn:aws:iam::1", ref("Ref AWS::AccountId"), ":role/x"), "no", "no"],
    ["a federated user", partial("arn:aws:sts::", ref("Ref AWS::AccountId"), ":federated-user/x"), "no", "no"],
  ])("%s", (_, id, allowed, denied) => {
    expect(met([["AWS", id]], appliance(null))).toBe(allowed);
    expect(met([["AWS", id]], appliance(null), { effect: "deny" })).toBe(denied);
  });
  test("narrowed by a condition, any principal may name it", () => {
    const principals = [{ type: "AWS", id: ROOT, place }] as const;
    expect(includesParty({ negated: false, principals, place }, appliance(null), "allow", true)).toBe("yes");
  });
});

describe("a service", () => {
  test.each<[string, Written, TrustedParty, string, string]>([
    ["itself", ["Service", "ec2.amazonaws.com"], service("ec2"), "yes", "yes"],
    ["another one", ["Service", "lambda.amazonaws.com"], service("ec2"), "no", "no"],
    ["by its full name", ["Service", "backup.amazonaws.com"], service("backup.amazonaws.com"), "yes", "yes"],
    ["anyone", ["AWS", "*"], service("ec2"), "no", "yes"],
    ["an account", ["AWS", "111122223333"], service("ec2"), "no", "no"],
    ["* that is not an AWS principal", ["Service", "*"], service("ec2"), "no", "no"],
    ["ec2 of China, in China", ["Service", "ec2.amazonaws.com.cn"], service("ec2", "aws-cn"), "yes", "yes"],
    ["ec2 of China, nobody knows where", ["Service", "ec2.amazonaws.com.cn"], service("ec2"), "yes", "yes"],
    ["ec2 of China, elsewhere", ["Service", "ec2.amazonaws.com.cn"], service("ec2", "aws"), "no", "no"],
    ["ec2 in China by its name elsewhere", ["Service", "ec2.amazonaws.com"], service("ec2", "aws-cn"), "no", "no"],
    [
      "another service in China by its one name",
      ["Service", "backup.amazonaws.com"],
      service("backup.amazonaws.com", "aws-cn"),
      "yes",
      "yes",
    ],
    [
      "by the suffix of its partition",
      ["Service", partial("ec2.", ref("AWS::URLSuffix"))],
      service("ec2", "aws-cn"),
      "yes",
      "yes",
    ],
    [
      "another one by the suffix of its partition",
      ["Service", partial("lambda.", ref("AWS::URLSuffix"))],
      service("ec2"),
      "no",
      "no",
    ],
    [
      "by the suffix of its partition in Terraform",
      ["Service", partial("ec2.", ref("data.aws_partition.current.dns_suffix"))],
      service("ec2", "aws-cn"),
      "yes",
      "yes",
    ],
    [
      "by another attribute of the partition",
      ["Service", partial("ec2.", ref("data.aws_partition.current.partition"))],
      service("ec2"),
      "unknown",
      "unknown",
    ],
    [
      "by a suffix with more behind it",
      ["Service", partial("ec2.", ref("AWS::URLSuffix"), ".cn")],
      service("ec2"),
      "unknown",
      "unknown",
    ],
    ["by another suffix", ["Service", partial("ec2.", ref("Ref Suffix"))], service("ec2"), "unknown", "unknown"],
    ["what is unknown", ["Service", ref("Ref Service")], service("ec2"), "unknown", "unknown"],
    ["what can be China's alone", ["Service", partial(ref("Ref Name"), ".cn")], service("ec2"), "unknown", "unknown"],
    ["what can't be it", ["Service", partial("lambda", ref("Ref Rest"))], service("ec2"), "no", "no"],
    ["in another case", ["Service", partial("EC2.", ref("Ref Suffix"))], service("ec2"), "no", "no"],
    ["a pattern, which no service is", ["Service", partial("*", ref("Ref Suffix"))], service("ec2"), "no", "no"],
  ])("%s", (_, written, party, allowed, denied) => {
    expect(met([written], party)).toBe(allowed);
    expect(met([written], party, { effect: "deny" })).toBe(denied);
  });
});

describe("of several principals one that meets is enough", () => {
  test.each<[string, readonly Text[], string]>([
    ["none", [], "no"],
    ["an account and the role", ["111122223333", ROLE], "yes"],
    ["the role and an account", [ROLE, "111122223333"], "yes"],
    ["what is unknown and an account", [ref("Ref Role"), "111122223333"], "yes"],
    ["what is unknown and another role", [OTHER, ref("Ref Role")], "unknown"],
    ["anyone and the role", ["*", ROLE], "yes"],
    ["the role and anyone", [ROLE, "*"], "yes"],
    ["others alone", [OTHER, "444455556666"], "no"],
  ])("%s", (_, ids, answer) => {
    const written = ids.map((id): Written => ["AWS", id]);
    expect(met(written, appliance(ROLE))).toBe(answer);
  });

  test.each<[string, readonly Text[], string]>([
    ["the role", [ROLE], "no"],
    ["its account", ["111122223333"], "no"],
    ["another role", [OTHER], "yes"],
    ["what is unknown", [ref("Ref Role")], "unknown"],
    ["another role and the role", [OTHER, ROLE], "no"],
    ["another role and what is unknown", [OTHER, ref("Ref Role")], "unknown"],
  ])("all but %s", (_, ids, answer) => {
    const written = ids.map((id): Written => ["AWS", id]);
    expect(met(written, appliance(ROLE), { effect: "deny", negated: true })).toBe(answer);
  });
});

describe("the partition that a role lives in", () => {
  const listOf = (...ids: readonly Text[]) => ({
    negated: false,
    place,
    principals: ids.map((id) => ({ type: "AWS" as const, id, place })),
  });
  test.each<[string, readonly Text[], readonly string[], string | null]>([
    ["nothing says", ["*", "111122223333", "nonsense", ref("Ref X")], ["444455556666"], null],
    ["an account's root says", ["111122223333", "arn:aws-cn:iam::111122223333:root"], [], "aws-cn"],
    ["a role says", [ref("Ref X"), "arn:aws-us-gov:iam::111122223333:role/r"], [], "aws-us-gov"],
    ["the appliance says so first", ["arn:aws-cn:iam::111122223333:root"], [ROLE], "aws"],
  ])("%s", (_, ids, appliances, partition) => {
    expect(partitionOf([listOf(), listOf(...ids)], appliances)).toBe(partition);
  });
});
