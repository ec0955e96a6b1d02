import { availableParallelism } from "node:os";
import process from "node:process";
import { apart } from "./__tests__/together/shares.mjs";

/** A run of named files, or of files that a pattern selects, runs each on its own. */
const isWhole = process.argv.slice(2).every((arg) => arg.startsWith("-"));
const together = ["<rootDir>/__tests__/together/*.test.ts", ...apart().map((file) => `<rootDir>/__tests__/${file}`)];

/** @type {import('jest').Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: isWhole ? together : ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript" },
          target: "es2023",
          experimental: { keepImportAttributes: true },
        },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
  globalSetup: "./__tests__/setup/temporary-folder.mjs",
  globalTeardown: "./__tests__/setup/remove-temporary-folder.mjs",
  testTimeout: 30_000,
  // Half of the time goes to processes that a test waits for: two workers on two cores, not the one that jest would take.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
