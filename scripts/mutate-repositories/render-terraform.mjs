import { jsonText, ordered, policyDocument, trustDocument } from "./documents.mjs";

/** Terraform source without a plan. Every other folder is a separate root, but `more` is another file of the first root. */
export function terraformFiles({ roles, style }) {
  const paths = [...new Set(roles.map(({ folder }) => terraformPath(folder)))];
  return paths.map((path) => {
    const there = ordered(roles, style).filter(({ created, folder }) => created && terraformPath(folder) === path);
    const blocks = ['resource "aws_sns_topic" "topic" {}\n', ...there.map((role) => roleBlocks(role, style))];
    // A different name for each file's topic, because two resources with the same address are an error.
    const text = blocks.join("\n").replace('"topic" {}', `"topic_${path.replace(/\W/g, "_")}" {}`);
    return { path, text: styled(text, style) };
  });
}

export function terraformPath(folder) {
  if (folder === "") return "roles.tf";
  return folder === "more" ? "more.tf" : `${folder}/roles.tf`;
}

function styled(text, { newline = "\n", comments = false }) {
  return (comments ? text.replaceAll("\n\n", "\n\n# as it was\n\n") : text).replaceAll("\n", newline);
}

function roleBlocks(role, style) {
  const attached = role.policies.filter((policy) => policy.attached);
  const byArn = attached.filter(({ way }) => way === "arns" || way === "aws").map((policy) => arnOf(role, policy));
  const attributes = [
    `name = ${JSON.stringify(role.id)}`,
    `assume_role_policy = jsonencode(${expression(trustDocument(role.trust, style), style)})`,
    ...(role.boundary ? ['permissions_boundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"'] : []),
    ...(byArn.length === 0 ? [] : [`managed_policy_arns = [${ordered(byArn, style).join(", ")}]`]),
    ...(role.marker === null ? [] : [`tags = { "worker-iam-check" = ${JSON.stringify(role.marker.join(" "))} }`]),
  ];
  return [
    resource(role, "aws_iam_role", "", attributes),
    ...(role.previousId === null ? [] : [moved(role)]),
    ...(role.profile
      ? [
          resource(role, "aws_iam_instance_profile", "", [
            role.profileRoles === 2 ? `roles = [${ref(role)}, "ops-other"]` : `role = ${ref(role)}`,
          ]),
        ]
      : []),
    ...ordered(role.policies, style).map((policy) => policyBlocks(role, policy, style)),
  ].join("\n");
}

/** Writes documents in three ways: a data source, a heredoc, and `jsonencode`. */
function policyBlocks(role, policy, style) {
  const { name, way, attached, statements } = policy;
  const rest = `_${name}`;
  const named = `name = ${JSON.stringify(way === "inline" ? name : `${role.id}${name}`)}`;
  switch (way) {
    case "inline":
      if (!attached) return "";
      return resource(role, "aws_iam_role_policy", rest, [
        named,
        `role = ${ref(role)}`,
        `policy = jsonencode(${expression(policyDocument(statements, style), style)})`,
      ]);
    case "managed":
      return [
        dataDocument(role, rest, statements, style),
        resource(role, "aws_iam_policy", rest, [named, `policy = data.aws_iam_policy_document.${role.id}${rest}.json`]),
        ...(attached
          ? [
              resource(role, "aws_iam_role_policy_attachment", rest, [
                `role = ${ref(role)}`,
                `policy_arn = ${arnOf(role, policy)}`,
              ]),
            ]
          : []),
      ].join("\n");
    case "arns":
      return resource(role, "aws_iam_policy", rest, [
        named,
        `policy = <<EOT\n${jsonText(policyDocument(statements, style), { indent: style.indent })}EOT`,
      ]);
    case "aws":
      return "";
    default:
      throw new Error(`unknown way ${way}`);
  }
}

function dataDocument(role, rest, statements, style) {
  const blocks = ordered(statements, style).map(({ effect, actions, negated, resource: resources, condition }) => {
    const spelt = policyDocument([{ effect, actions, negated, resource: resources, condition }], {
      ...style,
      scalar: false,
    });
    const [{ Action, NotAction }] = spelt.Statement;
    return [
      "  statement {",
      `    effect = ${JSON.stringify(effect)}`,
      `    ${negated ? "not_actions" : "actions"} = ${JSON.stringify(NotAction ?? Action)}`,
      `    resources = ${JSON.stringify([resources])}`,
      ...Object.entries(condition ?? {}).flatMap(([test, keys]) =>
        Object.entries(keys).map(
          ([variable, value]) =>
            `    condition {\n      test = "${test}"\n      variable = "${variable}"\n      values = ["${value}"]\n    }`,
        ),
      ),
      "  }",
    ].join("\n");
  });
  return `data "aws_iam_policy_document" "${role.id}${rest}" {\n${blocks.join("\n")}\n}\n`;
}

function resource(role, type, rest, attributes) {
  const counted = role.exists === false ? ["count = 0"] : [];
  return `resource "${type}" "${role.id}${rest}" {\n${[...counted, ...attributes].map((line) => `  ${line}\n`).join("")}}\n`;
}

function moved({ id, previousId }) {
  return `moved {\n  from = aws_iam_role.${previousId}\n  to   = aws_iam_role.${id}\n}\n`;
}

function ref(role) {
  return `aws_iam_role.${role.id}${index(role)}.name`;
}

function arnOf(role, { way, arn, name }) {
  return way === "aws" ? JSON.stringify(arn) : `aws_iam_policy.${role.id}_${name}${index(role)}.arn`;
}

function index({ exists }) {
  return exists === false ? "[0]" : "";
}

/** JSON is a valid HCL expression. */
function expression(value, { indent = 2 }) {
  return JSON.stringify(value, null, indent);
}
