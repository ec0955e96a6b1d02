import type { Checked } from "../../src/check.js";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { configText } from "../../src/cli/init/config-text.js";
import { workflowText } from "../../src/cli/init/workflow-text.js";
import { explainAction } from "../../src/iam/explain.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { jsonText } from "../../src/report/json-text.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { renderSarif } from "../../src/report/sarif.js";
import { plain, renderText } from "../../src/report/text.js";
import { describeCause } from "../../src/rules/action-draft.js";
import { allRules } from "../../src/rules/index.js";
import { locate } from "../../src/source/place.js";
import { toTemplateSyntax } from "../../src/source/pseudo-parameters.js";
import { checkFiles, type Refused, runOf } from "./check-files.js";
import { type Choices, NO_CHOICES } from "./choices.js";
import { makeRole } from "./make-role.js";
import type { PageFile } from "./memory-tree.js";
import type { Answer, Question, Rendering, SentFile, WhyStep } from "./messages.js";

type Asked<A extends Question["ask"]> = Extract<Question, { readonly ask: A }>;

/** The latest check, which later questions refer to. */
interface Last {
  readonly files: readonly PageFile[];
  readonly choices: Choices;
  readonly today: string;
  readonly outcome: Checked | Refused;
}

/** Nobody reads more statements about one action. */
const MAX_STEPS = 50;

/** Answers the page's questions, in the worker or anywhere else. */
export class Session {
  private readonly contents = new Map<number, PageFile["content"]>();
  private last: Last = { files: [], choices: NO_CHOICES, today: "", outcome: { problems: [] } };

  /** @param tell is called with the progress of a check */
  constructor(private readonly tell: (answer: Answer) => void) {}

  async answer(question: Question): Promise<Answer> {
    const { id } = question;
    switch (question.ask) {
      case "check":
        return this.check(question);
      case "fix-all":
        return this.fixAll(id);
      case "why":
        return { answer: "why", id, steps: await this.why(question) };
      case "make": {
        const made = await makeRole(question.choices, question.as);
        return "problems" in made ? refusal(id, made) : { answer: "rendered", id, text: made.text };
      }
      case "render":
        return { answer: "rendered", id, text: this.render(question.as) };
    }
  }

  private async check({ id, files: sent, choices, today }: Asked<"check">): Promise<Answer> {
    const files = sent.map((file) => this.received(file));
    const kept = new Set(sent.map((file) => file.id));
    for (const known of this.contents.keys()) if (!kept.has(known)) this.contents.delete(known);
    const outcome = await checkFiles(files, choices, today, (done, total) =>
      this.tell({ answer: "progress", id, done, total }),
    );
    this.last = { files, choices, today, outcome };
    if ("problems" in outcome) return refusal(id, outcome);
    const { report, roles } = outcome;
    const actions = roles.map(({ kinds }) =>
      kinds.map(({ kind: { name, description }, verdicts }) => ({
        kind: name,
        description,
        actions: verdicts.map(({ action, verdict }) => ({ action, verdict })),
      })),
    );
    return { answer: "checked", id, checked: { report, actions } };
  }

  private received({ id, path, isNamed, content = this.contents.get(id) ?? "" }: SentFile): PageFile {
    this.contents.set(id, content);
    return { path, isNamed, content };
  }

  private async fixAll(id: number): Promise<Answer> {
    const { files, choices, today } = this.last;
    const run = runOf(files, choices);
    if ("problems" in run) return refusal(id, run);
    const fixed = await applyFixes(run.options, { scope: run.scope, today, unread: run.unread });
    if ("problems" in fixed) return refusal(id, fixed);
    return { answer: "fixed", id, fixes: fixed.findings.map(({ description }) => description), files: fixed.files };
  }

  /** The statements that allow, limit, or deny an action, as in the `explain` command. */
  private async why({ role: index, kind: kindName, action }: Asked<"why">): Promise<readonly WhyStep[]> {
    const { outcome, files, choices, today } = this.last;
    const run = runOf(files, choices);
    if ("problems" in outcome || "problems" in run) return [];
    const evaluated = outcome.roles[index];
    const kind = evaluated?.kinds.find((one) => one.kind.name === kindName)?.kind;
    const required = kind?.actions.find((one) => one.action === action);
    if (evaluated === undefined || required === undefined) return [];
    const { options } = run;
    const explained = explainAction(
      evaluated.role,
      required,
      options.context,
      await loadAuthorization(),
      options,
      today,
    );
    const steps = explained.flatMap(({ when, resource, steps: some }) =>
      some.slice(0, MAX_STEPS).map(
        ({ side, effect, cause }): WhyStep => ({
          side,
          effect,
          when,
          resource,
          words: toTemplateSyntax(describeCause(cause)),
          location: locate(cause.place),
        }),
      ),
    );
    return alike(steps).slice(0, MAX_STEPS);
  }

  private render(as: Rendering): string {
    const { outcome } = this.last;
    if ("problems" in outcome) return "";
    const { report, sources } = outcome;
    switch (as) {
      case "json":
        return jsonText(report);
      case "markdown":
        return renderMarkdown(report, null, Number.POSITIVE_INFINITY);
      case "sarif":
        return renderSarif(report, allRules, null);
      case "text":
        return renderText(report, {
          paint: plain,
          columns: 100,
          isRead: true,
          sourceOf: ({ file, commit }) => (commit === undefined ? (sources.get(file) ?? null) : null),
        });
      case "workflow":
        return workflowText(report.requirements.version);
      case "configuration": {
        const { appliance } = this.last.choices;
        const { version } = report.requirements;
        return configText(report, { requirements: version, appliance: appliance === "" ? [] : [appliance], files: [] });
      }
    }
  }
}

/** Merges steps that affect all resources in the same way. */
function alike(steps: readonly WhyStep[]): readonly WhyStep[] {
  const resources = new Set(steps.map(({ resource }) => resource)).size;
  const byWords = new Map<string, WhyStep[]>();
  for (const step of steps) {
    const { side, effect, when, words, location } = step;
    const key = JSON.stringify([side, effect, when, words, location]);
    byWords.set(key, [...(byWords.get(key) ?? []), step]);
  }
  return [...byWords.values()].flatMap((same) => {
    const isOfAll = new Set(same.map(({ resource }) => resource)).size === resources;
    return same.slice(0, isOfAll ? 1 : same.length).map((one) => (isOfAll ? { ...one, resource: "*" } : one));
  });
}

function refusal(id: number, { problems }: Refused): Answer {
  return {
    answer: "refused",
    id,
    problems: problems.map(({ message, help, place }) => ({
      message,
      help,
      location: place === null ? null : locate(place),
    })),
  };
}
