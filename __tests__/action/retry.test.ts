import { jest } from "@jest/globals";
import { withRetries } from "../../src/action/retry.js";

test("ends a request at the common deadline", async () => {
  const patience = { timeout: 60_000, deadline: Date.now() + 50 };
  const slow = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await expect(withRetries(patience, true, slow)).rejects.toThrow("GitHub did not answer in time");
});

test("starts no request after the deadline", async () => {
  const requested = jest.fn(async () => null);
  const patience = { timeout: 60_000, deadline: Date.now() - 1 };
  await expect(withRetries(patience, true, requested)).rejects.toThrow("GitHub did not answer in time");
  expect(requested).not.toHaveBeenCalled();
});
