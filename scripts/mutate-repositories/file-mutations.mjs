import { encodings } from "./damage.mjs";
import { filesOf } from "./render.mjs";

/** These come last, because they change the files rendered from the model. */
export const fileMutations = {
  "delete a file": (repository, random, before) => {
    const path = anyPath(repository, random, before);
    if (path) repository.damage.push({ kind: "delete", path });
  },
  "rename a file to what is not read": (repository, random, before) => {
    const path = anyPath(repository, random, before);
    if (path)
      repository.damage.push({ kind: "rename", path, to: `${path}${random.pick([".txt", ".bak", "~", ".tpl"])}` });
  },
  "hide a file in a folder that is not searched": (repository, random, before) => {
    const path = anyPath(repository, random, before);
    if (path) repository.damage.push({ kind: "rename", path, to: `vendor/${path}` });
  },
  "change an encoding": (repository, random, before) => {
    const path = anyPath(repository, random, before);
    if (path) repository.damage.push({ kind: "encode", path, encoding: random.pick(encodings) });
  },
  "truncate a file": (repository, random, before) => {
    const path = anyPath(repository, random, before);
    const text = path ? filesOf(repository, before).get(path).toString() : "";
    const last = lastAction(text);
    if (last > 0)
      repository.damage.push({ kind: "truncate", path, at: Buffer.byteLength(text.slice(0, random.below(last))) });
  },
  // Cuts at the end of a line, so that no line becomes shorter: a shortened line would declare what a role is for.
  "truncate the configuration": (repository, random, before) => {
    const path = repository.config?.path;
    const text = path ? (filesOf(repository, before).get(path)?.toString() ?? "") : "";
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
    if (ends.length > 0) repository.damage.push({ kind: "truncate", path, at: random.pick(ends) });
  },
};

function anyPath(repository, random, before) {
  const hurt = new Set(repository.damage.flatMap(({ path, to }) => [path, to]));
  const paths = [...filesOf(repository, before).keys()].filter((path) => !hurt.has(path));
  return random.pick(paths.filter((path) => path !== repository.config?.path));
}

/** The end of a statement's last action. A cut anywhere before it loses that statement. */
function lastAction(text) {
  const found = [...text.matchAll(/\b(?!aws:|sts:)[a-z0-9]+:[A-Z][A-Za-z0-9]+/g)].at(-1);
  return found === undefined ? 0 : found.index + found[0].length;
}
