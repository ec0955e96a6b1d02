import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check, inspect } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const ACCOUNT = "111122223333";
const ARN = `arn:aws:iam::${ACCOUNT}:role/`;
const arnOf = (name: string) => (name === "root" ? `arn:aws:iam::${ACCOUNT}:root` : `${ARN}${name}`);
const TO_EC2 = { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "environments-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** The names in each link. `ENV` is replaced with the environment's part of a name. */
interface Links {
  /** The name of the appliance's role. */
  readonly caller: string;
  readonly trust: string;
  readonly call: string;
  readonly pass: string;
  readonly key: string;
  /** The roles that a guardrail exempts from its Deny of iam:PassRole. */
  readonly exempt: string;
}

const SOUND: Links = {
  caller: "ENV-imp",
  trust: "ENV-imp",
  call: "ENV-*",
  pass: "ENV-worker",
  key: "ENV-backup",
  exempt: "*",
};

const allow = (more: object) => ({ Effect: "Allow", ...more });
const document = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const guard = (exempt: string) =>
  document({
    Effect: "Deny",
    Action: "iam:PassRole",
    Resource: "*",
    Condition: { ArnNotLike: { "aws:PrincipalArn": `${ARN}${exempt}` } },
  });

/** The documents of the three roles and the key, with `arn` for a role's ARN. */
function documents({ trust, call, pass, key }: Links, arn: (name: string) => unknown) {
  const byService = allow({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });
  const byImp = allow({ Action: "sts:AssumeRole", Principal: { AWS: trust.split(" ").map(arn) } });
  return {
    imp: [document(byService), document(allow({ Action: "sts:AssumeRole", Resource: arn(call) }))],
    backup: [
      document(byImp),
      document(
        allow({ NotAction: "iam:PassRole", Resource: "*" }),
        allow({ Action: "iam:PassRole", Resource: arn(pass), Condition: TO_EC2 }),
      ),
    ],
    worker: [document(byService, byImp), document(allow({ Action: "*", Resource: "*" }))],
    key: document(allow({ Action: "kms:*", Resource: "*", Principal: { AWS: arn(key) } })),
  } as const;
}

const HEAD = `requirements: "7"
appliance: "${ACCOUNT}"
deployment: { accounts: ["${ACCOUNT}"], regions: [eu-west-1] }
guardrails: [[guard.json]]
`;

type Form = (links: Links) => string;

/** @param tagged a role with a tag that depends on the environment. The parameter then has no default. */
function template(links: Links, textOf: (text: string) => unknown, isSplit = false, tagged = ""): string {
  const { imp, backup, worker, key } = documents(links, (name) => textOf(arnOf(name)));
  const role = (name: string, [trust, policy]: readonly [object, object]) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: textOf(name === "imp" ? links.caller : `ENV-${name}`),
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: "p", PolicyDocument: policy }],
      ...(name === tagged ? { Tags: [{ Key: "tier", Value: { "Fn::If": ["IsProd", "gold", "bronze"] } }] } : {}),
    },
  });
  const Resources = {
    Imp: role("imp", imp),
    Backup: role("backup", backup),
    Worker: role("worker", worker),
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "Worker" }] } },
    Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: key } },
  };
  const Parameters = { Env: { Type: "String", ...(tagged ? {} : { Default: "dev" }), AllowedValues: ["dev", "prod"] } };
  const Conditions = { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } };
  const { Imp, Backup, ...others } = Resources;
  for (const [at, own] of (isSplit ? [{ Imp }, { Backup }, others] : [Resources]).entries())
    write(`t${at}.json`, JSON.stringify({ Parameters, Conditions, Resources: own }));
  return `${HEAD}roles: { Imp: appliance, Backup: backup, Worker: communication }\nkeys: [Key]\n`;
}

const bySub = (text: string) => (text.includes("ENV") ? { "Fn::Sub": text.replace("ENV", "${Env}") } : text);
const sub: Form = (links) => template(links, bySub);
const apart: Form = (links) => template(links, bySub, true);
const choice: Form = (links) =>
  template(links, (text) => {
    const [prod, dev] = ["prod", "dev"].map((env) => text.replace("ENV", env));
    return prod === dev ? text : { "Fn::If": ["IsProd", prod, dev] };
  });

function root(links: Links, env: string, isSplit: boolean): string {
  const { imp, backup, worker, key } = documents(links, arnOf);
  const json = (value: object) => `jsonencode(${JSON.stringify(value).replaceAll("ENV", `\${${env}}`)})`;
  const role = (name: string, [trust, policy]: readonly [object, object]) => `
resource "aws_iam_role" "${name}" {
  name               = "${(name === "imp" ? links.caller : `ENV-${name}`).replace("ENV", `\${${env}}`)}"
  assume_role_policy = ${json(trust)}
}
resource "aws_iam_role_policy" "${name}" {
  role   = aws_iam_role.${name}.id
  policy = ${json(policy)}
}
`;
  const head = `
variable "env" { default = "dev" }
provider "aws" {
  region = "eu-west-1"
}
`;
  const more = `
resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.worker.name
}
resource "aws_kms_key" "k" {
  policy = ${json(key)}
}
`;
  const all = [role("imp", imp), role("backup", backup), role("worker", worker) + more];
  for (const [at, own] of (isSplit ? all : [all.join("")]).entries()) write(`r${at}/main.tf`, head + own);
  return `${HEAD}roles: { aws_iam_role.imp: appliance, aws_iam_role.backup: backup, aws_iam_role.worker: communication }
keys: [aws_kms_key.k]
`;
}

const filesOf = (links: Links, isSplit: boolean): string => {
  for (const env of ["dev", "prod"]) write(`${env}.tfvars`, `env = "${env}"\n`);
  return `${root(links, "var.env", isSplit)}terraform: { var-files: [dev.tfvars, prod.tfvars] }\n`;
};
/** Root modules with variable files of their own, which need not be deployed together. */
const ownFilesOf: Form = (links) => {
  for (const env of ["dev", "prod"]) for (const at of [0, 1, 2]) write(`r${at}/${env}.tfvars`, `env = "${env}"\n`);
  return `${root(links, "var.env", true)}terraform: { var-files: ["r*/*.tfvars"] }\n`;
};
const workspacesOf = (links: Links, isSplit: boolean): string =>
  `${root(links, "terraform.workspace", isSplit)}terraform: { workspaces: [dev, prod] }\n`;

const FORMS: Readonly<Record<string, Form>> = {
  "Fn::Sub": sub,
  "Fn::If": choice,
  "variable files": (links) => filesOf(links, false),
  "variable files of several roots": (links) => filesOf(links, true),
  workspaces: (links) => workspacesOf(links, false),
  "workspaces of several roots": (links) => workspacesOf(links, true),
};

function inputsOf(form: Form, links: Links) {
  const config = form(links);
  write("guard.json", JSON.stringify(guard(links.exempt)));
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  return [resolved.options.check, { scope, today: "2026-11-28" }] as const;
}

async function findingsOf(form: Form, links: Links): Promise<readonly string[]> {
  const outcome = await check(...inputsOf(form, links));
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { findings, paths = [] } = outcome.report;
  const [path] = paths;
  const shown = [path?.assumes, path?.passes, path?.assumesWorker, path?.keys].join(" ");
  return [shown, ...findings.map(({ rule, severity, message }) => `${severity}[${rule}] ${message}`)];
}

const PROD = /when (?:Env is prod|condition IsProd is true|prod\.tfvars|workspace prod)/;

type Case = [title: string, links: Partial<Links>, states: string, says: readonly RegExp[]];

const CASES: readonly Case[] = [
  ["sound", {}, "granted granted granted granted", []],
  [
    "a trust policy that names the first environment's caller",
    { trust: "dev-imp" },
    "missing granted missing granted",
    [/^error\[caller-cannot-assume\] .* can't always assume role \S*[Bb]ackup/, /^error\[caller-.* role \S*[Ww]orker/],
  ],
  [
    "a caller that is named by the trust and needs no permission",
    { call: "dev-*" },
    "granted granted granted granted",
    [],
  ],
  [
    "a caller with permission in the first environment",
    { trust: "root", call: "dev-*" },
    "missing granted missing granted",
    [/^error\[caller-cannot-assume\] .* can't always assume role \S*[Bb]ackup/, /^error\[caller-.* role \S*[Ww]orker/],
  ],
  [
    "iam:PassRole for the first environment's role",
    { pass: "dev-worker" },
    "granted missing granted granted",
    [/^error\[conditional-action\] .* 1 of \d+ backup actions only under a condition/],
  ],
  [
    "a key policy for the first environment's role",
    { key: "dev-backup" },
    "granted granted granted missing",
    [/^warning\[key-policy-blocks-action\] .* \(when /],
  ],
  [
    "a guardrail that exempts the first environment's roles",
    { exempt: "dev-*" },
    "granted missing granted granted",
    [/^error\[conditional-action\]/],
  ],
];

const ROWS = Object.entries(FORMS).flatMap(([name, form]) =>
  CASES.map(([title, ...rest]) => [`${name}: ${title}`, form, ...rest] as const),
);

test.each(ROWS)("%s", async (_, form, links, states, says) => {
  const [path, ...findings] = await findingsOf(form, { ...SOUND, ...links });
  expect({ path, findings }).toEqual({ path: states, findings: says.map((one) => expect.stringMatching(one)) });
  expect(findings.filter((one) => !PROD.test(one))).toEqual([]);
});

test.each(Object.entries(FORMS))(
  "%s: the appliance needs a permission for the names in each environment",
  async (_, form) => {
    const inspected = await inspect(...inputsOf(form, SOUND));
    const roles = "problems" in inspected ? [] : inspected.result.roles;
    const names = ["dev-backup", "dev-worker", "prod-backup", "prod-worker"];
    expect(roles.flatMap(({ assumed }) => assumed?.arns ?? []).sort()).toEqual(names.map(arnOf));
  },
);

const REFUSED = ["error[caller-cannot-assume]", "error[caller-cannot-assume]"];

test.each(
  ["imp", "backup", "worker"].flatMap((tagged) =>
    [
      { title: "sound", links: {}, states: "granted granted", rules: [] },
      {
        title: "iam:PassRole for another role",
        links: { pass: "ENV-other" },
        states: "missing granted",
        rules: ["error[partial-action]"],
      },
      {
        title: "a trust policy that names another caller",
        links: { trust: "ENV-other" },
        states: "granted granted",
        rules: REFUSED,
      },
      {
        title: "a key policy for another role",
        links: { key: "ENV-other" },
        states: "granted missing",
        rules: ["warning[key-policy-blocks-action]"],
      },
    ].map((row) => ({ ...row, tagged })),
  ),
)("a parameter without a value, on which only the tags of $tagged depend: $title", async (row) => {
  const form: Form = (links) => template(links, bySub, false, row.tagged);
  const [path = "", ...findings] = await findingsOf(form, { ...SOUND, ...row.links });
  const [, passes, , keys] = path.split(" ");
  const rules = findings.map((one) => one.split(" ")[0]).filter((one) => one !== "warning[trust-conditional]");
  expect({ states: `${passes} ${keys}`, rules }).toEqual({ states: row.states, rules: row.rules });
});

/** The roles of a stack set whose groups override `Env`: `dev` in the first account, `prod` in the second. */
function stackSet({ call, pass, key }: Pick<Links, "pass" | "key"> & { readonly call: readonly string[] }): string {
  const arnIn = (name: string) => ({
    "Fn::Sub": arnOf(name).replace(ACCOUNT, "${AWS::AccountId}").replace("ENV", "${Env}"),
  });
  const links = documents({ ...SOUND, pass, key }, arnIn);
  const role = (name: unknown, [trust, policy]: readonly [object, object]) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: "p", PolicyDocument: policy }],
    },
  });
  const byImp = allow({ Action: "sts:AssumeRole", Principal: { AWS: `${ARN}imp` } });
  const [byService] = links.worker[0].Statement;
  const groups = [
    ["222233334444", "dev"],
    ["333344445555", "prod"],
  ].map(([account, env]) => ({
    DeploymentTargets: { Accounts: [account] },
    ParameterOverrides: [{ ParameterKey: "Env", ParameterValue: env }],
  }));
  const set = { TemplateURL: "spoke.json", StackInstancesGroup: groups };
  const imp = role("imp", [links.imp[0], document(allow({ Action: "sts:AssumeRole", Resource: call }))]);
  write("hub.json", JSON.stringify({ Resources: { Imp: imp } }));
  write("set.json", JSON.stringify({ Resources: { Set: { Type: "AWS::CloudFormation::StackSet", Properties: set } } }));
  const Resources = {
    Backup: role(bySub("ENV-backup"), [document(byImp), links.backup[1]]),
    Worker: role(bySub("ENV-worker"), [document(byService ?? {}, byImp), links.worker[1]]),
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "Worker" }] } },
    Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: links.key } },
  };
  write("spoke.json", JSON.stringify({ Parameters: { Env: { Type: "String", Default: "dev" } }, Resources }));
  return `${HEAD.replace(`["${ACCOUNT}"]`, '["222233334444", "333344445555"]')
    .replace(ACCOUNT, `${ARN}imp`)
    .replace(/^guardrails.*\n/m, "")}roles: { Imp: appliance, Set/Backup: backup, Set/Worker: communication }
keys: [Set/Key]
`;
}

const EACH = ["arn:aws:iam::222233334444:role/dev-*", "arn:aws:iam::333344445555:role/prod-*"];
const [SECOND, ONLY] = ["333344445555", /not when AWS::AccountId@Set is 333344445555/];

test.each<[title: string, links: Partial<Parameters<typeof stackSet>[0]>, states: string, says: readonly RegExp[]]>([
  ["sound", {}, "granted granted granted granted", []],
  [
    "a caller with permission for the first group's names",
    { call: ["arn:aws:iam::*:role/dev-*"] },
    "missing granted missing granted",
    ["Backup", "Worker"].map(
      (name) =>
        new RegExp(`^error\\[caller-cannot-assume\\] .* role Set/${name} in account ${SECOND} .*${ONLY.source}`),
    ),
  ],
  [
    "a caller with permission for each other's names",
    { call: ["arn:aws:iam::333344445555:role/dev-*", "arn:aws:iam::222233334444:role/prod-*"] },
    "missing granted missing granted",
    [/^error\[caller-cannot-assume\] /, /^error\[caller-cannot-assume\] /],
  ],
  [
    "iam:PassRole for the first group's role",
    { pass: "dev-worker" },
    "granted missing granted granted",
    [new RegExp(`^error\\[conditional-action\\] .*${ONLY.source}`)],
  ],
  [
    "a key policy for the first group's role",
    { key: "dev-backup" },
    "granted granted granted missing",
    [/^warning\[key-policy-blocks-action\] .*when AWS::AccountId@Set is 333344445555/],
  ],
])("stack set with overrides: %s", async (_, links, states, says) => {
  const form = () => stackSet({ call: EACH, pass: SOUND.pass, key: SOUND.key, ...links });
  const [path, ...findings] = await findingsOf(form, SOUND);
  expect({ path, findings }).toEqual({ path: states, findings: says.map((one) => expect.stringMatching(one)) });
});

const APART: Readonly<Record<string, Form>> = { templates: apart, "root modules": ownFilesOf };
const HUB = { caller: "imp", trust: "imp" };
const OUT = /^error\[caller-cannot-assume\] the trust policy of role \S* leaves out role \S*[Ii]mp/;
const NEVER = /^error\[caller-cannot-assume\] role \S* can't assume role/;
const IN_PROD =
  /^error\[caller-cannot-assume\] role \S* can't always assume role .*not when (?:Env is prod|.*prod\.tfvars)/;

const UNSURE = /^warning\[caller-cannot-assume\] role \S* may be unable to assume role .*only resource/;
const UNTRUSTED =
  /^warning\[caller-cannot-assume\] role \S* may be unable to assume role .*leaves it out when (?:Env is prod|r0\/prod\.tfvars)\)/;
const BY_ROOT = { trust: "root" };

const CALLERS: readonly Case[] = [
  ["in the same environment", {}, "open", []],
  ["with permission in the same environment", BY_ROOT, "open", [UNSURE, UNSURE]],
  ["that the trust policy names in one environment", { trust: "dev-imp" }, "open", [UNTRUSTED, UNTRUSTED]],
  ["that the trust policy names in each environment", { trust: "dev-imp prod-imp" }, "granted", []],
  ["that the trust policy names in none", { trust: "other" }, "missing", [OUT, OUT]],
  ["with permission for no role", { ...BY_ROOT, call: "other-*" }, "missing", [NEVER, NEVER]],
  ["with permission for the roles of one", { ...BY_ROOT, call: "dev-*" }, "missing", [IN_PROD, IN_PROD]],
  ["with permission for only one role", { ...BY_ROOT, call: "ENV-worker" }, "missing open", [NEVER, UNSURE]],
  ["that has one name", HUB, "granted", []],
  ["that has one name and permission", { ...HUB, ...BY_ROOT, call: "*" }, "granted", []],
  ["that has one name, but no permission", { ...HUB, ...BY_ROOT, call: "x" }, "missing", [NEVER, NEVER]],
  [
    "that has one name, with permission for the roles of one",
    { ...HUB, ...BY_ROOT, call: "dev-*" },
    "missing",
    [IN_PROD, IN_PROD],
  ],
];

// They may be deployed with the same value, but nothing shows that they are.
test.each(
  Object.entries(APART).flatMap(([name, form]) =>
    CALLERS.map(([title, ...rest]) => [`${name}: ${title}`, form, ...rest] as const),
  ),
)("a caller in another deployment with environments of its own: %s", async (_, form, links, states, says) => {
  const [path = "", ...findings] = await findingsOf(form, { ...SOUND, ...links });
  const [assumes, , assumesWorker] = path.split(" ");
  expect(assumes === assumesWorker ? assumes : `${assumes} ${assumesWorker}`).toBe(states);
  expect(findings.filter((one) => one.includes("[caller-"))).toEqual(says.map((one) => expect.stringMatching(one)));
});

/** Two root modules, each with the appliance's role of one environment. */
const hubs: Form = (links) => {
  const config = ownFilesOf({ ...links, caller: "dev-imp" });
  const [dev = "", ...others] = ["r0/main.tf", "r0/dev.tfvars", "r0/prod.tfvars"].map((name) => join(folder, name));
  for (const one of others) rmSync(one);
  write("r3/main.tf", readFileSync(dev, "utf8").replaceAll("dev-", "prod-").replaceAll("role/*", "role/none"));
  return config;
};

test.each<Case>([
  ["each named by the trust policy in its environment", {}, "open open", []],
  ["each with permission for its environment", { ...BY_ROOT, call: "dev-*" }, "open open", Array(4).fill(UNSURE)],
  ["one of them named by the trust policy", { trust: "dev-imp" }, "granted granted", []],
  [
    "one of them with permission",
    { ...BY_ROOT, call: "*", caller: "imp" },
    "granted granted",
    Array(2).fill(/^warning.* role \S+imp .*, but the one in r0 can /),
  ],
  ["neither named by the trust policy", { trust: "other" }, "missing missing", [OUT, OUT]],
  ["neither with permission", { ...BY_ROOT, call: "x" }, "missing missing", Array(4).fill(NEVER)],
  ["neither with permission in prod", { ...BY_ROOT, call: "d*" }, "missing missing", Array(4).fill(IN_PROD)],
])("two callers of one environment each, and roles of both: %s", async (_, links, states, says) => {
  const [path = "", ...findings] = await findingsOf(hubs, { ...SOUND, ...links });
  const [assumes, , assumesWorker] = path.split(" ");
  expect(`${assumes} ${assumesWorker}`).toBe(states);
  expect(findings.filter((one) => one.includes("[caller-"))).toEqual(says.map((one) => expect.stringMatching(one)));
});

test("finds the environment whose role nothing passes, in whatever environments two templates are deployed together", async () => {
  const [, ...findings] = await findingsOf(apart, { ...SOUND, pass: "dev-worker" });
  expect(findings.filter((one) => one.includes("leaves out"))).toEqual([
    expect.stringMatching(
      /^error\[partial-action\] role Backup .* leaves out role Worker \(prod-worker\) of this check/,
    ),
  ]);
});

const [PROD_ACCOUNT, FOREIGN] = ["444455556666", "999988887777"];
const NOT_PROD =
  /^error\[(?:caller-cannot-assume|trust-conditional|conditional-action)\] .*not when r[12]\/prod\.tfvars/;

/** Root modules with an account for each environment. The root module of the appliance's role doesn't name its account. */
function inAccounts(trusted: string): Form {
  return (links) => {
    const config = ownFilesOf({ ...links, ...HUB, call: "*" });
    for (const at of [0, 1, 2]) {
      const text = readFileSync(join(folder, `r${at}/main.tf`), "utf8")
        .replace("region", "allowed_account_ids = [var.account]\n  region")
        .replace(`${ACCOUNT}:role/imp`, "${var.trusted}:role/imp")
        .replaceAll(`${ACCOUNT}:role/`, "${var.account}:role/");
      const hub = text.replace("allowed_account_ids = [var.account]", "").replaceAll("${var.account}", "*");
      write(`r${at}/main.tf`, `variable "account" {}\nvariable "trusted" {}\n${at === 0 ? hub : text}`);
      const [dev, prod] = ["dev", "prod"].map((env) => `env = "${env}"\n`);
      write(`r${at}/dev.tfvars`, `${dev}account = "${ACCOUNT}"\ntrusted = "${ACCOUNT}"\n`);
      write(`r${at}/prod.tfvars`, `${prod}account = "${PROD_ACCOUNT}"\ntrusted = "${trusted}"\n`);
    }
    return config
      .replace(`accounts: ["${ACCOUNT}"]`, `accounts: ["${ACCOUNT}", "${PROD_ACCOUNT}"]`)
      .replace(/^(?:guardrails|keys).*\n/gm, "");
  };
}

test.each<[title: string, trusted: string, pass: string, states: string, findings: number]>([
  ["sound", ACCOUNT, "ENV-worker", "granted granted granted", 0],
  ["trust in another account than the appliance's", FOREIGN, "ENV-worker", "open granted open", 4],
  ["trust in the environment's account", PROD_ACCOUNT, "ENV-worker", "open granted open", 4],
  ["iam:PassRole for the other environment's worker", ACCOUNT, "dev-worker", "granted missing granted", 1],
])("root modules with an account for each environment: %s", async (_, trusted, pass, states, count) => {
  const [path, ...findings] = await findingsOf(inAccounts(trusted), { ...SOUND, pass });
  expect({ path, findings }).toEqual({
    path: `${states} `,
    findings: Array(count).fill(expect.stringMatching(NOT_PROD)),
  });
});
