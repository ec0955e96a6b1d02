import { removeFolders } from "../discover/repository.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const ACCOUNT = "111122223333";

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const say = (Principal: unknown, Action: unknown = "kms:*", more: object = {}) => ({
  ...{ Effect: "Allow", Principal, Action, Resource: "*" },
  ...more,
});
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const ROOT = root(ACCOUNT);
const ADMIN = { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` };
const DEPLOY = { AWS: `arn:aws:iam::${ACCOUNT}:role/veeam-deploy` };
const HERE = { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } };
const OPEN = document(say(ROOT));

const key = (policy: object) => ({ Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy } });
const deploy = (name: unknown = "veeam-deploy", more: readonly string[] = []) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: document({ Effect: "Allow", Principal: ROOT, Action: "sts:AssumeRole" }),
    Policies: [
      {
        PolicyName: "p",
        PolicyDocument: document({ Effect: "Allow", Action: [...actionsOf("backup"), ...more], Resource: "*" }),
      },
    ],
  },
});
const template = (keys: object, roles: object = { Deploy: deploy() }): Files => ({
  "t.json": JSON.stringify({ Resources: { ...roles, ...keys } }),
});
const config = (lines: string, accounts = `accounts: ["${ACCOUNT}"]`): Files => ({
  ".github/worker-iam-check.yml": `requirements: "7"\nroles: ["*eploy*: backup"]\n${accounts}\n${lines}\n`,
});
const KEYS = config("keys: [Key]");
const base: Files = { ...template({ Key: key(OPEN) }), ...KEYS };

/** The findings about keys. */
async function reported(before: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(before, head);
  return findings
    .filter(({ message, suppressed }) => message.includes("the policy of key") && suppressed === null)
    .map(({ rule, severity, actions, message }) => {
      const [, names] = /key (.*?) (?:does|may no longer)/.exec(message) ?? [];
      return `${severity} ${rule} ${names}: ${actions.length}`;
    })
    .sort();
}

const lost = (names = "Key", count = 5): string => `error weakened-action ${names}: ${count}`;
const blocked = (names = "Key", count = 5): string => `warning key-policy-blocks-action ${names}: ${count}`;

describe("compares key policies with the base", () => {
  test.each<[string, Files, readonly string[]]>([
    ["the same", {}, []],
    ["written differently", template({ Key: key(document(say(HERE))) }), []],
    ["for the role itself", template({ Key: key(document(say(DEPLOY))) }), []],
    [
      "shared with another account as well",
      template({ Key: key(document(say(ROOT), say(root("444455556666"), "kms:Encrypt"))) }),
      [],
    ],
    ["for another principal", template({ Key: key(document(say(ADMIN))) }), [lost()]],
    ["for only one action", template({ Key: key(document(say(ROOT, "kms:CreateGrant"))) }), [lost("Key", 4)]],
    [
      "under a condition",
      template({
        Key: key(document(say(ROOT, "kms:*", { Condition: { StringEquals: { "aws:PrincipalTag/a": "b" } } }))),
      }),
      [lost()],
    ],
    [
      "with a Deny",
      template({ Key: key(document(say(ROOT), say("*", "kms:CreateGrant", { Effect: "Deny" }))) }),
      [lost("Key", 1)],
    ],
    ["unchanged, and no longer named", config(""), []],
    ["narrowed, and no longer named", { ...template({ Key: key(document(say(ADMIN))) }), ...config("") }, [lost()]],
    ["deleted, and no longer named", { ...template({}), ...config("") }, [lost("Key, which was removed,")]],
    ["deleted, for another that is open", { ...template({ Key2: key(OPEN) }), ...config("keys: [Key2]") }, []],
    [
      "deleted, for another that is not open",
      { ...template({ Key2: key(document(say(ADMIN))) }), ...config("keys: [Key2]") },
      [lost("Key2")],
    ],
    [
      "deleted, for two of which one is open",
      { ...template({ Key2: key(document(say(ADMIN))), Key3: key(OPEN) }), ...config("keys: [Key2, Key3]") },
      [blocked("Key2")],
    ],
    [
      "narrowed, for another that is open",
      { ...template({ Key: key(document(say(ADMIN))), Key2: key(OPEN) }), ...config("keys: [Key2]") },
      [lost()],
    ],
    [
      "unchanged, next to one that is not open",
      { ...template({ Key: key(OPEN), Key2: key(document(say(ADMIN))) }), ...config("keys: [Key, Key2]") },
      [blocked("Key2")],
    ],
    [
      "moved to a file that is narrower",
      { ...template({}), "key.json": JSON.stringify(document(say(ADMIN))), ...config("keys: [key.json]") },
      [lost("key")],
    ],
    [
      "for the role by a name that it no longer has",
      template({ Key: key(document(say(DEPLOY))) }, { Deploy: deploy("veeam-d") }),
      [lost()],
    ],
    [
      "for the role, which another role replaces",
      template({ Key: key(document(say(DEPLOY))) }, { OtherDeploy: deploy("other-d") }),
      [lost()],
    ],
    [
      "narrowed, with a suppression for the loss",
      {
        ...template({ Key: key(document(say(ADMIN))) }),
        ...config("keys: [Key]\nsuppressions: [{ rule: weakened-action, role: Deploy, reason: meant }]"),
      },
      [blocked()],
    ],
    [
      "narrowed, with a suppression for an action",
      {
        ...template({ Key: key(document(say(ADMIN))) }),
        ...config(
          'keys: [Key]\nsuppressions: [{ rule: weakened-action, role: Deploy, actions: ["kms:CreateGrant"], reason: meant }]',
        ),
      },
      [lost("Key", 4), blocked("Key", 1)],
    ],
    [
      "narrowed, and the same change lowers the severity",
      {
        ...template({ Key: key(document(say(ADMIN))) }),
        ...config("keys: [Key]\nseverities: { weakened-action: off }"),
      },
      [lost()],
    ],
  ])("%s", async (_name, head, expected) => {
    expect(await reported(base, head)).toEqual(expected);
  });

  test("pairs each of two keys with a different one", async () => {
    const before = { ...template({ Key: key(OPEN), Other: key(OPEN) }), ...config("keys: [Key, Other]") };
    const head = (of: object) => ({ ...template({ A: key(OPEN), B: key(of) }), ...config("keys: [A, B]") });
    expect(await reported(before, head(OPEN))).toEqual([]);
    expect(await reported(before, head(document(say(ADMIN))))).toEqual([lost("B")]);
  });

  test("does not move a kind to a role that a key policy does not allow", async () => {
    const other = { OtherDeploy: deploy("other-d", ["sns:TagResource"]) };
    const head = template({ Key: key(document(say(DEPLOY))) }, other);
    const open = template({ Key: key(OPEN) }, other);
    const rules = async (files: Files) =>
      (await headOf(base, files)).findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
    expect([await rules(head), await rules(open)]).toEqual([["coverage-lost"], []]);
  });

  test.each<[string, object, object, readonly string[]]>([
    [
      "a policy that also names another account is just as open",
      OPEN,
      document(say(ROOT), say(root("444455556666"), "kms:Encrypt")),
      [],
    ],
    ["a policy that referred to this account is just as open", document(say(HERE)), OPEN, []],
    ["another account is not the role's", OPEN, document(say(root("444455556666"))), [lost()]],
    [
      "another account is not the one that was referred to",
      document(say(HERE)),
      document(say(root("444455556666"))),
      [lost()],
    ],
    [
      "another account is not the role's, which was referred to",
      document(say({ AWS: { "Fn::GetAtt": ["Deploy", "Arn"] } })),
      document(say(root("444455556666"))),
      [lost()],
    ],
  ])("without a declared account, %s", async (_name, before, now, expected) => {
    const undeclared = config("keys: [Key]", "");
    expect(await reported({ ...template({ Key: key(before) }), ...undeclared }, template({ Key: key(now) }))).toEqual(
      expected,
    );
  });

  const ofParameter = (text = "arn:aws:iam::${Account}:root") => ({ AWS: { "Fn::Sub": text } });
  const NOBODY = say("*", "kms:*", { Effect: "Deny" });
  test.each<[string, readonly object[], readonly object[], readonly string[]]>([
    ["unchanged", [say(ofParameter())], [say(ofParameter())], []],
    ["with another description", [say(ofParameter())], [{ Sid: "a", ...say(ofParameter()) }], []],
    ["opened for the role's own account", [say(ofParameter())], [say(HERE)], []],
    ["with a Deny", [say(ofParameter())], [say(ofParameter()), NOBODY], [lost()]],
    ["for only one action", [say(ofParameter())], [say(ofParameter(), "kms:CreateGrant")], [lost("Key", 4)]],
    [
      "for another role of the account",
      [say(ofParameter())],
      [say(ofParameter("arn:aws:iam::${Account}:role/a"))],
      [lost()],
    ],
    [
      "for a role by a parameter, with a Deny",
      [say(ofParameter("${Account}"))],
      [say(ofParameter("${Account}")), NOBODY],
      [lost()],
    ],
    ["of an account that was known", [say(HERE)], [say(ofParameter())], [lost()]],
    [
      "with another's rights, which it never had",
      [say(ofParameter("arn:aws:iam::${Account}:role/a"))],
      [say(HERE), NOBODY],
      [blocked()],
    ],
  ])("a policy for an account that is a parameter: %s", async (_name, before, now, expected) => {
    const of = (statements: readonly object[]) => {
      const Resources = { Deploy: deploy(), Key: key(document(...statements)) };
      return { "t.json": JSON.stringify({ Parameters: { Account: { Type: "String" } }, Resources }) };
    };
    expect(await reported({ ...of(before), ...config("keys: [Key]", "") }, of(now))).toEqual(expected);
  });

  const MODULE = `variable "account" {}
resource "aws_iam_role" "deploy" {
  name               = "veeam-deploy"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "${ACCOUNT}" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "deploy" {
  role   = aws_iam_role.deploy.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Resource = "*", Action = ${JSON.stringify(actionsOf("backup"))} }] })
}
resource "aws_kms_key" "k" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Resource = "*", Action = "kms:*", Principal = { AWS = "arn:aws:iam::\${var.account}:PRINCIPAL" } }] })
}
`;
  const rootOf = (account: string, named = account) => `provider "aws" {
  allowed_account_ids = ["${account}"]
}
module "v" {
  source  = "../../m"
  account = "${named}"
}
`;
  const [ONE, OTHER] = [rootOf(ACCOUNT), rootOf("444455556666")];
  const moduleFor = (principal: string): Files => ({ "m/main.tf": MODULE.replace("PRINCIPAL", principal) });
  const K = "module.v.aws_kms_key.k";
  const inBoth = (keys: string) =>
    config(`keys: [${keys}]`, `deployment: { accounts: ["${ACCOUNT}", "444455556666"] }`);
  const ROOTS: Files = { "live/dev/main.tf": ONE, "live/prod/main.tf": OTHER, ...inBoth(K) };
  const byRoot = inBoth(`'live/dev:${K}', 'live/prod:${K}'`);

  test.each<[string, string, Files, readonly string[]]>([
    ["unchanged, for the account", "root", { README: "" }, []],
    ["unchanged, for the role", "role/veeam-deploy", { README: "" }, []],
    ["for another role", "root", moduleFor("role/admin"), [lost(K), lost(K)]],
    ["unchanged, named by their roots", "root", byRoot, []],
    ["for another role, named by their roots", "root", { ...byRoot, ...moduleFor("role/admin") }, [lost(K), lost(K)]],
    ["for another account in one root", "root", { "live/dev/main.tf": rootOf(ACCOUNT, "444455556666") }, [lost(K)]],
  ])("the key of a module that two root modules call: %s", async (_name, principal, head, expected) => {
    expect(await reported({ ...ROOTS, ...moduleFor(principal), README: "a" }, head)).toEqual(expected);
  });

  const inModule = (calls: string, policy: string, lines: string, root = "live"): Files => ({
    [`${root}/main.tf`]: `provider "aws" {}\n${calls}`,
    "m/main.tf": MODULE.replace('"account"', '"env"')
      .replace('"veeam-deploy"', '"veeam-deploy-${var.env}"')
      .replace(/policy = jsonencode\(.*var.account.*/, `policy = jsonencode(${policy})`),
    ...config(`keys: [${lines}]`),
  });
  const call = (name: string, env = `"${name}"`, more = "") =>
    `module "${name}" {\n  source = "../m"\n  env = ${env}\n${more}}\n`;
  const letIn = (names: string) =>
    `{ Statement = [{ Effect = "Allow", Resource = "*", Action = "kms:*", Principal = { AWS = ${names} } }] }`;
  const EACH = call("v", "each.key", '  for_each = toset(["dev", "prod"])\n');
  const ENVIRONMENTS = ["dev", "prod"];
  const OWN = letIn("aws_iam_role.deploy.arn");
  const CROSSED = letIn('"arn:aws:iam::111122223333:role/veeam-deploy-${var.env == "dev" ? "prod" : "dev"}"');
  const NONE = letIn('"arn:aws:iam::111122223333:role/admin"');
  const eachKey = ENVIRONMENTS.map((env) => `'module.v["${env}"].aws_kms_key.k'`).join(", ");
  const [OF_DEV, OF_PROD] = ENVIRONMENTS.map((env) => `module.v["${env}"].aws_kms_key.k`);
  const ownKey = ENVIRONMENTS.map((env) => `module.${env}.aws_kms_key.k`).join(", ");
  const beside: Files = inModule(call("v", '"dev"'), OWN, K);

  const DEPLOY_ITSELF = { AWS: { "Fn::GetAtt": ["Deploy", "Arn"] } };
  const nestable = (principal: object, lines: string): Files => ({
    "t.json": JSON.stringify({
      Parameters: { Env: { Type: "String", Default: "dev" } },
      Resources: { Deploy: deploy({ "Fn::Sub": "${Env}-deploy" }), Key: key(document(say(principal))) },
    }),
    ...config(`keys: [${lines}]`),
  });
  const nested = (Env: string) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: "t.json", Parameters: { Env } },
  });
  const PARENT: Files = { "p.json": JSON.stringify({ Resources: { Dev: nested("dev"), Prod: nested("prod") } }) };

  test.each<[string, Files, Files, readonly string[]]>([
    ["an instance for each environment", beside, inModule(EACH, OWN, eachKey), [blocked(OF_DEV), blocked(OF_PROD)]],
    [
      "instances whose keys leave out their own roles",
      beside,
      inModule(EACH, CROSSED, eachKey),
      [lost(OF_DEV), blocked(OF_PROD)],
    ],
    [
      "instances whose keys leave out both roles",
      beside,
      inModule(EACH, NONE, eachKey),
      [lost(OF_DEV), blocked(`${OF_DEV}, ${OF_PROD}`), blocked(OF_PROD)],
    ],
    [
      "nested stacks",
      nestable(DEPLOY_ITSELF, "Key"),
      { ...nestable(DEPLOY_ITSELF, "Dev/Key, Prod/Key"), ...PARENT },
      [blocked("Dev/Key"), blocked("Prod/Key")],
    ],
    [
      "nested stacks whose keys leave out their roles",
      nestable(DEPLOY_ITSELF, "Key"),
      { ...nestable(ADMIN, "Dev/Key, Prod/Key"), ...PARENT },
      [lost("Dev/Key"), blocked("Dev/Key, Prod/Key"), blocked("Prod/Key")],
    ],
    [
      "two calls",
      beside,
      inModule(call("dev") + call("prod"), OWN, ownKey),
      [blocked("module.dev.aws_kms_key.k"), blocked("module.prod.aws_kms_key.k")],
    ],
    [
      "two calls whose keys leave out their own roles",
      beside,
      inModule(call("dev") + call("prod"), CROSSED, ownKey),
      [lost("module.dev.aws_kms_key.k"), blocked("module.prod.aws_kms_key.k")],
    ],
  ])("a deployment with a key becomes %s", async (_name, before, head, expected) => {
    expect(await reported(before, head)).toEqual(expected);
  });

  test("loses no actions that the base's policy did not allow", async () => {
    const narrow = template({ Key: key(document(say(ROOT, "kms:CreateGrant"))) });
    expect(await reported({ ...narrow, ...KEYS }, template({ Key: key(document(say(ADMIN))) }))).toEqual(
      [blocked("Key", 4), lost("Key", 1)].sort(),
    );
  });

  test("compares a key file that is deleted together with its line", async () => {
    const policy = (of: object): Files => ({ "key.json": JSON.stringify(document(say(of))) });
    const before = { ...template({}), ...policy(ROOT), ...config("keys: [key.json]") };
    expect(await reported(before, config(""))).toEqual([]);
    expect(await reported(before, { ...policy(ADMIN), ...config("") })).toEqual([lost("key")]);
    expect(await reported(before, { "key.json": "", ...config("") })).toEqual([lost("key, which was removed,")]);
  });

  test("reports the finding at the key, with a fix", async () => {
    const { findings, conclusion } = await headOf(base, template({ Key: key(document(say(ADMIN))) }));
    expect(conclusion).toBe("failure");
    expect(findings.filter(({ rule }) => rule === "weakened-action")).toMatchObject([
      {
        role: "Deploy",
        kind: "backup",
        message: "the policy of key Key may no longer let role Deploy perform 5 backup actions, as it did on main",
        help: "let the role perform them as before, and name the replacement of a removed key under `keys`; if this is intended, suppress weakened-action with the reason",
      },
    ]);
  });
});
