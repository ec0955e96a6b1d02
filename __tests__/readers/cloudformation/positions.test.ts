import { readdirSync, readFileSync } from "node:fs";
import type { PatternList, Role } from "../../../src/iam/model.js";
import { decode } from "../../../src/source/decode.js";
import { hasLine, type TextLocation } from "../../../src/source/location.js";
import { showText } from "../../../src/source/node.js";
import { locate, type Place, rangeOf } from "../../../src/source/place.js";
import { expectGolden } from "../../expect-golden.js";
import { rolesOf } from "./read-template.js";

/** One file for each way of writing a policy document. */
const folder = "__tests__/fixtures/cloudformation/positions";
const files = readdirSync(folder);

function fixture(file: string): string {
  return readFileSync(`${folder}/${file}`, "utf8");
}

/** The start and end of each statement, each action list, and each action. */
function placesIn(text: string, path: string): string[] {
  return rolesOf(text, path).flatMap((role) =>
    documentsOf(role).flatMap(({ name, document }) => [
      `  ${name}`,
      ...document.statements.flatMap(({ place, actions }) => [
        `    ${show(place)} statement`,
        `      ${show(actions.place)} actions`,
        ...actions.patterns.map((action) => `        ${show(action.place)} ${showText(action.text)}`),
      ]),
      ...document.problems.map(({ message, place }) => `    ${show(place)} ${message}`),
    ]),
  );
}

function documentsOf({ variants: [{ policies, trust }] }: Role) {
  const documents = policies.flatMap((policy) => (policy.kind === "document" ? [policy] : []));
  return trust === null || "kind" in trust ? documents : [{ name: "trust", document: trust }, ...documents];
}

function show(place: Place): string {
  const { line, column, endLine, endColumn } = lineOf(place);
  return `${line}:${column}-${endLine}:${endColumn}`;
}

function lineOf(place: Place): TextLocation {
  const location = locate(place);
  if (!hasLine(location)) throw new Error("no line");
  return location;
}

test("locates each statement, action list, and action to the column", () => {
  const text = files.map((file) => [file, ...placesIn(fixture(file), file), ""].join("\n")).join("\n");
  expectGolden("cloudformation/positions.txt", text);
});

/** The file's text at an action's place, if the action is written literally there. Escaped quotes are unescaped. */
function writtenAt({ patterns }: PatternList): string[] {
  return patterns.flatMap(({ text, place }) => {
    const range = rangeOf(place);
    const written = (range?.file.text.slice(range.start, range.end) ?? "").replaceAll('\\"', '"');
    return typeof text === "string" && !/[$\\\n]/.test(written) ? [`${text} is ${written}`] : [];
  });
}

test.each(files)("finds the action's text at its position: %s", (file) => {
  const written = rolesOf(fixture(file), file)
    .flatMap(documentsOf)
    .flatMap(({ document }) => document.statements.flatMap(({ actions }) => writtenAt(actions)));
  expect(written.length).toBeGreaterThan(0);
  for (const one of written) expect(one).toMatch(/^(\S+) is ["']?\1["']?$/);
});

test.each(files)("keeps positions with other line endings and a byte order mark: %s", (file) => {
  const text = fixture(file);
  const bytes = Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`);
  const decoded = decode(bytes);
  expect(placesIn("text" in decoded ? decoded.text : "", file)).toEqual(placesIn(text, file));
});
