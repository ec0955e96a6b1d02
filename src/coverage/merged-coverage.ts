import type { CheckOptions } from "../config/options.js";
import type { Role } from "../iam/model.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import type { Verdict } from "../iam/verdict.js";
import { type Baseline, markFindings } from "../report/baseline.js";
import { conclude, ordered, reportFinding } from "../report/build-report.js";
import type { Report, ReportedFinding, ReportedKind, ReportedRole } from "../report/report.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { RuleRunner } from "../rules/apply-rules.js";
import { coverageLost, lostCoverage } from "../rules/coverage-lost.js";
import type { EvaluatedKind, EvaluatedRole } from "../rules/rule.js";
import { weakenedAction } from "../rules/weakened-action.js";
import { declaring } from "../select/declaring.js";
import { filePlace } from "../source/place.js";
import { compareCoverage } from "./compare-coverage.js";
import { linesFor } from "./matched-lines.js";
import { reportedRoles } from "./reported-roles.js";

interface Merging {
  readonly options: CheckOptions;
  readonly requirements: Requirements;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Additional baselines to compare the findings with. */
  readonly baselines: readonly Baseline[];
}

/**
 * Adds to a merged report the coverage that was lost since the base's report. The jobs' findings about their own bases are kept, even if
 * they are suppressed.
 */
export async function withMergedCoverage(merged: Report, base: Report, merging: Merging): Promise<Report> {
  const { options, requirements, today } = merging;
  const workers = merged.roles.map((role) => workerOf(role, requirements));
  const reported = new Map(workers.map(({ role }, index) => [role, merged.roles[index]]));
  const coverage = await compareCoverage(reportedRoles(base, requirements, options.baseline ?? ""), {
    roles: workers.map(({ role }) => role),
    workers,
    kinds: requirements.kinds,
    aliases: requirements.aliases,
    declared: declaring(options.roles, requirements),
    inferable: new Set(),
    inferenceEndedBy: null,
    verdictsOf: async () => [],
    trusts: () => true,
    lostKeyActions: () => [],
    varFiles: [],
    isGone: () => false,
    accounts: { all: [], added: [] },
  });
  const rules = new RuleRunner(options, await loadAuthorization(), today);
  const losses = coverage.losses.flatMap((loss) => {
    const { identity } = loss.before;
    const drafts = rules.about(
      coverageLost,
      (keep) => lostCoverage(loss, null, linesFor(loss, workers, options), keep),
      loss.now === null ? [identity] : [identity, loss.now],
    );
    return drafts.map((finding) => [finding, loss.now] as const);
  });
  const weakened = workers.flatMap(({ role, evaluated }) => {
    const before = coverage.before.get(role) ?? null;
    return rules.one(weakenedAction, { ...evaluated, before }).map((finding) => [finding, role] as const);
  });
  const subjects = new Set(merged.findings.map(subject));
  const found = [...losses, ...weakened].map(([finding, role]) => {
    const location = role === null ? undefined : reported.get(role)?.location;
    return { ...reportFinding(finding), ...(location === undefined ? {} : { location }) };
  });
  const more = markFindings(
    found.filter((finding) => !subjects.has(subject(finding))),
    merging.baselines,
  );
  const { failOn, failOnNewOnly } = options;
  const states = new Map(workers.map(({ role }, index) => [merged.roles[index], coverage.states.get(role) ?? "new"]));
  return {
    ...merged,
    conclusion: worse(merged.conclusion, conclude(more, merged.roles.length > 0, failOn, failOnNewOnly)),
    roles: merged.roles.map((role) => ({ ...role, coverage: role.coverage ?? states.get(role) ?? "new" })),
    findings: ordered([...merged.findings, ...more], failOnNewOnly),
  };
}

function subject({ rule, role, kind }: ReportedFinding): string {
  return JSON.stringify([rule, role, kind]);
}

function worse(one: Report["conclusion"], other: Report["conclusion"]): Report["conclusion"] {
  if (one === "failure" || other === "failure") return "failure";
  return one === "neutral" ? one : other;
}

function workerOf(reported: ReportedRole, requirements: Requirements): { role: Role; evaluated: EvaluatedRole } {
  const { id, name, format, location, file = location.file, selectedBy, instanceProfile } = reported;
  const variant = { when: null, policies: [], boundary: null, trust: null };
  const place = filePlace(location.file);
  const role: Role = {
    ...{ id, name, format, file, place, instanceProfile },
    marker: null,
    variants: [variant],
    removed: false,
  };
  const trust = Object.entries(reported.trust) as [keyof ReportedRole["trust"] & string, "granted"][];
  return {
    role,
    evaluated: {
      role,
      selectedBy,
      kinds: Object.entries(reported.kinds).map(([kind, one]) => kindOf(kind, one, requirements)),
      trust: trust.map(([party, verdict]) => ({ party, verdict, verified: true, tooWide: null, causes: [] })),
      appliance: [],
      context: new Map(),
      before: null,
    },
  };
}

const VERDICTS = ["missing", "denied", "partial", "conditional", "undetermined"] as const satisfies readonly Verdict[];

/** A report names only the actions that aren't granted. */
function kindOf(name: string, reported: ReportedKind, { kinds }: Requirements): EvaluatedKind {
  const verdicts = VERDICTS.flatMap((verdict) =>
    reported[verdict].map((action) => ({ action, verdict, deniedBy: null, causes: [] })),
  );
  const actions = verdicts.map(({ action }) => ({ action, resources: ["*"] }));
  const known = kinds.find((kind) => kind.name === name);
  const kind: Kind = known ?? { name, description: "", actions, trust: [] };
  return { kind, verdicts };
}
