import { annotationMessage } from "../../src/report/annotations.js";
import type { ReportedFinding } from "../../src/report/report.js";
import type { Fault } from "../github/loopback.js";
import { closeScenes, failing, publishingWarnings, scene } from "./scene.js";

afterEach(closeScenes);

const CHECK_RUN = { "check-run-id": "77", comment: "never" };
const COMMANDS = /^::(?:error|warning|notice) title=[^,:]+,file=/gm;

/** A template with `count` failing roles, each with one finding. */
function manyRoles(count: number): Readonly<Record<string, string>> {
  const roles = Array.from({ length: count }, (_, at) => [`Role${at}`, role()]);
  return { "veeam.json": JSON.stringify({ Resources: Object.fromEntries(roles) }, null, 1) };
}

function role() {
  const statement = { Effect: "Allow", Action: ["sqs:ListQueues"], Resource: "*" };
  const trust = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" };
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
      Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: [statement] } }],
    },
  };
}

describe("annotations", () => {
  test("go to the job's own check run with auto if the token allows it", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { log, status } = await run(CHECK_RUN);
    expect(status).toBe(1);
    expect(log.match(COMMANDS)).toBeNull();
    expect(github.checkRun.title).toBe("failure: 2 worker roles checked, 4 errors, 1 warning; 1 file read, 1 matched");
    expect(github.checkRun.summary).toContain("5 of 5 findings shown");
    expect(github.checkRun.annotations.map(({ annotation_level }) => annotation_level)).toEqual([
      "failure",
      "failure",
      "failure",
      "failure",
      "warning",
    ]);
    expect(github.checkRun.annotations[0]).toMatchObject({
      path: "veeam.yaml",
      start_line: 32,
      title: "missing-action",
    });
  });

  test("are appended in batches of 50", async () => {
    const { github, run } = await scene(manyRoles(120));
    await run({ ...CHECK_RUN, roles: "*: backup" });
    expect(github.writes).toEqual(Array(3).fill("PATCH /repos/o/r/check-runs/77"));
    expect(github.checkRun.annotations).toHaveLength(120);
  });

  test("stop at 500, and the log says so", async () => {
    const { github, run } = await scene(manyRoles(600));
    const { log } = await run({ ...CHECK_RUN, roles: "*: backup" });
    expect(github.checkRun.annotations).toHaveLength(500);
    expect(log).toMatch(/^500 of 600 findings shown as annotations/m);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["the check run is unknown", { comment: "never" }],
    ["there is no token", { ...CHECK_RUN, token: "" }],
    ["`commands` is set", { ...CHECK_RUN, annotations: "commands" }],
  ])("are workflow commands if %s", async (_name, inputs) => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { log } = await run(inputs);
    expect(log.match(COMMANDS)).toHaveLength(5);
    expect(publishingWarnings(log)).toEqual([]);
    expect(github.writes).toEqual([]);
  });

  test.each([
    ["auto", 0],
    ["check-run", 1],
  ])("are workflow commands if the token can't write checks; %s", async (annotations, warnings) => {
    const { run } = await scene({ "veeam.yaml": failing }, { permissions: { checks: false } });
    const { log } = await run({ ...CHECK_RUN, annotations });
    expect(log.match(COMMANDS)).toHaveLength(5);
    expect(publishingWarnings(log)).toHaveLength(warnings);
    if (warnings > 0) expect(log).toContain("the job needs `permissions: checks: write`");
  });

  test("fall back to workflow commands with a warning if `check-run` is set but there is no check run", async () => {
    const { run } = await scene({ "veeam.yaml": failing });
    const { log } = await run({ annotations: "check-run", comment: "never" });
    expect(log.match(COMMANDS)).toHaveLength(5);
    expect(log).toContain("not published: check-run annotations: the job's check run is unknown here");
  });

  test("continue as workflow commands if the check run fails midway", async () => {
    let sent = 0;
    const fault = ({ path }: { path: string }): Fault | null => {
      if (!path.includes("/check-runs/")) return null;
      sent += 1;
      return sent > 1 ? { status: 502 } : null;
    };
    const { github, run } = await scene(manyRoles(120), { fault });
    const { log } = await run({ ...CHECK_RUN, roles: "*: backup" });
    expect(github.checkRun.annotations).toHaveLength(50);
    expect(sent).toBe(2);
    expect(log.match(COMMANDS)).toHaveLength(10);
    expect(log).toMatch(/^60 of 120 findings shown as annotations/m);
    expect(publishingWarnings(log)).toEqual([
      expect.stringContaining("not published: check-run annotations beyond the first 50"),
    ]);
  });

  test("are neither commands nor check runs when turned off", async () => {
    const { github, run } = await scene({ "veeam.yaml": failing });
    const { log } = await run({ ...CHECK_RUN, annotations: "off" });
    expect(log.match(COMMANDS)).toBeNull();
    expect(github.writes).toEqual([]);
  });

  test("stay workflow commands if they are about no file", async () => {
    const { github, run } = await scene({ "other.json": "{}" });
    const { log } = await run(CHECK_RUN);
    expect(log).toMatch(/^::error title=no-worker-role::nothing was checked/m);
    expect(github.writes).toEqual([]);
  });

  test("contain no workflow command from a file", async () => {
    const name = "x%0A::error::y\r\n::stop-commands::z";
    const { github, run } = await scene({ "veeam.json": JSON.stringify({ Resources: { [name]: role() } }) });
    const { log } = await run({ comment: "never", roles: "*: backup" });
    const commands = log.split("\n").filter((line) => line.startsWith("::error "));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain("x%250A::error::y");
    await run({ ...CHECK_RUN, roles: "*: backup" });
    expect(github.checkRun.annotations[0]?.message).toContain("x%0A::error::y");
  });

  test("keep the ten most severe of a level and report how many there are", async () => {
    const { run } = await scene(manyRoles(30));
    const { log } = await run({ comment: "never", roles: "*: backup" });
    expect(log.match(COMMANDS)).toHaveLength(10);
    expect(log).toMatch(/^10 of 30 findings shown as annotations/m);
  });
});

describe("cuts an annotation's message by bytes, never within a character", () => {
  const finding = (message: string): ReportedFinding => ({
    rule: "missing-action",
    severity: "error",
    role: null,
    kind: null,
    actions: [],
    message,
    help: null,
    location: { file: "a.yaml" },
    related: [],
    fingerprint: "",
    suppressed: null,
    fix: null,
  });

  test.each([
    ["one-byte characters", "a"],
    ["two-byte characters", "ü"],
    ["three-byte characters", "日"],
    ["four-byte characters", "🦆"],
    ["joined characters", "👩‍🔧"],
  ])("with %s", (_name, character) => {
    for (const shift of ["", "x", "xx", "xxx"]) {
      const text = annotationMessage(finding(shift + character.repeat(5000)), 4000);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
      expect(Buffer.byteLength(text)).toBeGreaterThan(3990);
      expect(text).toMatch(/^x{0,3}[^x\ufffd]+\.\.\.$/u);
    }
    expect(annotationMessage(finding(character), 4000)).toBe(character);
  });

  test("truncates a 6,000-byte role name in both", async () => {
    const name = "🦆".repeat(1500);
    const { github, run } = await scene({ "veeam.json": JSON.stringify({ Resources: { [name]: role() } }) });
    const { log } = await run({ ...CHECK_RUN, roles: "*: backup", annotations: "commands" });
    const [command = ""] = log.split("\n").filter((line) => line.startsWith("::error title="));
    expect(Buffer.byteLength(command)).toBeLessThan(4500);
    expect(command).not.toContain("\ufffd");
    await run({ ...CHECK_RUN, roles: "*: backup" });
    expect(github.checkRun.annotations[0]?.message).toContain(name);
  });
});
