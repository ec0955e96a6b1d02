import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { undeterminedAction } from "../../src/rules/undetermined-action.js";
import { inline, rolesOf, template } from "../readers/cloudformation/read-template.js";

const actions = [{ action: "sqs:SendMessage", resources: ["*"] }];
const kind: Kind = { name: "probe", description: "probe", actions, trust: [] };

const boundary = (value: string, has: string) =>
  template(
    `PermissionsBoundary: ${value}\n${inline("'sqs:*'")}`,
    "",
    `Parameters: {Limit: {Type: String, Default: ""}}\nConditions: {Has: ${has}}\n`,
  );
const given = `!Not [!Equals [!Ref Limit, ""]]`;

test.each<[string, string, string | null]>([
  ["with a boundary that the defaults omit", boundary("!If [Has, !Ref Limit, !Ref AWS::NoValue]", given), null],
  ["with a boundary of an unknown ARN", boundary("!Ref Limit", given), "error"],
  ["with a boundary in all variants", boundary("!If [Has, !Ref Limit, !ImportValue Other]", given), "error"],
  ["with a boundary only by default", boundary("!If [Has, !Ref AWS::NoValue, !ImportValue Other]", given), "error"],
])("warns about an undetermined role, %s, only if the defaults decide", async (_name, text, severity) => {
  const authorization = await loadAuthorization();
  const [role] = rolesOf(text);
  if (role === undefined) throw new Error("no role");
  const kinds = [{ kind, verdicts: evaluateRole(role, actions, new Map(), authorization) }];
  const evaluated = { role, selectedBy: "", kinds, trust: [], appliance: [], context: new Map(), before: null };
  const drafts = undeterminedAction.check(evaluated, authorization);
  expect(drafts.map((draft) => draft.severity ?? null)).toEqual([severity]);
});
