/**
 * Marks of the formats, looked for in the raw bytes: nearly every file of a repository has none of them and is never
 * decoded. A file with one is ours: when it then does not parse, that is an error.
 *
 * A policy document has a Statement (URL-encoded inside some AWS CLI answers), a template names `AWS::IAM::` types, and a
 * plan, a state or a log line of Terraform names `aws_iam_` types.
 */
const marks: readonly Buffer[] = ['"Statement"', "%22Statement%22", "AWS::IAM::", "aws_iam_"].map((mark) =>
  Buffer.from(mark),
);

/** What every mark holds; looked for first, because their first letters are rare and quotes are everywhere. */
const hints: readonly Buffer[] = ["IAM::", "_iam_", "Statement"].map((hint) => Buffer.from(hint));

/** What nests templates by their paths: it may say how roles of other files are deployed. */
const nestings: readonly Buffer[] = ["AWS::CloudFormation::Stack", "AWS::Serverless::Application"].map((mark) =>
  Buffer.from(mark),
);

/** What every nesting holds. */
const nestingHint = Buffer.from("AWS::");

/** Terraform's binary plan is a zip archive ("PK\3\4") with an entry of this name. */
const zipSignature = 0x504b0304;
const planEntry = Buffer.from("tfplan");

export function isBinaryPlan(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt32BE(0) === zipSignature && bytes.includes(planEntry);
}

/** `ours`: the bytes look like a format that we read. `nesting`: they may nest what does. UTF-16 is decoded first. */
export function kindOfBytes(bytes: Buffer): "ours" | "nesting" | "other" {
  const utf16 = utf16Label(bytes);
  const text = utf16 === null ? bytes : Buffer.from(new TextDecoder(utf16).decode(bytes));
  if ((text.length > LARGE && hasMark(text.subarray(0, HEAD))) || hasMark(text)) return "ours";
  return text.includes(nestingHint) && nestings.some((mark) => text.includes(mark)) ? "nesting" : "other";
}

/** A mark that a plan of 50 MB lacks is looked for in all of it; those that it has stand near its beginning, too. */
const LARGE = 1024 * 1024;
const HEAD = 64 * 1024;

function hasMark(bytes: Buffer): boolean {
  return hints.some((hint) => bytes.includes(hint)) && marks.some((mark) => bytes.includes(mark));
}

function utf16Label(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}
