import type { Severity } from "../config/severity.js";
import type { PasteForm } from "../fixes/paste-form.js";
import type { Format } from "../iam/model.js";
import type { RequestKey } from "../iam/requests.js";
import type { TrustVerdictName } from "../iam/verdict.js";
import type { JsonField } from "../source/json-field.js";
import type { Location } from "../source/location.js";
import { clip, LIMITS, MAX_NAME_LENGTH, MAX_PATH_LENGTH, MAX_TEXT_LENGTH } from "./limits.js";
import {
  type BaselineMark,
  type BaselineSource,
  type Conclusion,
  type CoverageState,
  DECLARED_SCOPE,
  type LinkState,
  type NotChecked,
  type Report,
  type ReportedBaseline,
  type ReportedDeployment,
  type ReportedFinding,
  type ReportedKind,
  type ReportedPath,
  type ReportedRole,
  SCHEMA_VERSION,
} from "./report.js";

// Records, not lists, so that the compiler demands an entry for each name that a type gains.
const FORMATS: Readonly<Record<Format, true>> = {
  "policy-json": true,
  cloudformation: true,
  "terraform-plan": true,
  "terraform-source": true,
};
const SEVERITIES: Readonly<Record<Severity, true>> = { error: true, warning: true, notice: true };
const CONCLUSIONS: Readonly<Record<Conclusion, true>> = { success: true, failure: true, neutral: true };
const SOURCES: Readonly<Record<BaselineSource["kind"], true>> = { commit: true, file: true };
const STATES: Readonly<Record<BaselineMark["state"], true>> = { new: true, updated: true, unchanged: true };
const COVERAGE: Readonly<Record<CoverageState, true>> = { same: true, new: true, lost: true };
const SCOPES: Readonly<Record<typeof DECLARED_SCOPE, true>> = { [DECLARED_SCOPE]: true };
const LINKS: Readonly<Record<LinkState, true>> = { granted: true, missing: true, open: true, unseen: true };
const FORMS: Readonly<Record<PasteForm, true>> = {
  block: true,
  object: true,
  items: true,
  policy: true,
  nothing: true,
};
const OPERATORS: Readonly<Record<RequestKey["operator"], true>> = { StringEquals: true, Bool: true };
const TRUST: Readonly<Record<TrustVerdictName, true>> = {
  granted: true,
  missing: true,
  denied: true,
  conditional: true,
  undetermined: true,
};

/**
 * Reads a report written by another run. Throws `JsonShapeError` if it isn't one. Only its form is checked; its content
 * is untrusted. Drops unknown fields and the edits of fixes, whose text the report's author chose.
 */
export function readReport(document: JsonField): Report {
  const version = document.field("schemaVersion");
  if (version.count() !== SCHEMA_VERSION)
    throw version.unlike(`${SCHEMA_VERSION}: use one version of worker-iam-check in all jobs`);
  const text = (owner: string, name: string): string => document.field(owner).field(name).text(MAX_NAME_LENGTH);
  const count = (name: string): number => document.field("files").field(name).count();
  const baseline = document.field("baseline").optional(readBaseline);
  const deployment = document.field("deployment").optional(readDeployment);
  const guardrails = document.field("guardrails").optional((levels) => levels.count());
  const unseen = document.field("unseen").optional(texts(LIMITS.kinds));
  const paths = document.field("paths").optional((all) => all.list(LIMITS.kinds).map(readPath));
  return {
    schemaVersion: SCHEMA_VERSION,
    conclusion: wordOf(document.field("conclusion"), CONCLUSIONS),
    tool: { name: text("tool", "name"), version: text("tool", "version") },
    requirements: {
      version: text("requirements", "version"),
      title: text("requirements", "title"),
      source: text("requirements", "source"),
      date: text("requirements", "date"),
      ...(document
        .field("requirements")
        .field("assumed")
        .optional((flag) => flag.flag()) === true
        ? { assumed: true }
        : {}),
    },
    files: {
      matched: count("matched"),
      read: count("read"),
      unreadable: count("unreadable"),
      paths: document.field("files").field("paths").optional(texts(LIMITS.files)) ?? [],
    },
    roles: document.field("roles").list(LIMITS.roles).map(readRole),
    notChecked: document.field("notChecked").list(LIMITS.roles).map(readNotChecked),
    findings: document.field("findings").list(LIMITS.findings).map(readFinding),
    ...(baseline === null ? {} : { baseline }),
    ...(deployment === null ? {} : { deployment }),
    ...(guardrails === null ? {} : { guardrails }),
    ...(unseen === null ? {} : { unseen }),
    ...(paths === null ? {} : { paths }),
  };
}

function readPath(path: JsonField): ReportedPath {
  const link = (name: string): LinkState => wordOf(path.field(name), LINKS);
  const [keys, assumesWorker] = ["keys", "assumesWorker"].map((name) =>
    path.field(name).optional((word) => wordOf(word, LINKS)),
  );
  return {
    kinds: texts(LIMITS.kinds)(path.field("kinds")),
    caller: nullableText(path.field("caller")),
    assumes: link("assumes"),
    role: path.field("role").text(MAX_NAME_LENGTH),
    passes: link("passes"),
    worker: nullableText(path.field("worker")),
    profile: link("profile"),
    ...(keys ? { keys } : {}),
    ...(assumesWorker ? { assumesWorker } : {}),
  };
}

function readDeployment(deployment: JsonField): ReportedDeployment {
  const list = texts(LIMITS.actions);
  return {
    partition: nullableText(deployment.field("partition")),
    accounts: list(deployment.field("accounts")),
    regions: list(deployment.field("regions")),
    resources: Object.fromEntries(
      deployment
        .field("resources")
        .entries(LIMITS.actions)
        .map(([actions, arns]) => [clip(actions, MAX_NAME_LENGTH), list(arns)] as const),
    ),
  };
}

function readBaseline(baseline: JsonField): ReportedBaseline {
  return {
    sources: baseline.field("sources").list(LIMITS.kinds).map(readSource),
    note: baseline.field("note").optional((note) => note.text(MAX_TEXT_LENGTH)),
    failOnNewOnly: baseline.field("failOnNewOnly").flag(),
  };
}

function readSource(source: JsonField): BaselineSource {
  return { kind: wordOf(source.field("kind"), SOURCES), name: source.field("name").text(MAX_PATH_LENGTH) };
}

function readMark(mark: JsonField): BaselineMark {
  return {
    state: wordOf(mark.field("state"), STATES),
    source: mark.field("source").optional(readSource),
    newActions: texts(LIMITS.actions)(mark.field("newActions")),
  };
}

function readRole(role: JsonField): ReportedRole {
  const satisfies = role.field("satisfies").optional(texts(LIMITS.kinds));
  const file = role.field("file").optional((path) => path.text(MAX_PATH_LENGTH));
  const coverage = role.field("coverage").optional((word) => wordOf(word, COVERAGE));
  const scope = role.field("scope").optional((words) => wordOf(words, SCOPES));
  const passes = role.field("passes").optional(texts(LIMITS.kinds));
  const assumedAs = role.field("assumedAs").optional(texts(LIMITS.kinds));
  return {
    id: role.field("id").text(MAX_NAME_LENGTH),
    name: nullableText(role.field("name")),
    format: wordOf(role.field("format"), FORMATS),
    location: readLocation(role.field("location")),
    selectedBy: role.field("selectedBy").text(MAX_TEXT_LENGTH),
    kinds: Object.fromEntries(role.field("kinds").entries(LIMITS.kinds).map(readKind)),
    trust: readTrust(role.field("trust")),
    applianceVerified: role.field("applianceVerified").optional((verified) => verified.flag()) ?? false,
    instanceProfile: role.field("instanceProfile").optional((profile) => profile.flag()),
    ...(satisfies === null ? {} : { satisfies }),
    ...(file === null ? {} : { file }),
    ...(coverage === null ? {} : { coverage }),
    ...(scope === null ? {} : { scope }),
    ...(passes === null ? {} : { passes }),
    ...(assumedAs === null ? {} : { assumedAs }),
  };
}

function readKind([name, kind]: readonly [string, JsonField]): readonly [string, ReportedKind] {
  if (!/^[A-Za-z][\w.-]{0,63}$/.test(name)) throw kind.unlike("named like a kind: letters, digits, dots, and dashes");
  const actions = texts(LIMITS.actions);
  return [
    name,
    {
      required: kind.field("required").count(),
      granted: kind.field("granted").count(),
      missing: actions(kind.field("missing")),
      denied: actions(kind.field("denied")),
      partial: actions(kind.field("partial")),
      conditional: actions(kind.field("conditional")),
      undetermined: actions(kind.field("undetermined")),
    },
  ];
}

function readTrust(trust: JsonField): ReportedRole["trust"] {
  const verdict = (party: string): TrustVerdictName | null =>
    trust.field(party).optional((word) => wordOf(word, TRUST));
  const [appliance, ec2] = [verdict("appliance"), verdict("ec2")];
  return { ...(appliance === null ? {} : { appliance }), ...(ec2 === null ? {} : { ec2 }) };
}

function readNotChecked(entry: JsonField): NotChecked {
  return {
    id: entry.field("id").text(MAX_NAME_LENGTH),
    location: readLocation(entry.field("location")),
    reason: entry.field("reason").text(MAX_TEXT_LENGTH),
  };
}

function readFinding(finding: JsonField): ReportedFinding {
  const rule = finding.field("rule");
  // Not checked against this version's rules: another version may have different ones.
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(rule.text(64))) throw rule.unlike("named like a rule");
  const mark = finding.field("baseline").optional(readMark);
  const condition = finding.field("condition").optional((keys) => keys.list(LIMITS.related).map(readKey));
  const lacking = finding.field("lacking").optional(texts(LIMITS.related));
  const pasteAs = finding.field("pasteAs").optional((form) => wordOf(form, FORMS));
  return {
    rule: rule.text(64),
    severity: wordOf(finding.field("severity"), SEVERITIES),
    role: nullableText(finding.field("role")),
    kind: nullableText(finding.field("kind")),
    actions: texts(LIMITS.actions)(finding.field("actions")),
    ...(condition === null ? {} : { condition }),
    ...(lacking === null ? {} : { lacking }),
    ...(pasteAs === null ? {} : { pasteAs }),
    message: finding.field("message").text(MAX_TEXT_LENGTH),
    help: finding.field("help").optional((help) => help.text(MAX_TEXT_LENGTH)),
    location: readLocation(finding.field("location")),
    related: finding
      .field("related")
      .list(LIMITS.related)
      .map((place) => ({
        location: readLocation(place.field("location")),
        message: place.field("message").text(MAX_TEXT_LENGTH),
      })),
    fingerprint: finding.field("fingerprint").text(200),
    suppressed: finding.field("suppressed").optional((suppressed) => {
      const until = suppressed.field("until").optional((value) => value.text(10));
      return {
        reason: suppressed.field("reason").text(MAX_TEXT_LENGTH),
        ...(until === null ? {} : { until }),
        ...(suppressed.field("isNew").optional((value) => value) === null ? {} : { isNew: true as const }),
      };
    }),
    fix: null,
    ...(mark === null ? {} : { baseline: mark }),
  };
}

function readKey(key: JsonField): RequestKey {
  return {
    operator: wordOf(key.field("operator"), OPERATORS),
    key: key.field("key").text(MAX_NAME_LENGTH),
    values: texts(LIMITS.related)(key.field("values")),
  };
}

function readLocation(location: JsonField): Location {
  const file = location.field("file").text(MAX_PATH_LENGTH);
  const commit = location.field("commit").optional(readCommit);
  const line = location.field("line").optional((field) => field.count(1));
  const within = { file, ...(commit === null ? {} : { commit }) };
  if (line === null) return within;
  const count = (name: string): number => location.field(name).count(1);
  return { ...within, line, column: count("column"), endLine: count("endLine"), endColumn: count("endColumn") };
}

function readCommit(field: JsonField): string {
  const name = field.text(64);
  if (!/^[0-9a-f]{40,64}$/.test(name)) throw field.unlike("the full name of a commit");
  return name;
}

function texts(most: number): (list: JsonField) => readonly string[] {
  return (list) => list.list(most).map((item) => item.text(MAX_NAME_LENGTH));
}

function nullableText(field: JsonField): string | null {
  return field.optional((text) => text.text(MAX_NAME_LENGTH));
}

function wordOf<Word extends string>(field: JsonField, words: Readonly<Record<Word, true>>): Word {
  return field.oneOf(Object.keys(words) as Word[]);
}
