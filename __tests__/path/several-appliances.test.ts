import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const ACCOUNT = "111122223333";
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const trust = (...Principal: readonly object[]) =>
  document(...Principal.map((one) => ({ Effect: "Allow", Principal: one, Action: "sts:AssumeRole" })));
const EC2 = { Service: "ec2.amazonaws.com" };
const BOTH = { AWS: [arn("first"), arn("second")] };
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };
const NOTHING = { Effect: "Allow", Action: "ec2:*", Resource: "*" };
const assume = (...names: readonly string[]) => ({
  ...{ Effect: "Allow", Action: "sts:AssumeRole" },
  Resource: names.map(arn),
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "appliances-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The trust policy and the policy of each role, keyed by ID. */
type Roles = Readonly<Record<string, readonly [trust: object, policy: object]>>;

const WRITERS: Readonly<Record<string, (roles: Roles) => void>> = {
  template(roles) {
    const made = Object.entries(roles).map(([id, [trusting, policy]]) => {
      const Properties = {
        ...{ RoleName: id, AssumeRolePolicyDocument: trusting },
        Policies: [{ PolicyName: "p", PolicyDocument: document(policy) }],
      };
      return [id, { Type: "AWS::IAM::Role", Properties }] as const;
    });
    const Profile = { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "worker" }] } };
    writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources: { ...Object.fromEntries(made), Profile } }));
  },
  source(roles) {
    const json = (value: object) => `jsonencode(${JSON.stringify(value)})`;
    const made = Object.entries(roles).map(
      ([id, [trusting, policy]]) => `resource "aws_iam_role" "${id}" {
  name               = "${id}"
  assume_role_policy = ${json(trusting)}
  inline_policy {
    name   = "p"
    policy = ${json(document(policy))}
  }
}`,
    );
    const provider = `provider "aws" {\n  allowed_account_ids = ["${ACCOUNT}"]\n}`;
    const profile = `resource "aws_iam_instance_profile" "p" {\n  role = aws_iam_role.worker.name\n}`;
    rmSync(join(folder, "t.json"), { force: true });
    writeFileSync(join(folder, "main.tf"), [provider, ...made, profile].join("\n"));
  },
};

async function reportOf(writer: string, roles: Roles, appliance = `["${arn("first")}", "${arn("second")}"]`) {
  WRITERS[writer]?.(roles);
  const kinds = { first: "appliance", second: "appliance", deploy: "backup", worker: "communication" };
  const lines = Object.entries(kinds).flatMap(([id, kind]) => (id in roles ? `  "*${id}": ${kind}\n` : []));
  const text = `accounts: ["${ACCOUNT}"]\nappliance: ${appliance}\nroles:\n${lines.join("")}`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { findings, paths = [] } = outcome.report;
  const plain = (id: string | null) => id?.replace("aws_iam_role.", "");
  return {
    findings: findings
      .filter(({ rule }) => !rule.startsWith("trust-"))
      .map(({ severity, message }) => `${severity}: ${message.replace(/ \(.*/, "").replaceAll("aws_iam_role.", "")}`),
    paths: paths.map((one) => `${plain(one.caller)} ${one.assumes} ${one.passes} ${one.assumesWorker}`),
  };
}

const deploying = (principal: object): Roles[string] => [trust(principal), EVERYTHING];
const working = (principal: object): Roles[string] => [trust(principal, EC2), EVERYTHING];
const GRANTED = ["first granted granted granted", "second granted granted granted"];
const NOT = "role second can't assume role worker";

test.each<[what: string, trusts: object, second: object, findings: readonly string[], paths: readonly string[]]>([
  ["both are named and need no permission", BOTH, NOTHING, [], GRANTED],
  ["both are in a trusted account and have one", ROOT, assume("deploy", "worker"), [], GRANTED],
  [
    "each in a trusted account may be meant for one role",
    ROOT,
    assume("deploy"),
    [`warning: ${NOT}, but role first can`],
    ["first granted granted granted", "second granted granted missing"],
  ],
  [
    "both are named, and one is denied",
    BOTH,
    { ...assume("worker"), Effect: "Deny" },
    [`error: ${NOT}, but role first can`],
    ["first granted granted granted", "second granted granted missing"],
  ],
])("checks each of two appliances: %s", async (_what, trusts, second, findings, paths) => {
  for (const writer of Object.keys(WRITERS)) {
    const report = await reportOf(writer, {
      first: [trust(EC2), assume("deploy", "worker")],
      second: [trust(EC2), second],
      deploy: deploying(trusts),
      worker: working(trusts),
    });
    expect(report).toEqual({ findings, paths });
  }
});

const FIRST = { AWS: arn("first") };
const STRANGER = { AWS: arn("other") };
const LEAVES_OUT = "leaves out role first and role second, the appliance's own";

test.each<[who: string, deploy: object, worker: object, findings: readonly string[], paths: readonly string[]]>([
  ["one for the worker", BOTH, FIRST, [], ["first granted granted granted", "second granted granted missing"]],
  ["one for the deploying role", FIRST, BOTH, [], ["first granted granted granted", "second missing granted granted"]],
  [
    "none for the worker",
    BOTH,
    STRANGER,
    [`error: the trust policy of role worker ${LEAVES_OUT}`],
    ["first granted granted missing", "second granted granted missing"],
  ],
  [
    "none for the deploying role",
    STRANGER,
    BOTH,
    [`error: the trust policy of role deploy ${LEAVES_OUT}`],
    ["first missing granted granted", "second missing granted granted"],
  ],
])("shows which of two appliances are trusted: %s", async (_who, deploy, worker, findings, paths) => {
  for (const writer of Object.keys(WRITERS)) {
    const report = await reportOf(
      writer,
      {
        first: [trust(EC2), assume("deploy", "worker")],
        second: [trust(EC2), assume("deploy", "worker")],
        deploy: deploying(deploy),
        worker: working(worker),
      },
      "[]",
    );
    expect(report).toEqual({ findings, paths });
  }
});

test("reports each appliance if none can assume a role", async () => {
  const { findings } = await reportOf("template", {
    first: [trust(EC2), assume("deploy")],
    second: [trust(EC2), assume("deploy")],
    deploy: deploying(ROOT),
    worker: working(ROOT),
  });
  expect(findings).toEqual(["error: role first can't assume role worker", `error: ${NOT}`]);
});

test.each<[what: string, roles: readonly string[], findings: readonly string[]]>([
  ["one of two", ["first", "second"], [`warning: ${NOT}, but role first can`]],
  ["the only one", ["second"], [`error: ${NOT}`]],
])("evaluates a permission of %s that refers to a role in Terraform source", async (_what, roles, findings) => {
  const mayAssume = (...names: readonly string[]) => ({
    ...assume(),
    Resource: names.map((name) => `\${aws_iam_role.${name}.arn}`),
  });
  const all: Roles = {
    first: [trust(EC2), mayAssume("deploy", "worker")],
    second: [trust(EC2), mayAssume("deploy")],
  };
  const callers = Object.fromEntries(Object.entries(all).filter(([id]) => roles.includes(id)));
  const report = await reportOf("source", { ...callers, deploy: deploying(ROOT), worker: working(ROOT) });
  expect(report.findings).toEqual(findings);
});

test("does not mistake a role in a known account for another account's appliance with the same name", async () => {
  const far = arn("first").replace(ACCOUNT, "444455556666");
  for (const writer of Object.keys(WRITERS)) {
    const roles: Roles = {
      first: [trust(EC2), assume("deploy", "worker")],
      deploy: deploying({ AWS: far }),
      worker: working({ AWS: far }),
    };
    expect((await reportOf(writer, roles, far)).paths).toEqual([
      "undefined unseen granted unseen",
      "first missing granted missing",
    ]);
    // The role's own account may be the one that the trust policies name.
    expect((await reportOf(writer, roles, `"444455556666"`)).paths).toEqual([
      "undefined unseen granted unseen",
      "first missing granted missing",
    ]);
  }
});
