import { rolesThere } from "./mutations.mjs";

/** File names under which the check finds a configuration, and similar names under which it doesn't. */
const FOUND = [
  ".github/worker-iam-check.yaml",
  ".github/worker-iam-check.json",
  "worker-iam-check.yml",
  ".worker-iam-check.yaml",
];
const NOT_FOUND = [
  ".github/worker-iam.yml",
  ".github/worker-iam-check.yml.bak",
  "config/worker-iam-check.yml",
  ".github/iam-check.yml",
];

export function isFound(config) {
  return config !== null && !NOT_FOUND.includes(config.path);
}

export const configMutations = {
  "drop a line of roles": ({ config }, random) => {
    if (config) config.lines.splice(random.below(config.lines.length || 1), 1);
  },
  "ignore a role": (repository, random) => {
    withLine(repository, random, () => null);
  },
  "change what a line is for": (repository, random) => {
    withLine(repository, random, () => [random.pick(["backup", "restore", "communication"])]);
  },
  "name a kind that does not exist": (repository, random) => {
    withLine(repository, random, (kinds) => [...kinds, random.pick(["bakcup", "all", "worker-role"])]);
  },
  "misspell a role": ({ config }, random) => {
    const line = random.pick(config?.lines ?? []);
    if (line) line.pattern = `${line.pattern.slice(0, 3)}${line.pattern.slice(4)}`;
  },
  // Inference ends if a line or a marker names a role.
  "name one role only": (repository, random) => {
    const role = random.pick(rolesThere(repository));
    if (role && repository.config === null) withConfig(repository).lines.push({ pattern: role.id, kinds: role.kinds });
  },
  "mark one role only": (repository, random) => {
    const role = random.pick(rolesThere(repository));
    if (role) role.marker ??= role.kinds;
  },
  "drop a marker": (repository, random) => {
    const role = random.pick(rolesThere(repository));
    if (role) role.marker = null;
  },
  "mark for less": (repository, random) => {
    const role = random.pick(rolesThere(repository));
    if (role?.marker) role.marker = role.marker.slice(1).length > 0 ? role.marker.slice(1) : ["ignore"];
  },
  "look at less": (repository, random) => {
    withConfig(repository).files = random.pick([["more/**"], ["**/*.yaml"], ["**/*.json", "!more/**"], ["nowhere"]]);
  },
  "another name of the configuration": ({ config }, random) => {
    if (config) config.path = random.pick([...FOUND, ...NOT_FOUND]);
  },
  "a second configuration": (repository, random) => {
    const path = ".github/worker-iam-check.yml";
    if (repository.config) repository.damage.push({ kind: "copy", path, to: random.pick(FOUND) });
  },
  "drop the configuration": (repository) => {
    repository.config = null;
  },
  "drop the groups": ({ config }) => {
    if (config) config.groups = false;
  },
};

function withConfig(repository) {
  repository.config ??= { path: ".github/worker-iam-check.yml", lines: [], files: null, appliance: null, groups: true };
  return repository.config;
}

function withLine(repository, random, kindsOf) {
  const line = random.pick(repository.config?.lines ?? []);
  if (line?.kinds) line.kinds = kindsOf(line.kinds);
}
