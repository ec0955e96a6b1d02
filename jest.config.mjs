import { availableParallelism } from "node:os";

/** @type {import('jest').Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
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
