import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { COMMAND_HELP } from "../../src/cli/help/command-help.js";
import { OPTION_HELP } from "../../src/cli/help/option-list.js";
import { SECTION_NAMES } from "../../src/config/config-sections.js";
import { SETTINGS } from "../../src/config/settings.js";
import { catalogVersions } from "../../src/requirements/catalog/index.js";
import { runCli } from "../bundle/run-bundle.js";
import { pages } from "./pages.js";

const readme = readFileSync("README.md", "utf8");
const action = parse(readFileSync("action.yml", "utf8"));
const configuration = readFileSync("docs/configuration.md", "utf8");
const commands = readFileSync("docs/commands.md", "utf8");

/** The section below a heading, up to the next heading of its level or above, including subsections. */
function sectionOf(page: string, heading: string): string {
  const [level = ""] = /^#+/.exec(heading) ?? [];
  const after = page.slice(page.indexOf(`${heading}\n`) + heading.length);
  const end = after.search(new RegExp(`^#{1,${level.length}} `, "m"));
  return end === -1 ? after : after.slice(0, end);
}

/** The first cells of a table's rows, if they are code or links to it. */
const rowsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^\| \[?`([\w-]+)`.*? \|/gm)].map(([, name = ""]) => name);

test("has at most 1,200 words in the README, including code and tables", () => {
  expect(readme.split(/\s+/).filter((word) => word !== "").length).toBeLessThanOrEqual(1200);
});

test("has CI's command in the README", () => {
  const ci = readFileSync(".github/workflows/ci.yml", "utf8");
  expect(ci).toContain("- run: npm cit\n");
  expect(readme).toMatch(/^npm cit$/m);
});

test("has a row in the README for each permission that our workflows give the check", () => {
  const rows = rowsOf(sectionOf(readme, "### Permissions").replaceAll(/: (?:read|write)`/g, "`"));
  expect(rows).toEqual(["contents", "pull-requests", "checks"]);
});

test("has the same inputs in action.yml, settings, and the table in docs/configuration.md", () => {
  const [table = ""] = /^\| input[\s\S]*?\n\n/m.exec(sectionOf(configuration, "## All inputs")) ?? [];
  expect(rowsOf(table)).toEqual(Object.keys(action.inputs));
  const others = ["config", "token", "check-run-id", "working-directory"];
  expect([...Object.keys(SETTINGS), ...others].sort()).toEqual(Object.keys(action.inputs).sort());
});

test("has the same outputs in action.yml and docs/configuration.md", () => {
  const rows = sectionOf(configuration, "## Outputs").match(/^\| `.*?\|/gm) ?? [];
  const listed = rows.flatMap((row) => [...row.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
  expect(listed).toEqual(Object.keys(action.outputs));
});

test("lists the keys that only the config file has in docs/configuration.md", () => {
  const [keys = ""] = /^\| key[\s\S]*?\n\n/m.exec(sectionOf(configuration, "## All inputs")) ?? [];
  expect([...rowsOf(keys)].sort()).toEqual([...SECTION_NAMES].sort());
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

const schema: Schema & { readonly definitions: Readonly<Record<string, Schema>> } = JSON.parse(
  readFileSync("schema/config.schema.json", "utf8"),
);

/** The property names of the objects that a schema describes. */
function keysBelow(part: Schema | boolean | undefined): readonly string[] {
  if (typeof part !== "object") return [];
  const definition = part.$ref?.replace("#/definitions/", "");
  return [
    ...Object.entries(part.properties ?? {}).flatMap(([name, value]) => [name, ...keysBelow(value)]),
    ...[part.items, part.additionalProperties, ...(part.anyOf ?? []), ...(part.oneOf ?? [])].flatMap(keysBelow),
    ...(definition === undefined ? [] : keysBelow(schema.definitions[definition])),
  ];
}

const nested = SECTION_NAMES.map((name) => [name, keysBelow(schema.properties?.[name])] as const).filter(
  ([name, keys]) => name !== "severities" && keys.length > 0,
);

test("marks nested keys in the schema", () => {
  const names = nested.map(([name]) => name).sort();
  expect(names).toEqual(["deployment", "groups", "guardrails", "suppressions", "terraform"]);
});

test.each(nested)("has every key below %s in docs/configuration.md", (name, keys) => {
  const section = sectionOf(configuration, `### ${name}`);
  expect(keys.filter((key) => !new RegExp(`(?:\`|^[ {-]*)${key}(?:\`|: )`, "m").test(section))).toEqual([]);
});

test("describes every command, option, and format in docs/commands.md", () => {
  expect(COMMAND_HELP.filter(({ name }) => !rowsOf(commands).includes(name)).map(({ name }) => name)).toEqual([]);
  const undescribed = COMMAND_HELP.map(({ name }) => name).filter((name) => !commands.includes(`\n## ${name}\n`));
  expect(undescribed).toEqual(["help"]);
  const table = sectionOf(commands, "## Options");
  expect(OPTION_HELP.filter(({ name }) => !table.includes(`\`--${name}\``)).map(({ name }) => name)).toEqual([]);
  for (const { name, formats } of COMMAND_HELP.filter((command) => command.formats.length > 0)) {
    expect(table).toContain(
      `| \`${name}\` | ${formats.map((format) => `\`${format}\``).join(", ")} | \`${formats[0]}\` |`,
    );
  }
});

/** Commands in code blocks (including those run with npx) and in code spans. */
const COMMAND =
  /(?:`|^\$ |^ *|npx github:OWNER\/)(?:node dist\/cli\/index\.js|worker-iam-check(?:#v1)?) (?:--)?([a-z-]+)\b([^`\n]*)/gm;
const codeOf = (text: string): string => (text.match(/^```[\s\S]*?^```$|`[^`]+`/gm) ?? []).join("\n");

test("names only existing commands and options", () => {
  const commands = new Set(COMMAND_HELP.map(({ name }) => name));
  const options = new Set(["snippets", ...OPTION_HELP.map(({ name }) => name)]);
  const mentions = [...pages.values()].flatMap((text) => [...codeOf(text).matchAll(COMMAND)]);
  expect(mentions.length).toBeGreaterThan(30);
  const unknown = mentions.filter(([, word = "", rest = ""]) => {
    const given = [...rest.matchAll(/(?<=\s)--([a-z-]+)/g)].map(([, option = ""]) => option);
    return !(commands.has(word) || word === "version") || given.some((option) => !options.has(option));
  });
  expect(unknown.map(([line]) => line)).toEqual([]);
});

test("names every version of the lists in --help, README, docs/requirements.md, and docs/configuration.md", () => {
  const help = runCli(["--help"]).stdout;
  const pages = ["README.md", "docs/requirements.md", "docs/configuration.md"].map((path) =>
    readFileSync(path, "utf8"),
  );
  for (const version of catalogVersions()) {
    const whole = new RegExp(`(?<![\\d.])${version.replace(".", "\\.")}(?![\\d]|\\.\\d)`);
    for (const text of [help, ...pages]) expect(text).toMatch(whole);
  }
});

test("names every option in --help within 80 columns", () => {
  const help = runCli(["--help"]).stdout;
  expect(Math.max(...help.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});
