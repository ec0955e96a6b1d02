import process from "node:process";
import * as core from "@actions/core";
import type { PublishOptions } from "../config/options.js";
import { publishComment } from "../publish/sticky-comment.js";
import { type Refusal, renderRefusal } from "../report/markdown/refusal.js";
import { readRunContext } from "./event.js";
import { openGitHub, publishingDeadlines, pullRequestOf } from "./github-client.js";
import { appendToSummary } from "./job-summary.js";
import { setOutputs } from "./set-output.js";
import { Unpublished } from "./unpublished.js";

/** Reports a run without a verdict in the places that would show the verdict, so that none of them shows an old one. */
export async function publishRefusal(refusals: readonly Refusal[], options: PublishOptions): Promise<void> {
  const body = renderRefusal(refusals);
  if (options.jobSummary) appendToSummary(body);
  const run = readRunContext(process.env);
  if (run.pullRequest === null) return;
  const unpublished = new Unpublished();
  try {
    const client = await openGitHub(run, publishingDeadlines(Date.now()).comment);
    const pullRequest = client === null ? null : await pullRequestOf(run, client);
    if (client === null || pullRequest === null) return;
    const { commentKey: key, comment: mode } = options;
    const changedFiles = () => client.changedFiles(pullRequest);
    const url = await publishComment(client, null, { pullRequest, key, mode, run: run.run, body, changedFiles });
    if (url !== null) setOutputs({ "comment-url": url });
  } catch (error) {
    unpublished.add("the comment", error, "pull-requests: write");
  }
  const warning = unpublished.describe("The log says why nothing was checked");
  if (warning !== null) core.warning(warning);
}
