import { advice, nearestWord } from "../source/nearest-word.js";
import type { TextFile } from "../source/text-file.js";
import { isApplianceId } from "./appliance.js";
import { readConfigFile } from "./config-file.js";
import { splitLines } from "./config-lines.js";
import { fromRoot, namesFile, pathFromRoot } from "./config-paths.js";
import { readSections } from "./config-sections.js";
import { outsideDeployment } from "./declared-resources.js";
import { readDeployment } from "./deployment.js";
import type { NamedKey, Options, PublishOptions, RoleMapping, RolesBeyond } from "./options.js";
import { policyFilesFromRoot } from "./policy-files.js";
import { parseRoleMapping } from "./role-mapping.js";
import { type ConfigProblem, type GivenSetting, looksEverywhere, SETTINGS, type SettingName } from "./settings.js";

/** Facts about a run that limit what a line of `roles` can match. */
export interface Reach {
  /** The working directory isn't the root. */
  readonly narrowed: boolean;
  /** The inputs come from another repository's workflow. */
  readonly sharedInputs: boolean;
  /** The configuration belongs to another repository. */
  readonly sharedConfig: boolean;
}

const OWN: Reach = { narrowed: false, sharedInputs: false, sharedConfig: false };

/**
 * The valid options, or the problems. With problems come the publishing options, as far as they are valid, so that the problems can be
 * published.
 */
export type Resolved =
  | { readonly options: Options }
  | { readonly problems: readonly ConfigProblem[]; readonly publish: PublishOptions };

/**
 * Combines and validates the settings. `inputs` are the Action's inputs or the command line's options, keyed by setting
 * name, with one value per line; an empty string counts as not given. An input overrides the configuration file, which
 * overrides the default. `prefix` is the path from the root to the folder that the config's paths are relative to.
 */
export function resolveOptions(
  inputs: ReadonlyMap<string, string>,
  config: TextFile | null,
  prefix = "",
  reach = OWN,
): Resolved {
  const file = config === null ? null : readConfigFile(config);
  const problems: ConfigProblem[] = [...(file?.problems ?? [])];
  const given = (name: SettingName): GivenSetting | null => {
    const lines = splitLines(inputs.get(name) ?? "");
    return lines.length > 0 ? { lines, givenAs: `\`${name}\``, place: null } : (file?.settings.get(name) ?? null);
  };
  const read = new SettingReader(given, problems);
  const sections = file?.sections ?? readSections(null, problems);
  const deployment = readDeployment(
    sections.deployment,
    { accounts: given("accounts"), regions: given("regions") },
    sections.context,
    problems,
  );
  problems.push(...outsideDeployment(sections.resources, deployment), ...mergingEverywhere(given("reports")));
  const options: Options = {
    check: {
      files: read.lines("files"),
      roles: roleMappings(given("roles"), problems),
      rolesBeyond: rolesBeyond(given("roles"), given("files"), reach),
      appliance: applianceIds(given("appliance"), problems),
      requirements: read.path("requirements", prefix, namesFile),
      requirementsGiven: given("requirements") !== null,
      requirementsFrom: config !== null && read.isInConfig("requirements") ? config.path : null,
      terraformRoot: read.path("terraform-root", prefix) || null,
      failOn: read.choice("fail-on"),
      ifNoRoles: read.choice("if-no-roles"),
      ...sections,
      ...fromRoot(sections, prefix),
      policies: policyFilesFromRoot(sections.policies, prefix, problems),
      guardrails: sections.guardrails.map((level) => ({
        ...level,
        files: level.files.flatMap((one) => namedFromRoot(one, prefix, problems)),
      })),
      keys: sections.keys.flatMap((key) => namedFromRoot(key, prefix, problems)),
      deployment,
      baseline: read.path("baseline", prefix) || null,
      base: read.text("base"),
      failOnNewOnly: read.flag("fail-on-new-only"),
    },
    reports: read.lines("reports"),
    publish: {
      annotations: read.choice("annotations"),
      comment: read.choice("comment"),
      commentKey: read.text("comment-key"),
      suggestions: read.flag("suggestions"),
      jobSummary: read.flag("job-summary"),
      reportFile: read.optionalText("report-file"),
      sarifFile: read.optionalText("sarif-file"),
    },
  };
  return problems.length > 0 ? { problems, publish: options.publish } : { options };
}

function namedFromRoot(one: NamedKey, prefix: string, problems: ConfigProblem[]): readonly NamedKey[] {
  return one.isFile ? policyFilesFromRoot([one], prefix, problems) : [one];
}

/** Reports a `reports` setting in the configuration: it would apply to every job, so that no job would check anything. */
function mergingEverywhere(reports: GivenSetting | null): readonly ConfigProblem[] {
  if (reports === null || reports.place === null) return [];
  const help = "set it as an input of the job that merges the reports";
  return [
    { message: "`reports` is set in the configuration, so no job would check anything", help, place: reports.place },
  ];
}

type NameOf<S extends "lines" | "text" | "choice" | "flag"> = {
  [N in SettingName]: (typeof SETTINGS)[N] extends { readonly shape: S } ? N : never;
}[SettingName];

type Word<N extends NameOf<"choice">> = (typeof SETTINGS)[N]["words"][number];

/** Reads settings by their shape in the table and records invalid ones as problems. */
class SettingReader {
  constructor(
    private readonly given: (name: SettingName) => GivenSetting | null,
    private readonly problems: ConfigProblem[],
  ) {}

  lines(name: NameOf<"lines">): readonly string[] {
    return this.given(name)?.lines ?? SETTINGS[name].default;
  }

  text(name: NameOf<"text">): string {
    return this.given(name)?.lines.join("\n") ?? SETTINGS[name].default;
  }

  /** The path from the root. A string that isn't a path according to `isPath` is unchanged. */
  path(name: NameOf<"text">, prefix: string, isPath = (_text: string): boolean => true): string {
    const text = this.text(name);
    return this.isInConfig(name) && isPath(text) ? pathFromRoot(prefix, text) : text;
  }

  isInConfig(name: SettingName): boolean {
    return this.given(name)?.place != null;
  }

  optionalText(name: NameOf<"text">): string | null {
    const text = this.text(name);
    return text === "" ? null : text;
  }

  flag(name: NameOf<"flag">): boolean {
    const word = this.word(name, ["true", "false"]);
    return word === null ? SETTINGS[name].default : word === "true";
  }

  choice<N extends NameOf<"choice">>(name: N): Word<N> {
    return (this.word(name, SETTINGS[name].words) ?? SETTINGS[name].default) as Word<N>;
  }

  /** The given word if it is allowed. Otherwise, records a problem and returns null. */
  private word(name: SettingName, allowed: readonly string[]): string | null {
    const given = this.given(name);
    if (given === null) return null;
    const text = given.lines.join(" ").toLowerCase();
    if (allowed.includes(text)) return text;
    const near = nearestWord(text, allowed);
    this.problems.push({
      message: `${given.givenAs} is \`${text}\`, but must be one of ${allowed.join(", ")}`,
      help: advice(near, "write one of these values"),
      place: given.place,
    });
    return null;
  }
}

function rolesBeyond(roles: GivenSetting | null, files: GivenSetting | null, reach: Reach): RolesBeyond | null {
  const inConfig = roles !== null && roles.place !== null;
  const shared = inConfig ? reach.sharedConfig : reach.sharedInputs;
  if (shared) return "shared";
  const everything = files === null || looksEverywhere(files.lines);
  return everything && !reach.narrowed ? null : "narrowed";
}

function roleMappings(given: GivenSetting | null, problems: ConfigProblem[]): readonly RoleMapping[] {
  return (given?.lines ?? []).flatMap((line, at) => {
    const place = given?.linePlaces?.[at] ?? given?.place ?? null;
    const mapping = parseRoleMapping(line, place);
    if (mapping !== null) return [mapping];
    const help = "write `PATTERN: kind, kind`, for example `*backup*: backup, communication`, or `PATTERN: ignore`";
    problems.push({
      message: `\`roles\` line \`${line}\` needs a pattern and kinds`,
      help,
      place,
    });
    return [];
  });
}

/** Each role is compared with each appliance, so their number is limited. */
const MAX_APPLIANCES = 500;

function applianceIds(given: GivenSetting | null, problems: ConfigProblem[]): readonly string[] {
  const lines = given?.lines ?? [];
  if (lines.length > MAX_APPLIANCES) {
    const message = `\`appliance\` names ${lines.length} principals, more than ${MAX_APPLIANCES}`;
    problems.push({ message, help: "list only the appliances that these roles trust", place: given?.place ?? null });
    return [];
  }
  for (const line of lines.filter((candidate) => !isApplianceId(candidate))) {
    const help =
      "give the ARN of the impersonation role, or the appliance's account: a 12-digit ID or arn:aws:iam::ACCOUNT:root";
    problems.push({
      message: `\`appliance\` line \`${line}\` is neither a role ARN nor an account`,
      help,
      place: given?.place ?? null,
    });
  }
  return lines;
}
