// Records terraform's results for each expression in __tests__/hcl/recorded/expressions, with terraform's version, in
// answers/*.generated.json. Needs only terraform on the PATH: no provider, account, or network.
//
// A line is an expression. Lines between two lines of """ are one expression. # starts a comment. `type <- value` means
// what a variable of that type turns the value into. Each expression becomes an output in a separate file, so that an
// error names the expression. Failing ones are removed until a plan succeeds, so that one process answers for all the
// others.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const recorded = "__tests__/hcl/recorded";
const work = mkdtempSync(join(tmpdir(), "answers-"));

try {
  copyFileSync(join(recorded, "locals.tf"), join(work, "locals.tf"));
  writeFileSync(
    join(work, "terraform.tf"),
    'terraform {\n  required_providers {\n    terraform = { source = "terraform.io/builtin/terraform" }\n  }\n}\n',
  );
  execFileSync("terraform", ["init", "-input=false"], { cwd: work });
  const { terraform_version: terraform } = JSON.parse(run("version", "-json").stdout);
  const families = readdirSync(join(recorded, "expressions")).map((file) => basename(file, ".txt"));
  const asked = families.flatMap((family) => expressionsOf(family).map((expression) => ({ family, expression })));
  const answers = answersTo(asked.map(({ expression }) => expression));
  mkdirSync(join(recorded, "answers"), { recursive: true });
  for (const family of families) {
    const lines = asked.flatMap((one, index) =>
      one.family === family ? [`  ${JSON.stringify({ expression: one.expression, ...answers[index] })}`] : [],
    );
    const text = `{ "terraform": ${JSON.stringify(terraform)}, "answers": [\n${lines.join(",\n")}\n] }\n`;
    writeFileSync(join(recorded, "answers", `${family}.generated.json`), text);
  }
} finally {
  rmSync(work, { recursive: true });
}

function run(...args) {
  return spawnSync("terraform", args, { cwd: work, encoding: "utf8", maxBuffer: 1e9 });
}

function expressionsOf(family) {
  const text = readFileSync(join(recorded, "expressions", `${family}.txt`), "utf8");
  const expressions = text
    .split(/^"""\n/m)
    .flatMap((part, index) =>
      index % 2 === 1 ? [part.slice(0, -1)] : part.split("\n").filter((line) => line !== "" && !line.startsWith("#")),
    );
  return [...new Set(expressions)];
}

function answersTo(expressions) {
  const answers = expressions.map(() => null);
  expressions.forEach((expression, index) => {
    writeFileSync(join(work, `e${index}.tf`), configuration(expression, index));
  });
  for (;;) {
    const failures = failuresOf(run("plan", "-input=false", "-json", "-out=plan").stdout);
    if (failures.size === 0) break;
    for (const [index, fails] of failures) {
      answers[index] = { fails };
      rmSync(join(work, `e${index}.tf`));
    }
  }
  const { outputs } = JSON.parse(withNumbersAsWritten(run("show", "-json", "plan").stdout)).planned_values;
  return answers.map((answer, index) => answer ?? answerOf(outputs[`e${index}`]));
}

function answerOf({ value, type }) {
  if (value === undefined) return { fails: "Known only after the apply" };
  return { value: asText(value[0]), type: JSON.stringify(type[1][0]) };
}

/** The configuration for an expression. Its output is a list with the value, because terraform omits an output that is null. */
function configuration(expression, index) {
  const [, type, value] = /^([a-z][^"]*?) <- (.*)$/.exec(expression) ?? [];
  const output = (text) => `output "e${index}" {\n  sensitive = true\n  value = [\n${text}\n  ]\n}\n`;
  if (type === undefined) return output(expression);
  return `variable "e${index}" {\n  type = ${type}\n  default = ${value}\n}\n${output(`var.e${index}`)}`;
}

function failuresOf(log) {
  const failures = new Map();
  for (const line of log.trim().split("\n")) {
    const { type, diagnostic } = JSON.parse(line);
    if (type !== "diagnostic" || diagnostic.severity !== "error") continue;
    // An expression can have an infinite value, but an output can't. The error then names the output only in its text.
    const named = diagnostic.range?.filename.matchAll(/^e(\d+)\.tf$/g) ?? diagnostic.detail.matchAll(/value "e(\d+)"/g);
    const indices = [...named].map(([, index]) => Number(index));
    if (indices.length === 0) throw new Error(`${diagnostic.summary}: ${diagnostic.detail}`);
    for (const index of indices) failures.set(index, diagnostic.summary);
  }
  return failures;
}

/** Keeps numbers as written, because JSON.parse would round them. */
function withNumbersAsWritten(json) {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `{"number as written":"${token}"}`,
  );
}

function asText(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(asText).join(",")}]`;
  if ("number as written" in value) return value["number as written"];
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${asText(one)}`)
    .join(",")}}`;
}
