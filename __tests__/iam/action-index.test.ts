import { ActionIndex } from "../../src/iam/action-index.js";
import { requestedAction } from "../../src/iam/action-pattern.js";
import { allow, documentOf } from "./role.js";

test("the index finds statements in their order, each once", () => {
  const { statements } = documentOf({
    Statement: [allow("*"), allow(["ec2:*", "ec2:RunInstances"]), allow("s3:*"), { ...allow("x:y"), Sid: "x" }],
  });
  const index = new ActionIndex(statements.map((statement) => ({ statement })));
  const found = index
    .find(requestedAction("EC2:runinstances"))
    .map(({ statement }) => statements.indexOf(statement.statement));
  expect(found).toEqual([0, 1]);
});
