import { describeRole } from "../describe-role.js";
import { resultOf } from "./read-template.js";

const head = "Transform: AWS::LanguageExtensions\n";

/** A loop over roles. Each has the action `a:` followed by its item. */
const roles = (collection: string, key = "'Role${Name}'") => `${head}Parameters:
  Names: {Type: CommaDelimitedList, Default: "One,Two"}
  Open: {Type: CommaDelimitedList}
Mappings: {M: {k: {names: [Three]}}}
Resources:
  Fn::ForEach::Roles:
    - Name
    - ${collection}
    - ${key}:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {Statement: []}
          RoleName: !Sub "x-\${Name}"
          Policies:
            - PolicyName: !Ref Name
              PolicyDocument: {Statement: [{Effect: Allow, Action: "a:\${Name}", Resource: "*"}]}
`;

const describe_ = (text: string) =>
  resultOf(text).roles.map((role) => `${role.id} ${role.name}: ${describeRole(role).join(" | ")}`);

describe("Fn::ForEach", () => {
  test.each<[string, string, string[]]>([
    ["a list", roles("[One, Two]"), ["RoleOne x-One: One: a:One on *", "RoleTwo x-Two: Two: a:Two on *"]],
    ["a parameter", roles("!Ref Names"), ["RoleOne x-One: One: a:One on *", "RoleTwo x-Two: Two: a:Two on *"]],
    ["a map", roles("!FindInMap [M, k, names]"), ["RoleThree x-Three: Three: a:Three on *"]],
    ["a split string", roles('!Split ["-", "A-B"]'), ["RoleA x-A: A: a:A on *", "RoleB x-B: B: a:B on *"]],
    ["an empty list", roles("[]"), []],
    ["items with other characters", roles("['a.b']", "'Role&{Name}'"), ["Roleab x-a.b: a.b: a:a.b on *"]],
  ])("over %s", (_name, text, expected) => {
    expect(describe_(text)).toEqual(expected);
    expect(resultOf(text)).toMatchObject({ passedOver: [], problems: [] });
  });

  test("reads an unknown collection once as undetermined and lists it", () => {
    const result = resultOf(roles("!Ref Open"));
    expect(result.roles.map(({ id }) => id)).toEqual(["Role${Name}"]);
    expect(result.roles.flatMap(describeRole)).toEqual([
      "${Name}: a:${Name} on *",
      "boundary unresolved Fn::ForEach::Roles: its collection, Ref Open, is unknown",
    ]);
    expect(result.passedOver.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      "Fn::ForEach::Roles: its collection, Ref Open, is unknown; to check its resources, list the values, or use a parameter and set it under `parameters`",
    ]);
  });

  const typed = (type: string) =>
    `${head}Parameters: {Open: {Type: String}}\nResources:\n  Fn::ForEach::Kinds:\n    - Kind\n    - [Role]\n    - W\${Kind}:\n        Type: ${type}\n        Properties: {RoleName: x}\n`;

  test.each([
    ["'AWS::IAM::${Kind}'"],
    ["!Sub 'AWS::IAM::${Kind}'"],
    ["!Join ['::', [AWS, IAM, !Ref Kind]]"],
    ["{'Fn::Sub': ['${A}::${Kind}', {A: 'AWS::IAM'}]}"],
  ])("resolves a type from the item: %s", (type) => {
    expect(resultOf(typed(type)).roles.map(({ id }) => id)).toEqual(["WRole"]);
  });

  test.each<[string, string[]]>([
    ["!Sub 'AWS::${Open}::${Kind}'", ["WRole: has an unknown type, which a function returns"]],
    ["!ImportValue x", ["WRole: has an unknown type, which a function returns"]],
    ["!Sub 'AWS::S3::${Open}'", []],
  ])("lists an unknown type that may be one of IAM's: %s", (type, expected) => {
    const { roles: found, passedOver } = resultOf(typed(type));
    expect(found).toEqual([]);
    expect(passedOver.map(({ id, reason }) => `${id}: ${reason}`)).toEqual(expected);
  });

  test("knows the collection from a parameter file", () => {
    const files = { "p.json": '{"Parameters": {"Open": "Given"}}' };
    expect(resultOf(roles("!Ref Open"), "t.yaml", files).roles.map(({ id }) => id)).toEqual(["RoleGiven"]);
  });

  test("expands nested loops, and a role and its policy in one loop", () => {
    const text = `${head}Mappings: {M: {A: {l: [x, y]}, B: {l: [z]}}}
Resources:
  Fn::ForEach::Outer:
    - O
    - [A, B]
    - Role\${O}:
        Type: AWS::IAM::Role
        Properties: {AssumeRolePolicyDocument: {Statement: []}}
      Fn::ForEach::Inner:
        - I
        - !FindInMap [M, !Ref O, l]
        - Policy\${O}\${I}:
            Type: AWS::IAM::Policy
            Properties:
              Roles: [!Ref "Role\${O}"]
              PolicyDocument: {Statement: [{Effect: Allow, Action: "a:\${O}\${I}", Resource: "*"}]}
`;
    expect(describe_(text)).toEqual([
      "RoleA null: PolicyAx: a:Ax on * | PolicyAy: a:Ay on *",
      "RoleB null: PolicyBz: a:Bz on *",
    ]);
  });

  describe("has the items of its collection for each value of a parameter that a condition compares", () => {
    const all = (compared: string, collection: string, made = "") => `${head}Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Free: {Type: String, Default: x}
  Names: {Type: CommaDelimitedList, Default: "x,y"}
Conditions: {C: !Equals [${compared}]}
Mappings: {M: {dev: {l: [x, y]}, prod: {l: [x]}}}
Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}
  Fn::ForEach::P:
    - I
    - ${collection}
    - ${made}P\${I}:
        Type: AWS::IAM::Policy
        Condition: C
        Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Allow, Action: "a:\${I}", Resource: "*"}]}}
`;
    const without = (text: string) => describe_(text.replace("        Condition: C\n", ""));
    const isProd = "!Ref Env, prod";
    const hasY = "condition Fn::ForEach::P has y is";

    test.each<[string, string, string, string[]]>([
      [
        "the row of a map",
        isProd,
        "!FindInMap [M, !Ref Env, l]",
        [`when ${hasY} false`, "Px: a:x on *", `when ${hasY} true`, "Px: a:x on *", "Py: a:y on *"],
      ],
      [
        "the parameter",
        isProd,
        "[!Ref Env, !Ref Free]",
        [
          "when condition Fn::ForEach::P has prod is true",
          "Pprod: a:prod on *",
          "Px: a:x on *",
          "when condition Fn::ForEach::P has prod is false",
          "Px: a:x on *",
          "Pdev: a:dev on *",
        ],
      ],
      [
        "a parameter with any value",
        "!Ref Free, z",
        "[!Ref Free]",
        [
          "when condition Fn::ForEach::P has z is true",
          "Pz: a:z on *",
          "when condition Fn::ForEach::P has z is false",
          "Px: a:x on *",
        ],
      ],
      [
        "a list",
        "!Join [',', !Ref Names], 'z,x'",
        "!Ref Names",
        [
          "when condition Fn::ForEach::P has z is true",
          "Pz: a:z on *",
          "Px: a:x on *",
          "when condition Fn::ForEach::P has z is false",
          "Px: a:x on *",
          "Py: a:y on *",
        ],
      ],
      [
        "a list that is compared with nothing",
        "!Join ['', !Ref Names], ''",
        "!Ref Names",
        ["Px: a:x on *", "Py: a:y on *"],
      ],
    ])("%s: !Equals [%s], %s", (_name, compared, collection, expected) => {
      expect(without(all(compared, collection))).toEqual([`R null: ${expected.join(" | ")}`]);
    });

    test("in a nested loop, with a different collection in each round", () => {
      const inner = `Fn::ForEach::Q: [O, !FindInMap [N, !Ref I, !Ref Env], {"Q\${I}\${O}": {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref R], PolicyDocument: {Statement: []}}}}]\n      `;
      const text = all(isProd, "[x, y]", inner).replace(
        "{M: {",
        "{N: {x: {dev: [k, m], prod: [m]}, y: {dev: [m], prod: [k, m]}}, M: {",
      );
      expect(without(text)).toEqual([
        "R null: when condition Fn::ForEach::Q has k' is true | Qxm:  | Px: a:x on * | Qyk:  | Qym:  | Py: a:y on * | when condition Fn::ForEach::Q has k' is false | Qxm:  | Qxk:  | Px: a:x on * | Qym:  | Py: a:y on *",
      ]);
    });

    test("with the default of a parameter that no condition compares", () => {
      const text = all(isProd, "!FindInMap [N, !Ref Env, !Ref Size]")
        .replace("  Free:", "  Size: {Type: String, Default: s, AllowedValues: [s, l]}\n  Free:")
        .replace("{M: {", "{N: {dev: {s: [x], l: [y]}, prod: {s: [x, z], l: [y]}}, M: {");
      const hasZ = "condition Fn::ForEach::P has z is";
      expect(without(text)).toEqual([
        `R null: when ${hasZ} true | Px: a:x on * | Pz: a:z on * | when ${hasZ} false | Px: a:x on *`,
      ]);
    });

    test("is unknown if the collection is unknown for one value", () => {
      expect(describe_(all("!Ref Free, x", "[!Ref Free]"))).toEqual([
        `R null: when condition C is true | P\${I}: a:\${I} on * if Fn::ForEach::P: its collection, Ref Free, is unknown | when condition C is false`,
      ]);
    });
  });

  test("does not count a policy from an unknown loop on a role outside it", () => {
    const text = `${head}Parameters: {Open: {Type: CommaDelimitedList}}
Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}
  Fn::ForEach::P:
    - Name
    - !Ref Open
    - P\${Name}:
        Type: AWS::IAM::Policy
        Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}]}}
`;
    expect(describe_(text)).toEqual([
      "R null: P${Name}: a:B on * if Fn::ForEach::P: its collection, Ref Open, is unknown",
    ]);
  });

  test("expands a loop within properties", () => {
    const text = (collection: string) => `${head}Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Fn::ForEach::Part: [Part, ${collection}, {"\${Part}": [{Effect: Allow, Action: a:B, Resource: "*"}]}]
`;
    expect(describe_(text("[Statement]"))).toEqual(["R null: p: a:B on *"]);
    expect(describe_(text("!Ref Open"))).toEqual(["R null: unresolved p: ${ForEach::Part Part, Ref Open, ...}"]);
  });

  describe("finds a condition that a loop creates", () => {
    const text = (conditions: string, resources: string) =>
      `${head}Conditions:\n${conditions}\nResources:\n  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}\n${resources}`;
    const created = '  Fn::ForEach::C: [Id, [A, B], {"C${Id}": !Equals [!Ref Id, B]}]';
    const statement = (action: string) => `{Statement: [{Effect: Allow, Action: ${action}, Resource: "*"}]}`;
    const policy = (condition: string, action = "a:B", type = "AWS::IAM::Policy") =>
      `{Type: ${type}${condition}, Properties: {Roles: [!Ref R], PolicyDocument: ${statement(action)}}}`;
    const looped = (condition: string, type?: string) =>
      `  Fn::ForEach::P: [Id, [A, B], {"P\${Id}": ${policy(condition, '"a:${Id}"', type)}}]\n`;
    const inLoops = (condition: string) =>
      `  Fn::ForEach::P:\n    - Id\n    - [A, B]\n    - Fn::ForEach::Q: [O, [A, B], {"P\${Id}\${O}": ${policy(condition, '"a:${Id}${O}"')}}]\n`;
    const nested =
      '  Fn::ForEach::C: [I, [A, B], {"Fn::ForEach::D": [O, [A, B], {"C${I}${O}": !Equals [!Sub "${I}${O}", BA]}]}]';

    test.each<[string, string, string[]]>([
      ["in Fn::Sub", text(created, looped(', Condition: !Sub "C${Id}"')), ["PB: a:B on *"]],
      ["unchanged", text(created, looped(', Condition: "C${Id}"')), ["PB: a:B on *"]],
      ["letters only", text(created, looped(', Condition: !Sub "C&{Id}"')), ["PB: a:B on *"]],
      [
        "on a managed policy",
        text(created, looped(', Condition: !Sub "C${Id}"', "AWS::IAM::ManagedPolicy")),
        ["PB: a:B on *"],
      ],
      ["joined", text(created, looped(', Condition: !Join ["", [C, !Ref Id]]')), ["PB: a:B on *"]],
      ["joined from pieces", text(created, looped(', Condition: !Join ["", ["C", !Sub "${Id}"]]')), ["PB: a:B on *"]],
      [
        "in a Fn::Sub with variables",
        text(created, looped(', Condition: !Sub ["C${It}", {It: !Ref Id}]')),
        ["PB: a:B on *"],
      ],
      ["in a Fn::Sub with both", text(created, looped(', Condition: !Sub ["${C}${Id}", {C: C}]')), ["PB: a:B on *"]],
      ["in nested loops", text(nested, inLoops(', Condition: !Sub "C${Id}${O}"')), ["PBA: a:BA on *"]],
      [
        "in Fn::If",
        text(created, looped("").replaceAll('Action: "a:${Id}"', 'Action: !If [!Sub "C${Id}", a:Yes, a:No]')),
        ["PA: a:No on *", "PB: a:Yes on *"],
      ],
      [
        "in another condition",
        text(
          `${created}\n  Fn::ForEach::N: [Id, [A, B], {"N\${Id}": !Not [{Condition: !Sub "C\${Id}"}]}]`,
          looped(', Condition: !Sub "N${Id}"'),
        ),
        ["PA: a:A on *"],
      ],
      [
        "with a variable that remains",
        text(created, looped(', Condition: !Sub "C${Id}${AWS::Region}"')),
        ["A", "B"].map(
          (id) => `P${id}: a:${id} on * if condition of P${id}, which has no known value: it is not in the template`,
        ),
      ],
      ["with a name that YAML reads as true", text("  On: !Equals [a, b]", `  P: ${policy(", Condition: On")}\n`), []],
      ...["!Condition X", "!Ref X", "!Sub X", "[X]", "!Not [!Condition X]", "{}"].map(
        (condition): [string, string, string[]] => [
          `that is no text: ${condition}`,
          text("  X: !Equals [a, b]", `  P: ${policy(`, Condition: ${condition}`)}\n`),
          ["P: a:B on * if condition of P, which has no known value: it is not in the template"],
        ],
      ),
    ])("%s", (_how, template, expected) => {
      expect(resultOf(template).roles.flatMap(describeRole)).toEqual(expected);
    });

    test("finds the condition of an export", () => {
      const exporting = `${head}Conditions:\n${created}\nResources:\n  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}\nOutputs:\n  Fn::ForEach::O: [Id, [A, B], {"O\${Id}": {Condition: !Sub "C\${Id}", Value: !Ref R, Export: {Name: !Sub "e\${Id}"}}}]\n`;
      const importing = (name: string) =>
        `  P${name}: ${policy("", `a:${name}`).replace("!Ref R", `!ImportValue e${name}`)}\n`;
      const text = exporting.replace("Outputs:", `${importing("A")}${importing("B")}Outputs:`);
      const [own] = resultOf(text).roles;
      expect(own === undefined ? [] : describeRole(own)).toEqual(["PB: a:B on *"]);
    });
  });

  test("reports an invalid or exploding loop as a problem", () => {
    const nested = Array.from({ length: 9 }, (_, at) => at).reduceRight(
      (inner, at) => `{"Fn::ForEach::L${at}": ["I${at}", ["a","b","c","d","e","f","g","h","i"], ${inner}]}`,
      '{"R${I0}${I1}": {"Type": "AWS::IAM::Role"}}',
    );
    const problems = (resources: string) =>
      resultOf(`{"Transform": "AWS::LanguageExtensions", "Resources": ${resources}}`, "t.json").problems;
    expect(problems(nested).map(({ message }) => message)).toEqual([
      "Fn::ForEach::L8 can't be expanded: it expands beyond the limit (more than 300000 values)",
    ]);
    expect(
      problems('{"Fn::ForEach::X": ["Name", {"R": {"Type": "AWS::IAM::Role"}}]}').map(({ message }) => message),
    ).toEqual(["Fn::ForEach::X can't be expanded: it is not a list of an identifier, a collection, and a map"]);
  });
});

describe("AWS::LanguageExtensions", () => {
  const action = (expression: string) => `${head}Mappings: {M: {k: {v: x}}}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: ${expression}}]}}]
`;
  test.each([
    ["FindInMap with a default", "!FindInMap [M, k, gone, {DefaultValue: d}]", "d"],
    ["FindInMap with a default that is not needed", "!FindInMap [M, k, v, {DefaultValue: d}]", "x"],
    ["Length", "!Length [a, b]", "2"],
    ["Length of an unknown value", "{Fn::Length: !Ref L}", "${Length Ref L}"],
    ["ToJsonString", "!ToJsonString {a: [1, b]}", '{"a":["1","b"]}'],
    ["ToJsonString of an unknown value", "!ToJsonString {a: !Ref L}", '{"a":${Ref L}}'],
  ])("%s", (_name, expression, expected) => {
    expect(resultOf(action(expression)).roles.flatMap(describeRole)).toEqual([`p: a:B on ${expected}`]);
  });
});
