import { isOfEveryService } from "../../../src/iam/condition/cross-service-keys.js";
import { evaluateTimeTest, isAlwaysThere } from "../../../src/iam/condition/every-request.js";
import { parseOperator } from "../../../src/iam/condition/operator.js";
import { hasKey } from "../../../src/iam/condition/request-keys.js";
import { filePlace } from "../../../src/source/place.js";

// The "Availability" of each key:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
test.each([
  ["aws:currenttime", true],
  ["aws:epochtime", true],
  ["aws:principalaccount", true],
  ["aws:principalarn", true],
  ["aws:principalisawsservice", true],
  ["aws:principaltype", true],
  ["aws:requestedregion", true],
  ["aws:securetransport", true],
  ["aws:useragent", true],
  ["aws:userid", true],
  ["aws:tokenissuetime", false],
  ["aws:principalorgid", false],
  ["aws:sourceip", false],
  ["aws:username", false],
  ["aws:multifactorauthpresent", false],
  ["", false],
])("knows whether every request has %s: %s", (key, expected) => expect(isAlwaysThere(key)).toBe(expected));

// "Properties of a role session" and "of a federated principal" on the same page.
test.each([
  ["codebuild:buildarn", true],
  ["codebuild:projectarn", true],
  ["ec2:roledelivery", true],
  ["ec2:sourceinstancearn", true],
  ["glue:credentialissuingservice", true],
  ["glue:roleassumedby", true],
  ["identitystore:userid", true],
  ["lambda:sourcefunctionarn", true],
  ["ssm:sourceinstancearn", true],
  ["saml:aud", true],
  ["token.actions.githubusercontent.com:sub", true],
  ["aws:requesttag/a:b", true],
  ["ec2:vpc", false],
  ["lambda:functionarn", false],
  ["samlx:aud", false],
])("knows whether requests to any service may have %s: %s", (key, expected) =>
  expect(isOfEveryService(key)).toBe(expected),
);

test.each([
  ["ec2:vpc", ["ec2:vpc"], true],
  ["ec2:vpc", ["ec2:subnet"], false],
  ["ec2:vpc", ["ec2:*"], true],
  ["s3:requestobjecttag/a:b", ["s3:*"], true],
  ["ec2:resourcetag/team", ["ec2:resourcetag/*"], true],
  ["ec2:resourcetag/a/b", ["ec2:resourcetag/*"], true],
  ["ec2:resourcetag", ["ec2:resourcetag/*"], false],
  ["ec2:resourcetag/team", ["ec2:requesttag/*"], false],
  ["aws:sourcevpc", [], true],
  ["kms:encryptioncontext:aws:ebs:id", ["kms:encryptioncontext:*"], true],
  ["kms:encryptioncontextkeys", ["kms:encryptioncontext:*"], false],
  ["kms:encryptioncontext", ["kms:encryptioncontext:*"], false],
  ["kms:grantisforawsresource", ["kms:encryptioncontext:*"], false],
])("knows whether a request may have %s if its service lists %j: %s", (key, listed, expected) => {
  expect(hasKey(new Set(listed), key)).toBe(expected);
});

const TODAY = "2026-06-15";
const place = filePlace("role.json");
const SECONDS = Date.parse(`${TODAY}T00:00:00Z`) / 1000;

function held(name: string, key: string, value: string, today: string | null = TODAY): string {
  const operator = parseOperator(name);
  if (operator === null) throw new Error(`no operator ${name}`);
  const test = { kind: "test", operator: name, key, values: [{ text: value, place }], place } as const;
  return evaluateTimeTest(operator, test, today);
}

test.each<[operator: string, key: string, value: string, expected: string]>([
  ["DateGreaterThan", "aws:CurrentTime", "2026-06-14", "yes"],
  ["DateGreaterThanEquals", "aws:CurrentTime", TODAY, "yes"],
  ["DateGreaterThan", "aws:CurrentTime", "2026-06-15T00:00:00.001Z", "unknown"],
  ["DateGreaterThan", "aws:CurrentTime", "2026-06-16", "unknown"],
  ["DateLessThan", "aws:CurrentTime", "2026-06-14", "no"],
  ["DateLessThanEquals", "aws:CurrentTime", "2026-06-14", "no"],
  ["DateLessThan", "aws:CurrentTime", "2027-01-01", "unknown"],
  ["DateEquals", "aws:CurrentTime", "2026-06-14", "no"],
  ["DateNotEquals", "aws:CurrentTime", "2026-06-14", "yes"],
  ["DateNotEquals", "aws:CurrentTime", "2026-06-16", "unknown"],
  ["DateGreaterThan", "aws:CurrentTime", "soon", "no"],
  // A user's session lasts at most 36 hours:
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
  ["DateGreaterThan", "aws:TokenIssueTime", "2026-06-13T12:00:00Z", "yes"],
  ["DateGreaterThan", "aws:TokenIssueTime", "2026-06-13T12:00:00.001Z", "unknown"],
  ["DateLessThan", "aws:TokenIssueTime", "2026-06-13T12:00:00Z", "no"],
  ["DateGreaterThan", "aws:EpochTime", "2026-06-14", "yes"],
  // "aws:EpochTime works with date operators or numeric operators".
  ["NumericGreaterThan", "aws:EpochTime", String(SECONDS), "yes"],
  ["NumericGreaterThan", "aws:EpochTime", String(SECONDS + 1), "unknown"],
  ["NumericLessThan", "aws:EpochTime", String(SECONDS), "no"],
  ["NumericLessThan", "aws:EpochTime", "soon", "no"],
  ["NumericGreaterThan", "aws:CurrentTime", "1000", "unknown"],
  ["StringEquals", "aws:CurrentTime", "2026-06-14", "unknown"],
  ["DateGreaterThan", "aws:SourceIp", "2026-06-14", "unknown"],
])("evaluates %s %s %s for today and later as %s", (operator, key, value, expected) => {
  expect(held(operator, key, value)).toBe(expected);
  expect(held(operator, key, value, null)).toBe("unknown");
});
