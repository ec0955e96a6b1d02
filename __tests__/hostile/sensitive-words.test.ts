import { rmSync } from "node:fs";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { makeWorkspace } from "../action/run-action.js";

// If a plan marks a policy as sensitive, messages contain only those of its words that are AWS's own.

const allowed = { Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" };
const trusting = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };

function planOf(policy: object, trust: object, marks: object | boolean): string {
  const id = { address: "aws_iam_role.veeam", mode: "managed", type: "aws_iam_role", name: "veeam" };
  const after = {
    name: "veeam",
    assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    inline_policy: [{ name: "p", policy: JSON.stringify({ Version: "2012-10-17", Statement: [policy] }) }],
  };
  const change = { actions: ["create"], before: null, after, after_unknown: { id: true }, after_sensitive: marks };
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.14.0",
    resource_changes: [{ ...id, provider_name: "registry.terraform.io/hashicorp/aws", change }],
    configuration: { root_module: { resources: [{ ...id, expressions: {} }] } },
  });
}

async function reportOf(plan: string): Promise<string> {
  const root = makeWorkspace({ "plan.json": plan });
  try {
    const resolved = resolveOptions(new Map([["roles", "*: communication"]]), null);
    if ("problems" in resolved) throw new Error("no options");
    const scope = { root, workingDirectory: root, confined: true };
    const outcome = await check(resolved.options.check, { scope, today: "2026-01-01" });
    if ("problems" in outcome) throw new Error("no report");
    return JSON.stringify(outcome.report);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test.each<[string, object, object]>([
  ["action", { ...allowed, Action: ["ec2:MarkerAct", "ec2:Marker*", "marker:X"] }, trusting],
  ["action in the trust policy", allowed, { ...trusting, Action: "sts:AssumeRoleMarker" }],
  ["condition operator", { ...allowed, Condition: { MarkerEquals: { "aws:SourceVpc": "x" } } }, trusting],
  ["element", { ...allowed, MarkerElement: 1 }, trusting],
  ["principal", allowed, { ...trusting, Principal: { AWS: "arn:aws:iam::111122223333:role/Marker" } }],
])("conceals a marked %s", async (_name, policy, trust) => {
  for (const marks of [true, { inline_policy: true, assume_role_policy: true }])
    expect(await reportOf(planOf(policy, trust, marks))).not.toMatch(/marker/i);
  expect(await reportOf(planOf({ ...allowed, Action: "ec2:MarkerAct" }, trusting, {}))).toMatch(/marker/i);
});
