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

test("locates resources of a CDK app in its code, including nested stacks", () => {
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

test("points findings into the source and names the synthesized template as the role's file", async () => {
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
  ["the manifest is not an object", { ...app, "app/cdk.out/manifest.json": "[1, {}]" }, inTemplate],
  ["the source file is missing", { ...app, "app/lib/worker-stack.js": "" }, inTemplate],
  ["the source has no such line", { ...app, "app/lib/worker-stack.js": "// empty\n" }, inTemplate],
  [
    "the stack traces point into libraries",
    { ...app, [metadata]: traces.replaceAll("/app/lib/", "/app/node_modules/x/lib/") },
    inTemplate,
  ],
  [
    "there is no metadata",
    { ...app, [metadata]: '{"/Veeam/VeeamCommunicationRole/Resource": [1, {"type": "aws:cdk:logicalId"}]}' },
    inTemplate,
  ],
])("points at the template when %s", (_name, files, expected) => {
  expect(rolePlaces(files)).toEqual(expected);
});

test.each<[string, string]>([
  ["Windows", traces.replaceAll("/home/runner/work/infrastructure/app/lib/", "C:\\\\work\\\\app\\\\lib\\\\")],
  ["modules", traces.replaceAll("(/home/", "(file:///home/")],
  ["without a function name", traces.replaceAll(/new \w+ \((\/[^)]+)\)/g, "$1")],
])("reads stack traces: %s", (_name, text) => {
  expect(rolePlaces({ ...app, [metadata]: text })[0]).toBe(
    "VeeamCommunicationRoleCF5CB7E5 app/lib/worker-stack.js:7:18",
  );
});

test("reads stack traces from older manifests and matches logical IDs if a template has no paths", () => {
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
