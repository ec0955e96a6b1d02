// The functions that the inputs are fed to. Each returns null, or a description of the fault.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { edgesOf } from "./edges.mjs";
import { mayGrant, misplacedEdit, notGreen, patched, takesAway } from "./invariants.mjs";
import { Stage } from "./scenes.mjs";

/** Recognizes one of our own exceptions that the readers caught as a fault of the file. */
const DEFECT = /TypeError|ReferenceError|SyntaxError|is not a function|Cannot read|undefined|\[object Object\]/;

const MODULES = [
  ...[
    "check",
    "lib",
    "action/event",
    "action/load-reports",
    "cli/apply-fixes",
    "cli/unified-diff",
    "config/resolve-options",
  ],
  ...[
    "iam/explain",
    "iam/service-authorization",
    "report/annotations",
    "report/build-report",
    "report/markdown/render",
  ],
  ...["report/merge-reports", "report/read-report", "report/sarif", "report/text", "report/without-commands"],
  ...["publish/suggestion", "requirements/read-requirements", "rules/index", "source/decode", "source/json-field"],
];

/** The program's own modules from lib/, in one object. */
export async function programOf(root) {
  const parts = await Promise.all(MODULES.map((name) => import(pathToFileURL(join(root, "lib", `${name}.js`)).href)));
  return Object.assign({}, ...parts);
}

const TODAY = "2026-01-01";
const MERGE_OPTIONS = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null };

/** Fixing runs several checks, so only one in this many inputs is fixed. */
const FIXED = 4;

export async function targetsOf(root, seeds) {
  const program = await programOf(root);
  const authorization = await program.loadAuthorization();
  const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-fuzz-"));
  const stage = new Stage(root, seeds.scenes, folder);
  mkdirSync(join(folder, "w"));
  // Puts a valid file next to each input, so that only the input's own faults can prevent a green result.
  cpSync(join(root, "examples/policy-json/passing/veeam-communication.json"), join(folder, "w/companion.json"));
  const scopeOf = (path) => ({ root: path, workingDirectory: path, confined: true });
  const scope = scopeOf(join(folder, "w"));
  const optionsWith = (inputs, file = null) =>
    program.resolveOptions(new Map(Object.entries(inputs)), file).options?.check;
  const asked = [
    optionsWith({}),
    optionsWith({ roles: "*: communication" }),
    optionsWith({ roles: "*: worker", appliance: "111122223333", requirements: "13.1" }),
  ];

  function rendered(report) {
    // The form that the Action and the command line print if a runner reads their output.
    const text = program.withoutCommands(program.renderText(report, { paint: program.plain, columns: 80 }));
    if (/^\s*::|##\[/m.test(text)) return "the text holds a workflow command";
    const markdown = program
      .renderMarkdown(report, null, 60_000)
      .replace(/^(`{3,})[\s\S]*?^\1$/gm, "")
      .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
    if (/<img|@fuzzmention/.test(markdown)) return "the Markdown holds text of the file";
    const { commands } = program.annotations(program.annotated(report));
    if (commands.some((command) => /[\r\n]/.test(command))) return "an annotation has two lines";
    JSON.parse(program.renderSarif(report, program.allRules, null));
    program.readReport(new program.JsonField(JSON.parse(JSON.stringify(report))));
    const messages = report.findings.map(({ rule, message }) => (rule === "unreadable-file" ? message : ""));
    return DEFECT.test(messages.join("\n")) ? "one of our defects was reported as a fault of the file" : null;
  }

  /** Checks, explains, renders, and sometimes fixes the scope's files with the options. */
  async function checked(options, scope, turn, seed, text) {
    const inspected = await program.inspect(options, { scope, today: TODAY });
    if ("problems" in inspected) return inspected.problems.length === 0 ? "no report and no problems" : null;
    const report = program.buildReport(inspected.result, options.failOn);
    for (const { role } of inspected.result.roles)
      program.explainAction(role, { action: "sqs:ReceiveMessage", resources: ["*"] }, options.context, authorization);
    const textOf = (path) => {
      const decoded = program.decode(readFileSync(join(scope.root, path)));
      return "text" in decoded ? decoded.text : "";
    };
    return (
      (report.conclusion === "success" && seed !== null ? notGreen(seed, text, report) : null) ??
      rendered(report) ??
      misplacedEdit(report, textOf) ??
      (turn % FIXED === 0 ? await fixed(options, scope, textOf) : null)
    );
  }

  async function fixed(options, scope, textOf) {
    const outcome = await program.applyFixes(options, { scope, today: TODAY });
    if ("problems" in outcome) return "what could be checked can't be fixed";
    for (const { path, before, after } of outcome.files) {
      if (before !== textOf(path)) return "a fix rests on another text than the file's";
      if (patched(before, program.unifiedDiff(path, before, after)) !== after) return "the diff leads elsewhere";
      const lost = takesAway(before, after);
      if (lost !== null) return lost;
    }
    return null;
  }

  async function inWorkspace(name, content, use) {
    const path = join(scope.root, name);
    writeFileSync(path, content);
    try {
      return await use();
    } finally {
      rmSync(path, { force: true });
    }
  }

  function document(seed, text, turn) {
    return inWorkspace(basename(seed.path), text, () => checked(asked[turn % asked.length], scope, turn, seed, text));
  }

  /** Feeds the same text in other encodings, and with bytes that are invalid in all of them. */
  function bytes(seed, text, turn) {
    const little = Buffer.from(`\ufeff${text}`, "utf16le");
    const torn = Buffer.from(text);
    for (let at = turn % 97; at < torn.length; at += 997) torn[at] = (torn[at] + turn) % 256;
    const even = little.subarray(0, little.length - (little.length % 2));
    const content = [little, Buffer.from(even).swap16(), torn, Buffer.from(text, "latin1")][turn % 4];
    return inWorkspace(basename(seed.path), content, () => checked(asked[turn % asked.length], scope, turn, null, ""));
  }

  function scene(seed, text, turn) {
    return stage.with(seed, text, (path, config) => {
      const options = optionsWith({}, config);
      return options === undefined ? null : checked(options, scopeOf(path), turn, null, "");
    });
  }

  async function config(seed, text, turn) {
    const outcome = program.resolveOptions(new Map(), { path: seed.path, text });
    if ("problems" in outcome) return outcome.problems.length === 0 ? "no options and no problems" : null;
    return checked(outcome.options.check, scope, turn, null, "");
  }

  function requirements(seed, text, turn) {
    const outcome = program.readRequirements({ path: seed.path, text });
    if ("problems" in outcome) return outcome.problems.length === 0 ? "no requirements and no problems" : null;
    const kinds = outcome.requirements.kinds.map(({ name }) => name);
    return inWorkspace("own.yml", text, () => {
      const options = optionsWith({
        requirements: "own.yml",
        files: "companion.json",
        roles: `*: ${kinds.join(", ")}`,
      });
      return options === undefined ? null : checked(options, scope, turn, null, "");
    });
  }

  function report(_seed, text) {
    return inWorkspace("report-b.json", text, () => {
      writeFileSync(join(scope.root, "report-a.json"), seeds.reports[0].text);
      const files = program.loadReports(scope, ["report-*.json", "not-there.json"]);
      rmSync(join(scope.root, "report-a.json"));
      const merged = program.mergeReports(files, MERGE_OPTIONS);
      if (merged.conclusion === "success") return "green with a report that can't be read";
      return rendered(merged);
    });
  }

  /** An action that no pattern in the policies can match must never be allowed. */
  function request(_seed, text) {
    let policy;
    try {
      policy = JSON.parse(text);
    } catch {
      return null;
    }
    const allowed = program.evaluate(
      { identityPolicies: [policy] },
      {
        action: "ec2:RunInstances",
        resource: "arn:aws:ec2:eu-west-1:1:instance/i",
        context: { "aws:RequestedRegion": "eu-west-1" },
      },
    );
    program.evaluate(
      { resourcePolicy: policy, boundary: [policy] },
      { action: "sts:AssumeRole", resource: "*", principal: { Service: "ec2.amazonaws.com" } },
    );
    return allowed === "allowed" && !mayGrant(text, "ec2:RunInstances") ? "allowed what no pattern names" : null;
  }

  const edges = edgesOf(root, { program, folder, scopeOf, today: TODAY, optionsWith, checked, rendered });
  const { edges: given } = seeds;

  /** How many of a hundred inputs each target gets. */
  const targets = {
    document: { seeds: seeds.documents, share: 46, run: document },
    bytes: { seeds: seeds.documents, share: 6, run: bytes },
    scene: { seeds: seeds.sceneSeeds, share: 19, run: scene },
    request: { seeds: seeds.policies, share: 6, run: request },
    config: { seeds: seeds.configs, share: 5, run: config },
    requirements: { seeds: seeds.requirements, share: 4, run: requirements },
    report: { seeds: seeds.reports, share: 5, run: report },
    inputs: { seeds: given.inputs, share: 3, run: edges.inputs },
    baseline: { seeds: given.baselines, share: 3, run: edges.baseline },
    event: { seeds: given.events, share: 1, run: edges.event },
    object: { seeds: given.repository, share: 1, run: edges.object },
    patch: { seeds: given.patches, share: 1, run: edges.patch },
  };
  return { targets, close: () => rmSync(folder, { recursive: true, force: true }) };
}
