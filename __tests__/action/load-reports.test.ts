import { loadReports } from "../../src/action/load-reports.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterAll(removeFolders);

/** The files that are refused because two keys match them. */
function sharedBy(lines: readonly string[]): readonly string[] {
  const root = emptyFolder();
  writeFiles(root, { "r/dev.json": "", "r/other.json": "" });
  const files = loadReports({ root, workingDirectory: root, confined: true }, lines);
  return files.flatMap((one) =>
    "reason" in one && one.reason.includes("matched by") ? `${one.file} ${one.reason}` : [],
  );
}

test.each<[string, readonly string[], readonly string[]]>([
  ["one file for two keys", ["dev: r/dev.json", "prod: r/dev.json"], ["`dev` and `prod`"]],
  ["overlapping globs", ["dev: r/*.json", "prod: r/d*.json"], ["`dev` and `prod`"]],
  [
    "one key twice, and lines without a key",
    ["dev: r/dev.json", "dev: r/d*.json", "prod: r/other.json", "r/*.json"],
    [],
  ],
])("reports a file that several jobs are expected to deliver: %s", (_name, lines, keys) => {
  const told = keys.map((both) => `r/dev.json is matched by ${both}, so one of them may have delivered no report`);
  expect(sharedBy(lines)).toEqual(told);
});
