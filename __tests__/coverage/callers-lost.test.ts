import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const backup = catalogRequirements("7")
  ?.kinds.find(({ name }) => name === "backup")
  ?.actions.map(({ action }) => action);
const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: backup, Resource: "*" }] };
const assuming = (Principal: unknown, Condition: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal, Condition }],
});

interface More {
  readonly Parameters?: object;
  readonly Resources?: object;
  readonly Conditions?: object;
  readonly Condition?: object;
  readonly Mappings?: object;
}

/** A template whose role trusts a principal. */
function cloudFormation(
  principal: unknown,
  { Parameters = {}, Resources = {}, Conditions = {}, Condition, Mappings }: More = {},
): Files {
  const VeeamDeploy = {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: assuming(principal === "*" ? "*" : { AWS: principal }, Condition),
      Policies: [{ PolicyName: "p", PolicyDocument: policy }],
    },
  };
  return { "t.json": JSON.stringify({ Parameters, Mappings, Conditions, Resources: { VeeamDeploy, ...Resources } }) };
}

/** Terraform source whose role trusts a principal, in the root or in a module. */
const terraform = (principal: string, more = ""): string => `
${more}
resource "aws_iam_role" "veeam_deploy" {
  name = "veeam-deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ${principal} } }]
  })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.veeam_deploy.name
  policy = jsonencode(${JSON.stringify(policy)})
}
`;
const root = (principal: string, more = ""): Files => ({
  "main.tf": `provider "aws" {}\n${terraform(principal, more)}`,
});
const inModule = (passed: string, principal: string, more = "", own = ""): Files => ({
  "main.tf": `provider "aws" {}\n${more}\nmodule "m" {\n  source = "./m"\n  ${passed}\n}\n`,
  "m/main.tf": terraform(principal, own),
});

const sub = (rest: string, account = "AWS::AccountId") => ({ "Fn::Sub": `arn:aws:iam::\${${account}}:${rest}` });
const getAtt = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const text = (Description = "") => ({ Type: "String", Description });
const user = (UserName = "a") => ({ Type: "AWS::IAM::User", Properties: { UserName } });
const role = (RoleName?: string) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    ...(RoleName === undefined ? {} : { RoleName }),
    AssumeRolePolicyDocument: assuming({ Service: "ec2.amazonaws.com" }),
  },
});
const LITERAL = "arn:aws:iam::111122223333:role/appliance";
const when = (key: string, value: unknown): More => ({ Condition: { StringEquals: { [key]: value } } });
const declared = (lines: string): Files => ({ ".github/worker-iam-check.yml": lines });
const OF_ONE = declared("deployment: { accounts: ['111122223333'] }\n");

const CALLER = 'data "aws_caller_identity" "c" {}';
const FAR = 'provider "aws" {\n  alias = "far"\n}\ndata "aws_caller_identity" "far" {\n  provider = aws.far\n}';
const own = (rest: string, name = "c") => `"arn:aws:iam::\${data.aws_caller_identity.${name}.account_id}:${rest}"`;
const data = (name: string, looked: string) => `data "aws_iam_role" "${name}" {\n  name = ${looked}\n}\n`;
const variable = (name: string, more = "") => `variable "${name}" {\n${more}\n}\n`;
const appliance = (id: string, name = '"appliance"') =>
  `resource "aws_iam_role" "${id}" {\n  name = ${name}\n  assume_role_policy = "{}"\n}\n`;

const roleOfOwn = cloudFormation(sub("role/appliance"));
const parameterA = cloudFormation({ Ref: "A" }, { Parameters: { A: text() } });
const ofAccount = cloudFormation(sub("role/a", "Acc"), { Parameters: { Acc: text() } });
const ofVariable = root('"arn:aws:iam::${var.acct}:root"', variable("acct"));
const roleOfCaller = root(own("role/appliance"), CALLER);
const readByName = root("data.aws_iam_role.a.arn", data("a", "var.n") + variable("n"));
const passedOn = inModule("who = var.who", "var.who", variable("who"), variable("who"));

const ofFiles = (prod: string): Files => ({
  ...root("var.who", variable("who")),
  "dev.tfvars": 'who = "arn:aws:iam::444455556666:role/dev"\n',
  "prod.tfvars": `who = "${prod}"\n`,
  ...declared("terraform: { var-files: ['*.tfvars'] }\n"),
});
const either = (prod: string) => ({ "Fn::If": ["IsProd", prod, "arn:aws:iam::444455556666:role/dev"] });
const STAGES: More = {
  Parameters: { Stage: { Type: "String", AllowedValues: ["dev", "prod"], Default: "dev" } },
  Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
};

/** A principal for one environment and another one for all others, chosen by a named condition. */
const ofStage = (test: object, yes = LITERAL, no = `${LITERAL}2`, name = "IsProd", more: object = {}): Files =>
  cloudFormation(
    { "Fn::If": [name, yes, no] },
    { Parameters: { Stage: text() }, Conditions: { [name]: test, ...more } },
  );
const isStage = (stage: string) => ({ "Fn::Equals": [{ Ref: "Stage" }, stage] });
const BY_PROD = ofStage(isStage("prod"));
const withDefault = (Default: string, Type = "String") =>
  cloudFormation({ Ref: "A" }, { Parameters: { A: { Type, Default } } });
const ssm = "AWS::SSM::Parameter::Value<String>";
const inMap = (map: object) =>
  cloudFormation(
    { "Fn::FindInMap": ["M", { Ref: "Stage" }, "a"] },
    { Parameters: { Stage: text() }, Mappings: { M: map } },
  );
const STATE = 'data "terraform_remote_state" "p" {\n  backend = "s3"\n}';
const ofState = (path: string, state = STATE) => root(`data.terraform_remote_state.p.${path}`, state);
const byArn = (id: string) =>
  cloudFormation("*", { ...when("aws:PrincipalArn", getAtt(id)), Resources: { A: role(), B: role() } });
const byPattern = (name: string): Files =>
  cloudFormation("*", { Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${name}` } } });
const ROOT = "arn:aws:iam::111122223333:root";
/** A trusted account, limited to some of its principals by a condition. */
const narrowed = (principal: unknown, arn: unknown, operator = "ArnLike", Parameters: object = {}): Files =>
  cloudFormation(principal, { Condition: { [operator]: { "aws:PrincipalArn": arn } }, Parameters });
const inRoot = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const THIS = { Ref: "AWS::AccountId" };
const A = { A: text() };
const AB = { ...A, B: text() };
/** Roles in any account, optionally limited to an organization. */
const ofAny = (name: string, { Condition }: More = {}): Files =>
  cloudFormation("*", {
    Condition: { ...Condition, ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/${name}` } },
    Parameters: A,
  });
/** A Deny on everyone except one ARN. */
const spared = (arn: string): Files => {
  const trust = assuming({ AWS: ROOT }).Statement;
  const Condition = { ArnNotLike: { "aws:PrincipalArn": arn } };
  const deny = { Effect: "Deny", Action: "sts:AssumeRole", Principal: "*", Condition };
  const document = { Version: "2012-10-17", Statement: [...trust, deny] };
  const Properties = { AssumeRolePolicyDocument: document, Policies: [{ PolicyName: "p", PolicyDocument: policy }] };
  return { "t.json": JSON.stringify({ Resources: { VeeamDeploy: { Type: "AWS::IAM::Role", Properties } } }) };
};
const byOrganization = (id: string) =>
  cloudFormation("*", { ...when("aws:PrincipalOrgID", { Ref: id }), Parameters: { [id]: text() } });

/** A principal from a table, under a key that is known only at deployment. */
const inTable = (principal: string, table: string, of = "locals"): Files =>
  root(
    principal,
    `${variable("e")}${of === "locals" ? `locals {\n  m = ${table}\n}` : variable("m", `default = ${table}`)}`,
  );
const TABLE = `{ d = "${LITERAL}", p = "${LITERAL}p" }`;
const TABLE_2 = TABLE.replace(`${LITERAL}p`, `${LITERAL}q`);
const SECRET = (id: string) => `data "aws_secretsmanager_secret_version" "s" {\n  secret_id = "${id}"\n}`;
const SECRET_X = '\ndata "aws_secretsmanager_secret" "x" {\n  name = "x"\n}\n';
const STRING = "data.aws_secretsmanager_secret_version.s.secret_string";
const DECODED = `jsondecode(${STRING})`;
/** A role that requires an external ID from the appliance. */
const withId = (id: string, more: string): Files =>
  root(`"${LITERAL}" }, Condition = { StringEquals = { "sts:ExternalId" = ${id} }`, more);
const idIn = (id: unknown, more: More): Files => cloudFormation(LITERAL, { ...when("sts:ExternalId", id), ...more });
const idOf = (Default: string, name = "X"): Files =>
  idIn({ Ref: name }, { Parameters: { [name]: { Type: ssm, Default } } });
const idByStage = (M: object): Files =>
  idIn({ "Fn::FindInMap": ["M", { Ref: "Stage" }, "a"] }, { Parameters: { Stage: text() }, Mappings: { M } });
/** A data source whose argument is an expression. */
const PARAMETER = (name: string, id = "p") => `data "aws_ssm_parameter" "${id}" {\n  name = ${name}\n}\n`;
const READ = "data.aws_ssm_parameter.p.value";
const local = (name: string, value: string) => `locals {\n  ${name} = ${value}\n}\n`;
const given = (name: string, value: string) => variable(name, `default = "${value}"`);
const readIn = (more: string): Files => root(READ, more);
const inCalled = (path: string): Files =>
  inModule(`path = "${path}"`, READ, "", PARAMETER("var.path") + variable("path"));
const chosen = (test: string, yes: string, no: string) => `${test} ? "${yes}" : "${no}"`;
/** Longer than a message shows. */
const LONG = "arn:aws:iam::111122223333:role/".padEnd(90, "x");
const byTable = (more: string): Files =>
  inModule("who = local.m[var.e]", "var.who", `${variable("e")}${local("m", more)}`, variable("who"));
/** A role with one instance, which has its own table. */
const ofInstances = (tables: string): Files => {
  const [[name, source = ""] = ["main.tf"]] = Object.entries(
    root("local.m[each.key][var.e]", variable("e") + local("m", tables)),
  );
  const repeated = source
    .replace('  name = "veeam-deploy"', '  for_each = toset(["x"])\n  name = "veeam-deploy"')
    .replace("role   = aws_iam_role.veeam_deploy.name", 'role   = aws_iam_role.veeam_deploy["x"].name');
  return { [name]: repeated };
};
/** A principal from one table with an external ID from another. */
const ofTwoTables = (table: string): Files =>
  root(
    'local.m[var.e] }, Condition = { StringEquals = { "sts:ExternalId" = local.x[var.e] }',
    `${variable("e")}${local("m", table)}${local("x", '{ d = "1", p = "2" }')}`,
  );
/** An external ID for each outcome of a condition. */
const idEither = (yes: unknown, no: unknown, more: object = {}): Files =>
  idIn({ "Fn::If": ["IsProd", yes, no] }, { ...STAGES, Parameters: { ...STAGES.Parameters, ...more } });
const idOfFiles = (prod: string): Files => ({
  ...withId(READ, PARAMETER("var.n") + variable("n")),
  "dev.tfvars": 'n = "/dev"\n',
  "prod.tfvars": `n = "${prod}"\n`,
  ...declared("terraform: { var-files: ['*.tfvars'] }\n"),
});
const DEEP = `{ d = { arn = "${LITERAL}", id = "a" }, p = { arn = "${LITERAL}p", id = "b" } }`;

test.each<[string, Files, Files]>([
  ["another value in a local table", inTable("local.m[var.e]", TABLE), inTable("local.m[var.e]", TABLE_2)],
  [
    "another value in a table, by the workspace",
    inTable("local.m[terraform.workspace]", TABLE),
    inTable("local.m[terraform.workspace]", TABLE_2),
  ],
  [
    "another value that is looked up",
    inTable("lookup(local.m, var.e)", TABLE),
    inTable("lookup(local.m, var.e)", TABLE_2),
  ],
  [
    "another value in a variable's table",
    inTable("var.m[var.e]", TABLE, "variable"),
    inTable("var.m[var.e]", TABLE_2, "variable"),
  ],
  [
    "another account in a table",
    inTable('"arn:aws:iam::${local.m[var.e]}:root"', '{ d = "111122223333", p = "444455556666" }'),
    inTable('"arn:aws:iam::${local.m[var.e]}:root"', '{ d = "111122223333", p = "777788889999" }'),
  ],
  [
    "another value in a table's column",
    inTable("local.m[var.e].arn", DEEP),
    inTable("local.m[var.e].arn", DEEP.replace(`${LITERAL}p`, `${LITERAL}q`)),
  ],
  [
    "another value in a module's table",
    inModule("e = var.e", "local.m[var.e]", variable("e"), `${variable("e")}locals {\n  m = ${TABLE}\n}`),
    inModule("e = var.e", "local.m[var.e]", variable("e"), `${variable("e")}locals {\n  m = ${TABLE_2}\n}`),
  ],
  ["another part of a decoded secret", root(`${DECODED}["a"]`, SECRET("x")), root(`${DECODED}["b"]`, SECRET("x"))],
  ["another part of another secret", root(`${DECODED}.a`, SECRET("x")), root(`${DECODED}.a`, SECRET("y"))],
  [
    "another part of a split text",
    root(`split(",", ${STRING})[0]`, SECRET("x")),
    root(`split(",", ${STRING})[1]`, SECRET("x")),
  ],
  [
    "an SSM parameter by another default",
    readIn(PARAMETER("var.n") + given("n", "/a")),
    readIn(PARAMETER("var.n") + given("n", "/b")),
  ],
  [
    "an SSM parameter by another local",
    readIn(PARAMETER("local.n") + local("n", '"/a"')),
    readIn(PARAMETER("local.n") + local("n", '"/b"')),
  ],
  [
    "an SSM parameter by another part of its name",
    readIn(PARAMETER('"/${var.n}/x"') + given("n", "a")),
    readIn(PARAMETER('"/${var.n}/x"') + given("n", "b")),
  ],
  [
    "an SSM parameter by another variable file",
    { ...readIn(PARAMETER("var.n") + variable("n")), "terraform.tfvars": 'n = "/a"\n' },
    { ...readIn(PARAMETER("var.n") + variable("n")), "terraform.tfvars": 'n = "/b"\n' },
  ],
  [
    "the elements of another variable, by a local",
    root("[for x in local.q : x.a]", variable("l") + variable("k") + local("q", "var.l")),
    root("[for x in local.q : x.a]", variable("l") + variable("k") + local("q", "var.k")),
  ],
  ["an SSM parameter by another argument of a module", inCalled("/a"), inCalled("/b")],
  ["another value in a table that a module is passed", byTable(TABLE), byTable(TABLE_2)],
  [
    "another part of a variable, by a local",
    root("local.o.a", variable("o") + local("o", "var.o")),
    root("local.o.b", variable("o") + local("o", "var.o")),
  ],
  [
    "another value of a conditional, behind what a message shows",
    root(chosen('var.e == "p"', LONG, `${LONG}:${LONG}a`), variable("e")),
    root(chosen('var.e == "p"', LONG, `${LONG}:${LONG}b`), variable("e")),
  ],
  [
    "the values of a conditional the other way around",
    root(chosen("var.e", LITERAL, `${LITERAL}2`), variable("e")),
    root(chosen("var.e", `${LITERAL}2`, LITERAL), variable("e")),
  ],
  [
    "another value in a file's table",
    { ...root('jsondecode(file("${path.module}/a.json"))[var.e]', variable("e")), "a.json": `{ "d": "${LITERAL}" }` },
    { ...root('jsondecode(file("${path.module}/a.json"))[var.e]', variable("e")), "a.json": `{ "d": "${LITERAL}2" }` },
  ],
  ["another output of a remote state", ofState("outputs.a"), ofState("outputs.b")],
  ["another output of a remote state, by its key", ofState('outputs["a"]'), ofState('outputs["b"]')],
  ["another part of an output of a remote state", ofState("outputs.x.a"), ofState("outputs.x.b")],
  [
    "an account from another output of a remote state",
    root('"arn:aws:iam::${data.terraform_remote_state.p.outputs.a}:root"', STATE),
    root('"arn:aws:iam::${data.terraform_remote_state.p.outputs.b}:root"', STATE),
  ],
  [
    "another result of an external program",
    root("data.external.e.result.a", 'data "external" "e" {\n  program = ["x"]\n}'),
    root("data.external.e.result.b", 'data "external" "e" {\n  program = ["x"]\n}'),
  ],
  [
    "a mapping's value under an unknown key",
    inMap({ d: { a: LITERAL }, p: { a: `${LITERAL}p` } }),
    inMap({ d: { a: `${LITERAL}2` }, p: { a: `${LITERAL}2p` } }),
  ],
  ["another SSM parameter as its default", withDefault("/a", ssm), withDefault("/b", ssm)],
  ["another role pattern in a condition", byPattern("veeam-*"), byPattern("other-*")],
  ...[[when("aws:PrincipalOrgID", "o-aaaaaaaaaa")], [when("aws:PrincipalOrgID", { Ref: "A" })], []].map(
    (more): [string, Files, Files] => [
      `another role pattern of any account, ${JSON.stringify(more)}`,
      ofAny("veeam-*", ...more),
      ofAny("other-*", ...more),
    ],
  ),
  [
    "another role pattern of a trusted account",
    narrowed(ROOT, inRoot("role/veeam-*")),
    narrowed(ROOT, inRoot("role/other-*")),
  ],
  [
    "a role that a trusted account's pattern did not fit",
    narrowed(ROOT, inRoot("role/veeam-*")),
    narrowed(ROOT, inRoot("role/other")),
  ],
  [
    "another role pattern of the role's own account",
    narrowed(sub("root"), sub("role/veeam-*")),
    narrowed(sub("root"), sub("role/other-*")),
  ],
  [
    "another role pattern of the role's own account, by its number",
    narrowed(THIS, inRoot("role/veeam-*")),
    narrowed(THIS, inRoot("role/other-*")),
  ],
  [
    "another role of the role's own account, by its number",
    narrowed(THIS, inRoot("role/veeam")),
    narrowed(THIS, inRoot("role/other")),
  ],
  [
    "another role pattern of a parameterized account, by its number",
    narrowed({ Ref: "A" }, inRoot("role/veeam-*"), "ArnLike", A),
    narrowed({ Ref: "A" }, inRoot("role/other-*"), "ArnLike", A),
  ],
  [
    "another parameter's role in a trusted account",
    narrowed(ROOT, { Ref: "A" }, "ArnEquals", AB),
    narrowed(ROOT, { Ref: "B" }, "ArnEquals", AB),
  ],
  [
    "another parameter's role in the role's own account",
    narrowed(sub("root"), { Ref: "A" }, "ArnEquals", AB),
    narrowed(sub("root"), { Ref: "B" }, "ArnEquals", AB),
  ],
  [
    "an account and exempts another role pattern of it from a Deny",
    spared(inRoot("role/veeam-*")),
    spared(inRoot("role/other-*")),
  ],
  ["another role in the template, in a condition", byArn("A"), byArn("B")],
  [
    "an organization instead of an organization parameter",
    byOrganization("O"),
    cloudFormation("*", when("aws:PrincipalOrgID", "o-aaaaaaaaaa")),
  ],
  ["another role in the same account", roleOfOwn, cloudFormation(sub("role/other"))],
  [
    "another account's role instead of one in the same account",
    roleOfOwn,
    cloudFormation(LITERAL.replace("1111", "9")),
  ],
  ["another account instead of its own", cloudFormation(sub("root")), cloudFormation("arn:aws:iam::999999999999:root")],
  [
    "another role in the template",
    cloudFormation(getAtt("A"), { Resources: { A: role("a"), B: role("b") } }),
    cloudFormation(getAtt("B"), { Resources: { A: role("a"), B: role("b") } }),
  ],
  [
    "another role in the template, both without a name",
    cloudFormation(getAtt("A"), { Resources: { A: role(), B: role() } }),
    cloudFormation(getAtt("B"), { Resources: { A: role(), B: role() } }),
  ],
  [
    "another user in the template",
    cloudFormation(getAtt("A"), { Resources: { A: user(), B: user("b") } }),
    cloudFormation(getAtt("B"), { Resources: { A: user(), B: user("b") } }),
  ],
  ["another parameter", parameterA, cloudFormation({ Ref: "B" }, { Parameters: { A: text(), B: text() } })],
  ["a user instead of a parameter", parameterA, cloudFormation(sub("user/bob"))],
  [
    "another role in a parameterized account",
    ofAccount,
    cloudFormation(sub("role/b", "Acc"), { Parameters: { Acc: text() } }),
  ],
  ["another imported value", cloudFormation({ "Fn::ImportValue": "a" }), cloudFormation({ "Fn::ImportValue": "b" })],
  [
    "another role in a condition",
    cloudFormation("*", when("aws:PrincipalArn", LITERAL)),
    cloudFormation("*", when("aws:PrincipalArn", `${LITERAL}2`)),
  ],
  [
    "another role in the same account, in a condition",
    cloudFormation("*", when("aws:PrincipalArn", sub("role/a"))),
    cloudFormation("*", when("aws:PrincipalArn", sub("role/b"))),
  ],
  [
    "another account in a condition",
    cloudFormation("*", when("aws:PrincipalAccount", "111122223333")),
    cloudFormation("*", when("aws:PrincipalAccount", "999999999999")),
  ],
  [
    "another organization",
    cloudFormation("*", when("aws:PrincipalOrgID", "o-aaaaaaaaaa")),
    cloudFormation("*", when("aws:PrincipalOrgID", "o-bbbbbbbbbb")),
  ],
  [
    "the same role in another organization",
    cloudFormation(LITERAL, when("aws:PrincipalOrgID", "o-aaaaaaaaaa")),
    cloudFormation(LITERAL, when("aws:PrincipalOrgID", "o-bbbbbbbbbb")),
  ],
  ["another role in the caller's account", roleOfCaller, root(own("role/other"), CALLER)],
  ["a literal role instead of one in the caller's account", roleOfCaller, root(`"${LITERAL}/other"`)],
  ["the same name in another provider's account", roleOfCaller, root(own("role/appliance", "far"), FAR)],
  [
    "another resource",
    root("aws_iam_role.a.arn", appliance("a") + appliance("b", '"b"')),
    root("aws_iam_role.b.arn", appliance("a") + appliance("b", '"b"')),
  ],
  [
    "another resource, both with unknown names",
    root("aws_iam_role.a.arn", appliance("a", "var.a") + appliance("b", "var.b") + variable("a") + variable("b")),
    root("aws_iam_role.b.arn", appliance("a", "var.a") + appliance("b", "var.b") + variable("a") + variable("b")),
  ],
  [
    "the result of a data source",
    root("data.aws_iam_role.a.arn", data("a", '"appliance"')),
    root("data.aws_iam_role.a.arn", data("a", '"other"')),
  ],
  [
    "the result of a data source with a variable",
    readByName,
    root("data.aws_iam_role.a.arn", data("a", "var.m") + variable("n") + variable("m")),
  ],
  [
    "the result of a user's data source",
    root("data.aws_iam_user.a.arn", 'data "aws_iam_user" "a" {\n  user_name = "a"\n}'),
    root("data.aws_iam_user.a.arn", 'data "aws_iam_user" "a" {\n  user_name = "b"\n}'),
  ],
  ["another variable", ofVariable, root('"arn:aws:iam::${var.b}:root"', variable("acct") + variable("b"))],
  [
    "a role in another account variable",
    ofVariable,
    root('"arn:aws:iam::${var.b}:role/a"', variable("b", "type = string")),
  ],
  ["another literal role for one of two variable files", ofFiles(LITERAL), ofFiles(`${LITERAL}2`)],
  [
    "another role for one outcome of a condition",
    cloudFormation(either(LITERAL), STAGES),
    cloudFormation(either(`${LITERAL}2`), STAGES),
  ],
  [
    "another role in an environment, by another condition",
    BY_PROD,
    ofStage(isStage("dev"), LITERAL, `${LITERAL}2`, "IsDev"),
  ],
  ["another role in an environment, by what a condition says", BY_PROD, ofStage(isStage("dev"))],
  ["another role in an environment, by a negated condition", BY_PROD, ofStage({ "Fn::Not": [isStage("prod")] })],
  ["a module argument", passedOn, inModule("who = var.b", "var.who", variable("who") + variable("b"), variable("who"))],
])("fails when the trust policy names %s", async (_name, base, head) => {
  const report = await headOf(base, head);
  const reported = report.findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  expect(reported).toEqual(["trust-missing"]);
});

test.each<[string, Files, Files]>([
  [
    "a parameter that lost its default",
    withDefault(LITERAL),
    cloudFormation({ Ref: "A" }, { Parameters: { A: { Type: "String" } } }),
  ],
  ["a parameter whose default is empty", withDefault(LITERAL), withDefault("")],
  ["an external ID of another SSM parameter", idOf("/a"), idOf("/b")],
  [
    "another external ID in a mapping",
    idByStage({ d: { a: "one" }, p: { a: "two" } }),
    idByStage({ d: { a: "one" }, p: { a: "three" } }),
  ],
  ["an external ID of another secret", withId(STRING, SECRET("x")), withId(STRING, SECRET("y"))],
  [
    "another part of a secret as the external ID",
    withId(`${DECODED}["a"]`, SECRET("x")),
    withId(`${DECODED}["b"]`, SECRET("x")),
  ],
  [
    "an external ID of another key of a remote state",
    withId("data.terraform_remote_state.p.outputs.a", STATE.replace("}", '  config = { key = "k" }\n}')),
    withId("data.terraform_remote_state.p.outputs.a", STATE.replace("}", '  config = { key = "z" }\n}')),
  ],
  [
    "another external ID in a table",
    withId("local.m[var.e]", `${variable("e")}locals {\n  m = { d = "one", p = "two" }\n}`),
    withId("local.m[var.e]", `${variable("e")}locals {\n  m = { d = "one", p = "three" }\n}`),
  ],
  ["another external ID for one outcome of a condition", idEither("one", "two"), idEither("three", "two")],
  ["the external IDs of a condition the other way around", idEither("one", "two"), idEither("two", "one")],
  [
    "an external ID of another SSM parameter for one outcome of a condition",
    idEither({ Ref: "X" }, "two", { X: { Type: ssm, Default: "/a" } }),
    idEither({ Ref: "X" }, "two", { X: { Type: ssm, Default: "/b" } }),
  ],
  ["an external ID of another SSM parameter by one of two variable files", idOfFiles("/prod"), idOfFiles("/other")],
  ...["var.n", '"${var.n}"'].map((name): [string, Files, Files] => [
    "an external ID of an SSM parameter by another default",
    withId(READ, PARAMETER(name) + given("n", "/a")),
    withId(READ, PARAMETER(name) + given("n", "/b")),
  ]),
  [
    "another external ID in a conditional",
    withId(chosen('var.e == "p"', "one", "two"), variable("e")),
    withId(chosen('var.e == "p"', "three", "two"), variable("e")),
  ],
  [
    "the external IDs of a conditional the other way around",
    withId(chosen('var.e == "p"', "one", "two"), variable("e")),
    withId(chosen('var.e == "p"', "two", "one"), variable("e")),
  ],
  [
    "another external ID in a conditional in a text",
    withId(`"v-\${${chosen('var.e == "p"', "one", "two")}}"`, variable("e")),
    withId(`"v-\${${chosen('var.e == "p"', "one", "three")}}"`, variable("e")),
  ],
  [
    "an account parameter that lost its default",
    cloudFormation(sub("root", "Acc"), { Parameters: { Acc: { Type: "String", Default: "111122223333" } } }),
    cloudFormation(sub("root", "Acc"), { Parameters: { Acc: { Type: "String" } } }),
  ],
  [
    "a variable that lost its default",
    root("var.who", variable("who", `default = "${LITERAL}"`)),
    root("var.who", variable("who")),
  ],
  [
    "a variable that no file sets anymore",
    { ...root("var.who", variable("who")), "terraform.tfvars": `who = "${LITERAL}"\n` },
    { ...root("var.who", variable("who")), "terraform.tfvars": "" },
  ],
])("fails when the trust policy names %s", async (_name, base, head) => {
  const report = await headOf(base, head);
  const reported = report.findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  expect(reported).toEqual(["trust-conditional"]);
});

const renamed = (id: string, more = ""): Files =>
  root(`aws_iam_role.${id}.arn`, appliance(id, "var.n") + variable("n") + more);

test.each<[string, Files, Files]>([
  [
    "a parameter gets another name and description",
    parameterA,
    cloudFormation({ Ref: "B" }, { Parameters: { B: text("the appliance") } }),
  ],
  [
    "a variable gets another name and a validation",
    root("var.a", variable("a", "type = string")),
    root(
      "var.b",
      variable(
        "b",
        'type = string\nsensitive = false\nvalidation {\n  condition = can(regex("^arn", var.b))\n  error_message = "x"\n}',
      ),
    ),
  ],
  [
    "a mapping gets another key",
    inMap({ d: { a: LITERAL, b: "x" }, p: { a: `${LITERAL}p` } }),
    inMap({ d: { a: LITERAL, b: "y" }, p: { a: `${LITERAL}p` }, q: { a: `${LITERAL}q` } }),
  ],
  [
    "an SSM parameter gets another name",
    withDefault("/a", ssm),
    cloudFormation({ Ref: "B" }, { Parameters: { B: { Type: ssm, Default: "/a" } } }),
  ],
  [
    "a table gets another key",
    inTable("local.m[var.e]", TABLE),
    inTable("local.m[var.e]", TABLE.replace("{", `{ q = "${LITERAL}q",`)),
  ],
  [
    "a table loses a key",
    inTable("local.m[var.e]", TABLE_2.replace("}", ', q = "x" }')),
    inTable("local.m[var.e]", TABLE_2),
  ],
  [
    "a table's other column changes",
    inTable("local.m[var.e].arn", DEEP),
    inTable("local.m[var.e].arn", DEEP.replace('"b"', '"c"')),
  ],
  [
    "another row of a table changes",
    inTable("local.m.d[var.e]", DEEP),
    inTable("local.m.d[var.e]", DEEP.replace(`${LITERAL}p`, `${LITERAL}q`)),
  ],
  ["a table becomes a variable", inTable("local.m[var.e]", TABLE), inTable("var.m[var.e]", TABLE, "variable")],
  [
    "a table's key gets another name",
    inTable("local.m[var.e]", TABLE),
    root("local.m[var.f]", `${variable("f")}locals {\n  m = ${TABLE}\n}`),
  ],
  [
    "a variable in a table gets another name",
    inTable("local.m[var.e]", `{ d = var.w, p = "${LITERAL}" }\n}\n${variable("w", "type = string")}locals {`),
    inTable("local.m[var.e]", `{ d = var.v, p = "${LITERAL}" }\n}\n${variable("v", "type = string")}locals {`),
  ],
  [
    "a table's column is written in brackets",
    inTable("local.m[var.e].arn", DEEP),
    inTable('local.m[var.e]["arn"]', DEEP),
  ],
  ["a lookup becomes an index", inTable("lookup(local.m, var.e)", TABLE), inTable("local.m[var.e]", TABLE)],
  ["a table is written out", inTable("local.m[var.e]", TABLE), root(`${TABLE}[var.e]`, variable("e"))],
  [
    "a table's key becomes a local",
    inTable("local.m[var.e]", TABLE),
    root("local.m[local.k]", `${variable("e")}${local("m", TABLE)}${local("k", "var.e")}`),
  ],
  [
    "the workspace becomes a local",
    inTable("local.m[terraform.workspace]", TABLE),
    root("local.m[local.k]", `${local("m", TABLE)}${local("k", "terraform.workspace")}`),
  ],
  [
    "a table's row becomes a local",
    inTable("local.m[var.e].arn", DEEP),
    root("local.c.arn", `${variable("e")}${local("m", DEEP)}${local("c", "local.m[var.e]")}`),
  ],
  ["a part of a variable is written in brackets", root("var.o.a", variable("o")), root('var.o["a"]', variable("o"))],
  [
    "a variable becomes a local",
    root("var.o.a", variable("o")),
    root("local.o.a", variable("o") + local("o", "var.o")),
  ],
  [
    "a data source becomes a local",
    readIn(PARAMETER('"/a"')),
    root("local.o.value", PARAMETER('"/a"') + local("o", "data.aws_ssm_parameter.p")),
  ],
  ["a data source's argument is written out", readIn(PARAMETER("var.n") + given("n", "/a")), readIn(PARAMETER('"/a"'))],
  [
    "a data source's default is written out",
    readIn(PARAMETER('"/a"')),
    readIn(PARAMETER('"/a"').replace("}", "  with_decryption = true\n}")),
  ],
  [
    "a secret is named by its ARN",
    root(STRING, SECRET("x").replace('"x"', "data.aws_secretsmanager_secret.x.id") + SECRET_X),
    root(STRING, SECRET("x").replace('"x"', "data.aws_secretsmanager_secret.x.arn") + SECRET_X),
  ],
  [
    "one of several data sources is left",
    root('data.aws_ssm_parameter.p["a"].value', PARAMETER('"/${each.key}"\n  for_each = toset(["a", "b"])')),
    readIn(PARAMETER('"/a"')),
  ],
  ["a data source moves into a module", readIn(PARAMETER('"/a"')), inCalled("/a")],
  ["a table stays outside of a module", inTable("local.m[var.e]", TABLE), byTable(TABLE)],
  [
    "a remote state's arguments are swapped",
    ofState("outputs.a", STATE.replace("}", '  config = { bucket = "b", key = "k" }\n}')),
    ofState("outputs.a", STATE.replace("}", '  config = { key = "k", bucket = "b" }\n}')),
  ],
  [
    "a comparison's sides are swapped",
    root(chosen('var.e == "p"', LITERAL, `${LITERAL}2`), variable("e")),
    root(chosen('"p" == var.e', LITERAL, `${LITERAL}2`), variable("e")),
  ],
  ["a table gets a key that another table has", ofTwoTables(`{ d = "${LITERAL}" }`), ofTwoTables(TABLE)],
  [
    "the table of another instance changes",
    ofInstances(`{ x = ${TABLE}, y = ${TABLE} }`),
    ofInstances(`{ x = ${TABLE}, y = ${TABLE_2} }`),
  ],
  ["a variable is wrapped", root("var.a", variable("a")), root("coalesce(var.a)", variable("a"))],
  [
    "a conditional is negated",
    root(chosen('var.e == "p"', LITERAL, `${LITERAL}2`), variable("e")),
    root(chosen('var.e != "p"', `${LITERAL}2`, LITERAL), variable("e")),
  ],
  [
    "an external ID's conditional is negated",
    withId(chosen("var.e", "one", "two"), variable("e")),
    withId(chosen("!var.e", "two", "one"), variable("e")),
  ],
  ["a decoded part is written with a dot", root(`${DECODED}["a"]`, SECRET("x")), root(`${DECODED}.a`, SECRET("x"))],
  [
    "a decoded secret gets a local",
    root(`${DECODED}["a"]`, SECRET("x")),
    root("local.s.a", `${SECRET("x")}\nlocals {\n  s = ${DECODED}\n}`),
  ],
  ["an external ID's SSM parameter gets another name", idOf("/a"), idOf("/a", "Id")],
  [
    "an external ID's secret gets another name",
    withId(STRING, SECRET("x")),
    withId(STRING.replace(".s.", ".t."), SECRET("x").replace('"s"', '"t"')),
  ],
  [
    "an external ID's mapping gets another key",
    idByStage({ d: { a: "one" }, q: { a: "three" } }),
    idByStage({ d: { a: "one" }, p: { a: "two" }, q: { a: "three" } }),
  ],
  ["a condition gets another name", BY_PROD, ofStage(isStage("prod"), LITERAL, `${LITERAL}2`, "Production")],
  [
    "a condition is negated with its outcomes",
    BY_PROD,
    ofStage({ "Fn::Not": [isStage("prod")] }, `${LITERAL}2`, LITERAL),
  ],
  ["a condition is on the other environment", BY_PROD, ofStage(isStage("dev"), `${LITERAL}2`, LITERAL)],
  [
    "another environment gets its own role",
    BY_PROD,
    cloudFormation(
      { "Fn::If": ["IsProd", LITERAL, { "Fn::If": ["IsTest", `${LITERAL}3`, `${LITERAL}2`] }] },
      { Parameters: { Stage: text() }, Conditions: { IsProd: isStage("prod"), IsTest: isStage("test") } },
    ),
  ],
  [
    "another condition is removed",
    ofStage(isStage("prod"), LITERAL, `${LITERAL}2`, "IsProd", { IsDev: isStage("dev") }),
    BY_PROD,
  ],
  ["a role pattern of any account gets wider", ofAny("veeam-*"), ofAny("v*")],
  ["a role pattern of any account gets narrower", ofAny("veeam-*"), ofAny("veeam-backup-*")],
  ["a role pattern of any account becomes a role that it fits", ofAny("app*"), cloudFormation(LITERAL)],
  ["`*` becomes a role pattern", cloudFormation("*"), ofAny("veeam-*")],
  [
    "a template with an external ID for each outcome gets another parameter",
    idEither("one", "two"),
    idEither("one", "two", { B: text() }),
  ],
  ["a role pattern gets wider", byPattern("veeam-*"), byPattern("v*")],
  [
    "an account's role pattern gets wider",
    narrowed(ROOT, inRoot("role/veeam-*")),
    narrowed(ROOT, inRoot("role/v*"), "StringLike"),
  ],
  [
    "an account's role pattern becomes a role that it fits",
    narrowed(THIS, inRoot("role/veeam-*")),
    narrowed(THIS, inRoot("role/veeam-backup"), "ArnEquals"),
  ],
  ["an account's role pattern is removed", narrowed(ROOT, inRoot("role/veeam-*")), cloudFormation(ROOT)],
  ["an account gets a role pattern", cloudFormation(ROOT), narrowed(ROOT, inRoot("role/veeam-*"))],
  [
    "an account's exempted role pattern becomes the allowed one",
    spared(inRoot("role/v*")),
    narrowed(ROOT, inRoot("role/v*")),
  ],
  [
    "a parameter in a condition gets another name",
    narrowed(sub("root"), { Ref: "A" }, "ArnEquals", A),
    narrowed(sub("root"), { Ref: "B" }, "ArnEquals", { B: text() }),
  ],
  [
    "a parameter in a condition becomes the principal",
    narrowed(ROOT, { Ref: "A" }, "ArnEquals", A),
    cloudFormation({ Ref: "A" }, { Parameters: A }),
  ],
  ["an account gets a condition on a parameter", cloudFormation(ROOT), narrowed(ROOT, { Ref: "A" }, "ArnEquals", A)],
  [
    "only one of an account's patterns and another role is left",
    narrowed([ROOT, "arn:aws:iam::444455556666:role/a"], [inRoot("role/veeam-*"), "arn:aws:iam::444455556666:role/a"]),
    cloudFormation("arn:aws:iam::444455556666:role/a"),
  ],
  ["a role pattern gets narrower", byPattern("veeam-*"), byPattern("veeam-backup-*")],
  ["an organization parameter gets another name", byOrganization("O"), byOrganization("Org")],
  [
    "a role in a condition gets another logical ID",
    cloudFormation("*", { ...when("aws:PrincipalArn", getAtt("A")), Resources: { A: role() } }),
    cloudFormation("*", { ...when("aws:PrincipalArn", getAtt("B")), Resources: { B: role() } }),
  ],
  [
    "a remote state gets another name",
    ofState("outputs.a"),
    root("data.terraform_remote_state.q.outputs.a", STATE.replace('"p"', '"q"')),
  ],
  [
    "an external ID parameter gets another name",
    cloudFormation(LITERAL, { ...when("sts:ExternalId", { Ref: "X" }), Parameters: { X: text() } }),
    cloudFormation(LITERAL, { ...when("sts:ExternalId", { Ref: "Id" }), Parameters: { Id: text() } }),
  ],
  [
    "the referenced role gets another name",
    cloudFormation(getAtt("A"), { Resources: { A: role("a") } }),
    cloudFormation(getAtt("A"), { Resources: { A: role("a2") } }),
  ],
  ["a parameter gets another name", parameterA, cloudFormation({ Ref: "B" }, { Parameters: { B: text() } })],
  [
    "a parameter within an ARN gets another name",
    ofAccount,
    cloudFormation(sub("role/a", "Account"), { Parameters: { Account: text() } }),
  ],
  [
    "a parameter gets a default",
    parameterA,
    cloudFormation({ Ref: "A" }, { Parameters: { A: { ...text(), Default: LITERAL } } }),
  ],
  [
    "a resource gets another logical ID",
    cloudFormation(getAtt("A"), { Resources: { A: role() } }),
    cloudFormation(getAtt("B"), { Resources: { B: role() } }),
  ],
  [
    "a named resource gets another logical ID and more tags",
    cloudFormation(getAtt("A"), { Resources: { A: role("a") } }),
    cloudFormation(getAtt("B"), { Resources: { B: { ...role("a"), Metadata: { a: "b" } } } }),
  ],
  [
    "the name of a resource is written out",
    cloudFormation(getAtt("A"), { Resources: { A: role("a") } }),
    cloudFormation(sub("role/a"), { Resources: { A: role("a") } }),
  ],
  ["the account replaces its role in the trust policy", roleOfOwn, cloudFormation(sub("root"))],
  ["the account is written as a number", cloudFormation(sub("root")), cloudFormation({ Ref: "AWS::AccountId" })],
  [
    "the partition becomes the stack's",
    roleOfOwn,
    cloudFormation({ "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/appliance" }),
  ],
  [
    "another principal is trusted as well",
    parameterA,
    cloudFormation([{ Ref: "A" }, LITERAL], { Parameters: { A: text() } }),
  ],
  ["the role's own account is declared", roleOfOwn, { ...roleOfOwn, ...OF_ONE }],
  ["the role's own account is declared and written out", roleOfOwn, { ...cloudFormation(LITERAL), ...OF_ONE }],
  [
    "the account that was written out becomes a reference to the role's own",
    { ...cloudFormation(LITERAL), ...OF_ONE },
    roleOfOwn,
  ],
  ["the account that was written out is declared", cloudFormation(LITERAL), { ...roleOfOwn, ...OF_ONE }],
  [
    "a member of an organization is named",
    cloudFormation("*", when("aws:PrincipalOrgID", "o-aaaaaaaaaa")),
    cloudFormation(LITERAL),
  ],
  [
    "an organization is added",
    cloudFormation("*", when("aws:PrincipalOrgID", "o-aaaaaaaaaa")),
    cloudFormation("*", when("aws:PrincipalOrgID", ["o-bbbbbbbbbb", "o-aaaaaaaaaa"])),
  ],
  ["a principal replaces a condition", cloudFormation("*", when("aws:PrincipalArn", LITERAL)), cloudFormation(LITERAL)],
  [
    "a caller identity data source gets another name",
    roleOfCaller,
    root(own("role/appliance", "me"), 'data "aws_caller_identity" "me" {}'),
  ],
  ["a role moves to CloudFormation", roleOfCaller, { "main.tf": "", ...roleOfOwn }],
  ["a variable gets another name", ofVariable, root('"arn:aws:iam::${var.id}:root"', variable("id"))],
  [
    "a local is added in between",
    ofVariable,
    root("local.a", `${variable("acct")}\nlocals {\n  a = "arn:aws:iam::\${var.acct}:root"\n}`),
  ],
  [
    "a local gets another name",
    root("local.a", `${variable("w")}\nlocals {\n  a = var.w\n}`),
    root("local.b", `${variable("w")}\nlocals {\n  b = var.w\n}`),
  ],
  [
    "a variable gets a value",
    root("var.who", variable("who")),
    { ...root("var.who", variable("who")), "terraform.tfvars": `who = "${LITERAL}"\n` },
  ],
  [
    "a data source's variable gets another name",
    readByName,
    root("data.aws_iam_role.a.arn", data("a", "var.m") + variable("m")),
  ],
  [
    "a data source gets another name",
    root("data.aws_iam_role.a.arn", data("a", '"appliance"')),
    root("data.aws_iam_role.b.arn", data("b", '"appliance"')),
  ],
  ["a resource gets another address", renamed("a"), renamed("b")],
  ["a resource is moved", renamed("a"), renamed("b", "moved {\n  from = aws_iam_role.a\n  to   = aws_iam_role.b\n}")],
  [
    "the resource replaces a data source",
    root("data.aws_iam_role.a.arn", data("a", '"appliance"')),
    root("aws_iam_role.a.arn", appliance("a")),
  ],
  [
    "a module gives its variable another name",
    passedOn,
    inModule("appl = var.who", "var.appl", variable("who"), variable("appl")),
  ],
  [
    "a role moves into a module",
    root("var.who", variable("who")),
    inModule("who = var.who", "var.who", variable("who"), variable("who")),
  ],
])("passes when %s", async (_name, base, head) => {
  const report = await headOf(base, head);
  expect(report.findings.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
});
