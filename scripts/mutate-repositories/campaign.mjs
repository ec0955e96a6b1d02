// One run: a passing repository, one to three mutations of its head, and whether the check's result is correct.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { configMutations } from "./config-mutations.mjs";
import { exampleRepositories } from "./examples.mjs";
import { fileMutations } from "./file-mutations.mjs";
import { modelRepositories } from "./model.mjs";
import { roleMutations } from "./mutations.mjs";
import { neutralStyles } from "./neutral.mjs";
import { lostKinds, uncoveredKinds } from "./oracle.mjs";
import { randomOf } from "./random.mjs";
import { committedFiles, filesOf } from "./render.mjs";
import { guardrailScenes } from "./settings/guardrails.mjs";
import { keyScenes } from "./settings/keys.mjs";
import { nestedScenes } from "./settings/nested-stacks.mjs";
import { providerScenes } from "./settings/providers.mjs";
import { trustScenes } from "./settings/trust.mjs";
import { varFileScenes } from "./settings/var-files.mjs";

const SETTINGS = [guardrailScenes, keyScenes, varFileScenes, providerScenes, nestedScenes, trustScenes];
const STAGES = [roleMutations, configMutations, fileMutations];

/** `tool`: the modules of the check, compiled from `src`. */
export class Campaign {
  #folder = mkdtempSync(join(tmpdir(), "mutate-repositories-"));
  #kinds;
  #scenes;

  constructor(tool, examples) {
    this.tool = tool;
    rememberCommits(tool);
    this.#kinds = tool.catalogRequirements("7").kinds.map(({ name, actions, trust }) => {
      return { name, trust, actions: actions.map(({ action }) => action) };
    });
    const ofModel = modelRepositories(this.#kinds).map((model) => new ModelScene(model, this.#kinds));
    const backup = this.#kinds.find(({ name }) => name === "backup").actions;
    const ofSettings = SETTINGS.flatMap((scenesFor) => scenesFor(backup));
    this.#scenes = [...ofModel, ...exampleRepositories(examples, this.#kinds), ...ofSettings];
    for (const [index, scene] of this.#scenes.entries()) commitAll(this.#root(index), scene.committed());
  }

  /** The names of the repositories that don't pass unchanged. */
  async failing() {
    const all = await Promise.all(
      this.#scenes.map(async (scene, index) => {
        const answer = await this.#check(index, scene.untouched());
        return answer.conclusion === "success" ? [] : [`${scene.name}: ${answer.lines.join("; ")}`];
      }),
    );
    return all.flat();
  }

  /** Run `number` of a seed is always the same. */
  async run(seed, number) {
    const random = randomOf(Math.imul(seed, 0x9e3779b1) + number);
    const index = random.below(this.#scenes.length);
    const scene = this.#scenes[index];
    const head = scene.mutated(random);
    const answer = await this.#check(index, head.files());
    const what = { number, repository: scene.name, mutations: head.mutations };
    const lost = head.lost();
    const faults = [];
    if (answer.conclusion !== "failure") {
      faults.push(...lost.map((one) => `green, and ${one} is lost`));
      faults.push(...head.uncovered(answer).map((one) => `green, and ${one} is not covered`));
    }
    const restyled = head.restyled(random);
    if (restyled !== null) {
      const again = await this.#check(index, restyled.files());
      const difference = differences(answer, again);
      if (difference.length > 0)
        faults.push(`${restyled.style} changes the verdict: ${difference.slice(0, 3).join("; ")}`);
    }
    return {
      ...what,
      lost: lost.length > 0,
      isRed: answer.conclusion === "failure",
      restyled: restyled !== null,
      faults,
    };
  }

  close() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #root(index) {
    return join(this.#folder, `${index}`);
  }

  /** Checks a pull request with these files as its head, the way the Action does. */
  async #check(index, files) {
    const root = this.#root(index);
    for (const name of readdirSync(root)) if (name !== ".git") rmSync(join(root, name), { recursive: true });
    writeAll(root, files);
    const { check, configIn, findConfig, resolveOptions } = this.tool;
    const scope = { root, workingDirectory: root, confined: true };
    const optionsOf = ({ file, prefix }) => resolveOptions(new Map(), file, prefix);
    const config = findConfig(scope, null);
    if ("problem" in config) return refused(config.problem.message);
    const resolved = optionsOf(config);
    if ("problems" in resolved) return refused(...resolved.problems.map(({ message }) => message));
    const outcome = await check(resolved.options.check, {
      scope,
      today: "2026-11-28",
      base: { name: "main", ref: "HEAD", head: null },
      unread: config.unread,
      optionsAt: (commit) => {
        const before = configIn(commit, scope, null, config);
        if (before === null) return null;
        const then = optionsOf(before);
        return "problems" in then ? null : then.options.check;
      },
    });
    if ("problems" in outcome) return refused(...outcome.problems.map(({ message }) => message));
    const { conclusion, roles, findings } = outcome.report;
    return { conclusion, roles, lines: findings.map(tell).sort() };
  }
}

/** A repository of the model and its heads. */
class ModelScene {
  constructor(model, kinds) {
    this.name = model.name;
    this.model = model;
    this.kinds = kinds;
  }

  committed() {
    return committedFiles(this.model);
  }

  untouched() {
    return filesOf(this.model, this.model);
  }

  mutated(random) {
    const head = structuredClone(this.model);
    const mutations = drawn(random);
    for (const [, mutate] of mutations) mutate(head, random, this.model);
    return this.#head(
      head,
      mutations.map(([name]) => name),
    );
  }

  #head(model, mutations) {
    const names = (kinds) => kinds.map(({ name }) => name);
    return {
      mutations,
      files: () => filesOf(model, this.model),
      lost: () => names(lostKinds(this.model, model, this.kinds)),
      uncovered: (report) => names(uncoveredKinds(this.model, model, this.kinds, report)),
      // The effect of a cut depends on how the files are written, so styles aren't compared.
      restyled: (random) => {
        if (model.damage.length > 0) return null;
        const style = random.pick(Object.keys(neutralStyles));
        return { style, ...this.#head({ ...model, style: neutralStyles[style] }, mutations) };
      },
    };
  }
}

/** One to three mutations, with file mutations last. One in ten runs has none, so that only the style changes. */
function drawn(random) {
  if (random.chance(0.1)) return [];
  const all = STAGES.flatMap((stage, order) => Object.entries(stage).map((entry) => ({ order, entry })));
  const picked = Array.from({ length: 1 + random.below(3) }, () => random.pick(all));
  return picked.sort((one, other) => one.order - other.order).map(({ entry }) => entry);
}

function refused(...messages) {
  return { conclusion: "failure", roles: [], lines: messages };
}

/** The parts of a finding that don't depend on style: not its place or the spelling of its actions. */
function tell({ rule, severity, role, kind, actions }) {
  return [
    severity,
    rule,
    role,
    kind,
    actions
      .map((action) => action.toLowerCase())
      .sort()
      .join(" "),
  ].join(" ");
}

function differences(one, other) {
  const only = (these, those) => these.filter((line) => !those.includes(line));
  return [
    ...(one.conclusion === other.conclusion ? [] : [`${one.conclusion}, then ${other.conclusion}`]),
    ...only(one.lines, other.lines).map((line) => `- ${line}`),
    ...only(other.lines, one.lines).map((line) => `+ ${line}`),
  ];
}

/**
 * Caches git's answers, because half of the time would go to the same questions about the same commits. An object's
 * name determines its content.
 */
function rememberCommits({ GitObjects, GitRefs }) {
  remember(GitObjects.prototype, "list", (_objects, commit) => commit);
  remember(GitObjects.prototype, "read", (_objects, objects) => objects.join());
  remember(GitRefs.prototype, "commit", ({ gitDirectory }, ref) => `${gitDirectory} ${ref}`);
  remember(GitRefs.prototype, "objectsFolder", ({ gitDirectory }) => gitDirectory);
}

function remember(prototype, name, keyOf) {
  const answers = new Map();
  const ask = prototype[name];
  prototype[name] = function remembering(...asked) {
    const key = keyOf(this, ...asked);
    if (!answers.has(key)) answers.set(key, ask.apply(this, asked));
    return answers.get(key);
  };
}

function writeAll(root, files) {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function commitAll(root, files) {
  mkdirSync(root, { recursive: true });
  writeAll(root, files);
  const settings = ["user.name=a", "user.email=a@example.com", "commit.gpgsign=false", "init.defaultBranch=main"];
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: root };
  const git = (...args) =>
    execFileSync("git", [...settings.flatMap((one) => ["-c", one]), ...args], { cwd: root, env });
  git("init", "--quiet");
  git("add", "--all", "--force");
  git("commit", "--quiet", "--allow-empty", "--message", "base");
}
