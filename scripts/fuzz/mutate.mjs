// Mutates files: characters, JSON values, and lines. All choices come from one seeded generator.

/** Tokens that may trip up parsers, evaluators, and renderers. */
const TOKENS = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "'",
  "\\",
  "\n",
  "\r\n",
  "\t",
  " ",
  "\u00a0",
  "\u0000",
  "\ufeff",
  "\u2028",
  "\ud800",
  "😀",
  "*",
  "?",
  "**",
  "-",
  "- ",
  "? ",
  "&a ",
  "*a",
  "<<: *a\n",
  "!Ref ",
  "!Sub ",
  "!If ",
  "!GetAtt ",
  "| \n",
  "> \n",
  "# ",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
  "null",
  "true",
  "~",
  "0",
  "-1",
  "1e999",
  "0x1f",
  "NaN",
  "[]",
  "{}",
  '""',
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "Fn::If",
  "Fn::Sub",
  "Fn::Join",
  "Fn::ForEach::X",
  "Fn::Transform",
  "AWS::NoValue",
  "Ref",
  "Condition",
  "${",
  "}",
  "${a}",
  "${!a}",
  "{{resolve:ssm:a}}",
  "NotAction",
  "NotResource",
  "NotPrincipal",
  "Deny",
  "Allow",
  "Effect",
  "Statement",
  "Principal",
  "Resource",
  "Action",
  "Condition",
  "ForAllValues:StringLike",
  "StringEqualsIfExists",
  "Null",
  "IpAddress",
  "DateLessThan",
  "Bool",
  "aws:RequestedRegion",
  "sts:ExternalId",
  "ec2:*",
  "*:*",
  "ec2",
  ":",
  "EC2:runinstances",
  "sts:AssumeRole",
  "arn:aws:iam::aws:policy/AdministratorAccess",
  "arn:",
  "arn:aws:iam::1:role/x",
  "\n::error::fuzz\n",
  "::set-output name=a::b",
  "%0A",
  "<img src=x>",
  "</details>",
  "@fuzzmention",
  "```",
  "|",
  "[a](http://b)",
  "${{ github.token }}",
];

const VALUES = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  "",
  "*",
  " ",
  "a".repeat(300),
  "__proto__",
  "AWS::NoValue",
  [],
  {},
  [[]],
  [null],
  [{}],
  { "": "" },
  { Ref: "A" },
  { Ref: "AWS::NoValue" },
  { Ref: {} },
  { "Fn::If": ["A", "x", { Ref: "AWS::NoValue" }] },
  { "Fn::If": [] },
  { "Fn::If": null },
  { "Fn::Sub": ["${a}", { a: { Ref: "B" } }] },
  { "Fn::Sub": [] },
  { "Fn::Sub": "${" },
  { "Fn::Join": ["", ["a", { Ref: "B" }]] },
  { "Fn::Join": [] },
  { "Fn::Select": ["0", { "Fn::Split": [",", "a,b"] }] },
  { "Fn::Select": [-1, []] },
  { "Fn::FindInMap": ["A", "B", "C"] },
  { "Fn::GetAtt": ["A", "Arn"] },
  { "Fn::GetAtt": "A.Arn" },
  { "Fn::ToJsonString": { a: { Ref: "B" } } },
  { "Fn::Length": [] },
  { "Fn::Transform": { Name: "x" } },
  { Condition: "A" },
  { "Fn::ForEach::L": ["x", ["a", "b"], { "${x}": {} }] },
  { constant_value: "x" },
  { references: ["var.a", "local.b", "module.m.o", "each.value"] },
  { references: [] },
  { Effect: "Deny", Action: "*", Resource: "*" },
  { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
  { StringEquals: { "aws:x": ["a"] } },
  "\n::error::fuzz",
  "<img src=x>@fuzzmention",
  ["create", "delete"],
  ["delete"],
  ["no-op"],
  "1.2",
  "2.0",
];

export function mutator(draw, seeds) {
  const { below, pick } = draw;

  function characters(text) {
    const at = below(text.length + 1);
    const length = pick([1, 1, 2, 8, 40, 400]);
    switch (below(8)) {
      case 0:
        return text.slice(0, at) + text.slice(at + length);
      case 1:
        return text.slice(0, at) + pick(TOKENS) + text.slice(at);
      case 2:
        return text.slice(0, at) + pick(TOKENS) + text.slice(at + length);
      case 3:
        return text.slice(0, at) + text.slice(at, at + length).repeat(pick([2, 3, 50])) + text.slice(at + length);
      case 4:
        return text.slice(0, at) + String.fromCharCode(below(pick([128, 256, 65_536]))) + text.slice(at + 1);
      case 5:
        return text.slice(0, at);
      case 6: {
        const other = pick(seeds).text;
        const from = below(other.length);
        return text.slice(0, at) + other.slice(from, from + length * 4) + text.slice(at);
      }
      default:
        return text.slice(0, at) + pick(TOKENS).repeat(pick([1, 10, 1000])) + text.slice(at);
    }
  }

  function lines(text) {
    const list = text.split("\n");
    const at = below(list.length);
    switch (below(5)) {
      case 0:
        list.splice(at, pick([1, 2, 10]));
        break;
      case 1:
        list.splice(at, 0, ...list.slice(below(list.length)).slice(0, pick([1, 3, 20])));
        break;
      case 2:
        list[at] = pick([" ", "  ", "\t", "- "]) + list[at];
        break;
      case 3:
        list[at] = list[at].trimStart();
        break;
      default: {
        const other = below(list.length);
        [list[at], list[other]] = [list[other], list[at]];
      }
    }
    return list.join("\n");
  }

  /** Changes one place in JSON text, chosen by a random walk. */
  function values(text) {
    const root = JSON.parse(text);
    let [holder, key] = [{ root }, "root"];
    const top = holder;
    while (typeof holder[key] === "object" && holder[key] !== null && below(8) > 0) {
      const keys = Object.keys(holder[key]);
      if (keys.length === 0) break;
      [holder, key] = [holder[key], pick(keys)];
    }
    const value = holder[key];
    switch (below(7)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 1:
        holder[key] = [value];
        break;
      case 2:
        if (Array.isArray(value)) value.push(structuredClone(value[0] ?? null), structuredClone(pick(VALUES)));
        else holder[key] = { [pick(TOKENS)]: value };
        break;
      case 3:
        if (typeof value === "string") holder[key] = characters(value);
        else holder[key] = JSON.stringify(value);
        break;
      case 4: {
        const name = pick(TOKENS);
        if (!Array.isArray(holder))
          Object.defineProperty(holder, name, { value, enumerable: true, configurable: true });
        break;
      }
      default:
        holder[key] = structuredClone(pick(VALUES));
    }
    return JSON.stringify(top.root, null, pick([0, 2])) ?? "";
  }

  function once(seed, text) {
    if (seed.path.endsWith(".json") && below(3) > 0) {
      try {
        return values(text);
      } catch {
        // An earlier mutation has broken the JSON.
      }
    }
    return below(3) === 0 ? lines(text) : characters(text);
  }

  return (seed) => {
    let { text } = seed;
    for (let left = pick([1, 1, 1, 2, 3, 8]); left > 0; left -= 1) text = once(seed, text);
    return text.slice(0, 200_000);
  };
}
