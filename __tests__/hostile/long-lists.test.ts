import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

// Endless lists. Code that tries each entry with each requested action takes minutes here.

const MANY = 20_000;
const MAPPED = "roles: {'*': backup}\n";
const SUBSEQUENCES = ["e*", "R*"];

const numbered = (index: number) => `ec2:*${index}*a*`;
const matching = (index: number) => `ec2:*${[...index.toString(2)].map((bit) => SUBSEQUENCES[Number(bit)]).join("")}`;

function policyOf(write: (index: number) => string, key = "Action"): string {
  const actions = Array.from({ length: MANY }, (_, index) => write(index));
  const statement = { Effect: "Allow", [key]: actions, Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

test.each<[string, string, string]>([
  ["in a role checked by its name", policyOf(numbered), "{}"],
  ["in a mapped role", policyOf(numbered), MAPPED],
  ["that nearly match", policyOf(matching), MAPPED],
  ["in a NotAction", policyOf(numbered, "NotAction"), MAPPED],
  ["in a role that needs none of them", policyOf(numbered), `${MAPPED}severities: {excess-access: warning}\n`],
])("checks twenty thousand patterns %s in two seconds", async (_name, text, config) => {
  expect(await secondsFor({ "veeam-a.json": text }, config)).toBeLessThan(2);
});

interface Sizes {
  readonly sizes: Readonly<Record<string, readonly [number, (size: number) => Readonly<Record<string, string>>]>>;
}

// Each of these took four seconds or more.
test.each([
  "letters of a resource",
  "condition keys",
  "statements with a condition",
  "principals",
  "texts of JSON in Fn::Sub",
  "separate policies of one name",
  "keys of a mapping",
  "templates that nest the next one twice",
  "values of the context",
  "ARNs of resources",
  "ARNs of a NotResource",
  "accounts of a deployment",
  "ARNs that grant in part",
  "groups of one policy",
  "lines of `roles` next to roles",
  "statements of a trust policy that many roles include",
  "resources in regions",
  "elements of matchkeys",
  "statements of documents that many others override",
  "merge keys in a chain",
  "local values in a chain",
])("checks many %s in three seconds", async (name) => {
  const { sizes } = (await import(pathToFileURL("scripts/fuzz/sizes.mjs").href)) as Sizes;
  const [size, make] = sizes[name] ?? [];
  const files = make?.((size ?? 0) * 6) ?? {};
  expect(await secondsFor(files, files["worker-iam-check.yml"] ?? MAPPED)).toBeLessThan(3);
});

/** The shorter of two runs. The first run also pays for compiling the code and for garbage of earlier suites in this process. */
async function secondsFor(files: Readonly<Record<string, string>>, config: string): Promise<number> {
  return Math.min(await secondsForOne(files, config), await secondsForOne(files, config));
}

async function secondsForOne(files: Readonly<Record<string, string>>, config: string): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "long-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(resolved.problems.map(({ message }) => message).join());
  const scope = { root, workingDirectory: root, confined: true };
  const start = process.cpuUsage();
  const inspected = await inspect(resolved.options.check, { scope, today: "2026-01-01" });
  const seconds = process.cpuUsage(start).user / 1e6;
  rmSync(root, { recursive: true });
  if ("problems" in inspected) throw new Error("the options are refused");
  expect(inspected.result.findings).not.toEqual([]);
  return seconds;
}
