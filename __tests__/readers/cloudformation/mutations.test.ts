import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import { decode } from "../../../src/source/decode.js";
import { hasLine, type Location } from "../../../src/source/location.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-mutations-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Our own templates and, if this machine has it, the collection of real ones. */
const folders = [
  "__tests__/fixtures/cloudformation",
  "__tests__/fixtures/bytes/cloudformation",
  "examples/cloudformation",
  `${process.env.CORPUS ?? "../shared/corpus"}/veeamhub-cloudformation`,
];

function templatesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => /\.(json|ya?ml|template|cform)$/i.test(path) && statSync(path).isFile());
}

/** Random numbers that are the same in every run (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof randomFrom>;

const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;

const INSERTIONS = [
  "!Ref X",
  "{",
  "}",
  "[",
  "]",
  ":",
  "- ",
  "\n",
  "\t",
  '"',
  "'",
  "&a ",
  "*a",
  "<<: ",
  "!If [A, B, C]",
  "!!",
  "|",
  "#",
  "null",
  "${",
  "%",
  "\u0000",
  "\ufeff",
  ",",
  "? ",
];

/** Changes that people and editors make to a template's text. */
const textMutations: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, random(text.length)),
  (text, random) => onLines(text, (lines) => lines.toSpliced(random(lines.length), 1 + random(3))),
  (text, random) => onLines(text, (lines) => lines.toSpliced(random(lines.length), 0, pick(random, lines))),
  (text, random) => onLines(text, (lines) => lines.with(random(lines.length), pick(random, lines))),
  (text, random) => onLines(text, (lines) => lines.with(random(lines.length), `  ${pick(random, lines)}`)),
  (text, random) => {
    const at = random(text.length);
    return text.slice(0, at) + pick(random, INSERTIONS) + text.slice(at + random(4));
  },
  (text, random) => {
    const words = text.match(/[A-Za-z:]{4,}/g) ?? ["x"];
    return text.replaceAll(pick(random, words), pick(random, words));
  },
];

function onLines(text: string, change: (lines: string[]) => string[]): string {
  return change(text.split("\n")).join("\n");
}

const VALUES: readonly unknown[] = [
  null,
  "",
  [],
  {},
  0,
  true,
  "*",
  ["*"],
  [[]],
  { Ref: "X" },
  { Ref: [] },
  { "Fn::If": ["C", 1] },
  { "Fn::Sub": {} },
  { "Fn::Join": 5 },
  { "Fn::FindInMap": [] },
  { "Fn::GetAtt": "X" },
  { "Fn::Transform": {} },
  { "Fn::ForEach::A": ["B", ["c"], {}] },
  { "Fn::Select": [-1, []] },
  { "Fn::Split": ["", "x"] },
  { "Fn::ToJsonString": { a: [null] } },
  { "Fn::Length": "x" },
  "${X.Y}",
  "{{resolve:x}}",
];

/** Replaces a value of the tree with another of its values or with an unexpected one. The result still parses. */
function mutateTree(value: unknown, random: Random): unknown {
  const paths: (readonly (string | number)[])[] = [];
  const collect = (node: unknown, path: readonly (string | number)[]): void => {
    paths.push(path);
    if (typeof node !== "object" || node === null) return;
    for (const [key, child] of Object.entries(node)) collect(child, [...path, key]);
  };
  collect(value, []);
  const target = pick(random, paths.slice(1));
  const source = random(2) === 0 ? pick(random, VALUES) : pick(random, paths).reduce<unknown>(child, value);
  return replaced(value, target, source);
}

function child(node: unknown, key: string | number): unknown {
  return (node as Record<string | number, unknown>)[key];
}

function replaced(node: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined || typeof node !== "object" || node === null) return value;
  const inner = replaced(child(node, key), rest, value);
  return Array.isArray(node) ? node.with(Number(key), inner) : { ...node, [key]: inner };
}

interface Mutant {
  readonly name: string;
  readonly text: string;
}

function mutantsOf(path: string, seed: number): Mutant[] {
  const random = randomFrom(seed);
  const decoded = decode(readFileSync(path));
  const text = "text" in decoded ? decoded.text : "";
  const mutants = textMutations.map((mutate, at) => ({ name: `${at}-${basename(path)}`, text: mutate(text, random) }));
  if (!/^\s*\{/.test(text)) return mutants;
  let tree: unknown = JSON.parse(text);
  const trees = Array.from({ length: 8 }, (_, at) => {
    // Each tree also has the faults of the previous ones.
    tree = mutateTree(tree, random);
    return {
      name: `tree-${at}-${basename(path)}.${at % 2 === 0 ? "json" : "yaml"}`,
      text: JSON.stringify(tree, null, 1),
    };
  });
  return [...mutants, ...trees];
}

async function slownessOf({ name, text }: Mutant): Promise<number> {
  writeFileSync(join(root, name), text);
  const resolved = resolveOptions(
    new Map([
      ["files", name],
      ["roles", "*: worker"],
    ]),
    null,
  );
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const start = process.cpuUsage();
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  const { user, system } = process.cpuUsage(start);
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { findings, roles, notChecked } = outcome.report;
  const lines = text.split("\n");
  for (const { location } of [...findings, ...roles, ...notChecked]) expectInside(location, lines);
  // One of our defects would be reported as a problem of the file, with the engine's message.
  for (const { message } of findings)
    expect(`${name}: ${message}`).not.toMatch(/\b(Type|Reference|Syntax)Error\b|Cannot read prop/);
  return (user + system) / 1000;
}

function expectInside(location: Location, lines: readonly string[]): void {
  if (!hasLine(location)) return;
  const { line, column, endLine, endColumn } = location;
  expect(line >= 1 && column >= 1 && endLine <= lines.length && (endLine > line || endColumn >= column)).toBe(true);
  expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
}

const paths = folders.flatMap(templatesIn);

/** One round in a normal test run. `MUTATION_ROUNDS=20` tests more. */
const rounds = Array.from({ length: Number(process.env.MUTATION_ROUNDS ?? 1) }, (_, round) => round);

test("survives mutated templates without crashing or stalling, and keeps findings within the file", async () => {
  const mutants = paths.flatMap((path, at) => rounds.flatMap((round) => mutantsOf(path, at + 1 + 1000 * round)));
  expect(mutants.length).toBeGreaterThanOrEqual(100);
  let slowest = { name: "", time: 0 };
  for (const mutant of mutants) {
    const time = await slownessOf(mutant);
    if (time > slowest.time) slowest = { name: mutant.name, time };
  }
  if (process.env.SHOW_FIGURES === "1")
    process.stderr.write(
      `${mutants.length} mutants of ${paths.length} files, slowest ${slowest.name} ${Math.round(slowest.time)} ms\n`,
    );
  // Processor time, because others use the machine, too. The limit on an idle machine is one second.
  expect(slowest.time).toBeLessThan(5000);
});
