import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { SETTINGS } from "../../src/config/settings.js";
import { catalogueVersions } from "../../src/requirements/catalogue/index.js";
import { runCli } from "../bundle/run-bundle.js";

const readme = readFileSync("README.md", "utf8");
const action = parse(readFileSync("action.yml", "utf8"));

test("inputs of action.yml, settings and the README's table are the same", () => {
  const table = readme.slice(readme.indexOf("## Inputs"), readme.indexOf("Outputs: "));
  const inTable = [...table.matchAll(/^\| `([a-z-]+)` +\|/gm)].map((row) => row[1]);
  expect(inTable).toEqual(Object.keys(action.inputs));
  const others = ["config", "token", "check-run-id", "working-directory"];
  expect([...Object.keys(SETTINGS), ...others].sort()).toEqual(Object.keys(action.inputs).sort());
});

test("outputs of action.yml and the README are the same", () => {
  const listed = /^Outputs: ([\s\S]*?)\n\n/m.exec(readme)?.[1] ?? "";
  expect([...listed.matchAll(/`([a-z-]+)`/g)].map((output) => output[1])).toEqual(Object.keys(action.outputs));
});

test("--help, README, docs/requirements.md and docs/configuration.md name every version of the lists", () => {
  const help = runCli(["--help"]).stdout;
  const pages = ["README.md", "docs/requirements.md", "docs/configuration.md"].map((path) =>
    readFileSync(path, "utf8"),
  );
  for (const version of catalogueVersions()) {
    const whole = new RegExp(`(?<![\\d.])${version.replace(".", "\\.")}(?![\\d]|\\.\\d)`);
    for (const text of [help, ...pages]) expect(text).toMatch(whole);
  }
});

test("--help fits 80 columns and names every option", () => {
  const help = runCli(["--help"]).stdout;
  expect(Math.max(...help.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});
