import { joinPath, parentOf } from "../source/folder-path.js";
import { oncePer } from "../source/once-per.js";
import type { TextFile } from "../source/text-file.js";

/** A module that a Terragrunt file deploys. */
interface Call {
  readonly file: TextFile;
  /** The module's folder. If the path begins with an expression, only the end of the path. */
  readonly path: string;
  readonly isEnd: boolean;
}

/** The Terragrunt files that deploy a folder: https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#terraform. */
export function terragruntCalls(folder: string, texts: readonly TextFile[]): readonly string[] {
  return callsIn(texts).flatMap(({ file, path, isEnd }) =>
    path === folder || (isEnd && path !== "" && `/${folder}`.endsWith(`/${path}`)) ? file.path : [],
  );
}

/** The Terragrunt files that use an output of a folder: https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#dependency. */
export function terragruntConsumers(folder: string, output: string, texts: readonly TextFile[]): readonly TextFile[] {
  const deployed = terragruntCalls(folder, texts);
  const isOther = ({ path, text }: TextFile, dependency: string): boolean => {
    const [, block = ""] = text.split(`"${dependency}"`);
    const [, config] = /^\s*\{[^{}]*?\bconfig_path\s*=\s*"([^"$]+)"/.exec(block) ?? [];
    const unit = joinPath(parentOf(path), `${config}/terragrunt.hcl`);
    // In a file that others include, the path may lead to another folder. A unit without a source may get one from a file that it includes.
    return (
      path.endsWith("terragrunt.hcl") &&
      !deployed.includes(unit) &&
      callsIn(texts).some(({ file }) => file.path === unit)
    );
  };
  return terragruntFiles(texts).filter((file) =>
    [...file.text.matchAll(OUTPUTS)].some(
      ([, one = "", name, key = name]) => (key ?? output) === output && !isOther(file, one),
    ),
  );
}

const OUTPUTS = /(?<![\w-])([\w-]{1,200})\.outputs\b(?:\.([\w-]+)|\["([^"]+)"\])?/g;

/** The Terragrunt files that name a file. */
export function terragruntReaders(path: string, texts: readonly TextFile[]): readonly TextFile[] {
  const name = `${path.slice(path.lastIndexOf("/") + 1)}"`;
  return terragruntFiles(texts).filter(({ text }) => text.includes(`/${name}`) || text.includes(`"${name}`));
}

const callsIn = oncePer((texts: readonly TextFile[]): readonly Call[] => {
  const files = terragruntFiles(texts);
  return files.flatMap((file) =>
    [...file.text.matchAll(/^[ \t]*source[ \t]*=[ \t]*(?:"([^\n?]{0,500})|[\w.]{1,200}\.(\w{1,200})[ \t]*$)/gm)]
      .flatMap(([, written, name]) => written ?? files.flatMap((one) => valuesOf(one, name ?? "")))
      .flatMap((written): readonly Call[] => {
        const source = written.replace(/"[^"}]*$/, "").replace(/\/\/+/g, "/");
        const end = source.lastIndexOf("}");
        if (end !== -1)
          return [{ file, path: joinPath("", source.slice(end + 1).replace(/^(?:\/|\.\.)*/, "")), isEnd: true }];
        return source.startsWith(".") ? [{ file, path: joinPath(parentOf(file.path), source), isEnd: false }] : [];
      }),
  );
});

function terragruntFiles(texts: readonly TextFile[]): readonly TextFile[] {
  return texts.filter(({ path }) => path.endsWith(".hcl"));
}

/** The strings that a Terragrunt file assigns to a local. Other files may include it. */
function valuesOf({ text }: TextFile, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*"([^\\n?]{0,500})`, "gm"))].map(
    ([, value = ""]) => value,
  );
}
