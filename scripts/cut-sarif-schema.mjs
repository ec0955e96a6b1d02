// Extracts the SARIF 2.1.0 schema from the npm package @microsoft/jest-sarif for the tests, without the parts that are only for people. It
// uses JSON Schema draft 4, but nothing that later drafts write differently.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = join(dirname(fileURLToPath(import.meta.url)), "../__tests__/report/sarif-schema.generated.json");
const folder = mkdtempSync(join(tmpdir(), "sarif-schema-"));
try {
  execFileSync("npm", ["pack", "--silent", "@microsoft/jest-sarif"], { cwd: folder });
  const [archive] = readdirSync(folder);
  const wanted = ["package/package.json", "package/lib/schemas/sarif-2.1.0-rtm.5.json"];
  execFileSync("tar", ["xzf", archive, ...wanted], { cwd: folder });
  const [{ name, version, license }, schema] = wanted.map((file) =>
    JSON.parse(readFileSync(join(folder, file), "utf8")),
  );
  const $comment = `${schema.title}, from npm package ${name} ${version} (${license}), ${wanted[1]}`;
  const { definitions, properties, required, additionalProperties, type } = validationOnly(schema, false);
  const $schema = "http://json-schema.org/draft-07/schema#";
  const cut = { $schema, $comment, type, required, additionalProperties, properties, definitions };
  writeFileSync(target, `${JSON.stringify(cut)}\n`);
  console.log(`${target}: ${JSON.stringify(cut).length} characters`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Removes the parts of a schema that are only for people. `names`: whether the keys are property names, one of which may be `description`.
 */
function validationOnly(node, names) {
  if (Array.isArray(node)) return node.map((item) => validationOnly(item, false));
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(
    ([key]) => names || !["description", "default", "$schema", "id"].includes(key),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => {
      return [key, validationOnly(value, !names && (key === "properties" || key === "definitions"))];
    }),
  );
}
