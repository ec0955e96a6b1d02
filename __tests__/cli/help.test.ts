import { COMMAND_HELP } from "../../src/cli/help/command-help.js";
import { OPTION_HELP } from "../../src/cli/help/option-list.js";
import { commandUsage, usage } from "../../src/cli/help/usage.js";
import { SETTINGS } from "../../src/config/settings.js";
import { runCli } from "../bundle/run-bundle.js";

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

test.each([[[]], [["--help"]], [["-h"]], [["help"]]])("prints the overview for %j", (args) => {
  expect(runCli(args)).toEqual({ status: 0, stdout: usage(), stderr: "" });
});

test("lists every command and option in the overview", () => {
  for (const { name } of COMMAND_HELP) expect(usage()).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
  for (const { name } of OPTION_HELP) expect(usage()).toContain(`--${name}`);
});

test("describes each setting that is also an option", () => {
  const onGitHub = ["files", "annotations", "comment", "comment-key", "suggestions", "job-summary", "reports"];
  const options = Object.keys(SETTINGS).filter((name) => !onGitHub.includes(name));
  expect(OPTION_HELP.map(({ name }) => name)).toEqual(expect.arrayContaining(options));
});

test("prints help for only one command", () => {
  const stderr = "error: help takes one command, but extra is a second\n  help: see worker-iam-check --help\n";
  expect(runCli(["help", "fix", "extra"])).toEqual({ status: 2, stdout: "", stderr });
});

describe.each(COMMAND_HELP.map((command) => [command.name, command] as const))("%s", (name, command) => {
  test("has help that fits in 80 columns", () => {
    const { status, stdout } = runCli([name, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toBe(commandUsage(command));
    expect(runCli(["help", name]).stdout).toBe(stdout);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  });

  test("names only existing options", () => {
    const known = OPTION_HELP.map((option) => option.name);
    expect(command.options.filter((option) => !known.includes(option))).toEqual([]);
  });
});

test.each([["-v"], ["--version"]])("prints the version and the dates of the data for %s", (option) => {
  expect(runCli([option]).stdout).toMatch(
    /^\d+\.\d+\.\d+\nAWS's actions of \d{4}-\d\d-\d\d, AWS-managed policies of \d{4}-\d\d-\d\d\n$/,
  );
});

test.each([
  [["help", "chek"], "error: unknown command chek\n  help: did you mean `check`?\n"],
  [["fxi", "--help"], "error: unknown command fxi\n  help: did you mean `fix`?\n"],
])("suggests a similar name for %j", (args, stderr) => {
  expect(runCli(args)).toEqual({ status: 2, stdout: "", stderr });
});
