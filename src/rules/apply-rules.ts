import { isInline } from "../config/inline-suppressions.js";
import type { CheckOptions, Suppression } from "../config/options.js";
import type { RuleId } from "../config/rule-ids.js";
import type { Severity } from "../config/severity.js";
import type { Authorization } from "../iam/authorization.js";
import type { RoleIdentity } from "../select/role-pattern.js";
import { fileOf } from "../source/place.js";
import { coverageLost } from "./coverage-lost.js";
import type { Finding } from "./finding.js";
import { roleRules } from "./index.js";
import { InlineSuppressions } from "./inline-suppressions.js";
import type { Draft, EvaluatedKind, EvaluatedRole, RoleRule, RuleDescription } from "./rule.js";
import { SuppressionIndex } from "./suppression-index.js";
import { uneditedDraft } from "./unedited-draft.js";
import { wasPresent, weakenedAction } from "./weakened-action.js";

/** A finding, and the suppression that takes it out of the verdict, if any. */
export interface EvaluatedFinding extends Finding {
  readonly suppressedBy: Suppression | null;
  /** Set if the base doesn't have the suppression. */
  readonly isNewlySuppressed?: true;
  /** Whether the finding is about something that the base had. */
  readonly isLoss?: boolean;
}

/** Runs rules with the configuration's severities and suppressions, and records which suppressions matched. */
export class RuleRunner {
  private readonly used = new Set<Suppression>();
  /** Indexed by rule because each finding looks up its suppressions, and a configuration can have tens of thousands. */
  private readonly byRule = new Map<RuleId, SuppressionIndex>();

  constructor(
    private readonly options: Pick<CheckOptions, "severities" | "suppressions">,
    private readonly authorization: Authorization,
    /** `YYYY-MM-DD`. */
    private readonly today: string,
    private readonly inline = new InlineSuppressions([]),
    /**
     * The base's severities, if there is a base. A severity lowered in the same change doesn't apply to the loss of
     * something that the base granted.
     */
    private readonly before: CheckOptions["severities"] = options.severities,
  ) {}

  /** All findings about a role. */
  role(given: EvaluatedRole): readonly EvaluatedFinding[] {
    const unsuppressed = this.withoutExcused(given);
    return roleRules.flatMap((rule) => this.one(rule, rule === weakenedAction ? given : unsuppressed));
  }

  /** The findings of one rule about a role. */
  one(rule: RoleRule, evaluated: EvaluatedRole): readonly EvaluatedFinding[] {
    if (this.isOff(rule)) return [];
    const index = this.inForce(rule.id);
    const suppressions = index.ofRoles([evaluated.role]);
    if (suppressions.length === 0)
      return this.findingsWithInline(rule, rule.check(evaluated, this.authorization), evaluated);
    const whole = suppressions.find(({ actions }) => actions.length === 0);
    if (whole !== undefined) return this.findings(rule, rule.check(evaluated, this.authorization), whole, evaluated);
    const kinds = [...evaluated.kinds, ...(evaluated.before?.dropped ?? [])];
    const actions = kinds.flatMap(({ verdicts }) => verdicts.map(({ action }) => action));
    const [taken, rest] = divide(actions, suppressions, index);
    const draftsOf = (some: ReadonlySet<string>) =>
      rule.check(
        onlyActions(evaluated, (action) => some.has(action)),
        this.authorization,
      );
    const ofNone = actionDrafts(draftsOf(new Set()));
    const some = suppressions.flatMap((suppression) => {
      const own = taken.get(suppression);
      return this.findings(rule, own === undefined ? ofNone : actionDrafts(draftsOf(own)), suppression, evaluated);
    });
    return [...some, ...this.findingsWithInline(rule, draftsOf(rest), evaluated)];
  }

  /** Applies inline suppressions to drafts that the configuration doesn't suppress. */
  private findingsWithInline(
    rule: RuleDescription,
    drafts: readonly Draft[],
    evaluated: EvaluatedRole,
  ): readonly EvaluatedFinding[] {
    return drafts.flatMap((draft) => {
      const found = this.inline
        .of(evaluated.role, draft.place)
        .find((one) => one.rule === rule.id && !this.isExpired(one));
      return this.findings(rule, [draft], found ?? null, evaluated);
    });
  }

  /**
   * Removes suppressed weakened actions from the base's grants, or all of them if the rule is off. Other rules then report these actions as
   * if there were no base.
   */
  private withoutExcused(evaluated: EvaluatedRole): EvaluatedRole {
    const { before, role } = evaluated;
    if (before === null) return evaluated;
    const index = this.inForce(weakenedAction.id);
    const excuses = new Set(index.ofRoles([role]));
    const all = this.isOff(weakenedAction) || [...excuses].some((one) => one.actions.length === 0);
    const excused = (action: string): boolean => all || index.ofAction(action).some((one) => excuses.has(one));
    const left = (granted: ReadonlyMap<string, ReadonlySet<string>>) =>
      new Map([...granted].map(([kind, actions]) => [kind, new Set([...actions].filter((one) => !excused(one)))]));
    const { granted, byDefault = new Map(), lostKeyActions = [] } = before;
    const onKeys = lostKeyActions.map((key) => ({
      ...key,
      verdicts: key.verdicts.filter((one) => !excused(one.action)),
    }));
    const rest = { granted: left(granted), byDefault: left(byDefault), lostKeyActions: onKeys };
    return { ...evaluated, before: { ...before, ...rest } };
  }

  /**
   * A finding about a role that may be gone, so suppressions for its earlier names also apply. `draftOf` words the
   * finding for some of its actions, or returns null if they leave nothing to report.
   */
  about(
    rule: RuleDescription,
    draftOf: (keep: (action: string) => boolean) => Draft | null,
    roles: readonly RoleIdentity[],
  ): readonly EvaluatedFinding[] {
    const index = this.inForce(rule.id);
    const suppressions = index.ofRoles(roles);
    const drafts = (keep: (action: string) => boolean): readonly Draft[] => [draftOf(keep) ?? []].flat();
    const whole = drafts(() => true);
    const all = suppressions.find(({ actions }) => actions.length === 0);
    if (all !== undefined || suppressions.length === 0) return this.findings(rule, whole, all ?? null);
    const actions = whole.flatMap((draft) => draft.actions);
    const [taken, rest] = divide(actions, suppressions, index);
    return [
      ...[...taken].flatMap(([one, own]) =>
        this.findings(
          rule,
          drafts((action) => own.has(action)),
          one,
        ),
      ),
      ...this.findings(
        rule,
        drafts((action) => rest.has(action)),
        null,
      ),
    ];
  }

  /** A finding about a file or the run. Its suppressions name the file instead of a role. */
  run(rule: RuleDescription, draft: Draft): readonly EvaluatedFinding[] {
    const subject = draft.role ?? fileOf(draft.place);
    const [suppression] = this.inForce(rule.id).ofSubject(subject);
    return this.findings(rule, [draft], suppression ?? null);
  }

  /** Suppressions that matched nothing in this run or have expired, with the reason in words. */
  stale(): readonly { readonly suppression: Suppression; readonly reason: string; readonly isExpired: boolean }[] {
    return [...this.options.suppressions, ...this.inline.all]
      .filter(
        (suppression) =>
          !this.used.has(suppression) && (this.isExpired(suppression) || !OF_A_CHANGE.has(suppression.rule)),
      )
      .map((suppression) => {
        const what = `of ${suppression.rule}${isInline(suppression) ? "" : ` for ${suppression.role}`}`;
        const isExpired = this.isExpired(suppression);
        return {
          suppression,
          isExpired,
          reason: isExpired ? `${what} expired on ${suppression.expires}` : `${what} matches nothing`,
        };
      });
  }

  /** Whether both this configuration and the base's turn the rule off, explicitly or by default, so that it needn't run. */
  private isOff({ id, defaultSeverity }: RuleDescription): boolean {
    return [this.options.severities, this.before].every((all) => (all.get(id) ?? defaultSeverity) === "off");
  }

  private inForce(rule: RuleId): SuppressionIndex {
    const known = this.byRule.get(rule);
    if (known !== undefined) return known;
    const found = new SuppressionIndex(
      this.options.suppressions.filter((one) => one.rule === rule && !this.isExpired(one)),
    );
    this.byRule.set(rule, found);
    return found;
  }

  private isExpired(suppression: Suppression): boolean {
    return suppression.expires !== null && suppression.expires < this.today;
  }

  private findings(
    rule: RuleDescription,
    drafts: readonly Draft[],
    suppressedBy: Suppression | null,
    evaluated: EvaluatedRole | null = null,
  ): EvaluatedFinding[] {
    return drafts.flatMap((given) => {
      const draft = evaluated === null ? given : uneditedDraft(given, rule.id, evaluated.role);
      const severityIn = (all: CheckOptions["severities"]): Severity | "off" =>
        all.get(rule.id) ?? draft.severity ?? rule.defaultSeverity;
      const [now, then] = [severityIn(this.options.severities), severityIn(this.before)] as const;
      const lost = isLoss({ ...draft, rule: rule.id }, evaluated);
      const isLowered = lost && RANKS.indexOf(now) < RANKS.indexOf(then);
      const severity = isLowered ? then : now;
      if (severity === "off") return [];
      if (suppressedBy !== null) this.used.add(suppressedBy);
      const more = `the severity \`${now}\` takes effect with the next change: if this is intended, suppress ${rule.id} with the reason`;
      const help = isLowered ? [draft.help ?? [], more].flat().join("; ") : draft.help;
      const of = evaluated === null ? {} : { of: evaluated.role };
      return [{ ...draft, ...of, help, rule: rule.id, severity, suppressedBy, isLoss: lost }];
    });
  }
}

const RANKS = ["off", "notice", "warning", "error"];

/** Whether a finding is about something that the base had granted. */
function isLoss(finding: Omit<Finding, "severity">, evaluated: EvaluatedRole | null): boolean {
  if (OF_A_CHANGE.has(finding.rule)) return true;
  const before = evaluated?.before ?? null;
  if (before === null) return false;
  const granted = [before.granted, before.byDefault].map((of) => of?.get(finding.kind ?? ""));
  return wasPresent(finding, before) || finding.actions.some((action) => granted.some((of) => of?.has(action)));
}

/** Rules about a change. Once the change is merged, suppressions of these rules have nothing left to match. */
const OF_A_CHANGE: ReadonlySet<RuleId> = new Set([coverageLost.id, weakenedAction.id]);

/** The actions that each suppression covers, if any, and the actions that none covers. */
function divide(
  actions: readonly string[],
  suppressions: readonly Suppression[],
  index: SuppressionIndex,
): readonly [ReadonlyMap<Suppression, ReadonlySet<string>>, ReadonlySet<string>] {
  const ofRole = new Set(suppressions);
  const taken = new Map<Suppression, Set<string>>();
  const rest = new Set<string>();
  for (const action of new Set(actions)) {
    const covering = index.ofAction(action).filter((one) => ofRole.has(one));
    if (covering.length === 0) rest.add(action);
    for (const cover of covering) {
      const own = taken.get(cover) ?? new Set();
      taken.set(cover, own.add(action));
    }
  }
  return [taken, rest];
}

/** A suppression of single actions is about verdicts, so it doesn't suppress a rule's other findings. */
function actionDrafts(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter((draft) => draft.kind !== null && draft.actions.length > 0);
}

function onlyActions(evaluated: EvaluatedRole, keep: (action: string) => boolean): EvaluatedRole {
  const only = (kinds: readonly EvaluatedKind[]): readonly EvaluatedKind[] =>
    kinds.map((kind) => ({ ...kind, verdicts: kind.verdicts.filter(({ action }) => keep(action)) }));
  const { before, kinds } = evaluated;
  if (before?.dropped === undefined) return { ...evaluated, kinds: only(kinds) };
  const dropped = only(before.dropped).filter(({ verdicts }) => verdicts.length > 0);
  return { ...evaluated, kinds: only(kinds), before: { ...before, dropped } };
}
