import { append } from "../source/append.js";
import { joinPath } from "../source/folder-path.js";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../source/json-node.js";
import { oncePer } from "../source/once-per.js";
import { jsonValue } from "../source/parse-json.js";
import type { ReadModule } from "../source/read-together.js";
import { IDLE_BLOCK } from "./policy-mentions.js";
import { bodyOf, type SourceUse } from "./source-use.js";

/** The names in a module's source, and the modules that it calls. */
interface ScannedModule {
  readonly uses: ReadonlyMap<string, readonly SourceUse[]>;
  /** The folders of local modules, by call name. */
  readonly calls: ReadonlyMap<string, string>;
  /** Calls whose source only OpenTofu evaluates: https://opentofu.org/docs/language/modules/sources/. Their roles aren't read. */
  readonly composed: ReadonlySet<string>;
}

/** Matches the end of a path, an output, or any other name. */
const NAMES =
  /(?<=[/"])[\w.-]{1,200}(?=")|(?:(?<=\.)outputs|(?<=tfe_outputs\.[\w-]{1,200}\.)(?:nonsensitive_)?values)(?:\.[\w-]{1,200}|\["[\w-]{1,200}"\])?|(?<![\w.-])(?:data\s{0,9}\.\s{0,9}[\w-]{1,200}|module\s{0,9}\.\s{0,9}[\w-]{1,200}(?:\[[^[\]\n]{0,200}\])?|[a-z]\w{0,200})\s{0,9}\.\s{0,9}[\w-]{1,200}/g;

/** Matches the start of attributes that only declare a dependency. */
const IDLE = /\b(?:depends_on|replace_triggered_by)"?\s*[=:]\s*\[[^\]]*$/;

export const scannedModule = oncePer((module: ReadModule): ScannedModule => {
  const uses = new Map<string, SourceUse[]>();
  const calls: (readonly [call: string, source: string])[] = [];
  for (const file of module.files)
    for (const { header, start, end } of bodyOf(file).blocks) {
      const block = file.text.slice(start, end);
      const [type = ""] = header;
      calls.push(...callsIn(header, block));
      for (const [said, at] of IDLE_BLOCK.test(type) ? [] : namesIn(block)) {
        const range = { file, start: start + at, end: start + at + said.length };
        append(uses, plain(said), { kind: "range", ...range, header, block });
      }
    }
  return {
    uses,
    calls: new Map(calls.flatMap(([call, source]) => foldersAt(source, module).map((one) => [call, one] as const))),
    composed: new Set(calls.flatMap(([call, source]) => (source.includes("${") ? call : []))),
  };
});

/** The folders that a local path may lead to. The path may contain locals and variables. */
function foldersAt(source: string, module: ReadModule): readonly string[] {
  const path = withLiterals(withLiterals(source, module), module).replace(/^\$\{path\.(?:module|root)\}/, ".");
  const end = path.lastIndexOf("}") + 1;
  if (end === 0) return path.startsWith(".") ? [joinPath(module.folder, path)] : [];
  return path[end] === "/" ? [...module.all.keys()].filter((one) => `/${one}`.endsWith(path.slice(end))) : [];
}

function withLiterals(source: string, { files }: ReadModule): string {
  return source.replace(/\$\{(?:local|var)\.([\w-]+)\}/g, (all, name: string) => {
    const written = new RegExp(String.raw`(?<![\w-])${name}"?\s*(?:[=:]|\{[^{}]*?default"?\s*[=:])\s*"([^"]*)"`);
    return files.flatMap(({ text }) => written.exec(text)?.[1] ?? [])[0] ?? all;
  });
}

/** The modules that a block, or a file in JSON syntax, calls. */
function callsIn([type, label = ""]: readonly string[], block: string): readonly (readonly [string, string])[] {
  const [, source, name] = /[\n{][ \t]*source[ \t]*=[ \t]*(?:"([^"]*)"|([\w.-]+))/.exec(block) ?? [];
  return type === "module" ? [[label, source ?? `\${${name}}`]] : type === undefined ? jsonCalls(block) : [];
}

function jsonCalls(text: string): readonly (readonly [call: string, source: string])[] {
  const modules = objectsIn(jsonValue(text)).flatMap((all) => objectsIn(property(all, "module")));
  return modules
    .flatMap((calls) => Object.entries(calls))
    .flatMap(([call, block]) =>
      objectsIn(block).flatMap((one) => {
        const source = property(one, "source");
        return typeof source === "string" ? [[call, source] as const] : [];
      }),
    );
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return [value].flat().filter(isJsonObject);
}

/** Removes spaces and indices from a name. `data.tfe_outputs.x.values` also counts as the outputs. */
function plain(said: string): string {
  const output = said.replace(/^(?:nonsensitive_)?values\b/, "outputs").replace(/^outputs\["(.*)"\]$/, "outputs.$1");
  return output.replace(/\s|\[[^[\]]*\]/g, "");
}

function namesIn(block: string): readonly (readonly [string, number])[] {
  return [...block.matchAll(NAMES)].flatMap(({ 0: said, index }) =>
    IDLE.test(block.slice(Math.max(0, index - 500), index)) ? [] : [[said, index] as const],
  );
}
