import { readFileSync } from "node:fs";
import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import type { Report, ReportedRole } from "../../../src/report/report.js";
import { plain, renderText } from "../../../src/report/text.js";
import { expectGolden } from "../../expect-golden.js";

const config = "__tests__/fixtures/cloudformation/every-construct/config.yml";

async function reportOn(): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: config, text: readFileSync(config, "utf8") });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** The verdicts on the two actions, `sqs:SendMessage` and `sqs:ReceiveMessage`. Granted ones are left out. */
function verdictsOf({ kinds }: ReportedRole): string {
  const { missing = [], denied = [], partial = [], conditional = [], undetermined = [] } = kinds.probe ?? {};
  return Object.entries({ missing, denied, partial, conditional, undetermined })
    .filter(([, actions]) => actions.length > 0)
    .map(([verdict, actions]) => `${verdict} ${actions.map((action) => action.replace("sqs:", "")).join(" ")}`)
    .join("; ");
}

const both = "SendMessage ReceiveMessage";

test("reaches the expected verdicts for a template with every construct", async () => {
  const { roles, notChecked } = await reportOn();
  expect(Object.fromEntries(roles.map((role) => [role.id, verdictsOf(role)]))).toEqual({
    InlinePolicy: "",
    ByPolicy: "",
    ByManagedPolicy: "",
    ByManagedPolicyArns: "",
    ByRolePolicy: "",
    ByName: "",
    AwsManaged: "",
    Bounded: "denied ReceiveMessage",
    Subs: "",
    Joins: "",
    SelectsAndSplits: "",
    FindsInMap: "",
    FindsNothingInMap: `undetermined ${both}`,
    FindsDefault: "",
    Lengths: "",
    Texts: "",
    ToJson: "",
    Pseudo: "",
    ParameterDefault: "",
    ParameterGiven: "",
    ParameterOpen: `undetermined ${both}`,
    BothBranches: "",
    OneBranch: "conditional ReceiveMessage",
    NoValue: "",
    PolicyUnderCondition: `conditional ${both}`,
    UnderCondition: "",
    Imported: `undetermined ${both}`,
    // The ARN of a single queue doesn't cover all queues.
    Attribute: `partial ${both}`,
    Dynamic: `undetermined ${both}`,
    UnknownTag: `undetermined ${both}`,
    Included: `undetermined ${both}`,
    Denied: "denied SendMessage",
    Partial: `partial ${both}`,
    Missing: "missing ReceiveMessage",
    Wildcards: "",
    NotActions: "",
    Merged: "",
    LoopOne: "",
    LoopTwo: "",
    OfParent: "",
    UsesOutput: "",
    "Nested/Role": "",
    "declared-elsewhere": "undetermined ReceiveMessage",
  });
  expect(notChecked).toEqual([]);
});

test("points its findings at what to change or at what is unknown", async () => {
  const text = renderText(await reportOn(), { paint: plain, columns: 120 });
  expectGolden("cloudformation/every-construct.txt", text);
});
