// Removes the code that fast-glob's synchronous search never calls: each of its packages also includes callbacks and streams.
import { replaceModules } from "./eager-modules.mjs";

/** The modules to empty. They can't be removed, because a chunk requires its modules when it starts. */
export const UNCALLED = [
  "@nodelib/fs.scandir/out/providers/async.js",
  "@nodelib/fs.stat/out/providers/async.js",
  "@nodelib/fs.walk/out/providers/async.js",
  "@nodelib/fs.walk/out/providers/stream.js",
  "@nodelib/fs.walk/out/readers/async.js",
  "braces/lib/compile.js",
  "fast-glob/out/providers/async.js",
  "fast-glob/out/providers/stream.js",
  "fast-glob/out/readers/async.js",
  "fast-glob/out/readers/stream.js",
  "fast-glob/out/utils/stream.js",
  "fastq/queue.js",
  "merge2/index.js",
  "queue-microtask/index.js",
  "reusify/reusify.js",
  "run-parallel/index.js",
  "to-regex-range/index.js",
];

/** Members that are assigned in a module but never called: fast-glob needs only `braces`, `makeRe`, and `scan` of micromatch. */
export const UNCALLED_MEMBERS = {
  "braces/index.js": /^(?:compile|stringify)$/,
  "micromatch/index.js":
    /^(?:all|any|braceExpand|capture|contains|every|isMatch|match|matchKeys|matcher|not|parse|some)$/,
  "micromatch/node_modules/picomatch/lib/picomatch.js": /^(?:isMatch|matchBase|parse|test)$/,
};

/** The parts to remove from each module, keyed by module ID: members, or everything (null). `stats` is webpack's list of modules. */
export function uncalledModules({ modules }) {
  const all = withInner(modules);
  const idOf = (path) => all.find(({ name }) => name === `./node_modules/${path}`)?.id;
  return new Map([
    ...UNCALLED.map((path) => [idOf(path), null]),
    ...Object.entries(UNCALLED_MEMBERS).map(([path, members]) => [idOf(path), members]),
  ]);
}

/** Webpack's modules, including those merged into others. */
export function withInner(modules) {
  return modules.flatMap((module) => [module, ...withInner(module.modules ?? [])]);
}

/** The text of a chunk without the code that `uncalled` names: whole modules (null) or some of their members. */
export function dropModules(text, uncalled) {
  return replaceModules(text, ({ id, value }) => {
    const members = uncalled.get(id);
    if (members === undefined) return null;
    return members === null ? "()=>{}" : withoutMembers(text, value, members);
  });
}

function withoutMembers(text, module, members) {
  let out = "";
  let at = module.start;
  for (const { start, end } of assignedTo(module.body.body, members)) {
    out += `${text.slice(at, start)}0`;
    at = end;
  }
  return out + text.slice(at, module.end);
}

/** The right-hand sides of `exported.member = ...` among a module's statements. */
export function assignedTo(statements, members) {
  return statements.flatMap(({ expression }) => {
    const { left, right } = expression ?? {};
    return left?.type === "MemberExpression" && members.test(left.property.name) ? right : [];
  });
}
