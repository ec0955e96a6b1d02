/**
 * Returns the README's first workflow; a test compares the two. `requirements` is a version or the path of a file, or null if the
 * configuration sets it. `before` contains the steps that generate the files to check.
 */
export function workflowText(requirements: string | null, before = ""): string {
  return `name: worker-iam-check
on:
  pull_request:
  merge_group:
permissions:
  contents: read
  pull-requests: write # for the comment and suggestions; everything else works without it
jobs:
  worker-iam-check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          fetch-depth: 2 # includes the base commit, for comparison
${before}      - uses: OWNER/worker-iam-check@v1
${requirements === null ? "" : `        with:\n          requirements: ${JSON.stringify(requirements)} # the version of your appliance: 7, 10, or 13.1\n`}`;
}
