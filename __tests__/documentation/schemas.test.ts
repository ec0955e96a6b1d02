import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { SECTION_NAMES } from "../../src/config/config-sections.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { SETTINGS } from "../../src/config/settings.js";

const schemas = readdirSync("schema").map((name) => ({
  name,
  schema: JSON.parse(readFileSync(`schema/${name}`, "utf8")),
}));

/** Every property of every object in a schema, with its path. */
function propertiesOf(schema: unknown, path = ""): readonly (readonly [string, { readonly description?: string }])[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === "examples") return [];
    const below = propertiesOf(value, `${path}/${key}`);
    if (key !== "properties") return below;
    return [
      ...Object.entries<object>(value).map(([name, property]) => [`${path}/${name}`, property] as const),
      ...below,
    ];
  });
}

describe.each(schemas)("$name", ({ schema }) => {
  test("describes every property, for editors", () => {
    const properties = propertiesOf(schema);
    expect(properties.length).toBeGreaterThan(5);
    expect(properties.filter(([, { description }]) => description === undefined).map(([path]) => path)).toEqual([]);
  });

  test("has valid examples", () => {
    const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(schema);
    expect(schema.examples.length).toBeGreaterThan(0);
    for (const example of schema.examples) expect([validate(example), validate.errors]).toEqual([true, null]);
  });
});

const config = schemas.find(({ name }) => name === "config.schema.json")?.schema;

test.each(Object.entries<{ examples?: readonly unknown[] }>(config.properties))(
  "accepts the examples of %s in the config reader",
  (name, { examples = [] }) => {
    for (const example of examples) {
      const file = { path: "config.json", text: JSON.stringify({ $schema: "x", [name]: example }) };
      const resolved = resolveOptions(new Map(), file);
      expect("problems" in resolved ? resolved.problems.map(({ message }) => message) : []).toEqual([]);
    }
  },
);

const page = readFileSync("docs/configuration.md", "utf8");

/** The text below a setting's heading. */
function sectionOf(name: string): string {
  return page.split(/^##+ /m).find((section) => section.startsWith(`${name}\n`)) ?? "";
}

test.each(Object.entries(SETTINGS))(
  "describes %s, its default, and its words in docs/configuration.md",
  (name, setting) => {
    const section = sectionOf(name);
    const [given = ""] = [setting.default].flat().map(String);
    expect(section).toContain(given === "" ? "Default: " : `Default: \`${given}\``);
    for (const word of setting.shape === "choice" ? setting.words : []) expect(section).toContain(`\`${word}\``);
    // `reports` is only an input.
    if (config.properties[name]?.default !== undefined) expect(String(config.properties[name].default)).toBe(given);
  },
);

test.each(SECTION_NAMES)("describes %s in docs/configuration.md", (name) => {
  expect(sectionOf(name)).toContain("Configuration file only.");
});

test("names every input and output of the Action in docs/configuration.md", () => {
  const { inputs, outputs } = parse(readFileSync("action.yml", "utf8"));
  const others = Object.keys(inputs).filter((input) => sectionOf(input) === "");
  expect(others.filter((input) => !sectionOf("All inputs").includes(`| \`${input}\` |`))).toEqual([]);
  const named = [...sectionOf("Outputs").matchAll(/`([a-z-]+)`/g)].map(([, word]) => word);
  expect(Object.keys(outputs).filter((word) => !named.includes(word))).toEqual([]);
});

test("has a report schema that accepts a report with a fix", () => {
  const schema = schemas.find(({ name }) => name === "report.schema.json")?.schema;
  const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(schema);
  const args = ["dist/cli/index.js", "check", "examples/cloudformation/failing", "--format", "json"];
  const report = JSON.parse(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout);
  expect(report.findings.some(({ fix }: { fix: object | null }) => fix !== null)).toBe(true);
  expect([validate(report), validate.errors]).toEqual([true, null]);
});
