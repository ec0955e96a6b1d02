import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openWorkspace } from "../../src/discover/workspace.js";
import { makeWorkspace } from "../action/run-action.js";

const policy = '{"Version":"2012-10-17","Statement":[]}';
const files = {
  "policies/tracked.txt": "some text",
  "made/policy.json": policy,
  "made/main.tf": "locals {}",
  "made/plan.json": '{"terraform_version":"1.14.0","resource_changes":[{"type":"aws_iam_role"}],"x":"MARKER"}',
  "terraform.tfstate": '{"version":4,"terraform_version":"1.14.0","resources":[{"type":"aws_iam_role"}],"x":"MARKER"}',
  "secret.txt": "MARKER",
  ".env": "MARKER",
  "app/.env.production": "MARKER",
  "gha-creds-0123.json": '{"token":"MARKER","x":"\\"Statement\\""}',
  ".npmrc": "MARKER",
  ".aws/credentials": "MARKER",
  "keys/worker.pem": "MARKER",
};

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function repository(isRepository: boolean): string {
  const root = makeWorkspace(files);
  roots.push(root);
  symlinkSync(join(root, ".git", "config"), join(root, "policies", "link.txt"));
  symlinkSync(join(root, "secret.txt"), join(root, "policies", "secret-link.txt"));
  if (!isRepository) return root;
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root });
  git("init", "-q");
  git("config", "http.extraheader", "MARKER");
  git("add", "policies");
  return root;
}

const repositories = { tracked: repository(true), plain: repository(false) };

function textOf(kind: keyof typeof repositories, path: string): string | null {
  const root = repositories[kind];
  return openWorkspace({ root, workingDirectory: root, confined: true }, [root]).readText(path)?.text ?? null;
}

const withheld = [
  ".git/config",
  "policies/../.git/config",
  "policies/link.txt",
  ".env",
  "app/.env.production",
  "gha-creds-0123.json",
  ".npmrc",
  ".aws/credentials",
  "keys/worker.pem",
];

describe.each(["tracked", "plain"] as const)("in a folder that is %s", (kind) => {
  test.each(withheld)("does not read %s", (path) => expect(textOf(kind, path)).toBeNull());
});

describe("in a repository", () => {
  test.each(["secret.txt", "policies/secret-link.txt", "made/plan.json", "terraform.tfstate"])(
    "does not read %s if git does not track it",
    (path) => expect(textOf("tracked", path)).toBeNull(),
  );

  test.each([
    ["policies/tracked.txt", "some text"],
    ["made/policy.json", policy],
    ["made/main.tf", "locals {}"],
  ])("reads %s", (path, text) => expect(textOf("tracked", path)).toBe(text));
});

describe("reads an untracked file as a value, which may be shown, only if it is a whole policy or template", () => {
  const template = '{"Resources": {"R": {"Type": "AWS::IAM::Role"}}}';
  test.each<[string, string, boolean]>([
    ["a.json", policy, true],
    ["a.json", `[${policy}]`, false],
    ["a.txt", template, true],
    ["a.yaml", "Resources:\n  R:\n    Type: AWS::IAM::Role\n", true],
    ["a.yaml", `Resources:\n  R: !GetAtt X.Arn\n---\nMARKER\n`, false],
    ["a.txt", "AWS:: MARKER", false],
    ["a.txt", "AWS::IAM::Role\nMARKER", false],
    ["a.json", `${template} MARKER`, false],
    ["a.json", '{"Statement": "MARKER"}', false],
    ["a.json", '{"Statement": [], "db": "MARKER"}', false],
    ["a.json", '{"Statement": [{"Effect": "Deny", "db": "MARKER"}]}', false],
    ["a.json", '{"Statement": [], "Statement": "MARKER"}', false],
    ["a.json", '{"Resources": {}, "db": "MARKER"}', false],
    ["a.json", '{"Resources": {"db": "MARKER"}}', false],
    ["a.yaml", "Statement: []\ndb: MARKER\n", false],
    ["a.yaml", "# MARKER\nStatement: []\n", false],
    ["a.json", '{"Statement": [ # MARKER\n]}', false],
    ["a.yaml", "Version: 2012-10-17\nStatement: {Effect: Allow, Action: 'a#b', Resource: '*'}\n", true],
    ["a.tf", 'locals {\n  x = "MARKER"\n}\n', false],
    ["manifest.json", '{"x": "MARKER"}', false],
    ["a.hcl", 'locals {\n  x = "MARKER"\n}\n', false],
    ["plan.json", '{"terraform_version": "1.14.0", "Resources": {}, "x": "MARKER"}', false],
  ])("such as %s: %j", (path, text, isRead) => {
    const root = repositories.tracked;
    writeFileSync(join(root, path), text);
    const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
    const read = workspace.readText(path, undefined, "");
    rmSync(join(root, path));
    expect(read?.text ?? null).toBe(isRead ? text : null);
  });
});

test("reads an ordinary file outside a repository", () => {
  expect(textOf("plain", "secret.txt")).toBe("MARKER");
});

describe("in a workspace that contains repositories but is not one", () => {
  const texts = {
    "pr/main.tf": "locals {}",
    "pr/tracked.txt": "MAY",
    "pr/untracked.txt": "MARKER",
    "pr/made.json": policy,
    "pr/module/tracked.txt": "MAY",
    "private/tracked.txt": "MARKER",
    "private/tracked.tf": "# MARKER",
    "private/policy.json": policy,
    "secrets/token.txt": "MARKER",
    "secrets/token.tf": "# MARKER",
    "secrets/token.json": '{"Statement": [], "db": "MARKER"}',
    "outside.tf": "locals {}",
  };
  const root = makeWorkspace(texts);
  const behindLink = `${root}-link`;
  roots.push(root, behindLink);
  symlinkSync(root, behindLink);
  symlinkSync("../secrets/token.txt", join(root, "pr", "link.txt"));
  for (const [folder, ...tracked] of [
    ["pr/module", "tracked.txt"],
    ["pr", "main.tf", "tracked.txt", "link.txt"],
    ["private", "."],
  ] as const) {
    const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: join(root, folder) });
    git("init", "-q");
    git("add", ...tracked);
  }
  const read = (top: string, matching: readonly string[], path: string, requestedFrom?: string) => {
    const scope = { root: top, workingDirectory: top, confined: true };
    const candidates = matching.map((one) => ({ path: join(top, one) }));
    return openWorkspace(scope, [top], candidates).readText(path, undefined, requestedFrom)?.text ?? null;
  };

  describe.each([root, behindLink])("%s", (top) => {
    const foreign = [
      "private/tracked.txt",
      "private/tracked.tf",
      "private/policy.json",
      "secrets/token.txt",
      "secrets/token.tf",
      "secrets/token.json",
      "pr/link.txt",
      "pr/untracked.txt",
    ];
    test.each(foreign)("does not read %s for files of a different repository", (path) => {
      expect([read(top, ["pr/main.tf"], path), read(top, ["pr/main.tf"], path, "pr")]).toEqual([null, null]);
    });

    test.each(foreign.slice(0, 3))(
      "does not use %s as a value for a different repository, even if its files match",
      (path) => {
        expect(read(top, ["pr/main.tf", "private/tracked.tf"], path, "pr")).toBeNull();
      },
    );

    test.each(["secrets/token.txt", "secrets/token.json", "pr/untracked.txt"])(
      "does not use %s as a value if matching files next to a repository may call its modules",
      (path) => expect(read(top, ["pr/main.tf", "outside.tf"], path, "")).toBeNull(),
    );

    test.each(["pr/main.tf", "pr/tracked.txt", "pr/made.json", "pr/module/tracked.txt"] as const)("reads %s", (path) =>
      expect(read(top, ["pr/main.tf"], path, dirname(path))).toBe(texts[path]),
    );

    test("does not use a nested repository's file as a value for the outer one", () => {
      expect(read(top, ["pr/main.tf"], "pr/module/tracked.txt", "pr")).toBeNull();
      expect(read(top, ["pr/main.tf"], "pr/tracked.txt", "pr/module")).toBeNull();
    });
  });

  test("does not list names next to the repository", () => {
    const scope = { root, workingDirectory: root, confined: true };
    const { listFolder } = openWorkspace(scope, [root], [{ path: join(root, "pr/main.tf") }]);
    expect([listFolder("secrets"), listFolder("pr/module")]).toEqual([[], ["tracked.txt"]]);
  });

  test.each([[["outside.tf"]], [[]]])("reads files outside any repository if only %j match", (matching) => {
    expect(read(root, matching, "secrets/token.txt", "")).toBe("MARKER");
  });
});
