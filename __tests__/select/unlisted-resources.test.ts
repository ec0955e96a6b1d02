import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogueRequirements } from "../../src/requirements/catalogue/index.js";
import { unlistedResources } from "../../src/select/unlisted-resources.js";
import { filePlace } from "../../src/source/place.js";

const requirements = catalogueRequirements("7", await loadAuthorization());

function unlisted(...patterns: readonly string[]): readonly string[] {
  if (requirements === null) throw new Error("no catalogue");
  const lines = patterns.map((actions) => ({ actions, arns: ["*"], place: filePlace("c.yml") }));
  return unlistedResources(lines, requirements).map(({ message, help }) => `${message} | ${help}`);
}

test("actions of a kind, in whatever case, and patterns of them are known", () => {
  expect(unlisted("sqs:SendMessage", "SQS:sendmessage", "sqs:*", "*", "iam:Pass*", "*:Describe*")).toEqual([]);
});

test.each([
  ["sqs:SendMesage", "did you mean `sqs:SendMessage`?"],
  ["iam:PasRole", "did you mean `iam:PassRole`?"],
  ["sqz:*", "did you mean `sqs:*`?"],
  ["kinesis:PutRecord", "take the line out"],
  ["sqs:Zap*", "which matches no action of any kind (version 7) | take the line out"],
])("%s is not: %s", (actions, words) => {
  expect(unlisted("sqs:*", actions)).toEqual([expect.stringContaining(words)]);
});
