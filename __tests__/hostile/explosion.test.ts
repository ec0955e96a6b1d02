import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { readFile } from "../../src/readers/index.js";
import { allow, deny, policyOf, roleOf } from "../iam/role.js";

// Small files that demand more time or memory than is available. No test asserts a time, because a check that explodes
// never ends.

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };

function problemsOf(path: string, text: string): readonly string[] {
  const outcome = readFile({ path, text }, context);
  if (outcome.kind === "unreadable") return [outcome.problem.message];
  return outcome.kind === "read" ? outcome.result.problems.map(({ message }) => message) : [];
}

type Json = string | number | readonly Json[] | { readonly [key: string]: Json };

function template(properties: Readonly<Record<string, Json>>, sections: Readonly<Record<string, Json>> = {}): string {
  const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [] }, ...properties } };
  return JSON.stringify({ ...sections, Resources: { VeeamRole: role } });
}

/** A value that contains the previous value as often as `around` repeats it, for the given number of levels. */
function nested(levels: number, around: (inner: Json) => Json): Json {
  let value: Json = "x";
  for (let level = 0; level < levels; level += 1) value = around(value);
  return value;
}

const doubled = nested(60, (inner) => ({ "Fn::Sub": [`\${a}\${a}`, { a: inner }] }));
const policies = (action: Json): Json => [
  { PolicyName: "p", PolicyDocument: { Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] } },
];
const tooMuch =
  "veeam.json can't be resolved: its functions expand it beyond the limit (more than 1500000 steps, or 1048576 characters in a string)";

describe("CloudFormation's functions", () => {
  test.each<[string, string, readonly string[]]>([
    ["an Fn::Sub in a name that doubles sixty times", template({ RoleName: doubled }), [tooMuch]],
    ["an Fn::Sub in a policy that doubles sixty times", template({ Policies: policies(doubled) }), [tooMuch]],
    [
      "a long list as a variable used many times, evaluating it once",
      template({ RoleName: { "Fn::Sub": ["${a}".repeat(20_000), { a: Array<string>(20_000).fill("x") }] } }),
      [],
    ],
    [
      "a partly unknown string used many times",
      template({
        RoleName: { "Fn::Sub": ["${a}".repeat(20_000), { a: { "Fn::Sub": "${AWS::Region}x".repeat(20_000) } }] },
      }),
      [tooMuch],
    ],
    [
      "Fn::ToJsonString, which doubles each backslash",
      template({ RoleName: nested(95, (inner) => ({ "Fn::ToJsonString": { a: inner } })) }),
      [tooMuch],
    ],
    ["an Fn::Sub with only opening braces", template({ RoleName: { "Fn::Sub": "${".repeat(300_000) } }), []],
    [
      "conditions that each use the previous one twice",
      template(
        { Policies: policies({ "Fn::If": ["C60", "*", "s3:GetObject"] }) },
        {
          Conditions: Object.fromEntries(
            Array.from({ length: 61 }, (_, at): [string, Json] => [
              `C${at}`,
              at === 0
                ? { "Fn::Equals": [{ Ref: "AWS::Region" }, "x"] }
                : { "Fn::And": [{ Condition: `C${at - 1}` }, { Condition: `C${at - 1}` }] },
            ]),
          ),
        },
      ),
      [],
    ],
    [
      "sixty conditions at once",
      template(
        { Policies: policies(Array.from({ length: 60 }, (_, at) => ({ "Fn::If": [`C${at}`, "ec2:*", "s3:*"] }))) },
        {
          Conditions: Object.fromEntries(
            Array.from({ length: 60 }, (_, at) => [`C${at}`, { "Fn::Equals": [{ Ref: `P${at}` }, "x"] }]),
          ),
        },
      ),
      [],
    ],
  ])("survives %s", (_name, text, problems) => {
    expect(problemsOf("veeam.json", text)).toEqual(problems);
  });

  test("survives 500 roles that 500 policies attach to", () => {
    const names = Array.from({ length: 500 }, (_, at) => at);
    const roles = names.map((at) => [
      `R${at}`,
      { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
    ]);
    const attached = names.map((at) => [
      `P${at}`,
      {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: "p",
          Roles: names.map((role) => ({ Ref: `R${role}` })),
          PolicyDocument: { Statement: [] },
        },
      },
    ]);
    const text = JSON.stringify({ Resources: Object.fromEntries([...roles, ...attached]) });
    expect(problemsOf("veeam.json", text)).toEqual([tooMuch]);
  });

  test("survives nested loops and a loop over a long string", () => {
    let loops: Json = { "R${a}${b}${c}${d}${e}${f}": { Type: "AWS::IAM::Role", Properties: {} } };
    for (const name of "fedcba") {
      const collection = Array.from({ length: 30 }, (_, at) => `x${at}`);
      loops = { [`Fn::ForEach::L${name}`]: [name, collection, loops] };
    }
    const inLoops = JSON.stringify({ Transform: "AWS::LanguageExtensions", Resources: loops });
    expect(problemsOf("veeam.json", inLoops).join()).toContain("expands beyond the limit");
    const role = { Type: "AWS::IAM::Role", Properties: { RoleName: `${"x".repeat(900_000)}\${a}` } };
    const items = Array.from({ length: 50_000 }, (_, at) => `i${at}`);
    const long = {
      Transform: "AWS::LanguageExtensions",
      Resources: { "Fn::ForEach::A": ["a", items, { "R${a}": role }] },
    };
    expect(problemsOf("veeam.json", JSON.stringify(long)).join()).toContain("expands beyond the limit");
  });
});

describe("YAML", () => {
  const role = "\nResources: {R: {Type: AWS::IAM::Role, Properties: {Policies: *last}}}\n";
  const lines = (count: number, line: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => line(at)).join("\n");

  test.each<[string, string, string]>([
    [
      "nested aliases, ten levels of ten",
      `l0: &l0 [x]\n${lines(10, (at) => `l${at + 1}: &${at === 9 ? "last" : `l${at + 1}`} [${Array(10).fill(`*l${at}`).join()}]`)}${role}`,
      "can't be read: its aliases expand beyond the size limit",
    ],
    [
      "merge keys that double each time",
      `m0: &m0 {k: 1}\n${lines(40, (at) => `m${at + 1}: &${at === 39 ? "last" : `m${at + 1}`} {<<: [*m${at}, *m${at}]}`)}${role}`,
      "can't be read: its aliases expand beyond the size limit",
    ],
    ["flow lists nested 100,000 levels deep", `a: ${"[".repeat(100_000)}`, "can't be read: it is nested too deeply"],
    ["flow maps nested 100,000 levels deep", `a: ${"{a: ".repeat(100_000)}`, "can't be read: it is nested too deeply"],
    [
      "block lists nested 100,000 levels deep",
      `a:\n ${"- ".repeat(100_000)}x`,
      "can't be read: it is nested too deeply",
    ],
    ["explicit keys nested 100,000 levels deep", `${"? ".repeat(100_000)}x`, "can't be read: it is nested too deeply"],
    ["50,000 errors on one line", `a: ${"!x ".repeat(50_000)}b`, "is not valid YAML: A node can have at most one tag"],
  ])("survives %s", (_name, text, reason) => {
    expect(problemsOf("veeam.yaml", text)).toEqual([`veeam.yaml ${reason}`]);
  });
});

describe("patterns", () => {
  const stars = `${"*a".repeat(400)}b`;

  test("matches *a*a*a* as actions, resources, and condition values of many statements", async () => {
    const statements = Array.from({ length: 200 }, (_, at) => ({
      ...(at % 2 === 0 ? allow : deny)(`ec2:${stars}${at}`, `arn:aws:ec2:${stars}`),
      Condition: { StringLike: { "aws:RequestedRegion": [stars, "a".repeat(1000)] } },
    }));
    const role = roleOf({ policies: [policyOf("stars", ...statements)] });
    const declared = new Map([["aws:requestedregion", ["a".repeat(1000)]]]);
    const requested = [{ action: `ec2:${"a".repeat(800)}`, resources: [`arn:aws:ec2:${"a".repeat(800)}`] }];
    const verdicts = evaluateRole(role, requested, declared, await loadAuthorization());
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["missing"]);
  });
});
