// Inputs of the run itself: settings, a baseline, the event's payload, the repository's objects, and the pull request's
// diff.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Repository, repositorySeeds } from "./repository.mjs";

const TEMPLATE = "examples/cloudformation/failing/worker-roles.yaml";

const INPUTS = {
  files: "*.json\n!not-*.json",
  roles: "Veeam*: backup, restore\n*: communication",
  appliance: "arn:aws:iam::111122223333:role/veeam",
  requirements: "7",
  "terraform-root": ".",
  "fail-on": "warning",
  "if-no-roles": "ignore",
  baseline: "",
  base: "off",
  "fail-on-new-only": "true",
  annotations: "check-run",
  comment: "on-failure",
  "comment-key": "k",
  "report-file": "report.json",
};

const EVENTS = {
  pull_request: { number: 7, head: { sha: "HEAD" }, base: { ref: "main", sha: "main" } },
  merge_group: { base_ref: "refs/heads/main", base_sha: "main", head_sha: "HEAD" },
  workflow_run: { head_sha: "0", head_branch: "b", head_repository: { owner: { login: "o" } } },
};

export function edgeSeeds(root, report) {
  const { findings } = JSON.parse(report);
  const known = findings.map(({ fingerprint, actions }) => ({ fingerprint, actions, details: [] }));
  const lines = readFileSync(join(root, TEMPLATE), "utf8").split("\n");
  const hunk = lines.slice(0, 200).map((line) => ` ${line}`);
  hunk.splice(20, 1, `-old`, `+${lines[20]}`);
  return {
    inputs: [{ path: "inputs.json", text: JSON.stringify(INPUTS, null, 2) }],
    baselines: [
      { path: "baseline.json", text: JSON.stringify({ baselineVersion: 1, findings: known }, null, 2) },
      { path: "report.json", text: report },
    ],
    events: Object.entries(EVENTS).map(([name, value]) => ({
      path: `${name}.json`,
      text: JSON.stringify({ [name]: value }),
    })),
    repository: repositorySeeds(root),
    patches: [
      { path: "template.diff", text: [`@@ -1,${hunk.length - 1} +1,${hunk.length - 1} @@`, ...hunk].join("\n") },
    ],
  };
}

/** `checked` runs a check with given options and renders it; `rendered` renders a report. Both return null, or the fault in words. */
export function edgesOf(root, { program, folder, scopeOf, today, optionsWith, checked, rendered }) {
  let suggesting;
  const repository = new Repository(root, join(folder, "repository"));
  const scope = scopeOf(repository.folder);

  async function compared(inputs, base) {
    const options = optionsWith(inputs);
    if (options === undefined) return null;
    const outcome = await program.check(options, { scope, today, base });
    if ("problems" in outcome) return outcome.problems.length === 0 ? "no report and no problems" : null;
    return { report: outcome.report, fault: rendered(outcome.report) };
  }

  /** Feeds settings to the check. Only strings are valid inputs. */
  function inputs(_seed, text, turn) {
    let given;
    try {
      given = Object.entries(JSON.parse(text) ?? {}).filter(([, value]) => typeof value === "string");
    } catch {
      return null;
    }
    const outcome = program.resolveOptions(new Map(given), null);
    if ("problems" in outcome) return outcome.problems.length === 0 ? "no options and no problems" : null;
    return checked(outcome.options.check, scope, turn, null, "");
  }

  /** A baseline must not remove anything from the verdict that it doesn't name. */
  async function baseline(_seed, text) {
    writeFileSync(join(scope.root, "known.txt"), text);
    const outcome = await compared(
      { roles: "*: backup", baseline: "known.txt", base: "off", "fail-on-new-only": "true" },
      null,
    );
    if (outcome === null || typeof outcome === "string") return outcome;
    const old = outcome.report.findings.filter((finding) => finding.baseline?.state === "unchanged");
    const named = old.every(({ fingerprint }) => text.includes("\\u") || text.includes(fingerprint));
    return named ? outcome.fault : "a finding is old that the baseline does not name";
  }

  async function event(_seed, text) {
    const path = join(folder, "event.json");
    writeFileSync(path, text);
    const environment = { GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: "o/r", GITHUB_SHA: "0" };
    const context = program.readRunContext(environment);
    if (typeof context.commit !== "string") return "a commit that is no text";
    const base = program.readBase(environment);
    return base === null ? null : faultOf(await compared({ roles: "*: backup" }, base));
  }

  async function object(seed, text) {
    repository.put(seed, text);
    try {
      return faultOf(await compared({ roles: "*: backup" }, { name: "main", ref: "main", head: null }));
    } finally {
      repository.restore();
    }
  }

  /** A suggestion must be on lines that the diff contains. */
  async function patch(_seed, text) {
    const path = "template.yaml";
    const whole = readFileSync(join(scope.root, path), "utf8");
    suggesting ??= await compared({ files: path, roles: "*: backup, communication", base: "off" }, null);
    const diff = {
      files: [{ path, previousPath: null, patch: text, blob: "0" }],
      readFile: () => ({ path, text: whole, blob: "1" }),
    };
    const lines = text.split("\n").length;
    const found = program.findSuggestions(suggesting.report.findings, diff);
    const isOutside = found.some(({ line, endLine }) => line < 1 || endLine < line || endLine - line > lines);
    return isOutside ? "a suggestion stands on no line of the diff" : null;
  }
  return { inputs, baseline, event, object, patch };
}

function faultOf(outcome) {
  return outcome === null || typeof outcome === "string" ? outcome : outcome.fault;
}
