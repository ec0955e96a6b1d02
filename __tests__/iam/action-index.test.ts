import { ActionIndex } from "../../src/iam/action-index.js";
import { requestedAction } from "../../src/iam/action-pattern.js";
import type { Statement } from "../../src/iam/model.js";
import type { Text } from "../../src/source/node.js";
import { allow, deny, documentOf } from "./role.js";

/** The positions of the statements that name the action, and how certain that is. */
function found(statements: readonly Statement[], action: string): readonly string[] {
  const index = new ActionIndex(statements.map((statement) => ({ statement })));
  return index
    .find(requestedAction(action))
    .map(({ statement, named }) => `${statements.indexOf(statement.statement)} ${named}`);
}

const read = (...Statement: readonly object[]) => documentOf({ Statement }).statements;
const allBut = (...NotAction: readonly string[]) => ({ Effect: "Allow", NotAction, Resource: "*" });

/** A statement whose first action is a partly or completely unknown string. */
function withText(statement: Statement | undefined, text: Text): Statement {
  if (statement === undefined) throw new Error("no statement");
  const [first, ...others] = statement.actions.patterns;
  const patterns = first === undefined ? [] : [{ ...first, text }, ...others];
  return { ...statement, actions: { ...statement.actions, patterns } };
}

test.each<[string, readonly object[], readonly string[]]>([
  ["in order, each once", [allow("*"), allow(["ec2:*", "ec2:RunInstances"]), allow("s3:*")], ["0 yes", "1 yes"]],
  ["only the one that names it", [allow("s3:Get"), allow("ec2:RunInstances")], ["1 yes"]],
  ["only those that name it", [allow("ec2:RunInstances"), allow("EC2:runinstances")], ["0 yes", "1 yes"]],
  ["none", [allow("ec2:StopInstances")], []],
  ["none of its service", [allow("ec2:Stop*")], []],
  ["by service before by wildcard", [allow("*"), allow("ec2:Run*")], ["0 yes", "1 yes"]],
  ["a wildcard before the action itself", [allow("*"), allow("x:y"), allow("ec2:RunInstances")], ["0 yes", "2 yes"]],
  ["all except others", [allBut("s3:*"), allow("ec2:RunInstances")], ["0 yes", "1 yes"]],
  ["all except others after the action", [allow("ec2:RunInstances"), allBut("s3:*")], ["0 yes", "1 yes"]],
  ["not all except the action", [allBut("s3:*", "ec2:Run*"), allow("ec2:*")], ["1 yes"]],
  ["an invalid action grants nothing but still denies", [allow("e*:RunInstances"), deny("e*:RunInstances")], ["1 yes"]],
])("returns statements: %s", (_, statements, names) =>
  expect(found(read(...statements), "ec2:RunInstances")).toEqual(names),
);

describe("an unknown action", () => {
  const [open, exact, other] = read(allow("x:y"), allow("ec2:RunInstances"), allow(["x:y", "ec2:RunInstances"]));
  const verb: Text = { kind: "partial", parts: ["ec2:", { kind: "unresolved", expression: "Ref Verb" }] };

  test("may be the action", () => {
    const statements = [withText(open, verb)];
    expect(found(statements, "ec2:RunInstances")).toEqual(["0 unknown"]);
    expect(found(statements, "s3:GetObject")).toEqual([]);
  });

  test("keeps a statement certain that names the action", () => {
    expect(found([withText(open, verb), ...(exact ? [exact] : [])], "ec2:RunInstances")).toEqual([
      "0 unknown",
      "1 yes",
    ]);
    expect(found([withText(other, verb)], "ec2:RunInstances")).toEqual(["0 yes"]);
  });

  test("may be an exception in NotAction", () => {
    const [negated] = read(allBut("x:y"));
    expect(found([withText(negated, verb)], "ec2:RunInstances")).toEqual(["0 unknown"]);
    expect(found([withText(negated, verb)], "s3:GetObject")).toEqual(["0 yes"]);
    const [both] = read(allBut("x:y", "ec2:Run*"));
    expect(found([withText(both, verb)], "ec2:RunInstances")).toEqual([]);
  });
});
