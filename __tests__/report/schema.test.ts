import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { TOOL } from "../../src/report/tool.js";

const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
  JSON.parse(readFileSync("schema/report.schema.json", "utf8")),
);

test.each(["examples", "examples/terraform/failing/plan.json", "package.json", "gone.json"])(
  "the report of %s fits its schema",
  (path) => {
    const { stdout } = spawnSync(process.execPath, ["dist/cli/index.js", "check", path, "--format", "json"], {
      encoding: "utf8",
    });
    expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
  },
);

test("the tool's version is the package's", () => {
  expect(TOOL.version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});
