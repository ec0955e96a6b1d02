import type { Role } from "../iam/model.js";
import { fileOf, rangeOf } from "../source/place.js";
import { endOfLine, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";

/**
 * The edit that adds an AWS::IAM::InstanceProfile with the role behind the role's own resource in its template. Null when
 * the resource does not stand there plainly, or exists under a condition.
 */
export function addInstanceProfile(role: Role): readonly TextEdit[] | null {
  const range = rangeOf(role.place);
  const name = role.id.split("/").at(-1) ?? "";
  if (
    role.format !== "cloudformation" ||
    !/^[A-Za-z0-9]+$/.test(name) ||
    range === null ||
    /(^|\/)cdk\.out\//.test(fileOf(role.place))
  )
    return null;
  const { text } = range.file;
  const written = text.slice(range.start, range.end);
  const profile = [`${name}Profile`, `${name}InstanceProfile`].find((id) => !text.includes(id));
  const indent = lineBefore(text, range.start);
  if (profile === undefined || !/^[ \t]*$/.test(indent) || /^[ \t]*["']?Condition["']?[ \t]*:/m.test(written))
    return null;
  const end = lineEndOf(text);
  if (written.startsWith(`"${name}"`)) {
    const inner = /^"[^"]*"\s*:\s*\{\r?\n([ \t]+)"/.exec(written)?.[1];
    if (inner?.startsWith(indent) !== true) return null;
    const lines = jsonLines(profile, name, indent, inner.slice(indent.length));
    return [{ file: range.file, start: range.end, end: range.end, newText: `,${end}${lines.join(end)}` }];
  }
  const inner = new RegExp(`^${name}:[ \\t]*(?:#.*)?\\r?\\n(?:[ \\t]*(?:#.*)?\\r?\\n)*([ \\t]+)[A-Za-z]`).exec(
    written,
  )?.[1];
  if (inner?.startsWith(indent) !== true) return null;
  const lines = yamlLines(profile, name, indent, inner.slice(indent.length));
  const at = endOfLine(text, range.end);
  // As the file has it between its resources.
  const isApart =
    /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, range.start)) || /^\r?\n[ \t]*\r?\n[ \t]*\w/.test(text.slice(at));
  return [{ file: range.file, start: at, end: at, newText: (isApart ? end : "") + end + lines.join(end) }];
}

function yamlLines(profile: string, name: string, indent: string, unit: string): readonly string[] {
  const at = (depth: number): string => indent + unit.repeat(depth);
  return [
    `${at(0)}${profile}:`,
    `${at(1)}Type: AWS::IAM::InstanceProfile`,
    `${at(1)}Properties:`,
    `${at(2)}Roles:`,
    `${at(3)}- !Ref ${name}`,
  ];
}

function jsonLines(profile: string, name: string, indent: string, unit: string): readonly string[] {
  const at = (depth: number): string => indent + unit.repeat(depth);
  return [
    `${at(0)}"${profile}": {`,
    `${at(1)}"Type": "AWS::IAM::InstanceProfile",`,
    `${at(1)}"Properties": {`,
    `${at(2)}"Roles": [{ "Ref": "${name}" }]`,
    `${at(1)}}`,
    `${at(0)}}`,
  ];
}
