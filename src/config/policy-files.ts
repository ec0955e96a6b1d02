import { posix } from "node:path";
import type { MapEntry } from "../source/node.js";
import { plainLines } from "./config-lines.js";
import { pathFromRoot } from "./config-paths.js";
import type { NamedFile, PolicyFile } from "./options.js";
import type { ConfigProblem } from "./settings.js";

/** Matches the ARN of a managed policy, in which `*` and `?` may replace characters, even in the account. */
const POLICY_ARN =
  /^arn:[a-z*?][a-z0-9*?-]*:iam::([\d?]{12}|[a?][w?][s?]|[\d?]*\*[\d*?]*|(?=[^:]*\*)\*?[a?]?\*?[w?]?\*?[s?]?\*?):policy\/.+$/;

/** Reads a line of `policies`: the ARN of a managed policy, or a glob of ARNs, and the file with its document. */
export function readPolicyFile({ key, keyPlace, value }: MapEntry, problems: ConfigProblem[]): readonly PolicyFile[] {
  const [file, ...others] = plainLines(value) ?? [];
  if (!POLICY_ARN.test(key)) {
    problems.push({
      message: `\`${key}\` is not the ARN of a managed policy`,
      help: "write it as arn:aws:iam::111122223333:policy/NAME; * and ? stand for any characters",
      place: keyPlace,
    });
  } else if (file === undefined || others.length > 0) {
    problems.push({
      message: `\`${key}\` needs the path of one file`,
      help: "name the file in the repository that contains the policy document",
      place: value.place,
    });
  } else {
    return [{ arn: key, file, namedBy: `\`policies\` names ${file} for ${key}`, place: value.place }];
  }
  return [];
}

/** Rejects paths outside the repository, so that a pull request can't make the check read other files. */
export function policyFilesFromRoot<T extends NamedFile>(
  files: readonly T[],
  prefix: string,
  problems: ConfigProblem[],
): readonly T[] {
  return files.flatMap((one) => {
    const file = posix.normalize(pathFromRoot(prefix, one.file));
    if (!/^(?:\.\.?(?:\/|$)|\/|[a-z][a-z0-9+.-]*:)|[\\*?[\]{}]|:\/\//i.test(file)) return [{ ...one, file }];
    problems.push({
      message: `\`${one.file}\` is not the path of a file in the repository`,
      help: "write it relative to the configuration's folder, with / as the separator and without wildcards",
      place: one.place,
    });
    return [];
  });
}
