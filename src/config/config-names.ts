import { nearestWord } from "../source/nearest-word.js";

const STEM = "worker-iam-check";
const EXTENSIONS = ["yml", "yaml", "json"] as const;
const PLACES = [`.github/${STEM}`, STEM, `.${STEM}`] as const;

/** The paths of possible configurations, relative to the folder that they configure. A folder may contain only one of them. */
export const CONFIG_FILES: readonly string[] = PLACES.flatMap((place) =>
  EXTENSIONS.map((extension) => `${place}.${extension}`),
);

/** The name that messages recommend. */
export const RECOMMENDED_CONFIG_FILE = `.github/${STEM}.yml`;

/** Likely names of a configuration, without separators. */
const LIKELY_STEMS = ["workeriamcheck", "workeriamcheckrc", "workeriamcheckconfig", "workeriamcheckfile", "workeriam"];

/** Whether a file is named almost like a configuration: `worker_iam_check.yml`, `worker-iam-check.config.yaml`, `.worker-iam-chekrc`. */
export function isNamedLikeConfig(name: string): boolean {
  const letters = name.toLowerCase().replace(/[^a-z.]/g, "");
  const words = letters.split(".").filter((word) => word !== "");
  return words.some((_, last) => nearestWord(words.slice(0, last + 1).join(""), LIKELY_STEMS) !== null);
}
