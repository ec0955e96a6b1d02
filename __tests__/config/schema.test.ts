import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { SECTION_NAMES } from "../../src/config/config-sections.js";
import { RULE_IDS } from "../../src/config/rule-ids.js";
import { SETTINGS } from "../../src/config/settings.js";

const schema = JSON.parse(readFileSync("schema/config.schema.json", "utf8"));
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

describe("schema/config.schema.json", () => {
  test("has the same settings, sections, and rules as the config reader", () => {
    expect(Object.keys(schema.properties).sort()).toEqual(
      ["$schema", ...Object.keys(SETTINGS).filter((name) => name !== "reports"), ...SECTION_NAMES].sort(),
    );
    expect(schema.definitions.rule.enum).toEqual([...RULE_IDS]);
  });

  test.each(
    Object.entries(SETTINGS).flatMap(([name, setting]) => (setting.shape === "choice" ? [[name, setting.words]] : [])),
  )("describes %s in the words of the setting", (name, words) => {
    expect(schema.properties[String(name)].enum).toEqual(words);
  });

  test("accepts the first config of docs/configuration.md", () => {
    const page = readFileSync("docs/configuration.md", "utf8");
    const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  test.each([
    ["a misspelled setting", { fail_on: "error" }],
    ["a suppression without reason", { suppressions: [{ rule: "missing-action" }] }],
    ["the time of requests", { context: { "aws:CurrentTime": "2020-01-01" } }],
    ["an unknown rule", { severities: { "missing-actions": "off" } }],
  ])("rejects %s", (_name, config) => {
    expect(validate(config)).toBe(false);
  });
});
