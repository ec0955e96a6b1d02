import type { PolicyCondition } from "../iam/requests.js";
import { servicePrincipal } from "../iam/verdict.js";
import { quoted } from "./hcl-statement.js";
import { type LeastDocument, type LeastRole, TRUSTED_SERVICE } from "./least-role.js";

const APPLIANCE_VARIABLE = `variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`;

const serviceVariable = ({ partition }: LeastRole): string => `variable "trusted_service" {
  description = "${TRUSTED_SERVICE}"
  type        = string
  default     = "${servicePrincipal("ec2", partition)}"
}

`;

/** Terraform with each role, its policies, and, if EC2 assumes it, its instance profile. Formatted like `terraform fmt`. */
export function rolesAsTerraform(roles: readonly LeastRole[]): string {
  const variable = roles.some(({ appliance }) => appliance === "fill-in") ? APPLIANCE_VARIABLE : "";
  const open = roles.find(({ isTrustOpen }) => isTrustOpen);
  const service = open === undefined ? "" : serviceVariable(open);
  return `${variable}${service}${roles.map(blocksOf).join("\n")}`;
}

function blocksOf({ words, documents, services, partition, appliance, isTrustOpen }: LeastRole): string {
  const id = identifier(words);
  const name = words.join("-");
  const appliances = appliance === "fill-in" ? ["var.appliance_arn"] : appliance === null ? [] : [quoted(appliance)];
  const trust = [
    ...appliances.map((arn) => trustStatement("AWS", arn)),
    ...services.map((service) => trustStatement("Service", quoted(servicePrincipal(service, partition)))),
    ...(isTrustOpen ? [trustStatement("Service", "var.trusted_service")] : []),
  ];
  return `data "aws_iam_policy_document" "${id}_trust" {
${trust.join("\n")}}

resource "aws_iam_role" "${id}" {
  name               = "${name}"
  assume_role_policy = data.aws_iam_policy_document.${id}_trust.json
}
${documents.map((document, index) => policy(id, name, documents.length === 1 ? null : index + 1, document)).join("")}${
  services.includes("ec2") ? instanceProfile(id, name) : ""
}`;
}

/** Joins words into an identifier, which can't start with a digit in Terraform. */
function identifier(words: readonly string[]): string {
  const id = words.join("_");
  return /^\d/.test(id) ? `_${id}` : id;
}

function trustStatement(type: string, identifier: string): string {
  return `  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${type}"
      identifiers = [${identifier}]
    }
  }
`;
}

function policy(role: string, roleName: string, part: number | null, { Statement }: LeastDocument): string {
  const id = part === null ? role : `${role}_${part}`;
  const name = part === null ? roleName : `${roleName}-${part}`;
  const statements = Statement.map(
    ({ Sid, Action, Resource, Condition }) => `  statement {
    sid = "${Sid}"
    actions = [
${lines(Action)}    ]
    resources = ${Resource === "*" ? '["*"]' : `[\n${lines(Resource)}    ]`}
${conditionBlocks(Condition)}  }
`,
  );
  return `
data "aws_iam_policy_document" "${id}" {
${statements.join("\n")}}

resource "aws_iam_policy" "${id}" {
  name   = "${name}"
  policy = data.aws_iam_policy_document.${id}.json
}

resource "aws_iam_role_policy_attachment" "${id}" {
  role       = aws_iam_role.${role}.name
  policy_arn = aws_iam_policy.${id}.arn
}
`;
}

function conditionBlocks(condition: PolicyCondition = {}): string {
  const tests = Object.entries(condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, value]) => ({ test, variable, values: [value].flat() })),
  );
  return tests
    .map(
      ({ test, variable, values }) => `    condition {
      test     = "${test}"
      variable = ${quoted(variable)}
      values   = [${values.map(quoted).join(", ")}]
    }
`,
    )
    .join("");
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `      ${quoted(text)},\n`).join("");
}

function instanceProfile(id: string, name: string): string {
  return `
resource "aws_iam_instance_profile" "${id}" {
  name = "${name}"
  role = aws_iam_role.${id}.name
}
`;
}
