import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import { withBaseCommit } from "../../../src/discover/base-commit.js";
import { type Intake, readFiles } from "../../../src/readers/read-files.js";
import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { commit, emptyFolder, removeFolders, repository, writeFiles } from "../../discover/repository.js";
import { describeRole } from "../describe-role.js";
import { type Files, policyOf, role } from "./in-memory.js";

afterAll(removeFolders);

/** On Windows, creating links needs a right that few users have. */
const unlessWindows = process.platform === "win32" ? test.skip : test;

function optionsFor(inputs: Readonly<Record<string, string>>) {
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  return resolved.options.check;
}

function scopeOf(root: string) {
  return { root, workingDirectory: root, confined: true };
}

function read(files: Files, change: (root: string) => void, inputs: Readonly<Record<string, string>> = {}): Intake {
  const root = emptyFolder();
  writeFiles(root, files);
  change(root);
  return readFiles(optionsFor(inputs), { scope: scopeOf(root) }, []);
}

const problemsOf = ({ problems }: Intake): readonly string[] => problems.map(({ message }) => message);
const linesOf = ({ roles }: Intake): readonly string[] => roles.flatMap(describeRole);

const outside = (root: string): string => {
  const path = join(emptyFolder(), "outside.tf");
  writeFileSync(path, role("hidden"));
  symlinkSync(path, join(root, "a/x.tf"));
  return path;
};
const LINK = "is a symbolic link that points outside the repository, to nothing, or to itself";
const deny = policyOf("aws_iam_role.r.name", '"a:B"').replace("Allow", "Deny");

describe("reports an unread file of a root module as a problem and leaves its roles with an unknown policy", () => {
  unlessWindows.each<[string, string, string, (root: string) => void]>([
    ["a link out of the repository", "a/x.tf", LINK, outside],
    ["a link to nothing", "a/x.tf", LINK, (root) => symlinkSync("none.tf", join(root, "a/x.tf"))],
    ["a link to itself", "a/x.tf", LINK, (root) => symlinkSync("x.tf", join(root, "a/x.tf"))],
    ["a link to a folder", "a/x.tf", "points to no file", (root) => symlinkSync("..", join(root, "a/x.tf"))],
    [
      "a link to credentials",
      "a/x.tf",
      "is, or points to, a file that may hold credentials",
      (root) => {
        writeFiles(root, { ".env": "SECRET=x" });
        symlinkSync("../.env", join(root, "a/x.tf"));
      },
    ],
    [
      "a file that is too large",
      "a/x.tf",
      "is larger than 16 MiB",
      (root) => writeFileSync(join(root, "a/x.tf"), Buffer.alloc(16 * 1024 * 1024 + 1, "\n")),
    ],
    [
      "UTF-16",
      "a/x.tf",
      "is not UTF-8 text",
      (root) => writeFileSync(join(root, "a/x.tf"), Buffer.from(`\ufeff${deny}`, "utf16le")),
    ],
    [
      "UTF-16 without a byte order mark",
      "a/x.tf",
      "is not UTF-8 text",
      (root) => writeFileSync(join(root, "a/x.tf"), Buffer.from(deny, "utf16le")),
    ],
    [
      "Latin-1",
      "a/x.tf",
      "is not UTF-8 text",
      (root) => writeFileSync(join(root, "a/x.tf"), Buffer.from(`# é\n${deny}`, "latin1")),
    ],
    [
      "Latin-1 in JSON syntax",
      "a/x.tf.json",
      "is not UTF-8 text",
      (root) => writeFileSync(join(root, "a/x.tf.json"), Buffer.from('{"locals": {"é": 1}}', "latin1")),
    ],
    ["a link out in JSON syntax", "a/x.tf.json", LINK, (root) => symlinkSync("/x.tf.json", join(root, "a/x.tf.json"))],
    [
      "a file in a module",
      "m/x.tf",
      "is not UTF-8 text",
      (root) => {
        writeFiles(root, { "m/main.tf": "", "a/m.tf": 'module "m" {\n  source = "../m"\n}\n' });
        writeFileSync(join(root, "m/x.tf"), Buffer.from("# é", "latin1"));
      },
    ],
  ])("%s", (_name, file, reason, change) => {
    const intake = read({ "a/main.tf": role("r") + policyOf("aws_iam_role.r.name", '"a:B"') }, change);
    expect(problemsOf(intake)).toEqual([`${file} ${reason}`]);
    expect(linesOf(intake)).toEqual(["aws_iam_role_policy.p: a:B on *", `unresolved ${file}: ${file} ${reason}`]);
  });

  test("reports an OpenTofu file", () => {
    const intake = read({ "a/main.tofu": role("r") }, (root) =>
      writeFileSync(join(root, "a/x.tofu"), Buffer.from("# é", "latin1")),
    );
    expect(problemsOf(intake)).toEqual(["a/x.tofu is not UTF-8 text"]);
  });

  unlessWindows("reports a link out of the repository that is alone in its folder", () => {
    const intake = read({ "a/README.md": "" }, outside);
    expect(problemsOf(intake)).toEqual([`a/x.tf ${LINK}`]);
    expect(intake.roles).toEqual([]);
  });

  unlessWindows("lists a module that no root module calls", () => {
    const intake = read({ "a/main.tf": `variable "x" {}\n` }, outside);
    expect(problemsOf(intake)).toEqual([]);
    expect(intake.passedOver.map(({ id }) => id)).toEqual(["a"]);
  });

  test("ignores a folder with a file's name", () => {
    const intake = read({ "a/main.tf": role("r") }, (root) => mkdirSync(join(root, "a/x.tf")));
    expect([problemsOf(intake), linesOf(intake)]).toEqual([[], []]);
  });
});

// Terraform doesn't read OpenTofu's files, which may hide or change what it deploys.
test.each<[string, Files, readonly string[]]>([
  ["an empty twin", { "iam.tf": role("r"), "iam.tofu": "" }, ["iam.tofu", "iam.tf"]],
  [
    "an empty twin in JSON syntax",
    { "main.tf.json": "{}", "m.tf": role("r"), "main.tofu.json": "{}" },
    ["main.tofu.json", "main.tf.json"],
  ],
  [
    "an override",
    { "main.tf": role("r"), "x_override.tofu": 'resource "aws_iam_role" "r" {\n  count = 0\n}\n' },
    ["x_override.tofu", "main.tf"],
  ],
  [
    "a twin in a module",
    { "main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/iam.tf": role("r"), "m/iam.tofu": "" },
    ["m/iam.tofu", "m/iam.tf"],
  ],
  [
    "a twin without the provider that makes it a root module",
    { "iam.tf": `variable "x" {}\n${role("r")}`, "provider.tf": 'provider "aws" {}\n', "provider.tofu": "" },
    ["provider.tofu", "provider.tf"],
  ],
  ["files of only one tool", { "iam.tofu": role("r"), "main.tofu": "" }, []],
  ["different folders", { "a/iam.tofu": role("r"), "b/iam.tf": role("r") }, []],
])("reports a problem if the tools read different files: %s", (_name, files, [tofu, tf]) => {
  const reported = problemsOf(read(files, () => {}));
  const message = `${tofu} is read only by OpenTofu, so Terraform may create other roles from ${tf}`;
  expect([...new Set(reported)]).toEqual(tofu === undefined ? [] : [message]);
});

unlessWindows("hides nothing behind a line break in a file's name", () => {
  expect(read({ "ia\nm.tf": role("r") }, () => {}).roles).toHaveLength(1);
});

unlessWindows("follows links within the repository, like Terraform, on disk and in a commit", async () => {
  const files = {
    "shared/roles.tf": `variable "action" {}\n${role("r")}${policyOf("aws_iam_role.r.name", "var.action")}`,
    "prod/terraform.tfvars": 'action = "a:Prod"\n',
    "stage/terraform.tfvars": 'action = "a:Test"\n',
    "stage/main.tf": 'provider "aws" {}\n',
  };
  const root = repository(files);
  for (const one of ["prod", "stage"]) symlinkSync("../shared/roles.tf", join(root, one, "roles.tf"));
  symlinkSync("prod", join(root, "live"));
  symlinkSync("../a/../b/roles.tf", join(root, "stage/loop.tf"));
  mkdirSync(join(root, "b"));
  symlinkSync("../stage/loop.tf", join(root, "b/roles.tf"));
  commit(root, {});
  const options = optionsFor({});
  const scope = scopeOf(root);
  const committed = await withBaseCommit(scope, { name: "main", ref: "main", head: null }, async (tree) =>
    readFiles(options, { scope: { ...scope, commit: tree } }, []),
  );
  for (const intake of [readFiles(options, { scope }, []), committed]) {
    expect(linesOf(intake)).toEqual([
      "aws_iam_role_policy.p: a:Prod on *",
      "aws_iam_role_policy.p: a:Test on *",
      `unresolved stage/loop.tf: stage/loop.tf ${LINK}`,
    ]);
    expect(problemsOf(intake)).toEqual([`b/roles.tf ${LINK}`, `stage/loop.tf ${LINK}`]);
  }
});

test.each<[string, Buffer, string]>([
  ["a Latin-1 character", Buffer.from("# a\n  # é", "latin1"), "a/x.tf:2:5"],
  ["a Latin-1 character after a UTF-8 one", Buffer.from([0xc3, 0xa9, 0x0a, 0xc3, 0xa9, 0xe9]), "a/x.tf:2:2"],
  ["an incomplete character at the end", Buffer.from([0x0a, 0x23, 0xe2, 0x82]), "a/x.tf:2:2"],
  ["an incomplete character before another", Buffer.from([0x23, 0xef, 0x41]), "a/x.tf:1:2"],
  ["after U+FFFD and a byte order mark", Buffer.from([0xef, 0xbb, 0xbf, 0xef, 0xbf, 0xbd, 0xff]), "a/x.tf:1:2"],
  ["UTF-16", Buffer.from("\ufeff#", "utf16le"), "a/x.tf"],
])("reports what is not UTF-8 with its position: %s", (_name, bytes, expected) => {
  const { problems } = read({ "a/main.tf": role("r") }, (root) => writeFileSync(join(root, "a/x.tf"), bytes));
  expect(problems.map(({ place }) => formatLocation(locate(place)))).toEqual([expected]);
});

describe("reports an unread variable file as a problem and makes every variable that it may set unknown", () => {
  const main = `variable "action" {\n  default = "a:Default"\n}\n${role("r")}${policyOf("aws_iam_role.r.name", "var.action")}`;
  const unknown = ["aws_iam_role_policy.p: ${var.action} on *"];

  unlessWindows.each<[string, string, string, (root: string) => void, (readonly string[])?]>([
    [
      "a link out of the repository",
      "a/terraform.tfvars",
      LINK,
      (root) => symlinkSync("/none.tfvars", join(root, "a/terraform.tfvars")),
    ],
    [
      "Latin-1",
      "a/x.auto.tfvars",
      "is not UTF-8 text",
      (root) => writeFileSync(join(root, "a/x.auto.tfvars"), Buffer.from("# é", "latin1")),
    ],
    [
      "UTF-16 in JSON syntax",
      "a/terraform.tfvars.json",
      "is not UTF-8 text",
      (root) => writeFileSync(join(root, "a/terraform.tfvars.json"), Buffer.from("{}", "utf16le")),
    ],
    [
      "a truncated text",
      "a/x.auto.tfvars",
      "is not valid HCL: a heredoc is not closed",
      (root) => writeFiles(root, { "a/x.auto.tfvars": 'action = "a:B"\nb = <<EOT\nx\n' }),
    ],
    [
      "a list in JSON syntax",
      "a/x.auto.tfvars.json",
      "is not an object of variables and their values",
      (root) => writeFiles(root, { "a/x.auto.tfvars.json": "[]" }),
    ],
    [
      "a file before another one that sets the variable",
      "a/x.auto.tfvars",
      "is not valid HCL: a heredoc is not closed",
      (root) => writeFiles(root, { "a/x.auto.tfvars": "b = <<EOT\n", "a/y.auto.tfvars": 'action = "a:Y"\n' }),
      ["aws_iam_role_policy.p: a:Y on *"],
    ],
  ])("%s", (_name, file, reason, change, lines = unknown) => {
    const intake = read({ "a/main.tf": main }, change);
    expect(problemsOf(intake)).toEqual([`${file} ${reason}`]);
    expect(linesOf(intake)).toEqual(lines);
  });
});
