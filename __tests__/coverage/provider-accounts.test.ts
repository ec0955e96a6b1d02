import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const backup =
  catalogRequirements("7")
    ?.kinds.find(({ name }) => name === "backup")
    ?.actions.map(({ action }) => action) ?? [];
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: backup, Resource: "*" }],
});
/** The role's own policy, so that not every action is undecided. */
const little = document.replace(JSON.stringify(backup), JSON.stringify(backup.slice(0, 1)));
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::111122223333:role/appliance" } },
  ],
});

const OTHER = "aws.other";

/** The provider of each part, `aws` by default. */
interface Made {
  readonly role?: string;
  readonly policy?: string;
  readonly attachment?: string;
  /** How the attachment refers to the role. */
  readonly named?: string;
  readonly name?: string;
}

const by = (provider: string | undefined): string => (provider === undefined ? "" : `provider = ${provider}`);

const created = ({ role, policy, attachment, named = "aws_iam_role.veeam.name", name = '"veeam"' }: Made): string => `
resource "aws_iam_role" "veeam" {
  ${by(role)}
  ${name === "" ? "" : `name = ${name}`}
  assume_role_policy = jsonencode(${trust})
}
resource "aws_iam_role_policy" "own" {
  ${by(role)}
  role   = aws_iam_role.veeam.id
  policy = jsonencode(${little})
}
resource "aws_iam_policy" "veeam" {
  ${by(policy)}
  name   = "veeam"
  policy = jsonencode(${document})
}
resource "aws_iam_role_policy_attachment" "veeam" {
  ${by(attachment)}
  role       = ${named}
  policy_arn = aws_iam_policy.veeam.arn
}
`;
const inline = (provider?: string): string => `
resource "aws_iam_role" "veeam" {
  name               = "veeam"
  assume_role_policy = jsonencode(${trust})
}
resource "aws_iam_role_policy" "veeam" {
  ${by(provider)}
  role   = aws_iam_role.veeam.id
  policy = jsonencode(${document})
}
`;
const providers = (other: string, own = ""): string => `
provider "aws" {
  region = "eu-central-1"
  ${own}
}
provider "aws" {
  alias = "other"
  ${other}
}
`;
const assuming = (account: string, role = "deploy", more = ""): string =>
  `assume_role {\n    role_arn = "arn:aws:iam::${account}:role/${role}"\n    ${more}\n  }`;
const OTHER_ACCOUNT = providers(assuming("444455556666"));

const root = (text: string): Files => ({
  "main.tf": text,
  ".github/worker-iam-check.yml": "roles: ['*veeam: backup']\n",
});

async function reportedFor(base: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(base, head);
  return findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
}

const RED = ["weakened-action"];
const ALL_OPEN = ["undetermined-action", ...RED];

describe("compares resources that another provider configuration creates", () => {
  test.each<[string, string, Made, Made, readonly string[]]>([
    ["an attachment", OTHER_ACCOUNT, {}, { attachment: OTHER }, RED],
    ["an attachment by a literal name", OTHER_ACCOUNT, {}, { attachment: OTHER, named: '"veeam"' }, RED],
    ["an attachment to a role without a name", OTHER_ACCOUNT, { name: "" }, { name: "", attachment: OTHER }, RED],
    ["an attachment and its policy", OTHER_ACCOUNT, {}, { attachment: OTHER, policy: OTHER }, RED],
    ["a policy", OTHER_ACCOUNT, {}, { policy: OTHER }, RED],
    ["a role", OTHER_ACCOUNT, {}, { role: OTHER }, RED],
    ["everything", OTHER_ACCOUNT, {}, { role: OTHER, policy: OTHER, attachment: OTHER }, []],
    [
      "everything except what moves back",
      OTHER_ACCOUNT,
      { role: OTHER, policy: OTHER, attachment: OTHER },
      { role: OTHER, policy: OTHER },
      RED,
    ],
    ["another provider profile", providers('profile = "other"'), {}, { attachment: OTHER }, RED],
    ["another region", providers('region = "us-east-1"'), {}, { attachment: OTHER, policy: OTHER }, []],
    [
      "another region, and a setting that does not affect the account",
      providers('region = "us-east-1"\n  skip_region_validation = true\n  max_retries = 3'),
      {},
      { attachment: OTHER },
      [],
    ],
    ["the same provider profile", providers('profile = "veeam"', 'profile = "veeam"'), {}, { attachment: OTHER }, []],
    [
      "another role in the same account",
      providers(assuming("111122223333", "iam", 'session_name = "iam"'), assuming("111122223333")),
      {},
      { attachment: OTHER },
      [],
    ],
    [
      "a role in an unknown account",
      providers(assuming("111122223333", "iam"), assuming(`${"$"}{var.account}`)),
      {},
      { attachment: OTHER },
      RED,
    ],
  ])("%s", async (_what, blocks, base, head, expected) => {
    expect(await reportedFor(root(blocks + created(base)), root(blocks + created(head)))).toEqual(expected);
  });

  test("an inline policy", async () => {
    expect(await reportedFor(root(OTHER_ACCOUNT + inline()), root(OTHER_ACCOUNT + inline(OTHER)))).toEqual(ALL_OPEN);
  });

  test.each<[string, string, readonly string[]]>([
    ["a module", OTHER_ACCOUNT, ALL_OPEN],
    ["a module in another region", providers('region = "us-east-1"'), []],
  ])("compares attachments of %s", async (_what, blocks, expected) => {
    const module = `
variable "role" {}
resource "aws_iam_role_policy" "veeam" {
  role   = var.role
  policy = jsonencode(${document})
}
`;
    const rootOf = (handed: string): Files => ({
      ...root(`${blocks}
resource "aws_iam_role" "veeam" {
  name               = "veeam"
  assume_role_policy = jsonencode(${trust})
}
module "grants" {
  source = "./grants"
  role   = aws_iam_role.veeam.name
  ${handed}
}
`),
      "grants/main.tf": module,
    });
    expect(await reportedFor(rootOf(""), rootOf("providers = { aws = aws.other }"))).toEqual(expected);
  });
});

describe("compares a root module that attaches to another root module's role by name", () => {
  const rootsOf = (role: string, attachment: string, blocks = OTHER_ACCOUNT): Files => ({
    ...root(
      blocks +
        inline()
          .replace(/resource "aws_iam_role_policy"[\s\S]*/, "")
          .replace("name ", `${by(role)}\n  name `),
    ),
    "policies/main.tf": `${blocks}
resource "aws_iam_role_policy" "veeam" {
  ${by(attachment)}
  role   = "veeam"
  policy = jsonencode(${document})
}
`,
  });

  test.each<[string, Files, Files, readonly string[]]>([
    ["in another account", rootsOf("aws", "aws"), rootsOf("aws", OTHER), ALL_OPEN],
    ["with the role moving to another account", rootsOf("aws", "aws"), rootsOf(OTHER, "aws"), ALL_OPEN],
    ["both in another account", rootsOf("aws", "aws"), rootsOf(OTHER, OTHER), []],
    [
      "in the account of its assumed role",
      rootsOf("aws", "aws", providers(assuming("111122223333", "iam"), assuming("111122223333"))),
      rootsOf("aws", OTHER, providers(assuming("111122223333", "iam"), assuming("111122223333"))),
      [],
    ],
    [
      "in another region",
      rootsOf("aws", "aws", providers('region = "us-east-1"')),
      rootsOf("aws", OTHER, providers('region = "us-east-1"')),
      [],
    ],
  ])("%s", async (_what, base, head, expected) => {
    expect(await reportedFor(base, head)).toEqual(expected);
  });
});

describe("compares a plan", () => {
  const resource = (type: string, values: object, key: string, expressions: object = {}) => ({
    shown: { address: `${type}.veeam`, mode: "managed", type, name: "veeam", values },
    config: { address: `${type}.veeam`, mode: "managed", type, name: "veeam", provider_config_key: key, expressions },
  });
  const planOf = (other: object, attachment: string): Files => {
    const all = [
      resource("aws_iam_role", { name: "veeam", path: "/", assume_role_policy: trust }, "aws"),
      resource("aws_iam_role_policy", { name: "all", role: "veeam", policy: document }, attachment, {
        role: { references: ["aws_iam_role.veeam.name", "aws_iam_role.veeam"] },
      }),
    ];
    const plan = {
      format_version: "1.2",
      terraform_version: "1.9.0",
      planned_values: { root_module: { resources: all.map(({ shown }) => shown) } },
      resource_changes: all.map(({ shown: { values, ...rest } }) => ({
        ...rest,
        change: { actions: ["create"], before: null, after: values, after_unknown: {} },
      })),
      configuration: {
        provider_config: {
          aws: { name: "aws", expressions: { region: { constant_value: "eu-central-1" } } },
          [OTHER]: { name: "aws", alias: "other", expressions: other },
        },
        root_module: { resources: all.map(({ config }) => config) },
      },
    };
    return { "plan.json": JSON.stringify(plan), ".github/worker-iam-check.yml": "roles: ['*veeam: backup']\n" };
  };

  test.each<[string, object, readonly string[]]>([
    [
      "in another account",
      { assume_role: [{ role_arn: { constant_value: "arn:aws:iam::444455556666:role/deploy" } }] },
      RED,
    ],
    ["with another provider profile", { profile: { references: ["var.profile"] } }, RED],
    ["in another region", { region: { constant_value: "us-east-1" } }, []],
  ])("with an attachment created %s", async (_what, other, expected) => {
    expect(await reportedFor(planOf(other, "aws"), planOf(other, OTHER))).toEqual(expected);
  });
});

describe("compares a role that moves to another account", () => {
  const declaring = (...accounts: readonly string[]): string =>
    `deployment:\n  accounts: [${accounts.map((one) => `"${one}"`).join(", ")}]\n`;
  const rootOf = (blocks: string, role?: string, more = ""): Files => ({
    "main.tf": blocks + created({ ...(role === undefined ? {} : { role, policy: role, attachment: role }) }),
    ".github/worker-iam-check.yml": `roles: ['*veeam: backup']\n${more}`,
  });
  const own = assuming("111122223333");
  const known = providers(assuming("444455556666"), own);
  const only = (account: string): string => `allowed_account_ids = ["${account}"]`;
  const LOST = ["error coverage-lost"];
  const OPEN = ["warning coverage-lost"];
  const inModule = (handed: string): Files => ({
    ...rootOf(""),
    "main.tf": `${known}\nmodule "roles" {\n  source = "./roles"\n  ${handed}\n}\n`,
    "roles/main.tf": created({}),
  });
  const withVariable = (account: string, value = `"${"$"}{var.account}"`): string =>
    `variable "account" {\n  default = "${account}"\n}\n${providers("", `allowed_account_ids = [${value}]`)}`;

  test.each<[string, Files, Files, readonly string[]]>([
    ["through an alias", rootOf(known), rootOf(known, OTHER), LOST],
    ["through its existing provider", rootOf(known), rootOf(providers(own, assuming("777788889999"))), LOST],
    ["through its existing alias", rootOf(known, OTHER), rootOf(providers(assuming("777788889999"), own), OTHER), LOST],
    ["through a module's providers", inModule(""), inModule("providers = { aws = aws.other }"), LOST],
    ["through a variable's default", rootOf(withVariable("111122223333")), rootOf(withVariable("444455556666")), LOST],
    [
      "through the provider's allowed account",
      rootOf(providers("", only("111122223333"))),
      rootOf(providers("", only("444455556666"))),
      LOST,
    ],
    [
      "that is not declared",
      rootOf(OTHER_ACCOUNT, undefined, declaring("111122223333")),
      rootOf(OTHER_ACCOUNT, OTHER, declaring("111122223333")),
      LOST,
    ],
    [
      "that was also declared",
      rootOf(known, undefined, declaring("111122223333", "444455556666")),
      rootOf(known, OTHER, declaring("111122223333", "444455556666")),
      LOST,
    ],
    [
      "and another role replaces it",
      rootOf(known),
      {
        ...rootOf(known, OTHER),
        "more.tf": created({}).replaceAll("veeam", "too_veeam").replace('"own"', '"own_too"'),
      },
      [],
    ],
    [
      "that the change declares",
      rootOf(known, undefined, declaring("111122223333")),
      rootOf(known, OTHER, declaring("111122223333", "444455556666")),
      [],
    ],
    [
      "as a new line of `roles` declares",
      rootOf(known),
      { ...rootOf(known, OTHER), ".github/worker-iam-check.yml": "roles: ['aws_iam_role.veeam: backup']\n" },
      [],
    ],
    ["possibly, from an unknown account", rootOf(OTHER_ACCOUNT), rootOf(OTHER_ACCOUNT, OTHER), OPEN],
    [
      "possibly, with another profile",
      rootOf(providers('profile = "other"')),
      rootOf(providers('profile = "other"'), OTHER),
      OPEN,
    ],
    ["possibly, with an assumed role", rootOf(providers("")), rootOf(providers("", assuming("444455556666"))), OPEN],
    [
      "not: another region",
      rootOf(providers('region = "us-east-1"')),
      rootOf(providers('region = "us-east-1"'), OTHER),
      [],
    ],
    [
      "not: another role in the account",
      rootOf(providers(assuming("111122223333", "iam"), own)),
      rootOf(providers(assuming("111122223333", "iam"), own), OTHER),
      [],
    ],
    [
      "not: the declared account",
      rootOf(OTHER_ACCOUNT, undefined, declaring("444455556666")),
      rootOf(OTHER_ACCOUNT, OTHER, declaring("444455556666")),
      [],
    ],
    [
      "not: another profile of the same provider",
      rootOf(providers("", 'profile = "a"')),
      rootOf(providers("", 'profile = "b"')),
      [],
    ],
    [
      "not: the provider now allows only that account",
      rootOf(providers("")),
      rootOf(providers("", only("111122223333"))),
      [],
    ],
    [
      "not: the alias gets another name",
      rootOf(known, OTHER),
      rootOf(known.replace('"other"', '"backup"'), "aws.backup"),
      [],
    ],
    [
      "not: the account becomes a variable",
      rootOf(providers("", only("111122223333"))),
      rootOf(withVariable("111122223333")),
      [],
    ],
  ])("%s", async (_what, base, head, expected) => {
    const { findings } = await headOf(base, head);
    expect(
      findings.filter(({ severity }) => severity !== "notice").map(({ rule, severity }) => `${severity} ${rule}`),
    ).toEqual(expected);
  });

  test("compares with one of its variable files", async () => {
    const base: Files = {
      ...rootOf(
        `variable "account" {}\n${providers("", "allowed_account_ids = [var.account]")}`,
        undefined,
        "terraform:\n  var-files: [env/*.tfvars]\n",
      ),
      "env/dev.tfvars": 'account = "111122223333"\n',
      "env/prod.tfvars": 'account = "444455556666"\n',
    };
    const { findings } = await headOf(base, {
      "env/prod.tfvars": 'account = "777788889999"\n',
      "env/a.tfvars": 'account = "111122223333"\n',
    });
    expect(findings.map(({ message }) => message)).toEqual([
      "role aws_iam_role.veeam, checked for backup in account 444455556666 on main, is now created in account 777788889999 with env/prod.tfvars",
    ]);
  });
});
