import type { Deployment } from "../iam/deployment.js";
import { ALL_REGIONS, PARTITIONS, partitionOfRegion } from "../iam/regions.js";
import type { DeclaredContext } from "../iam/verdict.js";
import { entryOf, type MapNode, type Node } from "../source/node.js";
import type { Place } from "../source/place.js";
import { suggestion, unknownKeys } from "../source/unknown-keys.js";
import { linesWithPlaces } from "./config-lines.js";
import type { ConfigProblem, GivenSetting } from "./settings.js";

type Problems = ConfigProblem[];

/** The `deployment` section as written in the configuration file. */
export interface DeploymentSection {
  readonly partition: PlacedWord | null;
  readonly accounts: GivenSetting | null;
  readonly regions: GivenSetting | null;
}

interface PlacedWord {
  readonly word: string;
  readonly place: Place | null;
}

/** The maximum number of accounts in one run. More can be checked in several runs, each with some of them. */
const MAX_ACCOUNTS = 100;

export function readDeploymentSection(node: Node | null, problems: Problems): DeploymentSection {
  const nothing: DeploymentSection = { partition: null, accounts: null, regions: null };
  if (node === null || (node.kind === "scalar" && node.value === null)) return nothing;
  if (node.kind !== "map") {
    const help = "write `partition`, `accounts`, and `regions` below it, each with its values";
    problems.push({ message: "`deployment` is not a map", help, place: node.place });
    return nothing;
  }
  problems.push(...unknownKeys(node.entries, ["partition", "accounts", "regions"], "`deployment`"));
  const [partition, ...others] = settingOf(node, "partition", problems)?.lines ?? [];
  const place = entryOf(node, "partition")?.value.place ?? null;
  if (others.length > 0) {
    problems.push({ message: "`deployment.partition` names several partitions", help: "name one", place });
  }
  return {
    partition: partition === undefined ? null : { word: partition, place },
    accounts: settingOf(node, "accounts", problems),
    regions: settingOf(node, "regions", problems),
  };
}

function settingOf(section: MapNode, name: string, problems: Problems): GivenSetting | null {
  const entry = entryOf(section, name);
  if (entry === undefined || entry === null) return null;
  const lines = linesWithPlaces(entry.value);
  problems.push(...emptyList(entry.value, `deployment.${name}`));
  if (lines !== null) {
    return {
      lines: lines.map(({ line }) => line),
      linePlaces: lines.map(({ place }) => place),
      givenAs: `\`deployment.${name}\``,
      place: entry.value.place,
    };
  }
  const message = `\`deployment.${name}\` must be a string or a list of strings`;
  problems.push({ message, help: "write one string, or a list of strings", place: entry.value.place });
  return null;
}

/** Reports an empty list: its author probably means none, but an empty setting means all. */
export function emptyList({ kind, place, ...node }: Node, name: string): Problems {
  if (kind !== "list" || ("items" in node && node.items.length > 0)) return [];
  return [{ message: `\`${name}\` is an empty list`, help: "name them, or leave the key out to include all", place }];
}

/**
 * The deployment that inputs and configuration file declare together, or null if they declare none. An input overrides the key
 * of the same name below `deployment`.
 */
export function readDeployment(
  section: DeploymentSection,
  given: { readonly accounts: GivenSetting | null; readonly regions: GivenSetting | null },
  context: DeclaredContext,
  problems: Problems,
): Deployment | null {
  for (const name of ["accounts", "regions"] as const) {
    const [own, below] = [given[name], section[name]];
    if (own !== null && own.place !== null && below !== null) {
      const message = `\`${name}\` is set both at the top level and below \`deployment\``;
      problems.push({ message, help: "keep one of them", place: own.place });
    }
  }
  const accounts = readWords(given.accounts ?? section.accounts);
  const regions = readWords(given.regions ?? section.regions);
  for (const account of accounts) problems.push(...accountProblems(account));
  if (accounts.length > MAX_ACCOUNTS) {
    problems.push({
      message: `\`accounts\` has ${accounts.length} accounts, more than ${MAX_ACCOUNTS}`,
      help: "check them in several runs",
      place: accounts[0]?.place ?? null,
    });
  }
  for (const region of regions) problems.push(...regionProblems(region));
  const partition = readPartition(section.partition, regions, problems);
  problems.push(...contextProblems(context, regions), ...accountContextProblems(context, accounts));
  if (section.partition === null && accounts.length === 0 && regions.length === 0) return null;
  const words = (placed: readonly GivenWord[]): readonly string[] => [...new Set(placed.map(({ word }) => word))];
  return { partition, accounts: words(accounts), regions: words(regions) };
}

interface GivenWord extends PlacedWord {
  readonly givenAs: string;
}

/** Splits an input's values, which are on separate lines or separated by commas. */
function readWords(given: GivenSetting | null): readonly GivenWord[] {
  return (given?.lines ?? []).flatMap((line, at) => {
    const words = line.split(/[\s,]+/).filter((word) => word !== "");
    const place = given?.linePlaces?.[at] ?? given?.place ?? null;
    return words.map((word) => ({ word, place, givenAs: given?.givenAs ?? "" }));
  });
}

function accountProblems({ word, place, givenAs }: GivenWord): Problems {
  if (/^\d{12}$/.test(word)) return [];
  const fault = /^\d+$/.test(word) ? `has ${word.length} digits instead of 12` : "is not a 12-digit number";
  const quotes = place === null ? "" : " in quotes: without quotes, YAML drops leading zeros";
  const help = `write a 12-digit account ID${quotes}`;
  return [{ message: `${givenAs} contains \`${word}\`, which ${fault}`, help, place }];
}

function regionProblems({ word, place, givenAs }: GivenWord): Problems {
  if (partitionOfRegion(word) !== null) return [];
  const help = suggestion(word, ALL_REGIONS, "regions:");
  return [{ message: `${givenAs} contains \`${word}\`, which is not an AWS region`, help, place }];
}

/** The declared partition, or else the partition of the declared regions. */
function readPartition(
  declared: PlacedWord | null,
  regions: readonly GivenWord[],
  problems: Problems,
): Deployment["partition"] {
  if (declared !== null && !PARTITIONS.includes(declared.word)) {
    problems.push({
      message: `\`deployment.partition\` is \`${declared.word}\`, which is not an AWS partition`,
      help: suggestion(declared.word, PARTITIONS, "partitions:"),
      place: declared.place,
    });
    return null;
  }
  const known = regions.filter(({ word }) => partitionOfRegion(word) !== null);
  const [first] = known;
  const partition = declared?.word ?? (first === undefined ? null : partitionOfRegion(first.word));
  for (const { word, place, givenAs } of known) {
    const own = partitionOfRegion(word);
    if (own === partition) continue;
    const help = "a deployment is in one partition: check the other one in a separate run";
    problems.push({
      message: `${givenAs} contains \`${word}\`, which is in partition ${own}, not ${partition}`,
      help,
      place,
    });
  }
  return partition;
}

const REQUESTED_REGION = "aws:requestedregion";

/** Reports regions that contradict `aws:RequestedRegion` in `context`, since both say where requests are made. */
function contextProblems(context: DeclaredContext, regions: readonly GivenWord[]): Problems {
  const declared = context.get(REQUESTED_REGION);
  const [first] = regions;
  if (declared === undefined || first === undefined) return [];
  const names = regions.map(({ word }) => word);
  if (declared.every((one) => names.includes(one)) && names.every((one) => declared.includes(one))) return [];
  return [
    {
      message: `aws:RequestedRegion in \`context\` (${declared.join(", ")}) differs from ${first.givenAs} (${names.join(", ")})`,
      help: "leave the key out of `context`: declared regions are its values",
      place: first.place,
    },
  ];
}

/**
 * Reports accounts missing from `aws:ResourceAccount` in `context`. The product uses resources in each of its accounts;
 * the key may also list accounts of other owners.
 */
function accountContextProblems(context: DeclaredContext, accounts: readonly GivenWord[]): Problems {
  const declared = context.get("aws:resourceaccount") ?? [];
  const left = accounts.find(({ word }) => !declared.includes(word));
  if (declared.length === 0 || left === undefined) return [];
  return [
    {
      message: `aws:ResourceAccount in \`context\` (${declared.join(", ")}) lacks ${left.word}, which ${left.givenAs} lists`,
      help: "add the account, or leave the key out of `context`",
      place: left.place,
    },
  ];
}
