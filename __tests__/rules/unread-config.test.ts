import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { findConfig } from "../../src/discover/find-config.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterAll(removeFolders);

const WORKER = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });

test.each([
  ["in a folder below", "config/worker-iam-check.yml", true],
  ["in the .github folder of one", "teams/.github/worker-iam-check.yml", true],
  ["two folders below, next to what is checked", "teams/b/worker-iam-check.yml", true],
  ["in the .github folder of that", "teams/b/.github/worker-iam-check.yml", true],
  ["two folders below, where nothing is checked", "teams/a/worker-iam-check.yml", false],
])("reports a configuration %s: %s, %s", async (_, path, isReported) => {
  const root = emptyFolder();
  writeFiles(root, { [path]: "fail-on: warning\n", "teams/b/iam/veeam-worker.json": WORKER });
  const scope = { root, workingDirectory: root, confined: true };
  const resolved = resolveOptions(new Map(), null);
  const config = findConfig(scope, null);
  if ("problems" in resolved || "problem" in config) throw new Error("no configuration is expected");
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-30", unread: config.unread });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const found = outcome.report.findings.filter(({ rule }) => rule === "unread-config");
  expect(found.map(({ location }) => location.file)).toEqual(isReported ? [path] : []);
});

test.each([
  ["in a folder below", "config/worker-iam-check.yml", []],
  ["with another name", "worker-iam-check.toml", ["worker-iam-check.toml"]],
])("standard input needs no configuration %s", async (_, path, reported) => {
  const root = emptyFolder();
  writeFiles(root, { [path]: path.endsWith("yml") ? "fail-on: warning\n" : 'fail-on = "warning"\n' });
  const scope = { root, workingDirectory: root, confined: true, standardInput: Buffer.from(WORKER) };
  const resolved = resolveOptions(new Map([["files", "-"]]), null);
  const config = findConfig(scope, null);
  if ("problems" in resolved || "problem" in config) throw new Error("no configuration is expected");
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-30", unread: config.unread });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const found = outcome.report.findings.filter(({ rule }) => rule === "unread-config");
  expect(found.map(({ location }) => location.file)).toEqual(reported);
});
