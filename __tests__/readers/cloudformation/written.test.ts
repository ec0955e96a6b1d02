import { readdirSync } from "node:fs";
import type { Report } from "../../../src/report/report.js";
import { plain, renderText } from "../../../src/report/text.js";
import { expectGolden } from "../../expect-golden.js";
import { reportOn } from "./check-fixtures.js";

const folders = ["__tests__/fixtures/cloudformation/written", "__tests__/fixtures/bytes/cloudformation"];
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => ({ name, path: `${folder}/${name}` })));
const roles = "Veeam*Role: communication";

test.each(files)("$name", async ({ name, path }) => {
  expectGolden(
    `cloudformation/${name}.txt`,
    renderText(await reportOn({ files: path, roles, appliance: "111122223333" }), { paint: plain, columns: 120 }),
  );
});

/** Each finding with its place, but without the file's name. */
function findingsOf({ findings }: Report): unknown[] {
  return findings.map(({ rule, actions, location: { file: _, ...place } }) => ({ rule, actions, place }));
}

test("finds the same in every encoding", async () => {
  const encodings = ["bom.yaml", "crlf.yaml", "utf-16be.yaml", "utf-16le.yaml"];
  const reports = encodings.map((name) => reportOn({ files: `${folders[1]}/${name}`, roles }));
  const [first, ...others] = (await Promise.all(reports)).map(findingsOf);
  expect(first?.length).toBeGreaterThan(0);
  for (const other of others) expect(other).toEqual(first);
  const [tabs, utf16] = await Promise.all(
    ["tabs.json", "utf-16le.json"].map(async (name) =>
      findingsOf(await reportOn({ files: `${folders[1]}/${name}`, roles })),
    ),
  );
  expect(utf16).toEqual(tabs);
});
