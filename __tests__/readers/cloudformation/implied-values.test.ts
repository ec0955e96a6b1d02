import { describeRole } from "../describe-role.js";
import { inline, readAmong, resultOf, rolesOf, template } from "./read-template.js";

const parameters = `Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, stage, prod]}
  Two: {Type: String, Default: "no", AllowedValues: ["yes", "no"]}
  Free: {Type: String, Default: dflt}
  Arn: {Type: String, Default: ""}
  Arns: {Type: CommaDelimitedList, Default: ""}
  Bare: {Type: String}
  Else: {Type: String, Default: other}
  Staged: {Type: String, Default: prod}
  Alike: {Type: String, Default: dflt}
  Only: {Type: String, AllowedValues: [x]}
  Few: {Type: String, Default: qa, AllowedValues: [prod, qa]}
  Key: {Type: String, Default: dev}
  Optional: {Type: String, Default: b, AllowedValues: ["", a, b]}
  Looked: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path}
Mappings:
  Size:
    dev: {Class: small, Role: tiny}
    stage: {Class: small, Role: mid}
    prod: {Class: large, Role: big}
`;

/** The resource of a role's only statement, both if condition C holds and if it doesn't. */
function resources(condition: string, resource: string, more = ""): string[] {
  const head = `${parameters}Conditions:\n  C: ${condition}\n${more}`;
  const text = template(inline("!If [C, a:Yes, a:No]", resource), "", head);
  return rolesOf(text)
    .flatMap(describeRole)
    .filter((line) => !line.startsWith("when "))
    .map((line) => line.replace("p: a:", "").replace(" on ", ": "))
    .sort((one, other) => other.localeCompare(one));
}

describe("infers a parameter's values from a condition's outcome", () => {
  test.each<[string, string, string, string[]]>([
    ["it equals a value or another one", "!Equals [!Ref Free, x]", "!Ref Free", ["Yes: x", "No: dflt"]],
    ["it does not equal its default", "!Equals [!Ref Free, dflt]", "!Ref Free", ["Yes: dflt", "No: ${Ref Free}"]],
    ["swapped operands", "!Equals [x, !Ref Free]", "!Ref Free", ["Yes: x", "No: dflt"]],
    ["it is not empty", "!Not [!Equals [!Ref Arn, '']]", "!Ref Arn", ["Yes: ${Ref Arn}", "No: "]],
    ["no default", "!Equals [!Ref Bare, x]", "!Ref Bare", ["Yes: x", "No: ${Ref Bare}"]],
    ["only one allowed value remains", "!Equals [!Ref Two, 'no']", "!Ref Two", ["Yes: no", "No: yes"]],
    ["several values remain", "!Equals [!Ref Env, dev]", "!Ref Env", ["Yes: dev", "No: stage", "No: prod"]],
    [
      "several values remain, including the default",
      "!Equals [!Ref Env, prod]",
      "!Ref Env",
      ["Yes: prod", "No: stage", "No: dev"],
    ],
    [
      "a type whose values come from the account",
      "!Equals [!Ref Looked, x]",
      "!Ref Looked",
      ["Yes: x", "No: ${Ref Looked}"],
    ],
    [
      "the region",
      "!Equals [!Ref AWS::Region, r]",
      "!Sub 'x-${AWS::Region}'",
      ["Yes: x-r", "No: x-${Ref AWS::Region}"],
    ],
    ["within a string", "!Equals [!Ref Free, x]", "!Sub 'a-${Free}-b'", ["Yes: a-x-b", "No: a-dflt-b"]],
    [
      "as the key of a map",
      "!Equals [!Ref Env, prod]",
      "!FindInMap [Size, !Ref Env, Role]",
      ["Yes: big", "No: tiny", "No: mid"],
    ],
    [
      "as one of several keys of a map",
      "!Equals [!Ref Env, prod]",
      "!If [C, x, !FindInMap [Size, !Ref Env, Class]]",
      ["Yes: x", "No: small", "No: small"],
    ],
    ["Fn::And", "!And [!Equals [!Ref Free, x], !Equals [!Ref Bare, y]]", "!Ref Free", ["Yes: x", "No: x", "No: dflt"]],
    ["Fn::Or", "!Or [!Equals [!Ref Free, x], !Equals [!Ref Free, y]]", "!Ref Free", ["Yes: y", "Yes: x", "No: dflt"]],
    ["Fn::Not twice", "!Not [!Not [!Equals [!Ref Free, x]]]", "!Ref Free", ["Yes: x", "No: dflt"]],
    ["an Fn::Sub of it", "!Equals [!Sub 'a-${Free}', a-x]", "!Ref Free", ["Yes: x", "No: dflt"]],
    ["an Fn::Sub that can't produce the value", "!Equals [!Sub 'a-${Free}', b-x]", "!Ref Free", ["No: dflt"]],
    ["an Fn::Sub with variables", "!Equals [!Sub ['${v}!', {v: !Ref Free}], x!]", "!Ref Free", ["Yes: x", "No: dflt"]],
    ["an Fn::Join of it", "!Equals [!Join ['-', [a, !Ref Free]], a-x]", "!Ref Free", ["Yes: x", "No: dflt"]],
    ["a non-empty list", "!Equals [!Join ['', !Ref Arns], '']", "!Ref Arns", ["Yes: ", "No: ${Ref Arns}"]],
    [
      "a non-empty first item",
      "!Not [!Equals [!Select [0, !Ref Arns], '']]",
      "!Ref Arns",
      ["Yes: ${Ref Arns}", "No: "],
    ],
    [
      "a non-empty first part of a string",
      "!Not [!Equals [!Select [0, !Split [',', !Ref Arn]], '']]",
      "!Ref Arn",
      ["Yes: ${Ref Arn}", "No: "],
    ],
    [
      "part of it",
      "!Equals [!Select [0, !Split ['-', !Ref Free]], dflt]",
      "!Ref Free",
      ["Yes: dflt", "No: ${Ref Free}"],
    ],
    [
      "its value in a map",
      "!Equals [!FindInMap [Size, !Ref Env, Class], large]",
      "!Ref Env",
      ["Yes: prod", "No: stage", "No: dev"],
    ],
    [
      "several with the same value in a map",
      "!Equals [!FindInMap [Size, !Ref Env, Class], small]",
      "!FindInMap [Size, !Ref Env, Role]",
      ["Yes: tiny", "Yes: mid", "No: big"],
    ],
    [
      "several with the same value in a map, without AllowedValues",
      "!Equals [!FindInMap [Size, !Ref Key, Class], small]",
      "!FindInMap [Size, !Ref Key, Role]",
      ["Yes: tiny", "Yes: mid", "No: big"],
    ],
    [
      "all but some of several values",
      "!Not [!Or [!Equals [!Ref Env, prod], !Equals [!Ref Env, ops]]]",
      "!Ref Env",
      ["Yes: stage", "Yes: dev", "No: prod"],
    ],
    [
      "several values, with nothing for the empty one",
      "!Equals [!Ref Optional, a]",
      "!Ref Optional",
      ["Yes: a", "No: b"],
    ],
    [
      "its value in a map, without AllowedValues",
      "!Equals [!FindInMap [Size, !Ref Bare, Class], large]",
      "!FindInMap [Size, !Ref Bare, Class]",
      ["Yes: large", "No: small"],
    ],
    [
      "a value that is missing from the map",
      "!Equals [!FindInMap [Size, !Ref Env, Class], huge]",
      "!Ref Env",
      ["No: stage", "No: prod", "No: dev"],
    ],
    [
      "two parameters, one of them known",
      "!And [!Equals [!Ref Free, !Ref Bare], !Equals [!Ref Bare, x]]",
      "!Ref Free",
      ["Yes: x", "No: dflt"],
    ],
    [
      "two parameters with other defaults",
      "!Equals [!Ref Free, !Ref Else]",
      "!Ref Free",
      ["Yes: ${Ref Free}", "No: dflt"],
    ],
    [
      "the other one of two parameters",
      "!Equals [!Ref Free, !Ref Else]",
      "!Ref Else",
      ["Yes: ${Ref Else}", "No: other"],
    ],
    [
      "two parameters with the same default",
      "!Equals [!Ref Free, !Ref Alike]",
      "!Ref Free",
      ["Yes: dflt", "No: ${Ref Free}"],
    ],
    [
      "two parameters, one without a default",
      "!Equals [!Ref Free, !Ref Bare]",
      "!Ref Bare",
      ["Yes: ${Ref Bare}", "No: ${Ref Bare}"],
    ],
    [
      "two parameters, one with only one possible value",
      "!Equals [!Ref Free, !Ref Only]",
      "!Ref Free",
      ["Yes: x", "No: dflt"],
    ],
    [
      "two parameters with one value in common",
      "!Equals [!Ref Env, !Ref Few]",
      "!Ref Env",
      ["Yes: prod", "No: stage", "No: prod", "No: dev"],
    ],
    ["two parameters with no value in common", "!Equals [!Ref Env, !Ref Two]", "!Ref Env", ["No: dev"]],
    ["a parameter and itself", "!Equals [!Ref Free, !Sub '${Free}']", "!Ref Free", ["Yes: dflt"]],
    [
      "two parameters in one string",
      "!Equals [!Sub '${Free}-${Else}', x-y]",
      "!Ref Free",
      ["Yes: x", "No: x", "No: dflt"],
    ],
    [
      "two parameters in one string, with their defaults",
      "!Equals [!Sub '${Free}-${Else}', dflt-other]",
      "!Ref Free",
      ["Yes: dflt", "No: dflt", "No: ${Ref Free}"],
    ],
    [
      "two parameters in one string, with values that have the separator",
      "!Equals [!Sub '${Free}-${Else}', x-y-z]",
      "!Ref Free",
      ["Yes: x-y", "Yes: x", "No: x-y", "No: x", "No: dflt"],
    ],
    [
      "two parameters in one string, one of them last",
      "!Equals [!Join ['-', [!Ref AWS::StackName, a, !Ref Free]], s-a-x]",
      "!Ref Free",
      ["Yes: x", "No: x", "No: dflt"],
    ],
    [
      "two parameters in one string, which can't be that",
      "!Equals [!Sub '${Few}-${Two}', dev-yes]",
      "!Ref Few",
      ["No: qa", "No: prod"],
    ],
    [
      "a parameter next to the region",
      "!Equals [!Sub '${Free}-${AWS::Region}', prod-eu-west-1]",
      "!Ref Free",
      ["Yes: prod", "No: prod", "No: dflt"],
    ],
    [
      "a parameter next to the region, as the key of a map",
      "!Equals [!Sub '${Env}-${AWS::Region}', prod-eu-west-1]",
      "!FindInMap [Size, !Ref Env, Role]",
      ["Yes: big", "No: tiny", "No: mid", "No: big"],
    ],
    [
      "the account of a map's row",
      "!Equals [!Ref AWS::AccountId, !FindInMap [Size, !Ref Env, Class]]",
      "!Sub '${Env}-${AWS::AccountId}'",
      [
        "Yes: stage-small",
        "Yes: prod-large",
        "Yes: dev-small",
        ...["stage", "prod", "dev"].map((env) => `No: ${env}-\${Ref AWS::AccountId}`),
      ],
    ],
    [
      "a parameter next to something else",
      "!Equals [!Sub '${Env}-${R}', prod-x]",
      "!Ref Env",
      ["Yes: prod", "No: stage", "No: prod", "No: dev"],
    ],
    [
      "a parameter that matters only with another value",
      "!And [!Equals [!Ref Bare, y], !Equals [!Ref Env, prod]]",
      "!Ref Env",
      ["Yes: prod", "No: stage", "No: prod", "No: dev"],
    ],
    [
      "two parameters, the other with a value from the account",
      "!Equals [!Ref Free, !Ref Looked]",
      "!Ref Free",
      ["Yes: dflt", "No: dflt"],
    ],
    [
      "two parameters, as a map key",
      "!Equals [!Ref Free, !Ref Else]",
      "!FindInMap [Size, !Ref Free, Class]",
      ["Yes: ${FindInMap Size, Ref Free, Class}", "No: ${FindInMap Size, Ref Free, Class}"],
    ],
    [
      "the keys of a map that remain",
      "!Equals [!Select [1, !Split ['-', !Sub 'x-${Staged}']], dev]",
      "!FindInMap [Size, !Ref Staged, Class]",
      ["Yes: small", "No: large"],
    ],
    [
      "the keys of a map that are excluded",
      "!Equals [!Ref Bare, prod]",
      "!FindInMap [Size, !Ref Bare, Class]",
      ["Yes: large", "No: small"],
    ],
  ])("%s: %s", (_name, condition, resource, expected) => {
    expect(resources(condition, resource)).toEqual(expected);
  });

  test("follows a named condition in another condition", () => {
    const more = "  IsX: !Equals [!Ref Free, x]\n  NotX: !Not [!Condition IsX]\n";
    expect(resources("!Condition NotX", "!Ref Free", more)).toEqual(["Yes: dflt", "No: x"]);
  });

  test("drops contradictory outcomes", () => {
    const more = "  IsX: !Equals [!Ref Free, x]\n";
    const both = "!And [!Condition IsX, !Equals [!Ref Free, y]]";
    expect(resources(both, "!Ref Free", more)).toEqual(["No: y", "No: x", "No: dflt"]);
  });

  test("gives a conditional resource the values that its condition implies, including its name", () => {
    const head = `${parameters}Conditions:\n  C: !Equals [!Ref Free, x]\n`;
    const text = template(`RoleName: !Sub 'r-\${Free}'\n${inline("a:B", "!Ref Free")}`, "", head).replace(
      "Type: AWS::IAM::Role",
      "Type: AWS::IAM::Role\n    Condition: C",
    );
    expect(rolesOf(text).map((role) => [role.name, ...describeRole(role)])).toEqual([["r-x", "p: a:B on x"]]);
  });

  test("evaluates a role's name with the parameters' defaults", () => {
    const head = `${parameters}Conditions:\n  C: !Equals [!Ref Free, x]\n`;
    const names = (name: string) =>
      rolesOf(template(`RoleName: ${name}\n${inline("!If [C, a:B, a:C]")}`, "", head)).map((role) => role.name);
    expect(names("!Sub 'r-${Free}'")).toEqual(["r-dflt"]);
    expect(names("!If [C, one, other]")).toEqual(["other"]);
  });

  test("ignores conditions that a role does not use", () => {
    const head = `${parameters}Conditions:\n  C: !Or [!Equals [!Ref Free, x], !Equals [!Ref Bare, y], !Equals [!Ref Arn, z]]\n`;
    expect(rolesOf(template(inline("!If [C, a:Yes, a:No]"), "", head)).flatMap(describeRole)).toEqual([
      "when condition C is true",
      "p: a:Yes on *",
      "when condition C is false",
      "p: a:No on *",
    ]);
  });

  test("tries the defaults and each condition beyond the limit of outcomes, and assumes nothing for all other values", () => {
    const names = Array.from({ length: 100 }, (_, at) => `P${at}`);
    const declared = names.map((name) => `  ${name}: {Type: String, Default: "off"}\n`).join("");
    const conditions = names.map((name) => `  Is${name}: !Equals [!Ref ${name}, "on"]\n`).join("");
    const head = `Parameters:\n${declared}Conditions:\n${conditions}`;
    const actions = names.map((name) => `!If [Is${name}, a:B, a:C]`).join(", ");
    const lines = rolesOf(template(inline(`[${actions}]`, "!Ref P0"), "", head)).flatMap(describeRole);
    const held = lines.filter((line) => !line.startsWith("when "));
    expect(held[0]).toBe(`p: ${names.map(() => "a:C")} on off`);
    // Each condition in turn has its other outcome.
    expect(held.slice(1, 3)).toEqual([
      `p: ${names.map((_, at) => (at === 0 ? "a:B" : "a:C"))} on on`,
      `p: ${names.map((_, at) => (at === 1 ? "a:B" : "a:C"))} on off`,
    ]);
    expect(held.at(-1)?.split("; ")[0]).toBe(
      "p: a:B,a:C on ${Ref P0} if If IsP0 (its conditions have more than 64 combinations, which are not tried)",
    );
  });

  const chained = (count: number, link: (at: number) => string, last: string, of = "") => {
    const at = Array.from({ length: count }, (_, index) => index);
    const head = [
      "Parameters:",
      ...at.map((one) => `  P${one}: {Type: String, Default: a}`),
      "Conditions:",
      "  D0: !Equals [!Ref P0, b]",
      ...at.slice(1).flatMap((one) => [`  C${one}: !Equals [!Ref P${one}, b]`, `  D${one}: ${link(one)}`]),
      ...(of === "" ? [] : [`  Of: ${of}`]),
      "",
    ].join("\n");
    const text = template(inline(last), "", head);
    return rolesOf(of === "" ? text : text.replace("Role\n", "Role\n    Condition: Of\n")).flatMap(describeRole);
  };

  test("tries each outcome of a long chain of conditions once", () => {
    const link = (at: number) => `!And [!Condition C${at}, !Not [!Condition D${at - 1}]]`;
    expect(chained(100, link, "!If [D99, a:B, a:C]")).toEqual([
      "when condition D99 is false",
      "p: a:C on *",
      "when condition D99 is true",
      "p: a:B on *",
    ]);
  });

  test("leaves a deeply nested condition undecided", () => {
    const nested = `${"!Not [".repeat(120)}!Equals [!Ref Free, x]${"]".repeat(120)}`;
    const text = template(inline("!If [C, a:Yes, a:No]"), "", `${parameters}Conditions:\n  C: ${nested}\n`);
    expect(rolesOf(text).flatMap(describeRole)).toEqual([
      "p: a:Yes,a:No on * if If C (a condition is nested in more than 100 others)",
    ]);
  });

  test("names the number of steps if none of very many outcomes is possible", () => {
    const link = (at: number) =>
      `!Or [!And [!Condition C${at}, !Not [!Condition D${at - 1}]], !And [!Not [!Condition C${at}], !Condition D${at - 1}]]`;
    const [line] = chained(40, link, "!If [D39, a:B, a:C]", "!And [!Condition D39, !Not [!Condition D39]]");
    expect(line).toContain("D39 (evaluating its conditions takes more than 200000 steps)");
  });

  test("distinguishes as many values as a parameter can have", () => {
    const values = Array.from({ length: 20 }, (_, at) => `v${at + 10}`);
    const conditions = values.map((value) => `  Is${value}: !Equals [!Ref P, ${value}]\n`).join("");
    const head = `Parameters:\n  P: {Type: String, AllowedValues: [${values.join(", ")}]}\nConditions:\n${conditions}`;
    const actions = values.map((value) => `!If [Is${value}, "a:${value}", !Ref AWS::NoValue]`).join(", ");
    const lines = rolesOf(template(inline(`[${actions}]`, "!Ref P"), "", head)).flatMap(describeRole);
    expect(lines.filter((line) => line.startsWith("p: "))).toEqual(values.map((value) => `p: a:${value} on ${value}`));
  });
});

describe("considers a condition that a role does not name but whose parameter it uses", () => {
  const head = (conditions: string) => `${parameters}Conditions:\n${conditions}\n`;
  const held = (conditions: string, resource: string) =>
    rolesOf(template(inline("a:B", resource), "", head(conditions)))
      .flatMap(describeRole)
      .map((line) => line.replace("p: a:B on ", ""));
  const many = Array.from({ length: 70 }, (_, at) => `  C${at}: !Equals [!Ref Free, x${at}]\n`).join("");

  test.each<[string, string, string, string[]]>([
    [
      "compares the parameter with another value",
      "  C: !Equals [!Ref Free, x]",
      "!Ref Free",
      ["when Free is x", "x", "when Free is not x", "dflt"],
    ],
    [
      "compares its map key",
      "  C: !Equals [!Ref Env, prod]",
      "!FindInMap [Size, !Ref Env, Class]",
      ["when Env is prod", "large", "when Env is dev", "small", "when Env is stage", "small"],
    ],
    [
      "compares it among others",
      "  C: !And [!Equals [!Ref Free, x], !Equals [!Ref Bare, y]]",
      "!Ref Free",
      ["when Free is x", "x", "when Free is not x", "dflt"],
    ],
    [
      "within another condition",
      "  C: !Not [!Condition D]\n  D: !Equals [!Ref Free, x]",
      "!Ref Free",
      ["when Free is x", "x", "when Free is not x", "dflt"],
    ],
    [
      "compares the parameter with its default",
      "  C: !Equals [!Ref Free, dflt]",
      "!Ref Free",
      ["when Free is dflt", "dflt", "when Free is not dflt", "${Ref Free}"],
    ],
    [
      "compares its map key with its default",
      "  C: !Equals [!Ref Env, dev]",
      "!FindInMap [Size, !Ref Env, Class]",
      ["when Env is dev", "small", "when Env is stage", "small", "when Env is prod", "large"],
    ],
    [
      "compares a map key that may be anything with its default",
      "  C: !Equals [!Ref Staged, prod]",
      "!FindInMap [Size, !Ref Staged, Class]",
      ["when Staged is prod", "large", "when Staged is not prod", "small"],
    ],
    ["tests whether the parameter is set", "  C: !Equals [!Ref Free, '']", "!Ref Free", ["dflt"]],
    [
      "tests whether an unset parameter is set",
      "  C: !Equals [!Ref Arn, '']",
      "!Sub 'arn:aws:s3:::a${Arn}'",
      ["arn:aws:s3:::a"],
    ],
    ["compares two parameters", "  C: !Equals [!Ref Free, !Ref Else]", "!Ref Free", ["dflt"]],
    [
      "compares it next to another one",
      "  C: !Equals [!Sub '${Few}-${Two}', prod-yes]",
      "!Ref Few",
      ["when Few is prod", "prod", "when Few is qa", "qa"],
    ],
    [
      "compares it next to the region",
      "  C: !Equals [!Sub '${Few}-${AWS::Region}', qa-eu-west-1]",
      "!Ref Few",
      [
        ...["", "not "].flatMap((not) => [`when Few is qa and AWS::Region is ${not}eu-west-1`, "qa"]),
        ...["when Few is prod", "prod"],
      ],
    ],
    [
      "compares it after something that decides the condition",
      "  C: !And [!Equals [!Ref Bare, x], !Equals [!Ref Few, prod]]",
      "!Ref Few",
      ["when Few is prod", "prod", "when Few is qa", "qa"],
    ],
    [
      "compares it with a value that it can't have",
      "  C: !Equals [!Ref Few, production]",
      "!Ref Few",
      ["when Few is qa", "qa", "when Few is prod", "prod"],
    ],
    [
      "compares its map key, which makes no difference",
      "  C: !Equals [!FindInMap [Size, !Ref Env, Class], none]",
      "!FindInMap [Size, !Ref Env, Role]",
      ["when Env is dev", "tiny", "when Env is stage", "mid", "when Env is prod", "big"],
    ],
    ["compares another parameter", "  C: !Equals [!Ref Else, x]", "!Ref Free", ["dflt"]],
    ["compares a parameter without a default", "  C: !Equals [!Ref Bare, x]", "!Ref Bare", ["${Ref Bare}"]],
  ])("%s", (_name, conditions, resource, expected) => {
    expect(held(conditions, resource)).toEqual(expected);
  });

  const mapped = (name: string) => `!FindInMap [Size, !Ref ${name}, Role]`;
  const untried = (names: string, most = 16) =>
    `when not each of ${names} has its default (in more than ${most} ways, which are not tried)`;
  const described = (name: string, most = 16) =>
    ` (with the values of ${name} there are more than ${most} ways, which are not tried)}`;
  const each = Array.from({ length: 5 }, (_, at) => at);
  const eachIs = (value: string) => each.map((at) => `  C${at}: !Equals [!Ref P${at}, ${value}]\n`).join("");

  // With the defaults, the role has its name, and most deployments use them. Other values may result in a different role.
  test.each<[string, string, string, string, string[]]>([
    ["of one parameter", "", many, "!Ref Free", ["dflt", untried("Free"), `\${Ref Free${described("Free")}`]],
    [
      "of several together",
      each.map((at) => `  P${at}: {Type: String, Default: dev}\n`).join(""),
      eachIs("prod"),
      `[${each.map((at) => mapped(`P${at}`)).join(", ")}]`,
      [
        "tiny,tiny,tiny,tiny,tiny",
        untried("P0, P1, P2, P3, P4"),
        each
          .map((at) => `tiny,big if FindInMap Size, Ref P${at}, Role${described(`P${at}`).slice(0, -1)}`)
          .join("; a:B on "),
      ],
    ],
    [
      "of several, without a difference",
      each.map((at) => `  P${at}: {Type: String, Default: dev}\n`).join(""),
      eachIs("stage"),
      `[${each.map((at) => `!FindInMap [Size, !Ref P${at}, Class]`).join(", ")}]`,
      ["small,small,small,small,small", untried("P0, P1, P2, P3, P4"), "small,small,small,small,small"],
    ],
    [
      "of several, with other unknown values",
      each.map((at) => `  P${at}: {Type: String, Default: ""}\n`).join(""),
      eachIs("''"),
      "!Sub 'arn:aws:s3:::a${P0}${P1}${P2}${P3}${P4}'",
      ["arn:aws:s3:::a"],
    ],
    [
      "of one with many remaining values",
      `  P0: {Type: String, Default: dev, AllowedValues: [dev, prod, ${Array.from({ length: 20 }, (_, at) => `v${at}`)}]}\n`,
      "  C: !Equals [!Ref P0, prod]",
      "!Ref P0",
      [
        "when P0 is prod",
        "prod",
        "when P0 is one of dev, v0, v1, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v2, v3, v4, v5, v6, v7, v8, v9",
        "dev",
        untried("P0"),
        `\${Ref P0${described("P0")}`,
      ],
    ],
  ])("limits the outcomes that it tries: %s", (_name, declared, conditions, resource, expected) => {
    const text = template(inline("a:B", resource), "", head(conditions).replace("Mappings:", `${declared}Mappings:`));
    const lines = rolesOf(text).flatMap(describeRole);
    expect(lines.map((line) => line.replace("p: a:B on ", ""))).toEqual(expected);
  });

  test("knows which of two roles a policy belongs to", () => {
    const text = `${head("  C: !Equals [!Ref Few, prod]")}Resources:
${["prod", "qa"].map((name) => `  R${name}: {Type: AWS::IAM::Role, Properties: {RoleName: r-${name}, AssumeRolePolicyDocument: {Statement: []}}}\n`).join("")}
  P:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: x
      Roles: [!Sub 'r-\${Few}']
      PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}]}
`;
    expect(rolesOf(text).map((role) => [role.name, ...describeRole(role)])).toEqual([
      ["r-prod", "when Few is prod", "P: a:B on *", "when Few is qa"],
      ["r-qa", "when Few is prod", "when Few is qa", "P: a:B on *"],
    ]);
  });
});

describe("applies a condition to a parameter that is passed into a nested stack", () => {
  const inner = (condition: string) => `Parameters:
  Given: {Type: String, Default: inner, AllowedValues: [dev, prod, inner]}
  Own: {Type: String, Default: prod}
Conditions:
  C: ${condition}
${template(inline("!If [C, a:Yes, a:No]", "!Ref Given"))}`;
  const outer = (argument: string, outputs = "") => `Parameters:
  Env: {Type: String, Default: dev}
Conditions:
  Prod: !Equals [!Ref Env, prod]
Resources:
  Stack:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: inner.yaml, Parameters: {Given: ${argument}}}
${outputs}`;
  const held = (condition: string, argument: string, more = "") =>
    readAmong({ "t.yaml": outer(argument, more), "inner.yaml": inner(condition) }, "t.yaml")
      .roles.flatMap(describeRole)
      .filter((line) => !line.startsWith("when "));

  test.each<[string, string, string, string[]]>([
    ["unchanged", "!Equals [!Ref Given, prod]", "!Ref Env", ["p: a:Yes on prod", "p: a:No on dev"]],
    ["in a string", "!Equals [!Ref Given, prod]", "!Sub '${Env}'", ["p: a:Yes on prod", "p: a:No on dev"]],
    ["with a condition", "!Equals [!Ref Given, prod]", "!If [Prod, prod, dev]", ["p: a:Yes on prod", "p: a:No on dev"]],
    [
      "an unknown value",
      "!Equals [!Ref Given, prod]",
      "!GetAtt Stack2.Outputs.X",
      ["p: a:Yes on prod", "p: a:No on ${GetAtt Stack2.Outputs.X}"],
    ],
    [
      "a value that equals another parameter with another default",
      "!Equals [!Ref Given, !Ref Own]",
      "!Ref Env",
      ["p: a:Yes on prod", "p: a:No on dev"],
    ],
    [
      "a value that is not allowed in the nested stack",
      "!Equals [!Ref Given, other]",
      "!Ref Env",
      ["p: a:No on prod", "p: a:No on dev"],
    ],
  ])("%s: %s, %s", (_name, condition, argument, expected) => {
    expect(held(condition, argument)).toEqual(expected);
  });

  test.each([
    ["!Ref Given", "dev"],
    ["!FindInMap [M, !Ref Given, v]", "small"],
  ])(
    "keeps the default of a parameter that no condition compares, regardless of the others: %s",
    (resource, expected) => {
      const lines = ["", "!Ref Own", "!Ref AWS::StackName"].map((compared) => {
        const conditions = compared && `Conditions: {C: !Equals [${compared}, x]}\n`;
        const head = `Parameters: {Given: {Type: String}, Own: {Type: String, Default: x}}\nMappings: {M: {dev: {v: small}, prod: {v: large}}}\n${conditions}`;
        const child = template(inline(conditions ? "!If [C, a:Yes, a:No]" : "a:Yes", resource), "", head);
        const env = "Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}\n";
        const parent = `${env}${outer("!Ref Env").slice(outer("").indexOf("Resources:"))}`;
        const { roles } = readAmong({ "t.yaml": parent, "inner.yaml": child }, "t.yaml");
        return roles.flatMap(describeRole).filter((line) => !line.startsWith("when "));
      });
      const known = `p: a:Yes on ${expected}`;
      expect(lines).toEqual([[known], [known], [known, `p: a:No on ${expected}`]]);
    },
  );
});

describe("a condition on what a nested stack gets", () => {
  const outer = (argument: string) => `Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Free: {Type: String}
Conditions:
  Prod: !Equals [!Ref Env, prod]
Mappings: {M: {dev: {v: a}, prod: {v: b}}}
Resources:
  Policy: {Type: AWS::IAM::ManagedPolicy}
  Queue: {Type: AWS::SQS::Queue}
  Own: {Type: Custom::Own}
  Other: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: other.yaml}}
  Stack:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: inner.yaml, Parameters: {P: ${argument}}}
`;
  const other =
    "Resources: {Made: {Type: AWS::IAM::ManagedPolicy}}\nOutputs: {Arn: {Value: !Ref Made}, N: {Value: x}}\n";
  const inner = (type: string, condition: string) =>
    `Parameters: {P: {Type: ${type}, Default: ""}}\nConditions: {C: ${condition}}\n${template(inline("!If [C, a:Yes, a:No]"))}`;
  const isEmpty = "!Equals [!Ref P, '']";

  test.each<[string, string, string[], string?]>([
    ["the ARN of a policy", "!Ref Policy", ["No"]],
    ["a list item", "!Ref Policy", ["No"], "!Equals [!Join ['', !Ref P], '']"],
    ["a name", "!Ref Queue", ["No"]],
    ["a possible name", "!Ref Queue", ["Yes", "No"], "!Equals [!Ref P, x]"],
    ["an ARN, which is not `*`", "!GetAtt Queue.Arn", ["No"], "!Equals [!Ref P, '*']"],
    ["another attribute", "!GetAtt Queue.QueueName", ["Yes", "No"]],
    ["an attribute of a custom resource", "!GetAtt Own.Arn", ["Yes", "No"]],
    ["an output of another stack", "!GetAtt Other.Outputs.Arn", ["No"]],
    ["a missing output", "!GetAtt Other.Outputs.None", ["Yes", "No"]],
    ["a string with the account", "!Sub 'b-${AWS::AccountId}'", ["No"]],
    ["the region", "!Ref AWS::Region", ["No"]],
    ["a string joined with a parameter", "!Join ['-', [x, !Ref Free]]", ["No"]],
    ["two parameters with a separator", "!Sub '${Free}-${Env}'", ["No"]],
    ["an allowed value", "!Sub 'x-${Env}'", ["Yes", "No"], "!Equals [!Ref P, x-prod]"],
    ["a value that is not allowed", "!Sub 'x-${Env}'", ["No"], "!Equals [!Ref P, x-test]"],
    ["a map value", "!FindInMap [M, !Ref Env, v]", ["No"]],
    ["one of two", "!If [Prod, !Ref Policy, !GetAtt Queue.Arn]", ["No"]],
    ["one value or nothing", "!If [Prod, !Ref Policy, '']", ["Yes", "No"]],
    ["an unrestricted parameter", "!Ref Free", ["Yes", "No"]],
  ])("is decided by %s: %s", (_name, argument, expected, condition = isEmpty) => {
    const type = condition.includes("Join") ? "CommaDelimitedList" : "String";
    const files = { "t.yaml": outer(argument), "other.yaml": other, "inner.yaml": inner(type, condition) };
    const lines = readAmong(files, "t.yaml").roles.flatMap(describeRole);
    const actions = lines.flatMap((line) => /a:(\w+) on/.exec(line)?.[1] ?? []);
    expect([...new Set(actions)].sort().reverse()).toEqual(expected);
  });
});

test("names an optional managed policy or boundary by its parameter", () => {
  const head = `${parameters}Conditions:\n  C: !Not [!Equals [!Ref Arn, ""]]\n`;
  const held = (properties: string) => rolesOf(template(properties, "", head)).flatMap(describeRole);
  expect(held("PermissionsBoundary: !If [C, !Ref Arn, !Ref AWS::NoValue]")).toEqual([
    "when condition C is false",
    "when condition C is true",
    "boundary reference ${Ref Arn}",
  ]);
  expect(held("ManagedPolicyArns: [!Ref Arn, !Sub '${Arn}']")).toEqual([
    "reference ${Ref Arn}",
    "reference ${Sub ${Arn}}",
  ]);
  expect(held("ManagedPolicyArns: !Split [',', !Ref Arn]")).toEqual(["reference ${Split ,, Ref Arn}"]);
});

describe("knows which values a parameter can't have", () => {
  const isEmpty = "!Equals [!Ref P, '']";
  /** The actions in the variants that exist. */
  const actions = (parameter: string, condition = isEmpty, rules = ""): string[] => {
    const type = parameter.includes("Type:") ? "" : "Type: String, ";
    const head = `Parameters: {P: {${type}${parameter}}}\nConditions: {C: ${condition}}\n${rules}`;
    return rolesOf(template(inline("!If [C, a:Yes, a:No]"), "", head))
      .flatMap(describeRole)
      .flatMap((line) => /a:(\w+) on/.exec(line)?.[1] ?? []);
  };

  test.each<[string, string, string[]]>([
    ["no pattern", "Default: x", ["Yes", "No"]],
    ["a pattern that the empty string does not match", "AllowedPattern: '.+'", ["No"]],
    ["a pattern with anchors", "AllowedPattern: '^arn:aws:.*$'", ["No"]],
    ["a pattern that it matches", "AllowedPattern: '^(arn:.*)?$'", ["Yes", "No"]],
    ["a slow pattern", "AllowedPattern: '^(a+)+$'", ["Yes", "No"]],
    ["an invalid pattern", "AllowedPattern: '['", ["Yes", "No"]],
    ["a minimum length", "MinLength: 1", ["No"]],
    ["a type without an empty value", "Type: AWS::EC2::VPC::Id", ["No"]],
    ["a default outside AllowedValues", "Default: '', AllowedValues: [a]", ["No"]],
    [
      "a type whose values come from the account",
      "Type: 'AWS::SSM::Parameter::Value<String>', MinLength: 1",
      ["Yes", "No"],
    ],
  ])("for %s", (_name, parameter, expected) => {
    expect(actions(parameter)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ["9", "MinValue: 1, MaxValue: 5", ["No"]],
    ["5", "MinValue: 1, MaxValue: 5", ["Yes", "No"]],
    ["0", "MinValue: 1", ["No"]],
    ["-1", "MaxValue: 5", ["Yes", "No"]],
    ["abc", "Default: 3", ["No"]],
    ["9", "MinValue: '{{ least }}'", ["Yes", "No"]],
  ])("accepts or rejects %s for a number with %s", (value, parameter, expected) => {
    expect(actions(`Type: Number, ${parameter}`, `!Equals [!Ref P, '${value}']`)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ["is allowed", "Type: String, Default: a:B, AllowedValues: [a:B, a:C]", "a:B"],
    ["is not the only allowed value", "Type: String, Default: a:B, AllowedValues: [a:C]", "a:C"],
    ["is not an allowed value", "Type: String, Default: a:B, AllowedValues: [a:C, a:D]", "${Ref P}"],
    [
      "is a list of allowed values",
      "Type: CommaDelimitedList, Default: 'a:B, a:C', AllowedValues: [a:C, a:B]",
      "a:B,a:C",
    ],
    [
      "is a list with values that are not allowed",
      "Type: CommaDelimitedList, Default: a:B, AllowedValues: [a:C]",
      "a:C",
    ],
    ["does not match the pattern", "Type: String, Default: a:B, AllowedPattern: 's3:.*'", "${Ref P}"],
    ["matches the pattern", "Type: String, Default: a:B, AllowedPattern: '[a-z]+:.*'", "a:B"],
    ["is too long", "Type: String, Default: a:B, MaxLength: 2", "${Ref P}"],
    ["is too short", "Type: String, Default: a:B, MinLength: 4", "${Ref P}"],
    ["is too large", "Type: Number, Default: 9, MaxValue: 5", "${Ref P}"],
    ["is not the only number", "Type: Number, Default: 9, MinValue: 5, MaxValue: 5.0", "5"],
    ["is a number other than the only one", "Type: Number, MinValue: 5, MaxValue: 5", "5"],
    ["is one of two numbers", "Type: Number, MinValue: 5, MaxValue: 6", "${Ref P}"],
    [
      "is not the one value that a bound allows",
      "Type: Number, AllowedValues: [1, 5, 9], MinValue: 2, MaxValue: 6",
      "5",
    ],
    [
      "is not the one value that a pattern allows",
      "Type: String, AllowedValues: ['a:B', 'b:C'], AllowedPattern: 'b.*'",
      "b:C",
    ],
    [
      "is a list whose items match the pattern",
      "Type: CommaDelimitedList, Default: 'a:B, a:C', AllowedPattern: 'a:.'",
      "a:B,a:C",
    ],
    [
      "is a list with an item that does not match",
      "Type: CommaDelimitedList, Default: 'a:B, b:C', AllowedPattern: 'a:.'",
      "${Ref P}",
    ],
    [
      "comes from the account",
      "Type: String, Default: '{{resolve:ssm:p}}', AllowedValues: [x, y]",
      "{{resolve:ssm:p}}",
    ],
  ])("checks a default that %s", (_name, parameter, expected) => {
    const text = template(inline("!Ref P"), "", `Parameters: {P: {${parameter}}}\n`);
    expect(rolesOf(text).flatMap(describeRole)).toEqual([`p: ${expected} on *`]);
  });

  test.each<[string, string, string, string]>([
    ["is allowed", "a:B", "Type: String, AllowedValues: [a:B, a:C]", "a:B"],
    ["is not the only allowed value", "a:B", "Type: String, AllowedValues: [a:C]", "a:C"],
    [
      "is not one of several allowed values",
      "a:B",
      "Type: String, Default: a:C, AllowedValues: [a:C, a:D]",
      "${Ref S/P}",
    ],
    ["does not match the pattern", "a:B", "Type: String, AllowedPattern: 's3:.*'", "${Ref S/P}"],
    ["is too long", "a:B", "Type: String, MaxLength: 2", "${Ref S/P}"],
    ["is too large", "9", "Type: Number, MaxValue: 5", "${Ref S/P}"],
    ["is not the only number", "9", "Type: Number, MinValue: 5, MaxValue: 5", "5"],
    ["is a list of allowed values", "[a:B, a:C]", "Type: CommaDelimitedList, AllowedValues: [a:B, a:C]", "a:B,a:C"],
    [
      "is a list with a value that is not allowed",
      "!Join [',', [a:B, a:D]]",
      "Type: CommaDelimitedList, AllowedValues: [a:B, a:C]",
      "${Ref S/P}",
    ],
    ["is a parameter of the parent template", "!Ref Q", "Type: String, AllowedValues: [x, y]", "${Ref Q}"],
    ["comes from the impossible one of two branches", "!If [C, a:B, a:C]", "Type: String, AllowedValues: [a:C]", "a:C"],
  ])("checks what a stack passes that %s", (_name, passed, parameter, expected) => {
    const head = "Parameters: {Q: {Type: String}}\nConditions: {C: !Equals [!Ref Q, b]}\n";
    const stack = `Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml, Parameters: {P: ${passed}}}`;
    const outer = `${head}Resources:\n  S: {${stack}}\n`;
    const files = {
      "t.yaml": outer,
      "inner.yaml": template(inline("!Ref P"), "", `Parameters: {P: {${parameter}}}\n`),
    };
    const lines = readAmong(files, "t.yaml").roles.flatMap(describeRole);
    expect([...new Set(lines.filter((line) => !line.startsWith("when ")))]).toEqual([`p: ${expected} on *`]);
  });

  test.each<[string, string[]]>([
    ["a:B", ["No"]],
    ["a:C", ["Yes"]],
  ])("evaluates a condition on a parameter that gets %s", (passed, expected) => {
    const stack = `Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml, Parameters: {P: "a:X"}}`;
    const head = `Parameters: {P: {Type: String, AllowedValues: [a:C]}}\nConditions: {C: !Equals [!Ref P, "${passed}"]}\n`;
    const files = {
      "t.yaml": `Resources:\n  S: {${stack}}\n`,
      "inner.yaml": template(inline("!If [C, a:Yes, a:No]"), "", head),
    };
    const lines = readAmong(files, "t.yaml").roles.flatMap(describeRole);
    expect(lines.flatMap((line) => /a:(\w+) on/.exec(line)?.[1] ?? [])).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ["a non-empty value", "{Assertions: [{Assert: !Not [!Equals [!Ref P, '']]}]}", ["No"]],
    ["one of several values", "{Assertions: [{Assert: {Fn::Contains: [[a, b], !Ref P]}}]}", ["No"]],
    [
      "one of several values, including the empty one",
      "{Assertions: [{Assert: {Fn::Contains: [['', b], !Ref P]}}]}",
      ["Yes", "No"],
    ],
    ["an implication", "{RuleCondition: !Equals [!Ref P, ''], Assertions: [{Assert: !Equals [a, b]}]}", ["No"]],
    ["something that no value satisfies", "{Assertions: [{Assert: !Equals [a, b]}]}", ["Yes", "No"]],
    [
      "something that is not understood",
      "{Assertions: [{Assert: {Fn::EachMemberIn: [[a], {Fn::RefAll: x}]}}]}",
      ["Yes", "No"],
    ],
  ])("applies a rule that asserts %s", (_name, rule, expected) => {
    expect(actions("Default: x", isEmpty, `Rules: {R: ${rule}}\n`)).toEqual(expected);
  });
});

describe("matches a policy to a role by the name that the role has when the policy exists", () => {
  const attached = (conditions: string, roleName: string, named: string): string[] => {
    const policy = `Q:\n  Type: AWS::IAM::Policy\n  Condition: C\n  Properties: {Roles: [${named}], PolicyDocument: {Statement: [{Effect: Allow, Action: a:Q, Resource: "*"}]}}\n`;
    const [role] = rolesOf(template(`RoleName: ${roleName}`, policy, `${parameters}Conditions:\n${conditions}\n`));
    return role === undefined ? [] : describeRole(role).filter((line) => !line.startsWith("when "));
  };

  test.each<[string, string, string, string, string[]]>([
    ["under its condition", "  C: !Equals [!Ref Env, prod]", "!Sub 'w-${Env}'", "w-prod", ["Q: a:Q on *"]],
    [
      "by one of several comparisons",
      "  C: !And [!Equals [!Ref Env, prod], !Equals [!Ref Two, 'yes']]",
      "!Sub 'w-${Env}'",
      "w-prod",
      ["Q: a:Q on *"],
    ],
    [
      "under a nested condition",
      "  P: !Equals [!Ref Env, prod]\n  C: !And [!Condition P, !Equals [!Ref Two, 'yes']]",
      "!Join ['-', [w, !Ref Env]]",
      "w-prod",
      ["Q: a:Q on *"],
    ],
    ["not for another value", "  C: !Equals [!Ref Env, stage]", "!Sub 'w-${Env}'", "w-prod", []],
    ["not under a condition on something else", "  C: !Equals [!Ref Two, 'yes']", "!Sub 'w-${Env}'", "w-prod", []],
  ])("%s", (_name, conditions, roleName, named, expected) => {
    expect(attached(conditions, roleName, named)).toEqual(expected);
  });
});

describe("infers a parameter's values from a rule's assertion", () => {
  test.each<[string, string, string, readonly string[]]>([
    ["it equals a value", "{Assertions: [{Assert: !Equals [!Ref Env, prod]}]}", "!Ref Env", ["prod"]],
    [
      "it is one of a single value",
      "{Assertions: [{Assert: {Fn::Contains: [[prod], !Ref Env]}}]}",
      "!Ref Env",
      ["prod"],
    ],
    [
      "through a map",
      "{Assertions: [{Assert: !Equals [!Ref Env, prod]}]}",
      "!FindInMap [Size, !Ref Env, Role]",
      ["big"],
    ],
    ["a value without a default", "{Assertions: [{Assert: {Fn::Contains: [[x], !Ref Bare]}}]}", "!Ref Bare", ["x"]],
    [
      "each is one of a single value",
      "{Assertions: [{Assert: {Fn::EachMemberIn: [[!Ref Env], [prod]]}}]}",
      "!Ref Env",
      ["prod"],
    ],
    [
      "each is one of another list",
      "{Assertions: [{Assert: {Fn::EachMemberIn: [[!Ref Bare, !Ref Env], [prod]]}}]}",
      "!Ref Bare",
      ["prod"],
    ],
    [
      "each equals a value",
      "{Assertions: [{Assert: {Fn::EachMemberEquals: [[!Ref Env], prod]}}]}",
      "!Ref Env",
      ["prod"],
    ],
    [
      "no member is in the list",
      "{Assertions: [{Assert: !Not [{Fn::EachMemberIn: [[!Ref Env], [dev, stage]]}]}]}",
      "!Ref Env",
      ["prod"],
    ],
    ["it is not its default", "{Assertions: [{Assert: !Not [!Equals [!Ref Few, qa]]}]}", "!Ref Few", ["prod"]],
    [
      "it is not its default but one of several",
      "{Assertions: [{Assert: !Not [!Equals [!Ref Free, dflt]]}]}",
      "!Ref Free",
      ["${Ref Free}"],
    ],
    [
      "when a rule's condition is true",
      "{RuleCondition: !Equals [!Ref Two, 'yes'], Assertions: [{Assert: !Equals [!Ref Env, prod]}]}",
      "!Ref Env",
      ["prod", "dev"],
    ],
    ["about another parameter", "{Assertions: [{Assert: !Equals [!Ref Two, 'yes']}]}", "!Ref Env", ["dev"]],
    ["nothing that can be satisfied", "{Assertions: [{Assert: !Equals [!Ref Env, none]}]}", "!Ref Env", ["dev"]],
  ])("%s", (_name, rule, resource, expected) => {
    const text = template(inline("a:A", resource), "", `${parameters}Rules: {R: ${rule}}\n`);
    const found = rolesOf(text)
      .flatMap(describeRole)
      .flatMap((line) => / on (.*)/.exec(line)?.[1] ?? []);
    expect(found).toEqual(expected);
  });
});

describe("infers a list's values from a rule or a condition", () => {
  const described = (head: string, actions = "!Ref L") =>
    rolesOf(template(inline(actions), "", head))
      .flatMap(describeRole)
      .flatMap((line) => /^p: (.*) on /.exec(line)?.[1] ?? []);
  const lists = `Parameters:
  L: {Type: CommaDelimitedList, Default: "a:A, a:B"}
  One: {Type: List<String>, Default: a:A}
  Few: {Type: CommaDelimitedList, AllowedValues: [a:A, a:B, a:C], Default: "a:A,a:B"}
  Env: {Type: String, AllowedValues: [a:A, a:C], Default: a:A}
`;
  const open = (name: string) => [`\${Ref ${name}}`];

  test.each<[string, string, readonly string[]]>([
    ["{Fn::EachMemberIn: [!Ref L, [a:A, a:B, a:C]]}", "!Ref L", ["a:A,a:B"]],
    ["{Fn::EachMemberIn: [!Ref L, [a:A, a:C]]}", "!Ref L", open("L")],
    ["{Fn::EachMemberIn: [!Ref L, [a:C]]}", "!Ref L", ["a:C"]],
    ["{Fn::EachMemberIn: [!Ref One, [a:B, a:C]]}", "!Ref One", open("One")],
    ["{Fn::EachMemberIn: [!Ref One, [a:B, a:C]]}", "!Ref L", ["a:A,a:B"]],
    ["!Not [{Fn::EachMemberIn: [!Ref L, [a:A, a:B]]}]", "!Ref L", open("L")],
    ["{Fn::EachMemberEquals: [!Ref L, a:C]}", "!Ref L", ["a:C"]],
    ["{Fn::EachMemberEquals: [!Ref One, a:A]}", "!Ref One", ["a:A"]],
    ["!Not [{Fn::EachMemberEquals: [!Ref One, a:A]}]", "!Ref One", open("One")],
    ["{Fn::EachMemberEquals: [!Ref One, !Ref Env]}", "!Ref One", ["a:A"]],
    ["{Fn::Contains: [!Ref L, a:B]}", "!Ref L", ["a:A,a:B"]],
    ["{Fn::Contains: [!Ref L, a:C]}", "!Ref L", open("L")],
    ["!Not [{Fn::Contains: [!Ref L, a:A]}]", "!Ref L", open("L")],
    ["!Or [{Fn::Contains: [!Ref L, a:C]}, !Equals [!Ref Env, a:A]]", "!Ref Env", ["a:A", "a:A"]],
    ["!Not [{Fn::EachMemberIn: [[!Ref Env], !Ref L]}]", "!Ref Env", open("Env")],
    ["{Fn::EachMemberIn: [{Fn::ValueOfAll: [AWS::EC2::VPC::Id, Tags.x]}, [a]]}", "!Ref L", ["a:A,a:B"]],
  ])("applies a rule: %s, of %s", (assertion, actions, expected) => {
    expect(described(`${lists}Rules: {R: {Assertions: [{Assert: ${assertion}}]}}\n`, actions)).toEqual(expected);
  });

  test("applies a rule under its own condition", () => {
    const rule = "{RuleCondition: !Equals [!Ref Env, a:A], Assertions: [{Assert: {Fn::Contains: [!Ref L, a:C]}}]}";
    expect(described(`${lists}Rules: {R: ${rule}}\n`)).toEqual([...open("L"), "a:A,a:B"]);
  });

  test.each<[string, string, readonly string[]]>([
    ["!Equals [!Join [',', !Ref L], 'a:C']", "L", ["a:C", "a:No"]],
    ["!Equals [!Join [',', !Ref L], 'a:C,a:D']", "L", ["a:C,a:D", "a:No"]],
    ["!Equals [!Join [',', !Ref L], 'a:A,a:B']", "L", ["a:A,a:B", "a:No"]],
    ["!Not [!Equals [!Join [',', !Ref L], 'a:A,a:B']]", "L", ["a:No", ...open("L")]],
    ["!Equals [!Join ['|', !Ref L], 'a:C|a:D']", "L", [...open("L"), "a:No"]],
    ["!Equals [!Select [0, !Ref Few], a:A]", "Few", ["a:A,a:B", "a:No"]],
    ["!Equals [!Join [',', !Ref Few], 'a:B,a:C']", "Few", ["a:B,a:C", "a:No"]],
  ])("applies a condition: %s", (condition, name, expected) => {
    expect(described(`${lists}Conditions: {C: ${condition}}\n`, `!If [C, !Ref ${name}, a:No]`)).toEqual(expected);
  });
});

describe("reads unquoted yes, no, on, and off as booleans, even in keys", () => {
  test.each<[string, string, readonly string[]]>([
    ["!FindInMap [M, a, on]", "M: {a: {on: x}, b: {on: y}}", ["x"]],
    ["!FindInMap [M, a, on]", "M: {a: {true: x}}", ["x"]],
    ["!FindInMap [M, a, ON]", "M: {a: {On: x}}", ["x"]],
    ["!FindInMap [M, a, 'on']", "M: {a: {'on': x}}", ["x"]],
    ["!FindInMap [M, yes, k]", "M: {yes: {k: x}, no: {k: y}}", ["x"]],
    ["!FindInMap [M, !Ref B, k]", "M: {yes: {k: x}, no: {k: y}}", ["x"]],
  ])("resolves %s of %s", (resource, mapping, expected) => {
    const head = `Parameters: {B: {Type: String, Default: yes}}\nMappings: {${mapping}}\n`;
    const found = rolesOf(template(inline("a:A", resource), "", head)).flatMap(describeRole);
    expect(found.flatMap((line) => / on (.*)/.exec(line)?.[1] ?? [])).toEqual(expected);
  });

  test("reads them as booleans in a condition's name, too", () => {
    const text = template(inline("!If [no, a:A, a:B]", "x"), "", "Conditions: {no: !Equals [a, a]}\n");
    expect(rolesOf(text).flatMap(describeRole)).toContain("p: a:A on x");
  });
});

test.each([
  ["0010", "8"],
  ["0_10", "8"],
  ["001122223333", "155789019"],
  ["012345678901", "012345678901"],
  ["'0010'", "0010"],
  ["-010", "-8"],
  ["0x10", "16"],
  ["0xFFFF_FFFF_FFFF_FFFF", "18446744073709551615"],
  ["0b1_1", "3"],
  ["1:30", "90"],
  ["1:2:03", "3723"],
  ["1:60", "1:60"],
  ["1_000", "1000"],
  ["+5", "5"],
  ["-0", "0"],
  ["_1", "_1"],
  ["0x", "0x"],
  ["0b2", "0b2"],
  ["'0x10'", "0x10"],
  ["1.10", "1.10"],
  ["999999999999", "999999999999"],
  ["089", "089"],
  ["1010", "1010"],
  ["0", "0"],
])("reads a YAML 1.1 integer: %s is %s", (written, expected) => {
  const head = `Mappings: {M: {a: {${written}: x}}}\n`;
  const found = (value: string) => rolesOf(template(inline("a:A", value), "", head)).flatMap(describeRole);
  expect(found(written)).toEqual([`p: a:A on ${expected}`]);
  expect(found(`!FindInMap [M, a, '${expected}']`)).toEqual(["p: a:A on x"]);
});

describe("rejects rules that no parameters satisfy", () => {
  const is = (value: string) => `{Assert: !Equals [!Ref E, ${value}]}`;
  const isNot = "{Assert: !Not [!Equals [!Ref E, dev]]}";
  const messages = (parameter: string, rules: string) =>
    resultOf(template(inline("a:A"), "", `Parameters: {E: ${parameter}}\nRules: {${rules}}\n`)).problems.map(
      ({ message, isRead }) => `${isRead ? "warning" : "error"}: ${message}`,
    );
  const described = [
    "warning: no parameters satisfy all Rules of the template, so no stack can be created: the Rules are ignored",
  ];
  const text = "{Type: String, Default: dev}";

  test.each<[string, string, string, readonly string[]]>([
    ["in one rule", text, `R: {Assertions: [${is("dev")}, ${is("prod")}]}`, described],
    ["in two rules", text, `R: {Assertions: [${is("dev")}]}, S: {Assertions: [${isNot}]}`, described],
    ["with AllowedValues", "{Type: String, AllowedValues: [dev]}", `R: {Assertions: [${isNot}]}`, described],
    ["satisfied by all other values", text, `R: {Assertions: [${isNot}]}`, []],
    [
      "under a condition that may be false",
      text,
      `R: {RuleCondition: !Equals [!Ref E, dev], Assertions: [${is("prod")}]}`,
      [],
    ],
    [
      "with functions that decide nothing",
      text,
      'R: {Assertions: [{Assert: {"Fn::ValueOf": [E, Tag]}}, {Assert: {"Fn::RefAll": x}}]}',
      [],
    ],
  ])("%s", (_, parameter, rules, expected) => {
    expect(messages(parameter, rules)).toEqual(expected);
  });
});
