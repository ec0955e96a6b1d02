import { rmSync } from "node:fs";
import { makeWorkspace, runAction } from "./run-action.js";

const template = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}';

test.each(["/nonexistent/output", ...(process.platform === "linux" ? ["/dev/full"] : [])])(
  "outputs that %s does not take cost a warning, and nothing else",
  async (GITHUB_OUTPUT) => {
    const root = makeWorkspace({ "veeam-backup.json": template });
    const run = await runAction(root, {}, { apiUrl: "http://127.0.0.1:9", event: {}, variables: { GITHUB_OUTPUT } });
    rmSync(root, { recursive: true });
    expect(run.log).toContain("::warning::the outputs can't be written");
    expect(run.log).toContain("::error title=missing-action");
    expect(run.summary).toContain("Worker IAM check failed");
    expect(run.log).not.toContain("a defect of it");
  },
);
