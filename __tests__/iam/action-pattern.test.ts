import { actionFault, matchesAction, readAction, requestedAction } from "../../src/iam/action-pattern.js";
import type { Text } from "../../src/source/node.js";
import { partial, ref } from "./unknown-text.js";

const LIST = "write each action as a separate string";
test.each<[string, string | null, string]>([
  ["*", null, ""],
  ["*:*", null, ""],
  ["ec2:RunInstances", null, ""],
  ["EC2:Run*", null, ""],
  ["execute-api:Invoke?", null, ""],
  ["s3:Get-Object", null, ""],
  ["s3:Überall", null, ""],
  [`s3:${"a".repeat(997)}`, null, ""],
  [`s3:${"a".repeat(998)}`, "has 1001 characters, more than any action has", LIST],
  [" s3:Get", "has a leading space, so it matches nothing", "remove the space"],
  ["s3:Get ", "has a trailing space, so it matches nothing", "remove the space"],
  ["s3:Get\n", "has a trailing space, so it matches nothing", "remove the space"],
  ["s3:Get,s3:Put", "contains a comma, so it matches nothing", LIST],
  ["s3:Get s3Put", "contains a space, so it matches nothing", "remove the space"],
  ["GetObject", "is not of the form service:Action", 'write one colon, as in "ec2:DescribeVolumes"'],
  ["", "is not of the form service:Action", 'write one colon, as in "ec2:DescribeVolumes"'],
  ["s3:Get:Object", "is not of the form service:Action", 'write one colon, as in "ec2:DescribeVolumes"'],
  ["a:b:c:d", "is not of the form service:Action", 'write one colon, as in "ec2:DescribeVolumes"'],
  ["s*:GetObject", "has a wildcard in its service, which AWS rejects", "name the service"],
  ["*:GetObject", "has a wildcard in its service, which AWS rejects", "name the service"],
  [":GetObject", "is incomplete", 'write it like "ec2:DescribeVolumes"'],
  ["s3:", "is incomplete", 'write it like "ec2:DescribeVolumes"'],
])("validates %j: %s", (text, message, help) => {
  expect(actionFault(text)).toEqual(message === null ? null : { message, help });
});

test.each([
  ["EC2:RunInstances", "ec2:runinstances"],
  ["s3:a:b", "s3:a:b"],
  ["nonsense", "nonsense"],
])("normalizes the request %s to %s", (action, folded) => {
  expect(requestedAction(action)).toMatchObject({ folded });
});

test.each<[string, Text, object]>([
  ["an action", "EC2:RunInstances", { kind: "exact", folded: "ec2:runinstances" }],
  ["a pattern in one service", "EC2:Run*", { kind: "wild" }],
  ["a pattern with another colon", "s3:a:*", { kind: "wild" }],
  ["a pattern over several services", "s?:Get*", { kind: "wild" }],
  ["everything", "*", { kind: "wild" }],
  ["a partly known action", partial("ec2:", ref("Ref Verb")), { kind: "unknown", expression: "Ref Verb" }],
  [
    "an action with two unknown parts",
    partial(ref("Ref A"), ":", ref("Ref B")),
    { kind: "unknown", expression: "Ref A" },
  ],
  ["an unknown action", ref("Ref Action"), { kind: "unknown", expression: "Ref Action" }],
])("parses %s", (_, text, pattern) => expect(readAction(text)).toMatchObject(pattern));

test.each<[string, Text, string, boolean]>([
  ["an action", "ec2:RunInstances", "EC2:runINSTANCES", true],
  ["another action", "ec2:RunInstances", "ec2:RunInstance", false],
  ["a pattern", "ec2:*Instances", "ec2:RunInstances", true],
  ["a one-letter pattern", "ec2:Run?nstances", "ec2:RunInstances", true],
  ["a pattern in another service", "s3:*", "ec2:RunInstances", false],
  ["a known part that matches", partial("EC2:Run", ref("X")), "ec2:RunInstances", true],
  ["a known part that does not match", partial("ec2:Stop", ref("X")), "ec2:RunInstances", false],
  ["nothing is known", ref("X"), "ec2:RunInstances", true],
])("matches or may match: %s", (_, text, action, matches) => {
  expect(matchesAction(readAction(text), requestedAction(action))).toBe(matches);
});
