import { readFileSync, rmSync } from "node:fs";
import { type Behavior, LoopbackGitHub } from "../github/loopback.js";
import { type ActionRun, type GitHubSide, makeWorkspace, runAction } from "./run-action.js";

export const failing = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");
export const passing = readFileSync("examples/cloudformation/passing/worker-roles.yaml", "utf8");
export const MARKER = "<!-- worker-iam-check -->";

const open: (() => Promise<void> | void)[] = [];

/** A workspace with files, a GitHub on loopback, and a function to run the Action on them. */
export interface Scene {
  readonly github: LoopbackGitHub;
  readonly workspace: string;
  run(inputs?: Readonly<Record<string, string>>, run?: Partial<GitHubSide>): Promise<ActionRun>;
}

export async function scene(files: Readonly<Record<string, string | Buffer>>, behavior: Behavior = {}): Promise<Scene> {
  const github = await LoopbackGitHub.open(behavior);
  const workspace = makeWorkspace(files);
  open.push(
    () => expect(github.refused).toEqual([]),
    () => github.close(),
    () => rmSync(workspace, { recursive: true }),
  );
  return {
    github,
    workspace,
    run: (inputs = {}, run = {}) => runAction(workspace, inputs, { apiUrl: github.url, ...run }),
  };
}

/** For `afterEach`: closes everything that the scenes opened, and validates each request against GitHub's API description. */
export async function closeScenes(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

/** The warnings in a log, excluding findings. */
export function publishingWarnings(log: string): readonly string[] {
  return log.split("\n").filter((line) => line.startsWith("::warning::"));
}
