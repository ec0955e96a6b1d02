// Extracts the operations that the Action uses from GitHub's description of its REST API, for the fake GitHub server
// in the tests. The source, the npm package @octokit/openapi, is 400 MB and is downloaded into a temporary folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OPERATIONS = [
  "checks/update",
  "issues/create-comment",
  "issues/delete-comment",
  "issues/list-comments",
  "issues/update-comment",
  "pulls/create-review",
  "pulls/delete-review-comment",
  "pulls/get",
  "pulls/list",
  "pulls/list-files",
  "pulls/list-review-comments",
  "pulls/update-review-comment",
];

const target = join(dirname(fileURLToPath(import.meta.url)), "../__tests__/github/operations.generated.json");
const folder = mkdtempSync(join(tmpdir(), "github-openapi-"));
try {
  execFileSync("npm", ["pack", "--silent", "@octokit/openapi"], { cwd: folder });
  const [archive] = readdirSync(folder);
  const wanted = ["package/package.json", "package/generated/api.github.com.deref.json"];
  execFileSync("tar", ["xzf", archive, ...wanted], { cwd: folder });
  const [{ version }, description] = wanted.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  const all = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const operations = OPERATIONS.map((id) => cut(all.find(({ operation }) => operation.operationId === id)));
  const source = `npm package @octokit/openapi ${version} (MIT), generated/api.github.com.deref.json, info.version ${description.info.version}`;
  writeFileSync(target, `${JSON.stringify({ source, operations }, null, 1)}\n`);
  console.log(`${target}: ${operations.length} operations`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function cut({ path, method, operation }) {
  const parameters = operation.parameters.map(({ name, in: place, required = false, schema }) => {
    return { name, in: place, required, schema: validationOnly(schema) };
  });
  const body = operation.requestBody?.content["application/json"].schema ?? null;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    body: body === null ? null : validationOnly(body),
    success: Number(Object.keys(operation.responses).find((status) => status.startsWith("2"))),
  };
}

/** Removes the parts of a schema that are only for people. They account for most of its size. */
function validationOnly(schema) {
  const prose = ["description", "example", "examples", "externalDocs", "deprecated", "x-github", "default"];
  const walk = (node, names) => {
    if (Array.isArray(node)) return node.map((item) => walk(item, false));
    if (typeof node !== "object" || node === null) return node;
    // Keys below `properties` are property names, and one of them may be `description`.
    const kept = Object.entries(node).filter(([key]) => names || !prose.includes(key));
    return Object.fromEntries(kept.map(([key, value]) => [key, walk(value, key === "properties" && !names)]));
  };
  return walk(schema, false);
}
