import { RECOMMENDED_CONFIG_FILE } from "../config/config-names.js";
import type { IfNoRoles, NamedFile, RoleMapping } from "../config/options.js";
import type { Role } from "../iam/model.js";
import { type SplitDocuments, splitHelp } from "../select/split-documents.js";
import { firstFew } from "../source/first-few.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { fileOf, filePlace, type Place, textFileOf } from "../source/place.js";
import { plural } from "../source/plural.js";
import { roleWord } from "./action-draft.js";
import type { Draft, RuleDescription } from "./rule.js";
import { unmatchedRole } from "./unmatched-role.js";

/** Rules about a file or the whole run. The pipeline decides when they apply; the functions below word them. */
export const runRules = {
  unreadableFile: {
    id: "unreadable-file",
    defaultSeverity: "error",
    summary: "An unreadable file that you named, or that looks like a policy, template, or plan.",
  },
  noWorkerRole: {
    id: "no-worker-role",
    defaultSeverity: "error",
    summary: "A run that finds no worker role, or a role that is assigned a kind that doesn't exist.",
  },
  unmatchedRole,
  staleSuppression: {
    id: "stale-suppression",
    defaultSeverity: "warning",
    summary: "A suppression that no longer matches anything, or that has expired.",
  },
  unreadConfig: {
    id: "unread-config",
    defaultSeverity: "warning",
    summary: "A file that looks like a configuration for this check but is not read.",
  },
} as const satisfies Readonly<Record<string, RuleDescription>>;

function aboutRun(message: string, help: string | null, place: Place, role: string | null = null): Draft {
  return { role, kind: null, actions: [], message, help, place, related: [] };
}

/** `message` is a complete sentence that names the file. */
export function unreadableFile(problem: {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
  /** Whether the file was read anyway. */
  readonly isRead?: true;
}): Draft {
  const { message, help, place, isRead } = problem;
  const file = textFileOf(place);
  return {
    ...aboutRun(message, help, place),
    ...(isRead === true ? { severity: "warning" } : {}),
    ...(file === null ? {} : { remedy: { kind: "repair-json", file } }),
  };
}

/** `passedOver`: documents that were read but don't belong to a role, with the reasons. */
export function unmatchedGroup(
  { group, pattern }: { readonly group: string; readonly pattern: string },
  passedOver: readonly { readonly reason: string; readonly place: Place }[],
  near: string | null,
): Draft {
  const other = passedOver.find(({ place }) => fileOf(place) === pattern);
  if (other !== undefined) {
    const help =
      "name files with one policy each; a trust policy has no Resource, and a role's other policies have no Principal";
    return aboutRun(
      `group ${group} names ${pattern}, but that file can't be used (it ${other.reason})`,
      help,
      other.place,
    );
  }
  const message = `group ${group} names ${pattern}, but no policy file matches`;
  const help = advice(near, "correct the path in `groups`: it is relative to the workspace");
  return aboutRun(message, help, filePlace(pattern));
}

/** Reports a named file that exists but contains no usable policy. A missing file is reported as a fault of the configuration. */
export function unmatchedPolicy(
  { namedBy, file, place }: NamedFile,
  passedOver: readonly { readonly reason: string; readonly place: Place }[],
  problems: readonly { readonly message: string; readonly place: Place }[],
): Draft {
  const isThere = (one: { readonly place: Place }) => fileOf(one.place) === file;
  const fault = problems.find(isThere)?.message.replace(`${file} `, "it ");
  const because = fault ?? `it ${passedOver.find(isThere)?.reason ?? "contains no such policy"}`;
  const help =
    "put only the policy document into it, or the output of `aws iam get-policy-version` or `aws organizations describe-policy`, or name a different file";
  return aboutRun(`${namedBy}, but that file can't be used (${because})`, help, place);
}

const DEPLOYED = "aws iam get-account-authorization-details --output json";

/** The files and roles that were examined when no worker role was found. */
export interface ReadSummary {
  /** File counts. */
  readonly matched: number;
  readonly read: number;
  readonly unreadable: number;
  readonly roles: readonly Role[];
  /** The kinds that a role can be named for. */
  readonly kinds: readonly string[];
  /** Sources that may define roles but aren't checked directly. */
  readonly sources: readonly Source[];
  readonly split: SplitDocuments | undefined;
  /** Standard input, if nothing else was examined. */
  readonly piped: Buffer | null;
}

interface Source {
  readonly kind: keyof typeof MAKE;
  readonly path: string;
}

export function noWorkerRole(seen: ReadSummary, ifNoRoles: Exclude<IfNoRoles, "ignore">): Draft {
  const message =
    seen.matched === 0
      ? `nothing was checked: ${nothingMatched(seen.sources)}`
      : `nothing was checked: ${describeFailedCommand(seen) ?? `${plural(seen.matched, "file")} matched, ${seen.read} read, ${rolesSeen(seen.roles)}`}`;
  return { ...aboutRun(message, whatToDo(seen), filePlace(".")), severity: ifNoRoles };
}

/** Recognizes the output of a failed command on standard input: nothing, or an error message of AWS's CLI. */
function describeFailedCommand({ piped }: ReadSummary): string | null {
  if (piped === null) return null;
  const said = piped.toString("latin1", 0, 999).trim();
  if (said === "") return "standard input is empty";
  const [, error] = /^An error occurred \((\w+)\)/.exec(said) ?? [];
  if (error !== undefined) return `standard input is an error of the AWS CLI: ${error}`;
  if (said.startsWith("<")) return "standard input is HTML or XML";
  const [failure] = FAILURE.exec(said) ?? [];
  return failure === undefined ? null : `standard input is the output of a failed command: ${failure}`;
}

/** How error messages of AWS's CLI and of shells begin. */
const FAILURE = /^(?:unable to locate credentials|[\w./: -]{1,99}(?:: error|not found))/i;

function nothingMatched(sources: readonly Source[]): string {
  const names = sources.map(({ kind }) => NAMES[kind]);
  return names.length === 0
    ? "no file matched `files`"
    : `only sources of ${names.join(" and ")} were found, and no role in them can be read`;
}

const NAMES = {
  terraform: "Terraform",
  terragrunt: "Terragrunt",
  cdk: "the CDK",
  cdktf: "CDK for Terraform",
  serverless: "the Serverless Framework",
  pulumi: "Pulumi",
  sst: "SST",
} as const;

const CHECK_DEPLOYED = `check what is deployed (\`${DEPLOYED} | worker-iam-check check -\`)`;

/** How to turn each kind of source into something that can be checked. */
const MAKE = {
  terraform:
    "no root module declares a role: check a plan, which also has the roles of modules from elsewhere (run `terraform plan -out tfplan` and `terraform show -json tfplan > plan.json` before the check)",
  terragrunt:
    "only Terragrunt's plans are checked: run `terragrunt plan -out tfplan` and `terragrunt show -json tfplan > plan.json` before the check",
  cdk: "only the CDK's output is checked: run `cdk synth` before the check",
  cdktf: "only the output of CDK for Terraform is checked: run `cdktf synth` before the check",
  serverless:
    "only its packaged template has the function's role: run `serverless package` before the check, and add `.serverless` to `files`",
  pulumi: `Pulumi's programs and previews are not read: ${CHECK_DEPLOYED}`,
  sst: `SST's programs are not read: ${CHECK_DEPLOYED}`,
} as const;

/** The supported kinds of standard input. */
const PIPED = `pipe in a policy or template, \`terraform show -json tfplan\`, or \`${DEPLOYED}\``;

function whatToDo({ unreadable, roles, kinds, sources, split, piped }: ReadSummary): string {
  if (piped !== null && roles.length === 0) return PIPED;
  if (unreadable > 0) return "fix the `unreadable-file` errors first";
  const [first] = roles;
  const make = sources.map(({ kind, path }) => `${path} was found, but ${MAKE[kind]}`).join("; ");
  const name =
    first === undefined
      ? make || "set `files` to the globs of your policies, templates, or plans"
      : `${split === undefined ? "" : splitHelp(split)}name your worker roles with \`roles\`, as in \`${first.id}: ${kinds[0] ?? "kind"}\``;
  return `${name}; or, if there are no worker roles here, set \`if-no-roles: ignore\``;
}

/** `2 roles found (DeployRole, WorkerRole)`. The names are candidates for `roles`. */
function rolesSeen(roles: readonly Role[]): string {
  const names = firstFew(roles.map(({ id }) => id));
  return `${plural(roles.length, "role")} found${names && ` (${names}), no worker role among them`}`;
}

export function misnamedKind(role: Role, kinds: readonly string[], namedBy: string, known: readonly string[]): Draft {
  const message = `${roleWord(role)} is not checked for ${kinds.map((kind) => `\`${kind}\``).join(", ")}: unknown kind (${namedBy})`;
  return aboutRun(message, kindsHelp(kinds, known), role.marker?.place ?? role.place, role.id);
}

/** Reports a line of `roles` whose kinds are unknown. */
export function misnamedLine({ text, place }: RoleMapping, kinds: readonly string[], known: readonly string[]): Draft {
  const message = `\`roles\` line \`${text}\` has the unknown ${kinds.length === 1 ? "kind" : "kinds"} ${kinds.map((kind) => `\`${kind}\``).join(", ")}`;
  return aboutRun(message, kindsHelp(kinds, known), place ?? filePlace("."));
}

function kindsHelp(kinds: readonly string[], known: readonly string[]): string {
  const [first = ""] = kinds;
  const near = nearestWord(first, [...known, "ignore"]);
  return `${near === null ? "" : `${advice(near, "")} `}kinds: ${known.join(", ")}`;
}

/** Whether a finding says that a suppression matches nothing in this run. Jobs that share a config each see only a part. */
export function isStaleSuppression({ rule }: { readonly rule: string }): boolean {
  return rule === runRules.staleSuppression.id;
}

export function staleSuppression(reason: string, place: Place, help: string): Draft {
  return aboutRun(`suppression ${reason}`, help, place);
}

/** `why`: the reason from the search for configurations. */
export function unreadConfig({
  path,
  why,
}: {
  readonly path: string;
  readonly why: "outranked" | "misnamed" | "below";
}): Draft {
  const what = `${path} looks like a configuration but is not read`;
  const place = filePlace(path);
  switch (why) {
    case "misnamed":
      return aboutRun(`${what} because of its name`, `rename it to ${RECOMMENDED_CONFIG_FILE}`, place);
    case "outranked": {
      const help = "move the settings that this run needs to the nearer one, or name this one with `config`";
      return { ...aboutRun(`${what}: a nearer one takes precedence`, help, place), severity: "notice" };
    }
    case "below": {
      const help = "move it to the root of the repository, or name it with `config`";
      return { ...aboutRun(`${what}: it is in a subfolder`, help, place), severity: "notice" };
    }
  }
}
