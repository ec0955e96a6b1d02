import { spawnSync } from "node:child_process";
import { completionWords } from "../../src/cli/completion/completion-words.js";
import { runCli } from "../bundle/run-bundle.js";

const script = (shell: string) => runCli(["completion", shell]).stdout;

/** Bash's suggestions for a command line whose last word is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const program = `${script("bash")}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _worker_iam_check; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", program, "bash", "worker-iam-check", ...words], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

const onBash = spawnSync("bash", ["-c", "true"]).status === 0 ? test : test.skip;

onBash.each<[readonly string[], readonly string[]]>([
  [["ch"], ["check"]],
  [["check", "--appl"], ["--appliance"]],
  [
    ["check", "--fail-on", ""],
    ["error", "warning", "never"],
  ],
  [
    ["check", "--format", ""],
    ["text", "json", "markdown", "sarif", "junit", "code-quality", "github"],
  ],
  [["policy", "--format", "t"], ["terraform"]],
  [["policy", "efs-r"], ["efs-restore"]],
  [["explain", "trust-t"], ["trust-too-wide"]],
  [["diff", "13"], ["13.1"]],
  [["completion", "f"], ["fish"]],
  [["check", "--report-file", ""], []],
  [["check", "infra"], []],
])("completes %j in bash", (typed, words) => {
  expect(offered(...typed)).toEqual(words);
});

test("gives zsh the bash script", () => {
  expect(script("zsh")).toBe(`autoload -U +X bashcompinit && bashcompinit\n${script("bash")}`);
});

test("has a line for each command and option in fish", async () => {
  const lines = script("fish").split("\n");
  for (const { name, options } of (await completionWords()).commands) {
    expect(lines.filter((line) => line.includes(`-f -a ${name} -d '`))).toHaveLength(1);
    for (const option of options) {
      const start = `complete -c worker-iam-check -n '__fish_seen_subcommand_from ${name}' -l ${option.name} `;
      expect(lines.filter((line) => line.startsWith(start))).toHaveLength(1);
    }
  }
});

test("uses only words that are safe without quotes", async () => {
  for (const { operands, options } of (await completionWords()).commands)
    for (const word of [...operands, ...options.flatMap(({ name, values }) => [name, ...values])])
      expect(word).toMatch(/^[\w.-]+$/);
});

test.each([[[]], [["tcsh"]], [["bash", "zsh"]]])("reports a usage error for completion %j", (operands) => {
  expect(runCli(["completion", ...operands])).toEqual({
    status: 2,
    stdout: "",
    stderr: "error: completion takes the name of a shell\n  help: shells: bash, zsh, fish\n",
  });
});
