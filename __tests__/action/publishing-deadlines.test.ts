import { publishingDeadlines } from "../../src/action/github-client.js";
import { withRetries } from "../../src/action/retry.js";

test("leaves time for the comment after everything else timed out, and ends after two minutes", () => {
  const { comment, other } = publishingDeadlines(0);
  expect(comment).toBe(120_000);
  expect(comment - other).toBeGreaterThanOrEqual(30_000);
});

test("ends at the deadline even if each page is answered in time", async () => {
  const patience = { timeout: 1000, deadline: Date.now() + 100 };
  let pages = 0;
  const page = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
  const all = async (): Promise<void> => {
    for (; pages < 100; pages += 1) await withRetries(patience, true, page);
  };
  await expect(all()).rejects.toThrow("GitHub did not answer in time");
  expect(pages).toBeLessThan(20);
});
