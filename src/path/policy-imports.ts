import { oncePer } from "../source/once-per.js";
import type { TextFile } from "../source/text-file.js";
import { bodyOf, type SourceUse } from "./source-use.js";

/** The places that import, or may import, one of the names. Unknown parts of the names have the form that `marked` returns. */
export function importsOf(names: ReadonlySet<string>, texts: readonly TextFile[]): readonly SourceUse[] {
  if (names.size === 0) return [];
  return importsIn(texts).flatMap(([said, use]) => ([...names].some((name) => mayBe(name, said)) ? use : []));
}

const importsIn = oncePer((texts: readonly TextFile[]): readonly (readonly [said: string, SourceUse])[] =>
  texts.flatMap((file) =>
    bodyOf(file).blocks.flatMap(({ header, start: from, end: to }) => {
      const block = file.text.slice(from, to);
      const isData = header[1] === "aws_cloudformation_export";
      const starts = isData ? /\bname\s*=\s*/g : header.length > 0 ? OUTPUT : /\bImportValue["']?:?/g;
      return [...block.matchAll(starts)].map(({ 0: { length }, 1: output, index }) => {
        const start = from + index;
        const said = output ? `outputs.${output}` : argumentAt(block.slice(index + length, index + length + 500));
        return [said, { kind: "range", file, start, end: start + length, header, block, said: "arn" }] as const;
      });
    }),
  ),
);

/** Matches an output of a CloudFormation stack in Terraform, whether a resource or a data source has it. */
const OUTPUT = /\baws_cloudformation_stack\.[\w-]+(?:\[[^[\]\n]*\])?\.outputs(?:\.|\[")(\w+)/g;

/** The name that is imported, with placeholders for its unknown parts. */
function argumentAt(text: string): string {
  const [join] = /^[\s{]*(?:!Join|["']?Fn::Join)[^\]]*?(?=["']?\s*(?:\]|\n\s*["'\w]|$))/.exec(text) ?? [];
  if (join !== undefined) return `\${}${join.match(/[\w:/-]+/g)?.at(-1)}`;
  const [all, said = ""] =
    /^(?:[\s{[>|-]|!Sub\b|["']?Fn::Sub["']?\s*:)*["']?((?:\$\{[^}\n]*\}|[^\s"'{}[\],!])+)/.exec(text) ?? [];
  return /:$/.test(said) || /^["']?\s*:/.test(text.slice(all?.length)) ? "${}" : said;
}

function mayBe(name: string, said: string): boolean {
  const [one, other] = [plain(name), plain(said)];
  const [parts, others] = [one, other].map((text) => text.match(PARTS)?.join() ?? "");
  // If the import resolves, parameters with the same name have the same value.
  if (parts === others) return one === other;
  const [[start = "", end = ""], [otherStart = "", otherEnd = ""]] = [edges(one), edges(other)];
  return (
    start + end !== "" &&
    otherStart + otherEnd !== "" &&
    (start.startsWith(otherStart) || otherStart.startsWith(start)) &&
    (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
}

const PARTS = /\$\{[^${}]*\}/g;

function plain(name: string): string {
  return name.replace(/\$\{(?:Ref )?\s*/g, "${");
}

function edges(text: string): readonly string[] {
  return [text.slice(0, `${text}\${`.indexOf("${")), text.slice(text.lastIndexOf("}") + 1)];
}
