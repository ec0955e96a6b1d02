// The minimum cost of a check of these files: one Node process that starts, reads the listed files, and parses the
// relevant ones with the check's parsers. The bench bundles it like the command line.
import { readFileSync } from "node:fs";
import process from "node:process";

const MARKS = ['"Statement"', "%22Statement%22", "AWS::IAM::", "aws_iam_"].map((mark) => Buffer.from(mark));
const paths = readFileSync(process.argv[2], "utf8").split("\n");
let parsed = 0;
for (const path of paths) {
  const bytes = readFileSync(path);
  if (!MARKS.some((mark) => bytes.includes(mark))) continue;
  const text = bytes.toString("utf8");
  if (path.endsWith(".json")) JSON.parse(text);
  else (await import("yaml")).parseAllDocuments(text, { uniqueKeys: false, schema: "core", logLevel: "silent" });
  parsed += 1;
}
process.stdout.write(`${paths.length} files read, ${parsed} parsed\n`);
