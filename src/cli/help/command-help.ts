/** A command's help. */
export interface CommandHelp {
  readonly name: string;
  /** The arguments after the command's name, one line per form. */
  readonly forms: readonly string[];
  /** At most 58 characters, to fit the list of commands. */
  readonly summary: string;
  readonly details: string;
  /** The names of the options that it reads. */
  readonly options: readonly string[];
  readonly formats: readonly string[];
  /** The arguments of an example, after the program's name. */
  readonly example: string;
}

const PATHS =
  "PATH is a file, a folder, or a glob; a folder means **/*.{json,yaml,yml,template,cform,tf,tofu} below it.";

const SELECTION = ["roles", "appliance", "requirements", "accounts", "regions", "terraform-root", "config"];

export const COMMAND_HELP: readonly CommandHelp[] = [
  {
    name: "check",
    forms: ["[PATH|GLOB...] [options]", "- [options]"],
    summary: "check the worker roles in a repository",
    details: `Finds IAM roles in policy JSON, CloudFormation templates, Terraform source, and plans, and reports what each worker role lacks. ${PATHS} \`-\` reads one file from standard input.`,
    options: [
      ...SELECTION,
      "fail-on",
      "if-no-roles",
      "base",
      "baseline",
      "fail-on-new-only",
      "report-file",
      "sarif-file",
      "format",
      "no-snippets",
    ],
    formats: ["text", "json", "markdown", "sarif", "junit", "code-quality", "github"],
    example: "check infra --roles 'veeam-*: backup' --requirements 13.1",
  },
  {
    name: "init",
    forms: ["[PATH|GLOB...] [options]"],
    summary: "write a workflow and a configuration",
    details: `Looks for worker roles and writes \`.github/workflows/worker-iam-check.yml\` and \`.github/worker-iam-check.yml\` for them. Existing files stay as they are. ${PATHS}`,
    options: SELECTION,
    formats: [],
    example: "init --requirements 13.1",
  },
  {
    name: "fix",
    forms: ["[PATH|GLOB...] [--dry-run] [options]"],
    summary: "fix findings in place",
    details: `Edits policies and templates in their own style, then checks again and reports what it can't fix. ${PATHS}`,
    options: [...SELECTION, "fail-on", "if-no-roles", "dry-run", "no-snippets"],
    formats: [],
    example: "fix infra --dry-run",
  },
  {
    name: "baseline",
    forms: ["[PATH|GLOB...] [--baseline FILE] [options]"],
    summary: "record today's findings; later runs treat them as old",
    details: `Writes the findings of a check to a file that \`check --baseline\` reads. ${PATHS}`,
    options: [...SELECTION, "baseline"],
    formats: [],
    example: "baseline infra --baseline .github/worker-iam-baseline.json",
  },
  {
    name: "explain",
    forms: ["ROLE ACTION [PATH|GLOB...] [options]", "RULE"],
    summary: "say which statements decide an action, or what a rule means",
    details:
      "With a role and an action, shows the statements that allow, limit, or deny the action. With a rule, prints its page: examples, and how to fix and suppress its findings.",
    options: SELECTION,
    formats: [],
    example: "explain VeeamWorkerRole sqs:ReceiveMessage infra",
  },
  {
    name: "policy",
    forms: ["KIND[+KIND]... [options]"],
    summary: "print the least-privilege role for each kind",
    details:
      "Prints a role for each kind, with only the trust and policies that it requires, limited to the declared accounts, regions, and resources. With `policy appliance`, the role may assume the checked roles that trust the appliance. `a+b`, or an alias for several kinds, prints a single role for all of them. JSON for several roles or policies has the format of `aws iam get-account-authorization-details`.",
    options: [...SELECTION, "format"],
    formats: ["json", "cloudformation", "terraform"],
    example: "policy backup --requirements 13.1 --format terraform",
  },
  {
    name: "diff",
    forms: ["VERSION|FILE VERSION|FILE [--format FORMAT]"],
    summary: "compare two versions of the vendor's lists",
    details:
      "Lists the actions, principals, and conditions that one version of the lists requires and the other does not.",
    options: ["format"],
    formats: ["text", "json"],
    example: "diff 7 13.1",
  },
  {
    name: "completion",
    forms: ["bash|zsh|fish"],
    summary: "print a completion script for a shell",
    details: "Completes commands, options, kinds, and versions. The script does not read the repository.",
    options: [],
    formats: [],
    example: "completion bash >> ~/.bashrc",
  },
  {
    name: "help",
    forms: ["[COMMAND]"],
    summary: "print help for a command",
    details: "The same as `COMMAND --help`.",
    options: [],
    formats: [],
    example: "help fix",
  },
];

/** If the command doesn't take one of the given options, returns a message that says so. */
export function foreignOption(command: string, given: readonly string[]): string | null {
  const own = COMMAND_HELP.find(({ name }) => name === command)?.options ?? [];
  const foreign = given.find((option) => !own.includes(option.replace(/^(?=snippets)/, "no-")));
  return foreign === undefined ? null : `${command} has no option --${foreign}`;
}
