import { decode, encodingOf } from "../source/decode.js";
import { isBrokenPolicy } from "./broken-policy.js";
import { mayBeEscaped, unescaped } from "./spelled-out.js";

/**
 * Marks of the formats, which are searched for in the raw bytes: nearly every file of a repository has none of them and is never decoded. A
 * file with a mark must be checked, and an error is reported if it doesn't parse.
 *
 * A policy document has a Statement (inside a string or URL-encoded in some AWS CLI answers). A template names `AWS::IAM::` types, or has
 * loops that may assemble such a name. A plan, a state, or a log line of Terraform names `aws_iam_` types.
 */
const marks: readonly Buffer[] = [
  '"Statement"',
  '\\"Statement\\"',
  "%22Statement%22",
  "AWS::IAM::",
  "aws_iam_",
  "AWS::Organizations::Policy",
  "aws_organizations_policy",
  "Fn::ForEach",
].map((mark) => Buffer.from(mark));

/** Every mark contains one of these. They are searched for first, because their first letters are rare while quotes are everywhere. */
const hints: readonly Buffer[] = [
  "IAM::",
  "_iam_",
  "Organizations::",
  "_organizations_",
  "Statement",
  "Fn::ForEach",
].map((hint) => Buffer.from(hint));

/**
 * Marks of a file that nests templates, or parts of templates, by path. Such a file may decide how the roles in other files are deployed.
 */
const nestings: readonly Buffer[] = ["AWS::CloudFormation::Stack", "AWS::Serverless::Application", "AWS::Include"].map(
  (mark) => Buffer.from(mark),
);

/** Every nesting contains this, except for the Serverless Framework's. */
const nestingHint = Buffer.from("AWS::");
const serverlessPart = Buffer.from("${file(");

/** Terraform's binary plan is a zip archive ("PK\3\4") with an entry of this name. */
const zipSignature = 0x504b0304;
const planEntry = Buffer.from("tfplan");

export function isBinaryPlan(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt32BE(0) === zipSignature && bytes.includes(planEntry);
}

/** A template that may export a value for others to import contains all of these. */
const exporting: readonly Buffer[] = ["Export", "Outputs", "Resources"].map((key) => Buffer.from(key));

/** Marks of a file that may contain a KMS key. */
const keys: readonly Buffer[] = ["AWS::KMS::", '"aws_kms_'].map((mark) => Buffer.from(mark));

/**
 * `ours`: the file looks like a format that we read. `nesting`: the file may nest another file in such a format. `exporting`: another file
 * may import values from this one, or the configuration may name one of its keys.
 */
export type Kind = "ours" | "nesting" | "exporting" | "other";

/**
 * Returns the kind of a file's bytes. First decodes encodings other than UTF-8 and escape sequences, which AWS and Terraform also read.
 * UTF-8 text with a NUL before a string looks like UTF-16; such a broken file is reported.
 */
export function kindOfBytes(bytes: Buffer): Kind {
  const kind = kindHowever(inUtf8(bytes), kindOfText);
  return kind === "other" ? kindBehindNul(bytes) : kind;
}

/** Whether the file would be checked if NULs didn't make its UTF-8 text look like UTF-16 or UTF-32. */
export function isHiddenByNul(bytes: Buffer): boolean {
  return kindBehindNul(bytes) === "ours" && kindHowever(inUtf8(bytes), kindOfText) === "other";
}

function kindBehindNul(bytes: Buffer): Kind {
  return encodingOf(bytes) === "utf-8" ? "other" : kindHowever(bytes, kindOfText);
}

/**
 * The kind of Terraform source: whether it names IAM resources, calls modules that may contain them, or has keys. Terraform source is
 * always UTF-8, even if a NUL in a comment makes it look like UTF-16.
 */
export function kindOfSource(bytes: Buffer): Kind {
  const kind = kindHowever(bytes, kindOfSourceText);
  return kind === "other" ? kindHowever(inUtf8(bytes), kindOfSourceText) : kind;
}

/** The kind of a file, both as written and with its escape sequences decoded. */
function kindHowever(text: Buffer, kindOf: (text: Buffer) => Kind): Kind {
  const kind = kindOf(text);
  if (kind === "ours" || !mayBeEscaped(text)) return kind;
  const decoded = kindOf(Buffer.from(unescaped(text.toString("latin1")), "latin1"));
  return decoded === "other" ? kind : decoded;
}

function kindOfSourceText(text: Buffer): Kind {
  if (text.includes("aws_iam_") || text.includes("aws_organizations_policy")) return "ours";
  // If a root module names its backend, another root module may read its outputs.
  return ["module", "backend", "aws_kms_"].some((mark) => text.includes(mark)) ? "nesting" : "other";
}

function inUtf8(bytes: Buffer): Buffer {
  if (encodingOf(bytes) === "utf-8") return bytes;
  const decoded = decode(bytes);
  return "text" in decoded ? Buffer.from(decoded.text) : bytes;
}

function kindOfText(text: Buffer): Kind {
  if ((text.length > LARGE && hasMark(text.subarray(0, HEAD))) || hasMark(text) || isBrokenPolicy(text)) return "ours";
  const isNesting = text.includes(nestingHint) && nestings.some((mark) => text.includes(mark));
  if (isNesting || text.includes(serverlessPart)) return "nesting";
  const isExporting = keys.some((mark) => text.includes(mark)) || exporting.every((key) => text.includes(key));
  return isExporting ? "exporting" : "other";
}

/** All of a 50 MB plan must be searched for a mark that it lacks, but the marks that it has also appear near its beginning. */
const LARGE = 1024 * 1024;
const HEAD = 64 * 1024;

function hasMark(bytes: Buffer): boolean {
  return hints.some((hint) => bytes.includes(hint)) && marks.some((mark) => bytes.includes(mark));
}
