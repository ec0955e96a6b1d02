import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { TOOL } from "../../src/report/tool.js";
import { runCli } from "../bundle/run-bundle.js";

const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
  JSON.parse(readFileSync("schema/report.schema.json", "utf8")),
);

test.each(["examples", "examples/terraform/failing/plan.json", "package.json", "gone.json"])(
  "matches the schema with the report of %s",
  (path) => {
    const { stdout } = runCli(["check", path, "--format", "json"]);
    expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
  },
);

test("has the package's version as the tool's version", () => {
  expect(TOOL.version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});
