import type { Statement } from "../../../src/iam/model.js";
import { rolesOf, template } from "./read-template.js";

const CONDITIONS = [0, 1, 2, 3, 4, 5];
const head = `Parameters:
${CONDITIONS.map((at) => `  P${at}: {Type: String}`).join("\n")}
Conditions:
${CONDITIONS.map((at) => `  C${at}: !Equals [!Ref P${at}, "yes"]`).join("\n")}
`;

/** The number of statements in all of a role's variants, and how many of them are separate objects. */
function statementsOf(statements: readonly string[]): { readonly all: number; readonly own: number } {
  const items = statements.map((one) => `        - ${one}\n`).join("");
  const policy = `Policies:\n  - PolicyName: p\n    PolicyDocument:\n      Statement:\n${items}`;
  const [role] = rolesOf(template(policy, "", head));
  const all = (role?.variants ?? []).flatMap(({ policies }): readonly Statement[] =>
    policies.flatMap((one) => (one.kind === "document" ? one.document.statements : [])),
  );
  return { all: all.length, own: new Set(all).size };
}

const always = '{Effect: Allow, Action: "a:B", Resource: !Sub "arn:aws:s3:::${AWS::AccountId}/*"}';
const sometimes = (at: number) =>
  `!If [C${at}, {Effect: Allow, Action: "a:C${at}", Resource: "*"}, !Ref "AWS::NoValue"]`;

test.each<[string, readonly string[], number, number]>([
  ["conditional statements next to an unconditional one", [always, ...CONDITIONS.map(sometimes)], 256, 7],
  [
    "two statements with the same condition",
    [sometimes(0), always, sometimes(0), `!If [C1, ${always}, ${always}]`],
    12,
    5,
  ],
])("reads %s once each", (_name, statements, all, own) => {
  expect(statementsOf(statements)).toEqual({ all, own });
});
