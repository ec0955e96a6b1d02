import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { workingDirectory } from "../../src/action/workspace-root.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterEach(removeFolders);

test.each(["./", "/", "././", "infra/..", "ROOT", "ROOT/"])(
  "resolves working-directory %s to the workspace",
  (named) => {
    const root = emptyFolder();
    writeFiles(root, { "infra/a.json": "{}" });
    expect(workingDirectory(root, named.replace("ROOT", root))).toBe(root);
  },
);

test.each(["./infra/", "infra/.", "ROOT/infra", "ROOT/infra/"])(
  "resolves working-directory %s to the folder",
  (named) => {
    const root = emptyFolder();
    writeFiles(root, { "infra/a.json": "{}" });
    expect(workingDirectory(root, named.replace("ROOT", root))).toBe(join(root, "infra"));
  },
);

test.each<[string, string | null]>([
  [".", null],
  ["infra", null],
  ["/infra", null],
  ["teams/nope", "`working-directory` is not a folder in the workspace: teams/nope"],
  ["infra/a.json", "`working-directory` is not a folder in the workspace: infra/a.json"],
  ["../..", "`working-directory` is outside the workspace: ../.."],
  ["../nope", "`working-directory` is outside the workspace: ../nope"],
  ["out", "`working-directory`: out is a symbolic link that points outside the workspace"],
])("rejects working-directory %s", (named, fault) => {
  const root = emptyFolder();
  writeFiles(root, { "infra/a.json": "{}" });
  if (process.platform !== "win32") symlinkSync("/", join(root, "out"));
  expect(workingDirectory(root, named)).toEqual(fault === null ? join(root, named) : { fault });
});
