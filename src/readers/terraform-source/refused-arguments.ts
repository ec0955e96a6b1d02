import { writtenAttribute } from "../terraform-plan/expressions/written-text.js";
import { parseExpression } from "../terraform-plan/source/parse-expression.js";
import type { SourceAttribute, SourceBlock } from "../terraform-plan/source/source-block.js";
import type { Refused } from "./refused-blocks.js";

/** What any resource takes. */
const ALL = "count for_each provider depends_on lifecycle provisioner connection name name_prefix";

/** As versions 2 to 6 of the provider have them (`internal/service/iam`). */
const ARGUMENTS: Readonly<Record<string, string>> = {
  aws_iam_role:
    "assume_role_policy description force_detach_policies inline_policy managed_policy_arns max_session_duration path permissions_boundary tags tags_all",
  aws_iam_role_policy: "policy role",
  aws_iam_policy: "delay_after_policy_creation_in_ms description path policy tags tags_all",
  aws_iam_role_policy_attachment: "policy_arn role",
  aws_iam_instance_profile: "path role roles tags tags_all",
};

const TEXTS = /^(?:name|name_prefix|assume_role_policy|description|path|permissions_boundary|policy|policy_arn|role)$/;

/** What the provider refuses of the resources that roles are made of, before it asks AWS. */
export function* refusedArguments(key: string, block: SourceBlock): Generator<Refused, void> {
  const [mode, type = ""] = key.split(" ");
  const names = mode === "resource" ? ARGUMENTS[type] : undefined;
  if (names === undefined) return;
  const known = new Set(`${ALL} ${names}`.split(" "));
  for (const name of block.names()) {
    const attribute = block.attribute(name);
    const place = attribute?.place ?? block.nested(name)[0]?.block.place ?? block.place;
    if (!known.has(name))
      yield { message: `${key} takes no ${attribute === null ? "block" : "argument"} ${name}`, place };
    if (attribute !== null && TEXTS.test(name)) yield* refusedText(`${name} of ${key}`, attribute, type);
  }
}

/** Names by https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. */
function* refusedText(what: string, attribute: SourceAttribute, type: string): Generator<Refused, void> {
  const { place, expression } = attribute;
  const { text, range } = writtenAttribute(attribute);
  const kind = parseExpression(text, range)?.kind;
  if (kind === "list" || kind === "object") yield { message: `${what} is no text`, place };
  const [, name = ""] = (what.startsWith("name ") && /^"([^"\\$%]+)"$/.exec(expression)) || [];
  if (/[^\w+=,.@-]/.test(name) || name.length > (type === "aws_iam_role" ? 64 : 128))
    yield { message: `${what} is no name that IAM takes`, place };
}
