// node scripts/compare-terraform-sources.mjs [NAME...]: plans the roots in scripts/terraform-roots with the real terraform. Then compares
// the check's results for their roles, once with the plan and the source, and once with only the source. Fails if both are certain and
// differ; counts the verdicts that the source leaves undecided. Needs terraform, and the AWS provider in a filesystem mirror
// (TERRAFORM_MIRROR, by default /opt/tf-plugins). Nothing leaves the machine. `--verbose` names the undecided verdicts. Plans are cached in
// node_modules/.cache.
//
// A folder without `.tf` files at its top has its root module in `stack`.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import { compileSources } from "./compile-sources.mjs";
import { ACCOUNT, loopbackAws } from "./loopback-aws.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const roots = join(here, "terraform-roots");
const kept = join(here, "../node_modules/.cache/terraform-roots");
const requirements = join(roots, "requirements.json");
const { values: options, positionals } = parseArgs({
  options: { verbose: { type: "boolean", default: false } },
  allowPositionals: true,
});

const AS_IT_IS = { recursive: true, verbatimSymlinks: true };
const work = mkdtempSync(join(tmpdir(), "terraform-roots-"));
const aws = await loopbackAws();
const compiled = compileSources("compare-terraform-sources");
const tool = Object.assign(
  {},
  ...(await Promise.all(
    ["check", "config/resolve-options", "discover/find-config", "source/node"].map(
      (module) => import(pathToFileURL(join(compiled, `${module}.js`)).href),
    ),
  )),
);
const CONFIG = `requirements: requirements.json
roles: { "*": [all] }
appliance: arn:aws:iam::111122223333:role/appliance
deployment: { accounts: ["${ACCOUNT}"], regions: [eu-west-1] }
`;
const rcFile = join(work, "terraform.rc");
const mirror = process.env.TERRAFORM_MIRROR ?? "/opt/tf-plugins";
writeFileSync(rcFile, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);

const folders = readdirSync(roots, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const names = folders.map(({ name }) => name).filter((name) => positionals.length === 0 || positionals.includes(name));
const counts = { roots: 0, roles: 0, verdicts: 0, decided: 0, wholeRoles: 0, wrong: 0 };
try {
  mkdirSync(kept, { recursive: true });
  const queue = [...names];
  const take = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await compare(name);
  };
  await Promise.all([take(), take()]);
} finally {
  aws.close();
  rmSync(work, { recursive: true, force: true });
  rmSync(compiled, { recursive: true, force: true });
}
const percent = (part, whole) => `${part} (${((100 * part) / Math.max(whole, 1)).toFixed(1)} %)`;
process.stdout.write(
  `${counts.roots} roots, ${counts.roles} roles; of ${counts.verdicts} verdicts that the plan gives, the source gives ${percent(counts.decided, counts.verdicts)}; ` +
    `it decides all of ${percent(counts.wholeRoles, counts.roles)} roles; ${counts.wrong} wrong\n`,
);
if (counts.wrong > 0 || counts.roots < names.length) process.exitCode = 1;

async function compare(name) {
  const planned = join(work, name, "planned");
  const alone = join(work, name, "alone");
  try {
    for (const copy of [planned, alone]) cpSync(join(roots, name), copy, AS_IT_IS);
    writeFileSync(join(rootIn(planned), "plan.json"), await planOf(name));
    const [byPlan, bySource] = await Promise.all([judge(planned), judge(alone)]);
    tally(name, byPlan, bySource);
    counts.roots += 1;
  } catch (error) {
    process.stderr.write(`${name}: ${error.stderr || error.stack}\n`);
  }
}

function tally(name, byPlan, bySource) {
  if (byPlan.size === 0) throw new Error("its plan has no roles");
  for (const id of new Set([...byPlan.keys(), ...bySource.keys()])) {
    // If the number of roles is unknown, one role in the source represents all of them.
    const [plan, source] = [byPlan.get(id), bySource.get(id) ?? bySource.get(withoutKeys(id))];
    if (plan === undefined && isOneForAll(id, byPlan)) continue;
    counts.roles += 1;
    if (plan === undefined || source === undefined)
      wrong(name, `${id} is a role of the ${plan === undefined ? "source" : "plan"} only`);
    else tallyRole(name, id, plan, source);
  }
}

function withoutKeys(address) {
  return address.replaceAll(/\[[^\]]*\]/g, "");
}

function isOneForAll(id, byPlan) {
  return id === withoutKeys(id) && [...byPlan.keys()].some((one) => one !== id && withoutKeys(one) === id);
}

function tallyRole(name, id, plan, source) {
  const open = [];
  for (const [what, verdict] of plan.verdicts) {
    const said = source.verdicts.get(what);
    // The source may determine more than the plan.
    if (verdict === "undetermined") continue;
    counts.verdicts += 1;
    if (said === verdict) counts.decided += 1;
    else if (said === "undetermined") open.push(`${what} (${verdict})`);
    else wrong(name, `${id} ${what}: ${said}, by the plan ${verdict}`);
  }
  if (open.length === 0) counts.wholeRoles += 1;
  if (![...plan.lines, ...source.lines].some(isUnknown))
    for (const line of difference(plan.lines, source.lines)) wrong(name, `${id} ${line}`);
  if (!options.verbose) return;
  const left = open.length === 0 ? [] : [`left open: ${open.join(", ")}`];
  const otherwise = plan.unknown.filter((line) => !source.unknown.includes(line)).map((line) => `by the plan: ${line}`);
  for (const line of [...left, ...source.unknown, ...otherwise]) process.stdout.write(`${name}: ${id}: ${line}\n`);
}

function wrong(name, what) {
  counts.wrong += 1;
  process.stdout.write(`${name}: WRONG: ${what}\n`);
}

function difference(plan, source) {
  return [
    ...plan.filter((line) => !source.includes(line)).map((line) => `lacks ${line}`),
    ...source.filter((line) => !plan.includes(line)).map((line) => `has ${line}, which the plan has not`),
  ];
}

function rootIn(folder) {
  return readdirSync(folder).some((file) => /\.tf(\.json)?$/.test(file)) ? folder : join(folder, "stack");
}

/** The output of `terraform show -json`, or the cached one if nothing has changed. */
async function planOf(name) {
  const hash = createHash("sha256");
  for (const entry of readdirSync(join(roots, name), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    hash.update(`${path}\n`).update(readFileSync(path));
  }
  const file = join(kept, `${name}-${hash.digest("hex").slice(0, 16)}.json`);
  if (!existsSync(file)) {
    const copy = join(work, name, "terraform");
    cpSync(join(roots, name), copy, AS_IT_IS);
    const env = { ...process.env, ...aws.environment, TF_CLI_CONFIG_FILE: rcFile, TF_IN_AUTOMATION: "1" };
    const terraform = (...args) =>
      promisify(execFile)("terraform", args, { cwd: rootIn(copy), env, encoding: "utf8", maxBuffer: 1e9 });
    writeFileSync(join(rootIn(copy), "zz_backend_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
    await terraform("init", "-input=false", "-no-color");
    await terraform("plan", "-input=false", "-no-color", "-out=tfplan");
    writeFileSync(file, (await terraform("show", "-json", "tfplan")).stdout);
    rmSync(copy, { recursive: true });
  }
  return readFileSync(file, "utf8");
}

/** The check's results for each role, by address: its actions, trust, and profile, and the files that were read. */
async function judge(folder) {
  const { findConfig, inspect, resolveOptions } = tool;
  cpSync(requirements, join(folder, "requirements.json"));
  writeFileSync(join(folder, "worker-iam-check.yml"), CONFIG);
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const { file, prefix } = findConfig(scope, "worker-iam-check.yml");
  const resolved = resolveOptions(new Map(), file, prefix);
  if ("problems" in resolved) throw new Error(resolved.problems.map(({ message }) => message).join("; "));
  const outcome = await inspect(resolved.options.check, { scope, today: "2026-11-29", unread: [] });
  if ("problems" in outcome) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
  const { roles, findings } = outcome.result;
  const unread = findings.filter(({ rule }) => rule === "unreadable-file").map(({ message }) => `unread: ${message}`);
  return new Map(
    roles.filter(isOfTerraform).map(({ role, kinds, trust }) => {
      const verdicts = new Map();
      for (const { verdicts: all } of kinds) for (const { action, verdict } of all) verdicts.set(action, verdict);
      for (const { party, verdict } of trust) verdicts.set(`trust of ${party}`, verdict);
      const { instanceProfile } = role;
      verdicts.set("instance profile", typeof instanceProfile === "boolean" ? instanceProfile : "undetermined");
      const lines = linesOf(role);
      return [role.id, { verdicts, lines, unknown: [...unread, ...lines.filter(isUnknown)] }];
    }),
  );
}

function isOfTerraform({ role }) {
  return role.format.startsWith("terraform-");
}

/** The role's contents, as lines. */
function linesOf({ name, removed, variants }) {
  if (removed) return ["is removed"];
  const held = variants.flatMap(({ when, policies, boundary, trust }) => [
    ...(when === null ? [] : [`when ${when}`]),
    ...policies.map((policy) => `policy ${policyLine(policy)}`),
    ...(boundary === null ? [] : [`boundary ${policyLine(boundary)}`]),
    ...(trust === null ? [] : [`trust ${"kind" in trust ? `unknown: ${trust.expression}` : documentLine(trust)}`]),
  ]);
  return [`name ${name === null ? "unknown:" : name}`, ...held];
}

function policyLine(policy) {
  if (policy.kind === "document") return documentLine(policy.document);
  if (policy.kind === "reference") return `unknown: what ${shown(policy.arn)} says`;
  return `unknown: ${policy.name}: ${policy.expression}`;
}

function documentLine({ version, statements, unresolved }) {
  const all = [
    ...statements.map(statementLine).sort(),
    ...unresolved.map(({ expression }) => `unknown: ${expression}`),
  ];
  return `${version} ${all.join("; ")}`;
}

function statementLine({ effect, actions, resources, principals, conditions }) {
  const list = (negated, texts) => `${negated ? "not " : ""}${[...new Set(texts)].sort().join(",")}`;
  const patterns = (one) =>
    list(
      one.negated,
      one.patterns.map(({ text }) => shown(text)),
    );
  const people = principals?.principals.map(({ type, id }) => `${type} ${shown(id)}`);
  const tests = conditions.map((one) =>
    one.kind === "unresolved"
      ? `unknown: ${one.expression}`
      : `${one.operator} ${one.key} ${list(
          false,
          one.values.map(({ text }) => shown(text)),
        )}`,
  );
  return [
    typeof effect === "string" ? effect : `unknown: ${effect.expression}`,
    ...(principals ? [list(principals.negated, people)] : []),
    patterns(actions),
    ...(resources ? [`on ${patterns(resources)}`] : []),
    ...(tests.length > 0 ? [`if ${tests.sort().join(" and ")}`] : []),
  ].join(" ");
}

function shown(text) {
  return tool.showText(text);
}

function isUnknown(line) {
  return /unknown:|\$\{(?!aws:)/.test(line);
}
