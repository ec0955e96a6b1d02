import { afterEach, expect, test } from "@jest/globals";
import { git, removeFolders, twoCommits } from "./repository.js";

afterEach(removeFolders);

test("writes a repository without git that git accepts", () => {
  const long = "x".repeat(5000);
  const folder = twoCommits(
    { "a.txt": "1\n", "b/c.txt": "2\n", "b.txt": long, "b/d/é.txt": "3\n" },
    { "a.txt": "", "b/c.txt": "4\n" },
  );
  expect(git(folder, "fsck", "--strict", "--full")).toBe("");
  expect(git(folder, "rev-list", "--count", "HEAD")).toBe("2");
  expect(git(folder, "status", "--porcelain")).toBe("");
  expect(git(folder, "diff", "--name-status", "HEAD^", "HEAD")).toBe("D\ta.txt\nM\tb/c.txt");
});
