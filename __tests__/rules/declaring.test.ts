import fc from "fast-check";
import { parse } from "yaml";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { declaringHelp } from "../../src/rules/declaring.js";
import { allow, deny, roleWith } from "../iam/role.js";

const authorization = await loadAuthorization();

function linesFor(actions: readonly string[], ...statements: readonly object[]) {
  const requested = actions.map((action) => ({ action, resources: ["*"] }));
  const verdicts = evaluateRole(roleWith(...statements), requested, new Map(), authorization);
  const lines = declaringHelp(verdicts).split("`");
  const [deployment = "", resources = ""] = ["deployment:", "resources:"].map((start) =>
    lines.find((line) => line.startsWith(start)),
  );
  return { deployment, resources, verdicts };
}

/** The verdicts on the actions if a line of the help is the configuration. */
function pasted(line: string, actions: readonly string[], ...statements: readonly object[]): readonly string[] {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: line });
  if ("problems" in resolved) throw new Error(resolved.problems.map(({ message }) => message).join("\n"));
  const { context, deployment, resources } = resolved.options.check;
  const requested = actions.map((action) => ({ action, resources: ["*"] }));
  const declared = { deployment, resources };
  return evaluateRole(roleWith(...statements), requested, context, authorization, declared).map(
    ({ verdict }) => verdict,
  );
}

test("offers lines with the accounts, regions, and ARNs that the role is granted", () => {
  const queues = allow("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:*");
  const { deployment, resources } = linesFor(["sqs:SendMessage", "sqs:DeleteMessage"], queues);
  expect(parse(deployment)).toEqual({ deployment: { accounts: ["111122223333"], regions: ["eu-west-1"] } });
  expect(parse(resources)).toEqual({ resources: { "sqs:*": "arn:aws:sqs:eu-west-1:111122223333:*" } });
  expect(pasted(deployment, ["sqs:SendMessage"], queues)).toEqual(["granted"]);
});

test.each<[string, readonly string[], readonly object[]]>([
  ["one action", ["iam:PassRole"], [allow("iam:PassRole", "arn:aws:iam::111122223333:role/veeam-*")]],
  [
    "several ARNs",
    ["sqs:SendMessage", "sqs:DeleteMessage"],
    [allow("sqs:*", ["arn:aws:sqs:*:*:veeam-a", "arn:aws:sqs:*:*:veeam-b"])],
  ],
  [
    "several services in one statement",
    ["sqs:SendMessage", "kms:DescribeKey"],
    [allow("*", ["arn:aws:sqs:*:111122223333:*", "arn:aws:kms:*:111122223333:key/*"])],
  ],
  ["a key with several types", ["ec2:CreateTags"], [allow("ec2:*", "arn:aws:ec2:*:111122223333:volume/*")]],
])("grants %s when its resources are declared", (_name, actions, statements) => {
  const { resources, verdicts } = linesFor(actions, ...statements);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(actions.map(() => "partial"));
  expect(pasted(resources, actions, ...statements)).toEqual(actions.map(() => "granted"));
});

const QUEUES = ["arn:aws:sqs:eu-west-1:111122223333:*", "arn:aws:sqs:*:*:veeam-*"];
test.each<[string, readonly object[]]>([
  ["a Deny within the grant", [allow("sqs:*", QUEUES), deny("sqs:*", "arn:aws:sqs:*:*:veeam-x")]],
  ["a Deny of the whole grant", [allow("sqs:*"), deny("sqs:*", "arn:aws:sqs:us-east-1:*:*")]],
  ["a grant without ARNs", [allow("sqs:*", "arn:aws:sqs")]],
  ["several partitions", [allow("sqs:*", ["arn:aws:sqs:*:*:a", "arn:aws-cn:sqs:*:*:a"])]],
])("offers no lines for %s", (_name, statements) => {
  const verdicts = evaluateRole(
    roleWith(...statements),
    [{ action: "sqs:SendMessage", resources: ["*"] }],
    new Map(),
    authorization,
  );
  expect(declaringHelp(verdicts)).toBe("`deployment` names the accounts and regions, `resources` the resources");
});

test("settles a partial grant with the pasted line of `resources`", () => {
  const actions = ["sqs:SendMessage", "sqs:DeleteMessage", "iam:PassRole"] as const;
  const roles = ["arn:aws:iam::111122223333:role/veeam-*", "arn:aws:iam::*:role/a"];
  const some = (arns: readonly string[]) => fc.subarray([...arns], { minLength: 1 });
  fc.assert(
    fc.property(some(QUEUES), some(QUEUES), some(roles), (sent, deleted, passed) => {
      const statements = [allow(actions[0], sent), allow(actions[1], deleted), allow(actions[2], passed)];
      const { resources } = linesFor(actions, ...statements);
      expect(pasted(resources, actions, ...statements)).toEqual(actions.map(() => "granted"));
    }),
  );
});
