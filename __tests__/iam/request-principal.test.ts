import type { Principal } from "../../src/iam/model.js";
import { type Caller, type Naming, namingOf } from "../../src/iam/request-principal.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";

const place = filePlace("policy.json");
const ref = { kind: "unresolved", expression: "Ref X" } as const;

type Written = readonly [type: Principal["type"], id: Text];

function named(caller: Caller, written: readonly Written[], negated = false): Naming {
  return namingOf({ negated, principals: written.map(([type, id]) => ({ type, id, place })), place }, caller);
}

const ACCOUNT = "111122223333";
const ROOT = "arn:aws:iam::111122223333:root";
const ROLE = "arn:aws:iam::111122223333:role/path/veeam";
const SESSION = "arn:aws:sts::111122223333:assumed-role/veeam/backup";
const aws = (id: string): Caller => ({ type: "AWS", id });
const service: Caller = { type: "Service", id: "ec2.amazonaws.com" };

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
test.each<[string, Caller, Written, Naming, Naming]>([
  ["everyone", aws(ROLE), ["AWS", "*"], "anyone", "no"],
  ["everyone, with a request from a service", service, ["AWS", "*"], "anyone", "no"],
  ["any service", service, ["Service", "*"], "no", "directly"],
  ["the role", aws(ROLE), ["AWS", ROLE], "directly", "no"],
  ["the session's role, but not the session", aws(SESSION), ["AWS", ROLE], "directly", "directly"],
  ["another role than the session's", aws(SESSION), ["AWS", `${ROLE}-other`], "no", "directly"],
  [
    "a user with the name of the session's role",
    aws(SESSION),
    ["AWS", "arn:aws:iam::111122223333:user/veeam"],
    "no",
    "directly",
  ],
  ["the session, but not its role", aws(SESSION), ["AWS", SESSION], "session", "directly"],
  ["another session", aws(SESSION), ["AWS", `${SESSION}2`], "no", "directly"],
  ["the session, with a request from the role", aws(ROLE), ["AWS", SESSION], "no", "directly"],
  ["the role's account", aws(ROLE), ["AWS", ACCOUNT], "account", "directly"],
  ["the role's account by its root ARN", aws(ROLE), ["AWS", ROOT], "account", "directly"],
  ["the root in another partition", aws(ROLE), ["AWS", "arn:aws-cn:iam::111122223333:root"], "no", "directly"],
  ["another account", aws(ROLE), ["AWS", "444455556666"], "no", "directly"],
  ["the requesting account", aws(ACCOUNT), ["AWS", ROOT], "directly", "no"],
  ["the requesting account by its root ARN", aws(ROOT), ["AWS", ACCOUNT], "directly", "no"],
  ["a role in the requesting account", aws(ACCOUNT), ["AWS", ROLE], "no", "directly"],
  ["an account, with a request from an invalid principal", aws("nonsense"), ["AWS", ACCOUNT], "no", "directly"],
  ["the service", service, ["Service", "ec2.amazonaws.com"], "directly", "no"],
  ["another service", service, ["Service", "backup.amazonaws.com"], "no", "directly"],
  ["the service's name under another type", service, ["Federated", "ec2.amazonaws.com"], "no", "directly"],
  ["the role's ARN under another type", aws(ROLE), ["Federated", ROLE], "no", "directly"],
  ["an account, with a request from a service", service, ["AWS", ACCOUNT], "no", "directly"],
  ["something unknown", aws(ROLE), ["AWS", ref], "no", "directly"],
])("knows whether a Principal matches: %s", (_name, caller, written, naming, spared) => {
  expect(named(caller, [written])).toBe(naming);
  expect(named(caller, [written], true)).toBe(spared);
});

test("uses the principal that grants most", () => {
  expect(
    named(aws(SESSION), [
      ["AWS", ACCOUNT],
      ["AWS", ROLE],
      ["AWS", SESSION],
    ]),
  ).toBe("session");
  expect(
    named(aws(SESSION), [
      ["AWS", ACCOUNT],
      ["AWS", ROLE],
    ]),
  ).toBe("directly");
  expect(
    named(aws(SESSION), [
      ["AWS", "444455556666"],
      ["AWS", ACCOUNT],
    ]),
  ).toBe("account");
  expect(named(aws(SESSION), [])).toBe("no");
});

// "The role's Principal value is composed of two ARNs, the role ARN and the assumed-role ARN. When using the NotPrincipal element, you must
// include both": https://aws.amazon.com/blogs/security/how-to-restrict-amazon-s3-bucket-access-to-a-specific-iam-role/, and the second
// example of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html.
test.each<[string, string, readonly string[], Naming]>([
  ["session and role", SESSION, [SESSION, ROLE], "no"],
  ["session, role, and account", SESSION, [SESSION, ROLE, ROOT], "no"],
  ["role and account", SESSION, [ROLE, ROOT], "directly"],
  ["session and account", SESSION, [SESSION, ROOT], "directly"],
  ["the role and another session", SESSION, [`${SESSION}2`, ROLE], "directly"],
  ["the session and another role", SESSION, [SESSION, `${ROLE}-other`], "directly"],
  ["everyone", SESSION, ["*"], "no"],
  ["role and account, with a request from the role", ROLE, [ROLE, ROOT], "no"],
])("knows whether a NotPrincipal excepts: %s", (_name, caller, ids, spared) => {
  const written = ids.map((id): Written => ["AWS", id]);
  expect(named(aws(caller), written, true)).toBe(spared);
});
