import { readFileSync } from "node:fs";
import { formatLocation } from "../../../src/source/location.js";
import { locate, rangeOf } from "../../../src/source/place.js";
import { reportOn } from "./check-fixtures.js";
import { readAmong } from "./read-template.js";

const folder = "__tests__/fixtures/cloudformation/cdk";
const template = "app/cdk.out/Veeam.template.json";

/** The app with its assembly, as written by CDK 2.276 (with path and asset metadata, as in its CLI). */
const app = Object.fromEntries(
  [
    "cdk.out/manifest.json",
    "cdk.out/Veeam.metadata.json",
    "cdk.out/Veeam.template.json",
    "cdk.out/VeeamRestore31B54492.nested.template.json",
    "lib/worker-stack.js",
  ].map((path) => [`app/${path}`, readFileSync(`${folder}/${path}`, "utf8")]),
);

function rolePlaces(files: Readonly<Record<string, string>>): string[] {
  return readAmong(files, template).roles.map(({ id, place }) => `${id} ${formatLocation(locate(place))}`);
}

const inTemplate = [
  "VeeamCommunicationRoleCF5CB7E5 app/cdk.out/Veeam.template.json:3:3",
  "RestoreNestedStackRestoreNestedStackResource51F6D1A5/VeeamRestoreRole app/cdk.out/VeeamRestore31B54492.nested.template.json:3:3",
];

test("resources of a CDK app stand where its code makes them, those of nested stacks too", () => {
  const { roles } = readAmong(app, template);
  expect(roles.map(({ id, place }) => [id, formatLocation(locate(place))])).toEqual([
    ["VeeamCommunicationRoleCF5CB7E5", "app/lib/worker-stack.js:7:18"],
    ["RestoreNestedStackRestoreNestedStackResource51F6D1A5/VeeamRestoreRole", "app/lib/worker-stack.js:24:5"],
  ]);
  const texts = roles.map(({ place }) => rangeOf(place)).map((range) => range?.file.text.slice(range.start, range.end));
  expect(texts).toEqual([
    'new iam.Role(this, "VeeamCommunicationRole", {',
    'new iam.CfnRole(this, "VeeamRestoreRole", {',
  ]);
  const policy = roles[0]?.variants[0].policies[0];
  const actions = policy?.kind === "document" ? policy.document.statements[0]?.actions : undefined;
  expect(actions && formatLocation(locate(actions.place))).toBe("app/lib/worker-stack.js:13:10");
});

test("findings point into the source, and the template that CDK wrote is named as the role's file", async () => {
  const report = await reportOn({ files: `${folder}/cdk.out/*.json` });
  expect(report.roles.map(({ id, location }) => [id, location.file])).toEqual([
    ["VeeamCommunicationRoleCF5CB7E5", `${folder}/lib/worker-stack.js`],
    ["RestoreNestedStackRestoreNestedStackResource51F6D1A5/VeeamRestoreRole", `${folder}/lib/worker-stack.js`],
  ]);
  expect(report.findings.map(({ rule, location }) => [rule, "line" in location && location.line])).toEqual([
    ["missing-action", 13],
    ["missing-action", 24],
  ]);
});

const metadata = "app/cdk.out/Veeam.metadata.json";
const { [metadata]: traces = "" } = app;

test.each<[string, Record<string, string>, string[]]>([
  ["there is no manifest", { ...app, "app/cdk.out/manifest.json": "" }, inTemplate],
  ["the manifest is no object", { ...app, "app/cdk.out/manifest.json": "[1, {}]" }, inTemplate],
  ["the source is not there", { ...app, "app/lib/worker-stack.js": "" }, inTemplate],
  ["the source has no such line", { ...app, "app/lib/worker-stack.js": "// empty\n" }, inTemplate],
  [
    "the traces lead into libraries",
    { ...app, [metadata]: traces.replaceAll("/app/lib/", "/app/node_modules/x/lib/") },
    inTemplate,
  ],
  [
    "the metadata is none",
    { ...app, [metadata]: '{"/Veeam/VeeamCommunicationRole/Resource": [1, {"type": "aws:cdk:logicalId"}]}' },
    inTemplate,
  ],
])("the template is the place when %s", (_name, files, expected) => {
  expect(rolePlaces(files)).toEqual(expected);
});

test.each<[string, string]>([
  ["Windows", traces.replaceAll("/home/runner/work/infrastructure/app/lib/", "C:\\\\work\\\\app\\\\lib\\\\")],
  ["modules", traces.replaceAll("(/home/", "(file:///home/")],
  ["without a function's name", traces.replaceAll(/new \w+ \((\/[^)]+)\)/g, "$1")],
])("traces are read: %s", (_name, text) => {
  expect(rolePlaces({ ...app, [metadata]: text })[0]).toBe(
    "VeeamCommunicationRoleCF5CB7E5 app/lib/worker-stack.js:7:18",
  );
});

test("traces of older assemblies stand in the manifest, and a template without paths is matched by logical IDs", () => {
  const trace = [
    "new Role (/app/node_modules/aws-cdk-lib/aws-iam/lib/role.js:1:2)",
    "new WorkerStack (/app/lib/worker-stack.js:7:18)",
  ];
  const entry = { type: "aws:cdk:logicalId", data: "VeeamCommunicationRoleCF5CB7E5", trace };
  const manifest = { artifacts: { Veeam: { metadata: { "/Veeam/VeeamCommunicationRole/Resource": [entry] } } } };
  const files = { ...app, "app/cdk.out/manifest.json": JSON.stringify(manifest) };
  const [expected] = ["VeeamCommunicationRoleCF5CB7E5 app/lib/worker-stack.js:7:18"];
  expect(rolePlaces(files)[0]).toBe(expected);
  expect(rolePlaces({ ...files, [template]: app[template]?.replaceAll("aws:cdk:path", "other") ?? "" })[0]).toBe(
    expected,
  );
});
