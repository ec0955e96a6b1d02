import { readFileSync, writeFileSync } from "node:fs";

/**
 * Compares with a file below `__tests__/golden`, whose changes are reviewed by eye. `UPDATE_GOLDEN=1 npm run jest --
 * PATTERN` rewrites it.
 */
export function expectGolden(name: string, text: string): void {
  const file = `__tests__/golden/${name}`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}
