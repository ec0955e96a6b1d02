import type { Policy } from "../../src/iam/model.js";
import { documentsOf } from "../../src/iam/role-documents.js";
import { filePlace } from "../../src/source/place.js";
import { allow, policyOf, referenceTo, roleOf, trustOf } from "./role.js";

const place = filePlace("role.json");
const inline = policyOf("inline", allow("s3:*"));
const managed: Policy = { ...policyOf("managed", allow("ec2:*")), attachment: "managed" } as Policy;
const ofAws: Policy = { ...policyOf("ReadOnlyAccess", allow("iam:Get*")), awsManaged: true } as Policy;
const limit = policyOf("limit", allow("*"));
const trust = trustOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" });

/** `use name` for each document, in order. */
const named = (...args: Parameters<typeof roleOf>) =>
  documentsOf(roleOf(...args)).map(({ use, name }) => `${use} ${name}`);

test("lists what the author can edit: policies, boundary, and trust policy, by use", () => {
  expect(named({ policies: [inline, managed], boundary: limit, trust })).toEqual([
    "inline inline",
    "managed managed",
    "boundary limit",
    "trust trust policy",
  ]);
});

test("returns the policy's own document", () => {
  const [first] = documentsOf(roleOf({ policies: [inline] }));
  expect(first?.document).toBe(inline.kind === "document" ? inline.document : null);
});

test.each<[string, Parameters<typeof roleOf>[0]]>([
  ["AWS managed policies", { policies: [ofAws], boundary: ofAws }],
  ["a policy that is missing from the files", { policies: [referenceTo("arn:aws:iam::111122223333:policy/x")] }],
  ["an unknown document", { policies: [{ kind: "unresolved", name: "p", expression: "Ref X", place }] }],
  ["an unknown trust policy", { trust: { kind: "unresolved", expression: "Ref X", place } as never }],
  ["nothing", {}],
])("omits %s", (_, variant) => expect(named(variant)).toEqual([]));

test("lists each document once over all variants, as first found", () => {
  const again: Policy = { ...inline, name: "again" } as Policy;
  expect(named({ policies: [inline], trust }, { policies: [again, managed], boundary: inline, trust })).toEqual([
    "inline inline",
    "trust trust policy",
    "managed managed",
  ]);
});
