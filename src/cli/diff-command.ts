import { findRequirements } from "../discover/find-requirements.js";
import { fold } from "../report/fold.js";
import { jsonText } from "../report/json-text.js";
import { compareRequirements, isSame, type KindDifference, type LimitedAction } from "../requirements/compare.js";
import type { Requirements } from "../requirements/requirements.js";
import type { CommandLine } from "./arguments.js";
import { chooseFormat, refuse, usageError } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

/** Runs `diff V1 V2`: prints the changes between two versions of the vendor's lists or custom files. */
export async function diffCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const [first, second, ...others] = line.operands;
  if (first === undefined || second === undefined || others.length > 0) {
    return usageError(terminal, "diff takes two versions", "for example: worker-iam-check diff 7 10");
  }
  const format = chooseFormat(line, ["text", "json"], terminal);
  if (format === null) return 2;
  const scope = localScope(terminal);
  const from = await findRequirements(scope, first);
  if ("problems" in from) return refuse(from.problems, terminal);
  const to = await findRequirements(scope, second);
  if ("problems" in to) return refuse(to.problems, terminal);
  const differences = compareRequirements(from.requirements, to.requirements);
  const text = (): string =>
    [
      ...differences
        .filter((difference) => difference.absentIn === null && !isSame(difference))
        .map((difference) => describe(difference, first, second, terminal.columns)),
      ...describeSame(differences.filter(isSame), first, second, terminal.columns),
      ...describeAbsent(differences, terminal.columns),
      ...[from, to].flatMap(({ requirements }) => describeGaps(requirements, terminal.columns)),
    ].join("\n");
  if (format === "text") terminal.say(text());
  else terminal.out(jsonText({ from: first, to: second, kinds: differences }));
  return 0;
}

const NO_CHANGE = { added: [], removed: [] } as const;

function describe(difference: KindDifference, from: string, to: string, columns: number): string {
  const { kind, limited = NO_CHANGE, trust } = difference;
  const own = ownKinds(kind, from, difference.comparedFrom) + ownKinds(kind, to, difference.comparedWith);
  const signs = [
    ["+", "added"],
    ["-", "removed"],
  ] as const;
  const counts = signs.map(([, which]) => `${difference[which].length + limited[which].length} ${which}`).join(", ");
  const trusted = trust === undefined ? "" : ", trust changed";
  return [
    ...fold(`${kind}: ${counts}${trusted} from ${from} to ${to}${own}`, "", columns),
    ...signs.flatMap(([sign, which]) => [
      ...(difference[which].length > 0 ? fold(`${sign} ${difference[which].join(", ")}`, "  ", columns) : []),
      ...limited[which].flatMap((one) => fold(`${sign} ${limitedWords(one)}`, "  ", columns)),
      ...(trust?.[which] ?? []).flatMap((party) => fold(`${sign} to be assumed by ${party}`, "  ", columns)),
    ]),
    "",
  ].join("\n");
}

function limitedWords({ action, resources, condition }: LimitedAction): string {
  const on = resources.includes("*") ? "" : ` on ${resources.join(" and ")}`;
  return `${action}${on}${condition === undefined ? "" : ` under ${JSON.stringify(condition)}`}`;
}

function describeSame(same: readonly KindDifference[], from: string, to: string, columns: number): readonly string[] {
  if (same.length === 0) return [];
  const kinds = same.map(({ kind }) => kind).join(", ");
  return [`${fold(`the same in ${from} and ${to}: ${kinds}`, "", columns).join("\n")}\n`];
}

/** Returns a line for each version that lacks kinds of the other version. */
function describeAbsent(differences: readonly KindDifference[], columns: number): readonly string[] {
  const versions = [...new Set(differences.flatMap(({ absentIn }) => absentIn ?? []))];
  return versions.map((version) => {
    const kinds = differences.filter(({ absentIn }) => absentIn === version).map(({ kind }) => kind);
    return `${fold(`not in the lists of version ${version}: ${kinds.join(", ")}`, "", columns).join("\n")}\n`;
  });
}

/** The version's own kind names, if it lists the kind's actions under different names. */
function ownKinds(kind: string, version: string, names: readonly string[]): string {
  return names.join() === kind ? "" : ` (${version}: ${names.join(", ")})`;
}

function describeGaps({ version, gaps }: Requirements, columns: number): readonly string[] {
  if (gaps === null) return [];
  const text = `not in the lists of version ${version}: ${gaps}`;
  return [`${fold(text, "", columns).join("\n")}\n`];
}
