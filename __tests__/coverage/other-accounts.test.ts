import { removeFolders } from "../discover/repository.js";
import { allowing, trustingAppliance } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const trust = JSON.stringify(trustingAppliance("111122223333"));
const CONFIG = ".github/worker-iam-check.yml";
const declared = (account: string): Files => ({
  [CONFIG]: `requirements: "7"\ndeployment:\n  accounts: ["${account}"]\n`,
});

const policy = (account: string, partition = "aws"): string => `"arn:${partition}:iam::${account}:policy/vw"`;
const OWN = "aws_iam_policy.own.arn";
const [HERE, THERE] = ["111122223333", "999922223333"];

/** A worker role with a policy from the root. `more` is added to the role. */
function source(arn: string, provider = "", more = ""): Files {
  return {
    "main.tf": `terraform {
  backend "s3" {}
}
provider "aws" {
  ${provider}
}
resource "aws_iam_role" "veeam_worker" {
  name               = "veeam-worker"
  assume_role_policy = jsonencode(${trust})
  ${more}
}
resource "aws_iam_instance_profile" "veeam_worker" {
  role = aws_iam_role.veeam_worker.name
}
resource "aws_iam_policy" "own" {
  name   = "vw"
  policy = jsonencode(${JSON.stringify(allowing(actionsOf("communication")))})
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.veeam_worker.name
  policy_arn = ${arn}
}
`,
    [CONFIG]: 'requirements: "7"\n',
  };
}

const looked = (account: string): Files => {
  const { "main.tf": text = "", ...rest } = source("data.aws_iam_policy.d.arn");
  return { ...rest, "main.tf": `${text}data "aws_iam_policy" "d" {\n  arn = ${policy(account)}\n}\n` };
};
const allowed = (account: string) => `allowed_account_ids = ["${account}"]`;
const bounded = (account: string) => `permissions_boundary = ${policy(account)}`;

const resource = (type: string, name: string, after: object, unknown: object = {}) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  change: { actions: ["create"], before: null, after, after_unknown: unknown },
});
/** A first plan, in which the policy has no ARN yet. */
const plan = (account: string): Files => ({
  "plan.json": JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    resource_changes: [
      resource("aws_iam_role", "veeam_worker", { name: "veeam-worker", assume_role_policy: trust }, { arn: true }),
      resource("aws_iam_instance_profile", "p", { name: "p", role: "veeam-worker" }),
      resource(
        "aws_iam_policy",
        "own",
        {
          name: "vw",
          path: "/",
          policy: JSON.stringify(allowing(actionsOf("communication"))),
        },
        { arn: true },
      ),
      resource("aws_iam_role_policy_attachment", "a", {
        role: "veeam-worker",
        policy_arn: `arn:aws:iam::${account}:policy/vw`,
      }),
    ],
    configuration: { root_module: {} },
  }),
  [CONFIG]: 'requirements: "7"\n',
});

/** A second role with a policy that is attached by its ARN. */
function withSecond(first: string, second: string): Files {
  const { "main.tf": text = "", ...rest } = source(first);
  const { "main.tf": more = "" } = source(second);
  const blocks = more
    .split(/^(?=resource )/m)
    .filter((one) => /^resource "aws_iam_role(?:_policy_attachment)?"/.test(one));
  const copy = blocks.join("").replaceAll(/(veeam.worker|"a")/g, (name) => name.replace(/"?$/, "2$&"));
  return { ...rest, "main.tf": `${text}${copy}` };
}

const moved = (files: Files): Files => ({
  ...files,
  "main.tf": (files["main.tf"] ?? "").replaceAll(HERE, THERE),
  [CONFIG]: `requirements: "7"\nappliance: arn:aws:iam::${THERE}:role/appliance\n`,
});

const onWorker = "weakened-action aws_iam_role.veeam_worker";

test.each<[string, Files, Files, readonly string[]]>([
  [
    "a policy in another provider's account",
    source(policy(HERE), allowed(HERE)),
    source(policy(THERE), allowed(HERE)),
    [onWorker],
  ],
  [
    "a policy in an undeclared account",
    { ...source(OWN), ...declared(HERE) },
    { ...source(policy(THERE)), ...declared(HERE) },
    [onWorker],
  ],
  ["a policy in a different account", source(policy(HERE)), source(policy(THERE)), [onWorker]],
  ["a policy in an account that nothing on the base names", source(OWN), source(policy(THERE)), [onWorker]],
  ["a policy in another partition", source(policy(HERE)), source(policy(HERE, "aws-cn")), [onWorker]],
  ["a policy that a data source finds by it", looked(HERE), looked(THERE), [onWorker]],
  ["a boundary", source(OWN, "", bounded(HERE)), source(OWN, "", bounded(THERE)), [onWorker]],
  ["a policy of a plan", plan(HERE), plan(THERE), [onWorker]],
  ["a policy in the account that only the trust policy names", source(OWN), source(policy(HERE)), [onWorker]],
  [
    "a policy by the account that another role of the root names",
    withSecond(OWN, policy(HERE)),
    withSecond(policy(HERE), policy(HERE)),
    [],
  ],
  ["a policy of a plan whose source refers to it", source(OWN), { ...source(OWN), ...plan(HERE) }, []],
  [
    "a policy of a first plan in place of a reference",
    source(OWN),
    { ...source(policy(HERE)), ...plan(HERE) },
    [onWorker],
  ],
  [
    "a policy of a first plan whose source has an unknown account",
    source('"arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/vw"'),
    {
      ...source('"arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/vw"', "", 'path = "/a/"'),
      ...plan(HERE),
    },
    [],
  ],
  ["a policy in its own account", source(OWN, allowed(THERE)), source(policy(THERE), allowed(THERE)), []],
  [
    "the policy of its only declared account",
    { ...source(OWN), ...declared(THERE) },
    { ...source(policy(THERE)), ...declared(THERE) },
    [],
  ],
  ["a policy as before", source(policy(THERE)), source(policy(THERE), "", 'path = "/a/"'), []],
  ["a policy of a new role", source(OWN), withSecond(OWN, policy(THERE)), []],
  ["a policy in another account than before, like all ARNs", source(policy(HERE)), moved(source(policy(HERE))), []],
])("an ARN with an account names %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const found = findings.filter(({ rule, severity }) => severity === "error" && rule !== "undetermined-action");
  expect(found.map(({ rule, role }) => `${rule} ${role}`)).toEqual(expected);
});

test("a policy in a different account than the role is also unknown without a base", async () => {
  const { findings } = await headOf({}, source(policy(THERE), allowed(HERE)));
  expect(findings.map(({ rule }) => rule)).toContain("undetermined-action");
});

test("a policy's ARN determines the partition if nothing else does", async () => {
  const { "main.tf": text = "", ...rest } = source(policy(HERE, "aws-us-gov"));
  const unnamed = text.replace(/"AWS":"[^"]*",?/, "");
  const { findings } = await headOf({}, { ...rest, "main.tf": unnamed });
  expect(findings.map(({ rule }) => rule)).not.toContain("undetermined-action");
});
