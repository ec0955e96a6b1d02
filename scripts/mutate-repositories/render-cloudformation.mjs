import { stringify } from "yaml";
import { jsonText, ordered, policyDocument, trustDocument } from "./documents.mjs";

/** One template for each folder with roles. A role's policies follow it, so that the last action in a file belongs to the last role. */
export function cloudFormationFiles({ format, roles, style }) {
  const isYaml = format === "cloudformation-yaml";
  const folders = [...new Set(roles.map(({ folder }) => folder))];
  return folders.map((folder) => {
    const there = ordered(roles, style).filter((role) => role.folder === folder && role.created);
    const Resources = Object.fromEntries(there.flatMap((role) => resourcesOf(role, style)));
    const template = {
      AWSTemplateFormatVersion: "2010-09-09",
      Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
      Resources: { Topic: { Type: "AWS::SNS::Topic" }, ...Resources },
    };
    return { path: templatePath(format, folder), text: isYaml ? yamlText(template, style) : jsonText(template, style) };
  });
}

export function templatePath(format, folder) {
  const name = format === "cloudformation-yaml" ? "roles.yaml" : "roles.json";
  return folder === "" ? name : `${folder}/${name}`;
}

function yamlText(template, { indent = 2, newline = "\n", comments = false }) {
  const text = stringify(template, {
    indent: Math.max(1, Number(indent) || 2),
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  return (comments ? text.replaceAll("\n", " # as it was\n\n") : text).replaceAll("\n", newline);
}

function resourcesOf(role, style) {
  const attached = role.policies.filter((policy) => policy.attached);
  const arns = attached.flatMap((policy) => {
    if (policy.way === "aws") return [policy.arn];
    return policy.way === "arns" ? [{ Ref: `${role.id}${policy.name}` }] : [];
  });
  const inline = attached
    .filter(({ way }) => way === "inline")
    .map(({ name, statements }) => ({ PolicyName: name, PolicyDocument: policyDocument(statements, style) }));
  const own = {
    Type: "AWS::IAM::Role",
    ...(role.exists === false ? { Condition: "Never" } : {}),
    ...(role.marker === null ? {} : { Metadata: { WorkerIamCheck: role.marker } }),
    Properties: {
      AssumeRolePolicyDocument: trustDocument(role.trust, style),
      ...(role.boundary ? { PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" } : {}),
      ...(arns.length === 0 ? {} : { ManagedPolicyArns: arns }),
      ...(inline.length === 0 ? {} : { Policies: ordered(inline, style) }),
    },
  };
  const managed = role.policies
    .filter(({ way }) => way === "managed" || way === "arns")
    .map((policy) => [`${role.id}${policy.name}`, managedPolicy(role, policy, style)]);
  const profile = { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: carried(role) } };
  return [[role.id, own], ...(role.profile ? [[`${role.id}Profile`, profile]] : []), ...ordered(managed, style)];
}

function carried({ id, profileRoles }) {
  return [{ Ref: id }, ...(profileRoles === 2 ? ["ops-other"] : [])];
}

function managedPolicy(role, { way, attached, statements }, style) {
  const Roles = way === "managed" && attached ? { Roles: [{ Ref: role.id }] } : {};
  return {
    Type: "AWS::IAM::ManagedPolicy",
    ...(role.exists === false ? { Condition: "Never" } : {}),
    Properties: { ...Roles, PolicyDocument: policyDocument(statements, style) },
  };
}
