// Regenerates plan.json of __tests__/fixtures/terraform*/*: real plans of the sources there. Needs terraform with the
// AWS provider (TF_CLI_CONFIG_FILE may name a mirror) and, for fixtures with a before.tf.txt (applied first),
// moto_server. Arguments limit it to the named fixtures. Nothing leaves the machine: the endpoints are on loopback.
//
// In expectation.json, `planArguments` are arguments of `terraform plan`; `existing` are IAM API calls before anything
// is applied; `byHand` are calls between the apply and the plan; `state` writes the state instead of a plan; `handmade`
// says that terraform didn't create this plan, and why; `root` is the root module's folder. Plans of
// terraform-written/* are also applied, and applied.json lists the resulting policies.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const collections = ["terraform", "terraform-sources", "terraform-secrets", "terraform-written"].map((name) =>
  join("__tests__/fixtures", name),
);
const port = 5017;
const provider = `
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints {
    iam = "http://127.0.0.1:${port}"
    sts = "http://127.0.0.1:${port}"
    sqs = "http://127.0.0.1:${port}"
  }
}
`;

const moto = spawn("moto_server", ["-p", String(port)], {
  stdio: "ignore",
  env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
});
await new Promise((resolve) => setTimeout(resolve, 5000));
const wanted = process.argv.slice(2);
try {
  for (const fixtures of collections) {
    const names = readdirSync(fixtures).filter((name) => wanted.length === 0 || wanted.includes(name));
    for (const name of names) await tryToMake(join(fixtures, name));
  }
} finally {
  moto.kill();
}

/** Tries to create a fixture. If that fails, the other fixtures are still created. */
async function tryToMake(fixture) {
  try {
    await fetch(`http://127.0.0.1:${port}/moto-api/reset`, { method: "POST" });
    if (await make(fixture)) console.log(fixture);
  } catch (error) {
    process.exitCode = 1;
    console.error(`${fixture}: ${error.stderr ?? error}`);
  }
}

async function make(fixture) {
  const expectation = JSON.parse(readFileSync(join(fixture, "expectation.json"), "utf8"));
  if (expectation.handmade !== undefined) return false;
  const copy = mkdtempSync(join(tmpdir(), "fixture-"));
  const work = join(copy, expectation.root ?? ".");
  const terraform = (...args) =>
    execFileSync("terraform", args, { cwd: work, encoding: "utf8", maxBuffer: 1e9, stdio: "pipe" });
  cpSync(fixture, copy, { recursive: true });
  rmSync(join(copy, "plan.json"), { force: true });
  writeFileSync(join(work, "provider.tf"), provider);
  const before = join(fixture, "before.tf.txt");
  if (existsSync(before)) cpSync(before, join(work, "main.tf"));
  for (const call of expectation.existing ?? []) await callIam(...call);
  terraform("init", "-input=false", "-no-color");
  if (existsSync(before)) {
    terraform("apply", "-input=false", "-auto-approve");
    cpSync(join(fixture, "main.tf"), join(work, "main.tf"));
    terraform("init", "-input=false", "-no-color");
  }
  for (const call of expectation.byHand ?? []) await callIam(...call);
  if (expectation.state !== true) {
    terraform("plan", "-input=false", "-out=tfplan", ...(expectation.planArguments ?? []));
  }
  const shown = JSON.parse(terraform("show", "-json", ...(expectation.state === true ? [] : ["tfplan"])));
  writeFileSync(join(fixture, "plan.json"), `${JSON.stringify(shown, null, 1)}\n`);
  if (fixture.includes("terraform-written")) {
    terraform("apply", "-input=false", "-auto-approve", "tfplan");
    const applied = policiesIn(JSON.parse(terraform("show", "-json")).values.root_module);
    writeFileSync(join(fixture, "applied.json"), `${JSON.stringify(applied, null, 1)}\n`);
  }
  rmSync(copy, { recursive: true });
  return true;
}

/** The documents of roles and policies, by address and attribute. */
function policiesIn(module) {
  const own = (module.resources ?? []).flatMap(({ address, mode, type, values }) => {
    if (mode !== "managed" || !type.startsWith("aws_iam_")) return [];
    const inline = (values.inline_policy ?? []).map(({ name, policy }) => [`inline_policy ${name}`, policy]);
    const all = [["policy", values.policy], ["assume_role_policy", values.assume_role_policy], ...inline];
    return all.flatMap(([name, text]) => (text ? [[`${address} ${name}`, JSON.parse(text)]] : []));
  });
  return Object.assign(Object.fromEntries(own), ...(module.child_modules ?? []).map(policiesIn));
}

/** A change that someone makes in the account outside Terraform. */
async function callIam(action, parameters) {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/iam/aws4_request" },
    body: new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters }),
  });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
}
