import type { Cause } from "../../src/iam/verdict.js";
import { type Declared, settlingHelp } from "../../src/rules/settling.js";
import { filePlace } from "../../src/source/place.js";

const cause = (effect: Cause["effect"], detail: string | null): Cause => {
  return { effect, policy: "p", statement: null, place: filePlace("p.json"), detail };
};

const DECLARED = new Map([
  ["aws:RequestedRegion", ["eu-west-1"]],
  ["aws:PrincipalTag/team", ["backup"]],
]);

/** aws:CurrentTime changes with each request. A declared value would stay the same. */
test.each<[string, readonly Cause[], string]>([
  ["an Allow until a date", [cause("limits", "condition aws:CurrentTime")], "drop the condition, or suppress"],
  ["an Allow until a second", [cause("limits", "condition aws:EpochTime")], "drop the condition, or suppress"],
  [
    "a Deny from a date",
    [cause("denies", "condition aws:currenttime"), cause("allows", null)],
    "remove the needed actions from the Deny, or suppress",
  ],
  ["another key", [cause("limits", "condition aws:SourceIp")], "declare the value of `aws:SourceIp` under `context`"],
  ["another key and a date", [cause("limits", "condition aws:SourceIp, aws:CurrentTime")], "declare the value"],
  [
    "many keys",
    [cause("limits", "condition a:A, b:B, c:C"), cause("denies", "condition d:D, b:B, e:E")],
    "declare the value of `a:A`, `b:B`, `c:C`, and 2 more under",
  ],
  ["a declared key", [cause("limits", "condition aws:RequestedRegion")], "grant it without the condition"],
  [
    "a Deny on a declared key",
    [cause("denies", "condition aws:requestedregion"), cause("allows", null)],
    "remove the needed actions from the Deny: the condition does not hold for every declared value",
  ],
  [
    "a declared key and another",
    [cause("limits", "condition aws:RequestedRegion"), cause("limits", "condition aws:SourceIp")],
    "declare the value of `aws:SourceIp` under",
  ],
  ["a date and another key", [cause("limits", "condition aws:CurrentTime, aws:SourceIp")], "declare the value"],
  ["two declared keys", [cause("limits", "condition aws:RequestedRegion, aws:PrincipalTag/team")], "grant it"],
])("offers a declaration for %s", (_name, causes, start) =>
  expect(settlingHelp(causes, { context: DECLARED }, [{ action: "ec2:RunInstances" }])).toMatch(
    new RegExp(`^${start}`),
  ),
);

test.each<[string, Declared, readonly string[], string]>([
  [
    "the deployment's regions",
    { context: new Map(), regions: ["eu-west-1"] },
    ["ec2:RunInstances"],
    "every declared value",
  ],
  [
    "an endpoint without a region",
    { context: new Map(), regions: ["eu-west-1"] },
    ["sts:AssumeRole", "s3:ListAllMyBuckets"],
    "if nothing uses it, declare aws:RequestedRegion under `context`",
  ],
  ["a request from another service", { context: DECLARED }, ["iam:PassRole"], "another service requests"],
  [
    "a request from this service too",
    { context: DECLARED },
    ["iam:PassRole", "ec2:RunInstances"],
    "every declared value",
  ],
])("leaves a declared value unsettled: %s", (_name, declared, actions, reason) =>
  expect(
    settlingHelp(
      [cause("limits", "condition aws:RequestedRegion")],
      declared,
      actions.map((action) => ({ action })),
    ),
  ).toContain(reason),
);

test.each(["aws:RequestTag/a", "aws:TagKeys", "aws:ResourceTag/a", "iam:ResourceTag/a", "aws:ResourceAccount"])(
  "explains that %s is declared but not in every request",
  (key) => {
    const requested = [{ action: "sqs:SendMessage" }];
    const help = settlingHelp([cause("limits", `condition ${key}`)], { context: new Map([[key, ["b"]]]) }, requested);
    expect(help).toBe("grant it without the condition: some requests for the action lack the declared values");
  },
);
