// What is fed, and what must hold whatever it is fed. A target gives null, or what went wrong.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseAllDocuments } from "yaml";

/** What an exception of ours looks like when the net under the readers has caught it. */
const DEFECT = /TypeError|ReferenceError|SyntaxError|is not a function|Cannot read|undefined|\[object Object\]/;

export async function targetsOf(root, seeds) {
  const library = (path) => import(pathToFileURL(join(root, "lib", path)).href);
  const [{ check }, { resolveOptions }, { readRequirements }, { readReport }, { JsonField, JsonShapeError }] =
    await Promise.all(
      [
        "check.js",
        "config/resolve-options.js",
        "requirements/read-requirements.js",
        "report/read-report.js",
        "source/json-field.js",
      ].map(library),
    );
  const [
    { mergeReports },
    { renderText, plain },
    { renderMarkdown },
    { renderSarif },
    { annotated, annotations },
    { allRules },
    { evaluate },
  ] = await Promise.all(
    [
      "report/merge-reports.js",
      "report/text.js",
      "report/markdown/render.js",
      "report/sarif.js",
      "report/annotations.js",
      "rules/index.js",
      "lib.js",
    ].map(library),
  );
  const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-fuzz-"));
  mkdirSync(join(folder, "w"));
  // Beside each input, so that nothing but the input's own faults keeps a result from being green.
  cpSync(join(root, "examples/policy-json/passing/veeam-communication.json"), join(folder, "w/companion.json"));
  const scope = { root: join(folder, "w"), workingDirectory: join(folder, "w"), confined: true };
  const today = "2026-01-01";
  const optionsWith = (inputs) => resolveOptions(new Map(Object.entries(inputs)), null).options.check;
  const asked = [
    optionsWith({}),
    optionsWith({ roles: "*: communication" }),
    optionsWith({ roles: "*: worker", appliance: "111122223333", requirements: "13.1" }),
  ];
  const mergeOptions = { failOn: "error", ifNoRoles: "error" };

  function rendered(report) {
    const text = renderText(report, plain, 80);
    if (/^(::|##\[)/m.test(text)) return "the text holds a workflow command";
    const markdown = renderMarkdown(report, null, 60_000)
      .replace(/^(`{3,})[\s\S]*?^\1$/gm, "")
      .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
    if (/<img|@fuzzmention/.test(markdown)) return "the Markdown holds text of the file";
    if (annotations(annotated(report)).commands.some((command) => /[\r\n]/.test(command)))
      return "an annotation has two lines";
    JSON.parse(renderSarif(report, allRules));
    readReport(new JsonField(JSON.parse(JSON.stringify(report))));
    return DEFECT.test(
      report.findings.map(({ rule, message }) => (rule === "unreadable-file" ? message : "")).join("\n"),
    )
      ? "a defect of ours was told as a fault of the file"
      : null;
  }

  async function document(seed, text, turn) {
    const path = join(scope.root, basename(seed.path));
    writeFileSync(path, text);
    try {
      const outcome = await check(asked[turn % asked.length], { scope, today });
      if (!("report" in outcome)) return "a configuration problem";
      return (
        (outcome.report.conclusion === "success" ? notGreen(seed, text, outcome.report) : null) ??
        rendered(outcome.report)
      );
    } finally {
      rmSync(path, { force: true });
    }
  }

  function config(seed, text) {
    const outcome = resolveOptions(new Map(), { path: seed.path, text });
    return "problems" in outcome && outcome.problems.length === 0 ? "no options and no problems" : null;
  }

  function requirements(seed, text) {
    const outcome = readRequirements({ path: seed.path, text });
    return "problems" in outcome && outcome.problems.length === 0 ? "no requirements and no problems" : null;
  }

  function report(_seed, text) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      return null;
    }
    try {
      const read = readReport(new JsonField(value));
      const merged = mergeReports(
        [
          { file: "a.json", report: read },
          { file: "b.json", reason: "is cut", help: "" },
        ],
        mergeOptions,
      );
      if (merged.conclusion === "success") return "green with a report that can't be read";
      return rendered(merged);
    } catch (error) {
      if (error instanceof JsonShapeError) return null;
      throw error;
    }
  }

  /** An action that no pattern in the policies can match is never allowed. */
  function request(_seed, text) {
    let policy;
    try {
      policy = JSON.parse(text);
    } catch {
      return null;
    }
    const allowed = evaluate(
      { identityPolicies: [policy] },
      {
        action: "ec2:RunInstances",
        resource: "arn:aws:ec2:eu-west-1:1:instance/i",
        context: { "aws:RequestedRegion": "eu-west-1" },
      },
    );
    evaluate(
      { resourcePolicy: policy, boundary: [policy] },
      { action: "sts:AssumeRole", resource: "*", principal: { Service: "ec2.amazonaws.com" } },
    );
    return allowed === "allowed" && !mayGrant(text, "ec2:RunInstances") ? "allowed what no pattern names" : null;
  }

  const targets = {
    document: { seeds: seeds.documents, share: 70, run: document },
    request: { seeds: seeds.policies, share: 10, run: request },
    config: { seeds: seeds.configs, share: 8, run: config },
    requirements: { seeds: seeds.requirements, share: 5, run: requirements },
    report: { seeds: seeds.reports, share: 7, run: report },
  };
  return { targets, close: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a green result needs, found out without our own readers. */
function notGreen(seed, text, report) {
  if (report.files.unreadable > 0) return "green though a file could not be read";
  const isOurs = /"Statement"|AWS::IAM::|aws_iam_/.test(text.replace(/[\ud800-\udfff]/g, ""));
  if (isOurs && isBroken(seed, text)) return "green though the file is broken";
  const roles = report.roles.filter(({ location }) => location.file === basename(seed.path));
  const asked = roles.filter(({ kinds }) => kinds.communication?.undetermined.length === 0);
  return asked.length > 0 && !mayGrant(text, "sqs:ReceiveMessage")
    ? "green though nothing in the file names a required action"
    : null;
}

function isBroken(seed, text) {
  if (!seed.path.endsWith(".json"))
    return parseAllDocuments(text, { uniqueKeys: false }).some(({ errors }) => errors.length > 0);
  try {
    JSON.parse(text.replace(/^\ufeff/, ""));
    return false;
  } catch {
    return true;
  }
}

/** Whether the text has a pattern that matches the action, or something that stands for more than it says. */
function mayGrant(text, action) {
  if (/NotAction|\\u|policy\/|Fn::|!\w|\$\{/.test(text)) return true;
  const patterns = text.match(/[\w*?-]+:[\w*?]+|\*/g) ?? [];
  return patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
}

function matches(pattern, text) {
  const expression = pattern.replace(/[.*+?^${}()|[\]\\]/g, (sign) =>
    sign === "*" ? ".*" : sign === "?" ? "." : `\\${sign}`,
  );
  return new RegExp(`^${expression.replace(/(\.\*)+/g, ".*")}$`).test(text);
}
