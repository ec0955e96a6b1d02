import { findCandidates } from "./find-candidates.js";
import { reportedPath, type Scope } from "./scope.js";

/** What roles may be written in that is not checked itself, with the first file of it. */
export interface RoleSource {
  readonly kind: "terraform" | "cdk" | "cdktf" | "serverless" | "pulumi";
  /** As reported. */
  readonly path: string;
}

const GLOBS = [
  ["terraform", "**/*.{tf,tofu,tf.json}"],
  ["cdk", "**/cdk.json"],
  ["cdktf", "**/cdktf.json"],
  ["serverless", "**/serverless.{yml,yaml,json,ts,js}"],
  ["pulumi", "**/Pulumi.{yaml,yml}"],
] as const;

/** Sources of which a tool makes what is checked, where one does. */
export function findSources(scope: Scope): readonly RoleSource[] {
  return GLOBS.flatMap(([kind, glob]) => {
    const [first] = findCandidates(scope, [glob]).candidates;
    return first === undefined ? [] : [{ kind, path: reportedPath(scope, first.path) }];
  });
}
