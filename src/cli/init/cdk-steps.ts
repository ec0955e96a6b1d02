import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { findCandidates } from "../../discover/find-candidates.js";
import type { Scope } from "../../discover/scope.js";
import { plural } from "../../source/plural.js";

/** The maximum number of apps that get a step. A repository of examples has hundreds. */
const MAX_APPS = 3;

const NODE = /\b(?:node|ts-node|tsx|npx|npm|yarn|pnpm|bun)\b/;

/** The command that installs the packages in each lock file. */
const INSTALL = {
  "package-lock.json": "npm ci",
  "npm-shrinkwrap.json": "npm ci",
  "yarn.lock": "corepack enable && yarn install",
  "pnpm-lock.yaml": "corepack enable && pnpm install",
  "package.json": "npm install",
} as const;

const SETUP_NODE = `      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0
        with:
          node-version: 24
`;

const DEBUG = `        env:
          CDK_DEBUG: "true" # makes CDK record the line that created each construct
`;

const SYNTH = "npx --yes aws-cdk@2 synth --quiet";

/** The workflow's steps that generate the templates of the repository's CDK apps in their `cdk.out`. Returns "" if it has none. */
export function cdkSteps(root: string): string {
  const scope: Scope = { root, workingDirectory: root, confined: true };
  const apps = findCandidates(scope, ["**/cdk.json"]).candidates.map(({ path }) => path);
  const steps = apps.slice(0, MAX_APPS).flatMap((path) => stepsOf(root, path));
  const rest = apps.length - MAX_APPS;
  return [
    ...(steps.some((text) => text.includes("npx cdk")) ? [SETUP_NODE] : []),
    ...new Set(steps),
    ...(rest > 0 ? [`      # and the same for ${plural(rest, "more app")}\n`] : []),
  ].join("");
}

function stepsOf(root: string, path: string): readonly string[] {
  const folder = dirname(path);
  const app = appOf(path);
  if (/\bpy(?:thon)?[\d.]*\b/.test(app) && existsSync(join(folder, "requirements.txt")))
    return [
      step(root, folder, ["python3 -m venv .venv", ". .venv/bin/activate", "pip install -r requirements.txt", SYNTH]),
    ];
  if (NODE.test(app)) {
    const [where, install] = installOf(root, folder);
    return [step(root, where, [install]), step(root, folder, ["npx cdk synth --quiet"])];
  }
  // GitHub's runners include these tools, which fetch an app's libraries themselves.
  const isReady = /\b(?:mvnw?|gradlew?|go|dotnet)\b/.test(app);
  const note = isReady ? "" : "      # install the app's language and libraries here\n";
  return [`${note}${step(root, folder, [SYNTH])}`];
}

/** The command that runs the app. Returns "" if it is unknown. */
function appOf(path: string): string {
  try {
    return String(JSON.parse(readFileSync(path, "utf8")).app ?? "");
  } catch {
    return "";
  }
}

/**
 * The nearest folder, from the app's folder upward, that contains a package manager's lock file, and the command that installs its
 * packages.
 */
function installOf(root: string, folder: string): readonly [folder: string, command: string] {
  for (let at = folder; ; at = dirname(at)) {
    for (const [name, command] of Object.entries(INSTALL)) if (existsSync(join(at, name))) return [at, command];
    if (at === root || at === dirname(at)) return [folder, "npm ci"];
  }
}

function step(root: string, folder: string, lines: readonly string[]): string {
  const [only = ""] = lines;
  const run = lines.length === 1 ? ` ${only}` : ["", ...lines].join("\n          ").replace("", " |");
  const path = relative(root, folder).split(sep).join("/");
  const where = path === "" ? "" : `        working-directory: ${JSON.stringify(path)}\n`;
  return `      - run:${run}\n${where}${lines.some((line) => line.includes(" synth ")) ? DEBUG : ""}`;
}
