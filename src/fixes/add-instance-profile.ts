import { isHcl } from "../hcl/hcl-file.js";
import type { Role } from "../iam/model.js";
import { JsonField } from "../source/json-field.js";
import { fileOf, rangeOf, type TextRange, textFileOf } from "../source/place.js";
import { moduleOf } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { dashIndent } from "./add-to-list.js";
import { instanceProfileBlock } from "./hcl-statement.js";
import { commaStyleAt, endOfLine, isSynthesized, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html */
const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;

/** The maximum number of characters from a role's key to its first attribute. Longer gaps of blank lines and comments aren't a style. */
const MAX_HEAD_LENGTH = 10_000;

/** The same limit for the characters between two resources. */
const MAX_GAP = 500;

/** How a template writes a profile. Determined once per template, however many roles it has. */
interface Style {
  /** The words ending in `Profile` that the template already contains. A new profile must not get one of them as its name. */
  readonly taken: ReadonlySet<string>;
  /** `Ref: Role` rather than `!Ref Role`. */
  readonly isLong: boolean;
  readonly dash: string;
}

const styles = new WeakMap<TextFile, Style>();

function styleOf(file: TextFile): Style {
  const { text } = file;
  const style = styles.get(file) ?? {
    taken: new Set(text.match(/\b[A-Za-z0-9]*Profile\b/g)),
    isLong: !text.includes("!Ref ") && /\bRef["']?:\s/.test(text),
    dash: dashIndent(text),
  };
  styles.set(file, style);
  return style;
}

/** A role's resource in its template, and the name for its profile. */
interface Resource extends TextRange {
  readonly file: TextFile;
  readonly name: string;
  readonly profile: string;
  readonly written: string;
  /** The text on the resource's line before the resource. */
  readonly lead: string;
}

/**
 * The edit that adds an instance profile after the role's own resource. Returns null if the resource isn't plainly
 * written there, is conditional, or is repeated.
 */
export function addInstanceProfile(role: Role): readonly TextEdit[] | null {
  return role.format === "cloudformation" ? addToTemplate(role) : addToModule(role);
}

function addToModule({ place }: Role): readonly TextEdit[] | null {
  const range = rangeOf(place);
  if (range === null || !isHcl(range.file)) return null;
  const { file, start, end } = range;
  const written = file.text.slice(start, end);
  const name = /^resource[ \t]+"aws_iam_role"[ \t]+"([\w-]+)"/.exec(written)?.[1];
  if (name === undefined || isTaken(name, file) || /^[ \t]+(?:count|for_each)[ \t]*=/m.test(written)) return null;
  const newText = `\n\n${instanceProfileBlock(`aws_iam_role.${name}`, name)}`;
  return [{ file, start: end, end, newText: newText.replaceAll("\n", lineEndOf(file.text)) }];
}

/** Whether the role's module has a profile with the name. */
function isTaken(name: string, file: TextFile): boolean {
  const written = new RegExp(`"aws_iam_instance_profile"[ \\t]+"${name}"`);
  return [file, ...(moduleOf(file)?.files ?? [])].some(({ text }) => written.test(text));
}

const MAX_NAMES = 9;

/** The block to paste next to the role's own resource. Returns null if the role's address doesn't contain the resource's name. */
export function profileToPaste({ id, place }: Role): string | null {
  const [, role, name, key] = /(?:^|\.)(aws_iam_role\.([\w-]+))(?:\[(.+)\])?$/.exec(id) ?? [];
  const file = textFileOf(place);
  if (role === undefined || name === undefined || file === null) return null;
  const names = Array.from({ length: MAX_NAMES }, (_, at) => (at === 0 ? name : `${name}_${at + 1}`));
  const free = names.find((one) => !isTaken(one, file));
  return free === undefined ? null : instanceProfileBlock(role, free, key);
}

/**
 * The edit that adds an AWS::IAM::InstanceProfile after the role's own resource in its template. Returns null if the
 * resource isn't plainly written there or is conditional.
 */
function addToTemplate(role: Role): readonly TextEdit[] | null {
  const range = rangeOf(role.place);
  const name = role.id.split("/").at(-1) ?? "";
  if (!LOGICAL_ID.test(name) || range === null) return null;
  const { file, start, end } = range;
  const { taken } = styleOf(file);
  const profile = [`${name}Profile`, `${name}InstanceProfile`].find((id) => !taken.has(id));
  if (profile === undefined || isSynthesized(fileOf(role.place))) return null;
  const written = file.text.slice(start, end);
  const edit = editBehind({ ...range, name, profile, written, lead: lineBefore(file, start) });
  return edit === null ? null : [edit];
}

function editBehind(resource: Resource): TextEdit | null {
  const { name, written, lead } = resource;
  const isJson = new RegExp(`^"${name}"\\s*:\\s*\\{`).test(written);
  if (isJson && !/[\r\n]/.test(written)) return editOnLine(resource);
  if (!/^[ \t]*$/.test(lead)) return null;
  return isJson ? editJson(resource) : editYaml(resource);
}

function editOnLine({ file, end, name, profile, written, lead }: Resource): TextEdit | null {
  if (isConditional(written, name)) return null;
  const comma = /^[ \t]*$/.test(lead) ? `,${lineEndOf(file.text)}${lead}` : commaStyleAt(file.text, end);
  const text = `"${profile}": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "${name}"}]}}`;
  return { file, start: end, end, newText: comma + (/":\s/.test(written) ? text : text.replaceAll(" ", "")) };
}

/** Whether the resource has a condition. Its attributes all have the same indentation; its statements' conditions are deeper. */
function isConditionalAt(written: string, indent: string): boolean {
  return written
    .split("\n")
    .some((line) => line.startsWith(indent) && /^["']?Condition["']?[ \t]*:/.test(line.slice(indent.length)));
}

/** Whether the resource has a condition, if indentation doesn't distinguish it from the conditions of its statements. */
function isConditional(written: string, name: string): boolean {
  try {
    const resource = new JsonField(JSON.parse(`{${written}}`)).field(name);
    return resource.field("Condition").optional(() => true) === true;
  } catch {
    // YAML in flow style.
    return true;
  }
}

function editJson({ file, end, name, profile, written, lead }: Resource): TextEdit | null {
  const inner = /^"[^"]*"\s*:\s*\{\r?\n([ \t]+)"/.exec(written)?.[1];
  if (inner?.startsWith(lead) !== true || isConditionalAt(written, inner)) return null;
  const at = (depth: number): string => lead + inner.slice(lead.length).repeat(depth);
  const lines = [
    `${at(0)}"${profile}": {`,
    `${at(1)}"Type": "AWS::IAM::InstanceProfile",`,
    `${at(1)}"Properties": {`,
    `${at(2)}"Roles": [{ "Ref": "${name}" }]`,
    `${at(1)}}`,
    `${at(0)}}`,
  ];
  const lineEnd = lineEndOf(file.text);
  return { file, start: end, end, newText: `,${lineEnd}${lines.join(lineEnd)}` };
}

function editYaml({ file, start, end, name, profile, written, lead }: Resource): TextEdit | null {
  const [, quote = "", inner] =
    new RegExp(`^(["']?)${name}\\1:[ \\t]*(?:#.*)?\\r?\\n(?:[ \\t]*(?:#.*)?\\r?\\n)*([ \\t]+)["']?[A-Za-z]`).exec(
      written.slice(0, MAX_HEAD_LENGTH),
    ) ?? [];
  if (inner?.startsWith(lead) !== true || isConditionalAt(written, inner)) return null;
  const { text } = file;
  const unit = inner.slice(lead.length);
  const at = (depth: number): string => lead + unit.repeat(depth);
  const word = (plain: string): string => quote + plain + quote;
  const { isLong, dash } = styleOf(file);
  const lines = [
    `${at(0)}${word(profile)}:`,
    `${at(1)}${word("Type")}: ${word("AWS::IAM::InstanceProfile")}`,
    `${at(1)}${word("Properties")}:`,
    `${at(2)}${word("Roles")}:`,
    `${at(dash === "" ? 2 : 3)}- ${isLong ? `${word("Ref")}:` : "!Ref"} ${word(name)}`,
  ];
  const lineEnd = lineEndOf(text);
  const behind = endOfLine(file, end);
  // Whether the file has blank lines between its resources, so that the profile gets one, too.
  const isApart =
    /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(Math.max(0, start - MAX_GAP), start)) ||
    /^\r?\n[ \t]*\r?\n[ \t]*\w/.test(text.slice(behind, behind + MAX_GAP));
  return { file, start: behind, end: behind, newText: (isApart ? lineEnd : "") + lineEnd + lines.join(lineEnd) };
}
