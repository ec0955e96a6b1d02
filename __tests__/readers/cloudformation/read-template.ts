import type { Role } from "../../../src/iam/model.js";
import { readFile } from "../../../src/readers/index.js";
import type { ReadContext, ReadResult } from "../../../src/readers/reader.js";
import type { Workspace } from "../../../src/source/workspace.js";

function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  return {
    readText: (path) => (files[path] === undefined ? null : { path, text: files[path] }),
    listFolder: () => [],
  };
}

export function read(text: string, path = "t.yaml", files: Readonly<Record<string, string>> = {}) {
  const parameters = Object.keys(files).map((file) => ({ template: path, file }));
  return readFile({ path, text }, { workspace: workspaceOf(files), terraformRoot: null, parameters });
}

/** Reads one of several files. None of the others is a parameter file. */
export function readAmong(
  files: Readonly<Record<string, string>>,
  path: string,
  more: Partial<ReadContext> = {},
): ReadResult {
  const context = { workspace: workspaceOf(files), terraformRoot: null, parameters: [], ...more };
  const result = readFile({ path, text: files[path] ?? "" }, context);
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result;
}

export function rolesOf(text: string, path?: string, files?: Readonly<Record<string, string>>): readonly Role[] {
  return resultOf(text, path, files).roles;
}

/** A template with one role. `properties` and `more` are YAML, indented to the right depth. */
export function template(properties: string, more = "", head = ""): string {
  const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));
  return `${head}Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: []}\n${indent(properties, 6)}\n${indent(more, 2)}`;
}

export const inline = (action: string, resource = '"*"') =>
  `Policies:\n  - PolicyName: p\n    PolicyDocument:\n      Statement:\n        - Effect: Allow\n          Action: ${action}\n          Resource: ${resource}\n`;

export function resultOf(text: string, path?: string, files?: Readonly<Record<string, string>>): ReadResult {
  const result = read(text, path, files);
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result;
}
