/** An option's help. */
export interface OptionHelp {
  /** The option's name without the leading dashes. */
  readonly name: string;
  readonly short?: string;
  /** The placeholder for its value. Null if the option takes none. */
  readonly value: string | null;
  readonly text: string;
}

/** The options in the order of `--help`. */
export const OPTION_HELP: readonly OptionHelp[] = [
  {
    name: "roles",
    value: "'PATTERN: KIND, KIND'",
    text: "which roles to check, and for which kinds (repeatable), or 'PATTERN: ignore'. Kinds: backup, restore, communication, backup-worker, restore-worker, worker, everything; since version 10 also efs-backup, redshift-restore, and others (docs/requirements.md)",
  },
  { name: "appliance", value: "ARN", text: "role or account of the backup appliance (repeatable)" },
  {
    name: "requirements",
    value: "VERSION",
    text: "version of the vendor's lists (default 7; 10, 13.1, latest), or a file of your own: docs/requirements.md",
  },
  {
    name: "accounts",
    value: "ACCOUNT",
    text: "AWS accounts that the product works in (repeatable, or separated by commas): the check then requires access only there",
  },
  { name: "regions", value: "REGION", text: "AWS regions that the product works in (repeatable)" },
  { name: "terraform-root", value: "DIR", text: "where the root module's .tf files are" },
  { name: "fail-on", value: "LEVEL", text: "error (default), warning, never" },
  { name: "if-no-roles", value: "LEVEL", text: "error (default), warning, ignore" },
  {
    name: "base",
    value: "REF",
    text: "compare with this branch, tag, or commit: findings that it also has are marked as old",
  },
  {
    name: "baseline",
    value: "FILE",
    text: "a file that `baseline` wrote, or a report: findings in it are marked as old",
  },
  { name: "fail-on-new-only", value: "true", text: "old findings are reported, but don't count" },
  { name: "config", value: "FILE", text: "default .github/worker-iam-check.yml, if present" },
  { name: "report-file", value: "FILE", text: "write the report as JSON, too" },
  { name: "sarif-file", value: "FILE", text: "write the findings as SARIF, too" },
  { name: "format", value: "FORMAT", text: "how to print the result" },
  {
    name: "no-snippets",
    value: null,
    text: "on a terminal, don't show the lines that findings point at; --snippets shows them anywhere",
  },
  { name: "dry-run", value: null, text: "print a diff and write nothing" },
  { name: "help", short: "h", value: null, text: "print this help; after a command, that command's help" },
  { name: "version", short: "v", value: null, text: "print the version" },
];
