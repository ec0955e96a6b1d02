import { readFileSync, writeFileSync } from "node:fs";

/**
 * Compares with a file below `__tests__/golden` that is reviewed by eye when it changes;
 * `UPDATE_GOLDEN=1 npm run jest -- PATTERN` writes it anew.
 */
export function expectGolden(name: string, text: string): void {
  const file = `__tests__/golden/${name}`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}
