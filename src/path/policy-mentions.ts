import { append } from "../source/append.js";
import { oncePer } from "../source/once-per.js";
import type { TextFile } from "../source/text-file.js";
import { bodyOf, type SourceUse } from "./source-use.js";

/** The places where files mention a policy by its name, or by an ARN that contains it. */
export function mentionsOf(name: string, files: readonly TextFile[]): readonly SourceUse[] {
  const pattern = new RegExp(
    String.raw`(?<![\w+=,.@-])(policy/(?:[\w+=,.@-]+/)*)?${name.replace(/\W/g, String.raw`\$&`)}(?![\w+=,.@/-]|["']?\s*[=:])`,
    "g",
  );
  return (wordsIn(files).get(name) ?? []).flatMap((file) =>
    [...file.text.matchAll(pattern)].flatMap(({ 0: { length }, 1: arn, index: start }) => {
      const around = bodyOf(file).blocks.find((one) => one.start <= start && start < one.end);
      const block = file.text.slice(around?.start, around?.end);
      const { header = [] } = around ?? {};
      const before = file.text.slice(around?.start, start);
      const line = before.slice(before.lastIndexOf("\n") + 1);
      const isComment = /^\s*\/\/|^(?:[^"']*\s)?#/.test(line);
      const isIdle = isComment || before.endsWith("::aws:") || (header.length > 0 && !before.includes("{"));
      return isIdle
        ? []
        : { kind: "range", file, start, end: start + length, header, block, said: arn === undefined ? "name" : "arn" };
    }),
  );
}

/** Indexes the files by word, because the same files are searched for thousands of policies. */
const wordsIn = oncePer((files: readonly TextFile[]): ReadonlyMap<string, readonly TextFile[]> => {
  const index = new Map<string, TextFile[]>();
  for (const file of files) for (const word of new Set(file.text.match(/[\w+=,.@-]+/g))) append(index, word, file);
  return index;
});

/** Whether the mention grants no permission: it is in the policy itself, in a document that names the policy's ARN, or in tags. */
export function grantsNothing({ file, start, header: [type = "", label] }: SourceUse): boolean {
  if (/\btags["']?\s*[=:]\s*[{[][^}\]]*$/i.test(file.text.slice(Math.max(0, start - 300), start))) return true;
  if (label === "aws_iam_policy") return type === "resource";
  return (type === "data" && label !== "aws_cloudformation_export") || (type !== "variable" && IDLE_BLOCK.test(type));
}

/** Whether the text uses the policy itself, rather than naming it as a statement's resource. */
export function namesPolicy({ file, start, block }: SourceUse, said: "arn" | "name"): boolean {
  const before = file.text.slice(file.text.lastIndexOf(block, start), start).slice(-1000);
  const keys = [...before.matchAll(/(?<![\w:-])([\w:-]{1,99})["']?\s{0,9}[=:](?=[\s"'[{!(])/g)].flatMap(
    ([, key = ""]) => (/^(?:Fn:|Ref$|arn:)/.test(key) ? [] : key),
  );
  const key = keys.at(-1) ?? "";
  if (/resources?$|:PolicyARN$|^description$/i.test(key)) return false;
  return (
    said === "arn" ||
    /polic(?!.*name$)/i.test(key) ||
    /policy\/\$\{$/.test(before) ||
    (key === "for_each" && /customer_managed_policy_reference|policy\/\$\{each\./.test(block)) ||
    (/^name$/i.test(key) && /customer_?managed_?policy_?reference[^\]]{0,300}$/i.test(before))
  );
}

/** Blocks that name something without using it. */
export const IDLE_BLOCK = /^(?:check|import|moved|removed|variable)$/;
