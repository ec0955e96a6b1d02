import { closeScenes, failing, publishingWarnings, scene } from "./scene.js";

afterEach(closeScenes);

const HEAD = "89abcdef0123456789abcdef0123456789abcdef";

/** The Markdown without code spans and fenced blocks, which are inert. */
function outsideOfCode(markdown: string): string {
  const withoutBlocks = markdown.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, "");
  return withoutBlocks.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "CODE");
}

/** The workflow commands in a log, except in `stop-commands` sections, where lines aren't commands. */
function commandsOf(log: string): readonly string[] {
  const stopped = /::stop-commands::(\S+)\n[\s\S]*?\n::\1::/.exec(log)?.[0] ?? "";
  return log
    .replace(stopped, "")
    .split("\n")
    .filter((line) => line.startsWith("::"));
}

const FILES: readonly [name: string, encoded: string][] = [
  ["a b.yaml", "a%20b.yaml"],
  ["new\nline.yaml", "new%0Aline.yaml"],
  ["carriage\rreturn.yaml", "carriage%0Dreturn.yaml"],
  ["[x](http:evil) <b>.yaml", "%5Bx%5D%28http%3Aevil%29%20%3Cb%3E.yaml"],
  ["`tick``s`.yaml", "%60tick%60%60s%60.yaml"],
  ["a|b,c:d.yaml", "a%7Cb%2Cc%3Ad.yaml"],
  ["%0A::error::x.yaml", "%250A%3A%3Aerror%3A%3Ax.yaml"],
  ["::set-output name=x::y.yaml", "%3A%3Aset-output%20name%3Dx%3A%3Ay.yaml"],
  ["@octocat#1.yaml", "%40octocat%231.yaml"],
  ["überprüfung-日本-🦆.yaml", "%C3%BCberpr%C3%BCfung-%E6%97%A5%E6%9C%AC-%F0%9F%A6%86.yaml"],
];

/** Windows doesn't allow such file names. */
(process.platform === "win32" ? describe.skip : describe)("treats a file's name as a name everywhere", () => {
  test.each(FILES)("treats %j as a name", async (name, encoded) => {
    const { github, run } = await scene({ [name]: failing });
    const { status, log, summary, outputs } = await run({ annotations: "commands" });
    expect([status, outputs.errors]).toEqual([1, "4"]);
    expect(publishingWarnings(log)).toEqual([]);
    expect(github.comments[0]?.body).toContain(`](https://github.com/o/r/blob/${HEAD}/${encoded}#L32)`);
    expect(outsideOfCode(summary)).not.toMatch(/@octocat|<b>|\]\(http:evil|^::/m);
    const commands = commandsOf(log).filter((command) => !command.startsWith("::error::failure"));
    expect(commands.map(fileOf)).toEqual(Array(5).fill(name));
  });

  test("does the same on the check run", async () => {
    const { github, run } = await scene(Object.fromEntries(FILES.map(([name]) => [name, failing])));
    await run({ "check-run-id": "77", comment: "never" });
    const paths = new Set(github.checkRun.annotations.map(({ path }) => path));
    expect([...paths].sort()).toEqual(FILES.map(([name]) => name).sort());
  });
});

/** The property's value as the runner decodes it. */
function fileOf(command: string): string | undefined {
  const value = /^::\w+ [^:]*?file=([^,:]*)[,:]/.exec(command)?.[1];
  const unescaped = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return value?.replace(/%(?:0D|0A|3A|2C|25)/g, (code) => unescaped[code as keyof typeof unescaped]);
}

const NAMES = [
  'module.worker["a|b"].aws_iam_role.this["x`y"]',
  "role\nwith a line",
  "%0A::error::injected",
  "::warning::injected",
  "<details><summary>@octocat",
  "</summary></details><img src=x onerror=alert(1)>",
  "[l](http://evil.example)",
  "| a | b |",
  "${{ secrets.X }}",
  "# not a heading",
  "www.evil.example https://evil.example",
];

describe("treats a role's name as a name everywhere", () => {
  // The comment shows few roles unfolded and folds many.
  test.each([
    ["the first role", NAMES.slice(0, 4)],
    ["the next role", NAMES.slice(4, 8)],
    ["the last role", NAMES.slice(8)],
    ["all roles", NAMES],
  ])("in %s", async (_name, names) => {
    const { github, run } = await scene({
      "veeam.json": JSON.stringify({ RoleDetailList: names.map(roleOf) }, null, 1),
    });
    const { log, summary } = await run({ roles: "*: communication", annotations: "commands" });
    for (const text of [summary, github.comments[0]?.body ?? ""]) {
      const outside = outsideOfCode(text);
      expect(outside).not.toMatch(/@octocat|<img|\]\(http:\/\/evil|https?:\/\/evil|www\.evil|^::|^# /m);
      for (const tag of ["details", "summary"]) {
        const count = (pattern: string): number => outside.split(pattern).length;
        expect(count(`<${tag}>`)).toBe(count(`</${tag}>`));
      }
      // The table has one row per role, with as many cells as its head.
      const cells = (row: string): number => row.replaceAll("\\|", "").split("|").length;
      const [head = "", , ...rows] = text.split("\n").filter((line) => line.startsWith("|"));
      expect(rows.map(cells)).toEqual(names.map(() => cells(head)));
    }
    for (const command of commandsOf(log)) expect(command).not.toMatch(/^::(?:error|warning)::injected/);
  });
});

function roleOf(name: string): object {
  const statement = { Sid: name, Effect: "Allow", Action: "iam:GetRole", Resource: "*" };
  return {
    RoleName: name,
    AssumeRolePolicyDocument: { Statement: [] },
    RolePolicyList: [{ PolicyName: name, PolicyDocument: { Statement: statement } }],
  };
}
