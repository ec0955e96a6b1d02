import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectGolden } from "../expect-golden.js";
import type { Behaviour } from "../github/loopback.js";
import { commitSuggestion, readPullRequest } from "../github/pull-request.js";
import type { StoredReviewComment } from "../github/state.js";
import { closeScenes, publishingWarnings, type Scene, scene } from "./scene.js";

afterEach(closeScenes);

async function pullRequest(name: string, behaviour: Behaviour = {}): Promise<Scene> {
  const { head, changedFiles } = readPullRequest(name);
  return scene(head, { changedFiles, ...behaviour });
}

function suggestionsOf({ github }: Scene): readonly StoredReviewComment[] {
  return github.state.reviewComments;
}

/** Commits all suggestions, the last lines first so that those above stay where they are. */
function commitAll(opened: Scene): void {
  const comments = [...suggestionsOf(opened)].sort((a, b) => (b.line ?? 0) - (a.line ?? 0));
  for (const comment of comments) {
    const path = join(opened.workspace, comment.path);
    writeFileSync(path, commitSuggestion(readFileSync(path), comment));
  }
}

describe("suggestions that are committed mend the file", () => {
  test.each<[string, string, readonly [string, number, number][]]>([
    ["yaml-block", "lines of block YAML", [["infra/worker-roles.yaml", 42, 42]]],
    ["yaml-flow", "a flow list over several lines", [["infra/worker-roles.yaml", 35, 35]]],
    ["json", "the end of a list in JSON, with the comma before", [["policies/veeam-communication.json", 38, 38]]],
    ["json-crlf", "Windows line ends", [["policies/veeam-communication.json", 38, 38]]],
    ["json-one-line", "a file of one line without a line end", [["policies/veeam-communication.json", 1, 1]]],
    ["byte-order-mark", "a file with a byte order mark", [["policies/veeam-communication.json", 38, 38]]],
    ["renamed", "a renamed file", [["policies/veeam-communication.json", 14, 14]]],
    ["backticks", "a text with backticks", [["infra/worker-roles.yaml", 42, 42]]],
    ["missing-comma", "a comma that is missing", [["policies/veeam-communication.json", 19, 19]]],
    [
      "new-file",
      "a new file that lacks an action, a trust statement and an instance profile",
      [
        ["infra/worker-roles.yaml", 18, 18],
        ["infra/worker-roles.yaml", 43, 43],
        ["infra/worker-roles.yaml", 59, 59],
      ],
    ],
  ])("%s: %s", async (name, _what, places) => {
    const opened = await pullRequest(name);
    const first = await opened.run();
    expect(publishingWarnings(first.log)).toEqual([]);
    const made = suggestionsOf(opened).map(({ path, start_line, line }) => [path, start_line ?? line, line]);
    expect(made).toEqual(places);
    const bodies = suggestionsOf(opened).map(({ body }) => body.replaceAll("\r\n", "<CRLF>\n"));
    expectGolden(`suggestions/${name}.md`, `${bodies.join("\n\n")}\n`);
    expect(opened.github.state.reviews).toBe(1);
    commitAll(opened);
    expect((await opened.run({ suggestions: "false" })).outputs).toMatchObject({ errors: "0", warnings: "0" });
  });
});
