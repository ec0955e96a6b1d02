import { resolveManagedPolicies } from "../../src/iam/managed-policies.js";
import type { Policy } from "../../src/iam/model.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { allow, policyOf, roleOf } from "./role.js";

const place = filePlace("template.yaml");
const VIEW = "iam::aws:policy/job-function/ViewOnlyAccess";
const partition = { kind: "unresolved", expression: "AWS::Partition" } as const;

const referenceTo = (arn: Text): Policy => ({ kind: "reference", arn, place });
const parts = (...texts: readonly (string | typeof partition)[]): Text => ({ kind: "partial", parts: texts });

async function resolved(policy: Policy): Promise<Policy | undefined> {
  const [role] = await resolveManagedPolicies([roleOf({ policies: [policy] })]);
  return role?.variants[0].policies[0];
}

test.each<[string, Text]>([
  ["by ARN", `arn:aws:${VIEW}`],
  ["by ARN in another partition", `arn:aws-us-gov:${VIEW}`],
  ["in the deployment's partition", parts("arn:", partition, `:${VIEW}`)],
])("inserts the document of an AWS policy named %s", async (_name, arn) => {
  const policy = await resolved(referenceTo(arn));
  expect(policy).toMatchObject({ kind: "document", name: "ViewOnlyAccess", attachment: "managed", awsManaged: true });
  if (policy?.kind !== "document") return;
  const { problems, statements } = policy.document;
  expect(problems).toEqual([]);
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.map((statement) => statement.place)).toEqual(statements.map(() => place));
});

test.each<[string, Text]>([
  ["in the user's account", "arn:aws:iam::111122223333:policy/job-function/ViewOnlyAccess"],
  ["of AWS that does not exist", "arn:aws:iam::aws:policy/NoSuchPolicy"],
  ["that is entirely unknown", partition],
  ["with an unknown name", parts("arn:aws:iam::aws:policy/", partition)],
  ["with an unknown end of its name", parts("arn:", partition, `:${VIEW}`, partition)],
  ["with its ARN inside a longer string", `x/arn:aws:${VIEW}`],
  ["with a prefix that is not an ARN's", parts("x", partition, `:${VIEW}`)],
  ["in an unknown account", parts("arn:", partition, ":iam::111122223333:policy/ViewOnlyAccess")],
])("keeps a reference to a policy %s", async (_name, arn) => {
  const policy = referenceTo(arn);
  expect(await resolved(policy)).toBe(policy);
});

test("finds references in every role and variant and in the boundary", async () => {
  const own = policyOf("own", allow("s3:*"));
  const reference = referenceTo(`arn:aws:${VIEW}`);
  const roles = [
    roleOf({ policies: [own] }),
    roleOf({ policies: [own] }, { policies: [own, reference] }),
    roleOf({ boundary: reference }),
  ];
  const kinds = (await resolveManagedPolicies(roles)).map(({ variants }) =>
    variants.map(({ policies, boundary }) => [...policies.map(({ kind }) => kind), boundary?.kind ?? null]),
  );
  expect(kinds).toEqual([
    [["document", null]],
    [
      ["document", null],
      ["document", "document", null],
    ],
    [["document"]],
  ]);
  const [, , bounded] = await resolveManagedPolicies([...roles.slice(0, 2), roleOf({ boundary: reference })]);
  expect(bounded?.variants[0].boundary).toMatchObject({ kind: "document", awsManaged: true });
  expect((await resolveManagedPolicies([roleOf({ boundary: reference })]))[0]?.variants[0].boundary?.kind).toBe(
    "document",
  );
});

test.each<[string, Parameters<typeof roleOf>]>([
  [
    "next to a customer managed policy",
    [{ policies: [policyOf("own", allow("s3:*")), referenceTo(`arn:aws:${VIEW}`)] }],
  ],
  ["in one variant", [{ policies: [] }, { policies: [referenceTo(`arn:aws:${VIEW}`)] }]],
  [
    "next to a customer managed boundary",
    [{ policies: [referenceTo(`arn:aws:${VIEW}`)], boundary: policyOf("own", allow("s3:*")) }],
  ],
])("finds a reference in a single role %s", async (_, variants) => {
  const [role] = await resolveManagedPolicies([roleOf(...variants)]);
  const policies = role?.variants.flatMap((variant) => variant.policies) ?? [];
  expect(policies.map((policy) => policy.kind)).not.toContain("reference");
  expect(policies).toContainEqual(expect.objectContaining({ name: "ViewOnlyAccess", awsManaged: true }));
});

test("resolves a policy that is looked up by name to AWS's if that exists, and leaves it unknown otherwise", async () => {
  const called = (awsName: string): Policy => ({ kind: "unresolved", name: "p", expression: "x", awsName, place });
  expect(await resolved(called("ViewOnlyAccess"))).toMatchObject({ kind: "document", name: "ViewOnlyAccess" });
  expect(await resolved(called("OnlyAccess"))).toEqual(called("OnlyAccess"));
});
