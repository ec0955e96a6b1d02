import { posix } from "node:path";
import type { Place } from "../source/place.js";

/**
 * The settings that inputs, command line, and configuration file share. `lines` has one value per line, or a YAML list;
 * `choice` and `flag` have fixed words. This table drives validation, suggestions for misspelled words, and defaults.
 */
export type SettingShape =
  | { readonly shape: "lines"; readonly default: readonly string[] }
  | { readonly shape: "text"; readonly default: string }
  | { readonly shape: "choice"; readonly words: readonly string[]; readonly default: string }
  | { readonly shape: "flag"; readonly default: boolean };

export const SETTINGS = {
  files: { shape: "lines", default: ["**/*.{json,yaml,yml,template,cform,tf,tofu}"] },
  roles: { shape: "lines", default: [] },
  appliance: { shape: "lines", default: [] },
  requirements: { shape: "text", default: "7" },
  accounts: { shape: "lines", default: [] },
  regions: { shape: "lines", default: [] },
  "terraform-root": { shape: "text", default: "" },
  "fail-on": { shape: "choice", words: ["error", "warning", "never"], default: "error" },
  "if-no-roles": { shape: "choice", words: ["error", "warning", "ignore"], default: "error" },
  baseline: { shape: "text", default: "" },
  base: { shape: "text", default: "auto" },
  "fail-on-new-only": { shape: "flag", default: false },
  annotations: { shape: "choice", words: ["auto", "commands", "check-run", "off"], default: "auto" },
  comment: { shape: "choice", words: ["auto", "always", "on-failure", "never"], default: "auto" },
  "comment-key": { shape: "text", default: "" },
  suggestions: { shape: "flag", default: true },
  "job-summary": { shape: "flag", default: true },
  "report-file": { shape: "text", default: "" },
  "sarif-file": { shape: "text", default: "" },
  reports: { shape: "lines", default: [] },
} as const satisfies Readonly<Record<string, SettingShape>>;

export type SettingName = keyof typeof SETTINGS;

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** A setting as given: its lines, and how messages refer to it. */
export interface GivenSetting {
  readonly lines: readonly string[];
  /** Each line's place in the configuration file, if known more precisely than `place`. */
  readonly linePlaces?: readonly Place[];
  readonly givenAs: string;
  /** The place in the configuration file. Null for an input or a command-line option. */
  readonly place: Place | null;
}

/** A problem in the configuration. The run stops and reports all problems at once. */
export interface ConfigProblem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place | null;
}

const EVERYTHING: readonly string[] = [".", "**", "**/*", ...SETTINGS.files.default];

/** Whether `files` excludes nothing, so that the run covers everything: the default globs or the whole working directory. */
export function looksEverywhere(files: readonly string[]): boolean {
  const isWhole = (one: string) => EVERYTHING.includes(posix.normalize(one).replace(/(?<=.)\/$/, ""));
  return files.some(isWhole) && !files.some((one) => one.startsWith("!"));
}
