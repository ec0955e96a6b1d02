import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { Role } from "../../../src/iam/model.js";
import { readFile } from "../../../src/readers/index.js";
import { readRoot } from "../../../src/readers/terraform-source/read-root.js";
import { SourceFolders } from "../../../src/readers/terraform-source/source-folders.js";
import { describeProfile, describeRole, describeTrust } from "../describe-role.js";
import { DIFFERENCES } from "./differences.js";

const folder = "__tests__/fixtures/terraform";

type Lines = Readonly<Record<string, readonly string[]>>;

function rolesOf(name: string): readonly Role[] {
  const root = resolve(folder, name);
  const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  return readRoot("", new SourceFolders(workspace), { workspace, terraformRoot: null, parameters: [] }).roles;
}

/** Sorts words, because sets have no order, and words messages alike for plans and configurations. */
function inAnyOrder(lines: Lines): Lines {
  const words = (line: string): string =>
    line
      .replace("is not in this configuration", "is not in this plan")
      .split(/[;,\s]+|(?<=\w)(?= if )/)
      .sort()
      .join(" ");
  return Object.fromEntries(Object.entries(lines).map(([id, all]) => [id, all.map(words).sort()]));
}

/** The roots of real plans. The plan reader's tests define the expected results. */
describe.each(readdirSync(folder))("root %s without its plan", (name) => {
  const expectation = JSON.parse(readFileSync(join(folder, name, "expectation.json"), "utf8"));
  const { roles: planned, trust = {} }: { readonly roles: Lines; readonly trust?: Lines } = expectation;
  const different = DIFFERENCES[name];

  test(different === undefined ? "gives the same roles" : `gives other roles, as ${different.because}`, () => {
    const roles = rolesOf(name);
    const got = Object.fromEntries(roles.map((role) => [role.id, [...describeRole(role), ...describeProfile(role)]]));
    expect(inAnyOrder(got)).toEqual(inAnyOrder(different?.roles ?? planned));
    if (different?.roles !== undefined) expect(inAnyOrder(got)).not.toEqual(inAnyOrder(planned));
  });

  test("has the same trust", () => {
    const got = rolesOf(name).flatMap((role) => (role.id in trust ? [[role.id, describeTrust(role)]] : []));
    expect(inAnyOrder(Object.fromEntries(got))).toEqual(inAnyOrder(different?.trust ?? trust));
  });
});

const WRITTEN = "__tests__/fixtures/terraform-written";

/** Lines that only a plan has, or only the source. */
const OTHER_LINES: Readonly<Record<string, string>> = {
  "inline-policies": "b: sqs:Fourth on ${aws_sqs_queue.q.arn}",
  "locals-and-functions": "${data.aws_caller_identity.me.account_id}",
};

/** Roots whose documents a plan leaves to the source. They are compared with the plan reader's result. */
test.each(readdirSync(WRITTEN))("matches what the plan and the source of root %s produce together", (name) => {
  const root = resolve(WRITTEN, name);
  const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  const context = { workspace, terraformRoot: null, parameters: [] };
  const planned = readFile({ path: "plan.json", text: readFileSync(join(root, "plan.json"), "utf8") }, context);
  const source = readRoot("", new SourceFolders(workspace), context).roles;
  const lines = (roles: readonly Role[]): Lines =>
    Object.fromEntries(
      roles.map((role) => [
        role.id,
        [...describeRole(role), ...describeProfile(role), ...describeTrust(role)].map((line) =>
          line.replaceAll(/ at \S+:\d+:\d+/g, ""),
        ),
      ]),
    );
  const got = inAnyOrder(lines(source));
  const expected = inAnyOrder(planned.kind === "read" ? lines(planned.result.roles) : {});
  const other = OTHER_LINES[name];
  if (other === undefined) expect(got).toEqual(expected);
  else expect(JSON.stringify(lines(source))).toContain(other);
});

test("lists only differences of existing fixtures", () => {
  expect(Object.keys(DIFFERENCES).filter((name) => !readdirSync(folder).includes(name))).toEqual([]);
});
