import { type HclBody, readBody } from "../hcl/blocks.js";
import { isHcl } from "../hcl/hcl-file.js";
import { isExample } from "../source/example-folder.js";
import { parentOf } from "../source/folder-path.js";
import { once } from "../source/once.js";
import { type Place, pathOf, rangeOf, type TextRange, textFileOf } from "../source/place.js";
import { moduleOf, type ReadModule } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { isShared, linesAround } from "../source/yaml-anchors.js";
import { isOfRoles } from "./attached-roles.js";
import { grantsNothing, namesPolicy } from "./policy-mentions.js";
import { scannedModule } from "./scanned-modules.js";
import { bodyOf, type SourceUse } from "./source-use.js";
import { readsOtherState } from "./state-reads.js";
import { terragruntConsumers, terragruntReaders } from "./terragrunt-calls.js";

/** A value's name and the module in which it has that name. */
export interface Named {
  readonly name: string;
  readonly module: ReadModule;
  /** The key of the value, if it is in a local that is a map. */
  readonly part?: string | undefined;
  /** The key within the value of `part`. For the value of a file, a text that contains all keys leading to the place. */
  readonly inner?: string | undefined;
  /** The module whose state holds the value. */
  readonly writer?: ReadModule | undefined;
}

interface Step<T = Place> {
  readonly place: T;
  /** Whether the text is a policy's name or ARN, which matters only if something attaches the policy. */
  readonly isArn: boolean;
  readonly said?: SourceUse["said"];
}

/**
 * Everything that uses the text at a place, directly or through locals, data sources, modules whose source is available, or resources that
 * take their policy from it.
 * @param sibling a file of the run, for a place in a file that Terraform reads as text
 * @param mentions the places that name the policy by its name or ARN
 */
export function sourceUses(
  place: Place,
  sibling: TextFile | undefined,
  mentions: readonly SourceUse[],
  texts: readonly TextFile[],
): readonly SourceUse[] {
  const found: SourceUse[] = [];
  const seen = new Set<string>();
  const open: Step[] = [{ place, isArn: false }];
  const take = (use: Step<SourceUse>): void => {
    const isPassedOn =
      use.place.header[0] !== "resource" &&
      (use.said === undefined || isHcl(use.place.file)) &&
      namesOf(use.place, sibling).length > 0;
    if (!isPassedOn && (use.said === undefined || namesPolicy(use.place, use.said)))
      found.push({ ...use.place, said: use.said });
    if (isPassedOn || !use.isArn) open.push(use);
  };
  for (const mention of mentions)
    if (!grantsNothing(mention)) take({ place: mention, isArn: true, said: mention.said });
  for (const step of open) {
    for (const file of terragruntUses(step.place, texts))
      found.push({ kind: "range", file, start: 0, end: 0, header: [], block: "" });
    for (const one of namesOf(step.place, sibling)) {
      const named = !step.isArn && isDecodedIn(one, step.place) ? { ...one, inner: keysAround(place) } : one;
      const key = JSON.stringify([step.isArn, step.said, named.module.folder, named.name, named.part]);
      for (const use of seen.has(key) ? [] : countingUses(named, step)) take(use);
      seen.add(key);
    }
  }
  return found;
}

/** The Terragrunt files that pass on an output, or a file that Terraform reads as text. */
function terragruntUses(place: Place, texts: readonly TextFile[]): readonly TextFile[] {
  const file = textFileOf(place);
  const module = file && moduleOf(file);
  if (module) {
    const [type, name = ""] = wordsAt(place);
    return type === "output" ? terragruntConsumers(module.folder, name, texts) : [];
  }
  return file ? terragruntReaders(file.path, texts) : [];
}

/** The number of calls to the module that contains the file. */
export function callsOf(file: TextFile): number {
  const own = moduleOf(file);
  const folders = [...(own?.all.values() ?? [])].flatMap((other) => [...scannedModule(other).calls.values()]);
  return folders.filter((folder) => folder === own?.folder).length;
}

/** Direct and indirect calls of a module from folders that aren't checked. These may pass its resources to anyone. */
export function uncheckedCalls(
  called: ReadModule,
  checked: ReadonlySet<string>,
): readonly (readonly [string, string])[] {
  const reached = new Set([called.folder]);
  const found: (readonly [string, string])[] = [];
  for (const folder of reached)
    for (const caller of called.all.values()) {
      const { calls, composed } = scannedModule(caller);
      const isChecked = once(
        () => checked.has(caller.folder) || isExample(caller.folder, (one) => called.all.has(one)),
      );
      for (const [call, target] of calls) {
        if (target !== folder) continue;
        reached.add(caller.folder);
        // A root may call a module for each of thousands of roles, so its files are searched only for the calls that are reported.
        if (!composed.has(call) && isChecked()) continue;
        const file = caller.files.find(({ text }) => text.includes(`"${call}"`) && text.includes("module"));
        found.push([`module.${call}`, file?.path ?? caller.folder]);
      }
    }
  return found;
}

/** The names of the value at a place. */
export function namesOf(place: Place, sibling: TextFile | undefined): readonly Named[] {
  const file = textFileOf(place);
  const own = file === null ? undefined : moduleOf(file);
  const all = (own ?? (sibling && moduleOf(sibling)))?.all;
  if (file === null || all === undefined) return [];
  const base = file.path.split("/").at(-1) ?? "";
  const isOfValues = base.endsWith(".tfvars");
  if (own === undefined && !isOfValues) return [...all.values()].map((module) => ({ name: base, module }));
  const module = own ?? all.get(parentOf(file.path));
  if (module === undefined) return [];
  const [type = "", one = "", two = "", inner, last] = isOfValues ? ["variable", ...wordsAt(place)] : wordsAt(place);
  switch (type) {
    case "data":
      return [{ name: `data.${one}.${two}`, module }];
    case "resource":
      return [{ name: `${one}.${two}`, module }];
    case "locals":
      return [{ name: `local.${one}`, module, part: two || undefined, inner }];
    case "variable":
      return [{ name: `var.${one}`, module }];
    case "module": {
      const called = all.get(scannedModule(module).calls.get(one) ?? "none");
      return called === undefined ? [] : [{ name: `var.${two}`, module: called, part: inner, inner: last }];
    }
    case "output":
      return [...all.values()].flatMap((other) => {
        const calls = [...scannedModule(other).calls].filter(([, folder]) => folder === module.folder);
        const ofCalls = calls.map(([call]) => ({ name: `module.${call}.${one}`, module: other }));
        return [...ofCalls, ...outputsIn(other, module, one)];
      });
    default:
      return [];
  }
}

/**
 * The names of an output that another root reads from the state: alone, or as part of all outputs, perhaps through a local or an argument.
 */
function outputsIn(module: ReadModule, writer: ReadModule, part: string): readonly Named[] {
  const all = { name: "outputs", module, writer };
  const passed = (scannedModule(module).uses.get("outputs") ?? []).filter(
    (use) => isPassed(use) && !readsOtherState(use, module, writer),
  );
  const named = passed
    .flatMap((use) => namesOf(use, undefined))
    .map((one) => ({ ...one, part: one.part ?? part, writer }));
  return [{ ...all, name: `outputs.${part}` }, all, ...named];
}

function isPassed({ header: [type = ""] }: SourceUse): boolean {
  return type === "locals" || type === "module";
}

/** The block's type and labels, the attribute's name, and in a map, the keys. */
function wordsAt(place: Place): readonly string[] {
  if (place.kind === "node") return pathOf(place).filter((step) => typeof step === "string");
  const range = rangeOf(place);
  return range === null ? [] : wordsIn(range.file.text, bodyOf(range.file), range);
}

function wordsIn(text: string, { blocks, attributes }: HclBody, range: TextRange): readonly string[] {
  const block = around(blocks, range);
  if (block !== undefined) return [...block.header, ...wordsIn(text, bodyWithin(text, block.body, 0), range)];
  const { name, value } = around(attributes, range) ?? {};
  if (name === undefined || value === undefined) return [];
  if (text[value.start] === "{") return [name, ...wordsIn(text, bodyWithin(text, value, 1), range)];
  // In a list of objects, the list's own key follows.
  const [, key] = value.start < range.start ? (KEY_BEFORE.exec(text.slice(value.start, range.start)) ?? []) : [];
  return [name, key ?? []].flat();
}

const KEY_BEFORE = /([\w-]{1,99})"?\s{0,9}[=:]\s{0,9}$/;

const bodies = new WeakMap<TextRange, HclBody>();

/** The body without its braces. It is cached, because each value of a long block may refer to the previous one. */
function bodyWithin(text: string, range: TextRange, braces: number): HclBody {
  const body = bodies.get(range) ?? readBody(text, { start: range.start + braces, end: range.end - braces });
  bodies.set(range, body);
  return body;
}

/** The element that contains the range. The elements are in order. */
function around<T extends TextRange>(all: readonly T[], { start, end }: TextRange): T | undefined {
  let [from, to] = [0, all.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((all[middle]?.start ?? 0) <= start) from = middle + 1;
    else to = middle;
  }
  const one = all[from - 1];
  return one !== undefined && end <= one.end ? one : undefined;
}

/** Whether a local is the decoded content of a file, or a value in it. */
function isDecodedIn({ name }: Named, place: Place): boolean {
  if (place.kind !== "range") return false;
  const before = place.file.text.slice(0, place.start).slice(-200);
  return name === `local.${/(?<![\w-])([\w-]+) {0,99}= \w{4}decode\(file\("[^"]*$/.exec(before)?.[1]}`;
}

/** Matches the first key of a list's item, if its value is on the line, so that it doesn't lead to the lines below. */
const FIRST_KEY = /^\s*-\s+[\w-]+:\s+[\w"'].*/;

/** A text with all keys that lead to a place in YAML or JSON, and perhaps other keys. */
function keysAround(place: Place): string {
  if (place.kind !== "range") return String(wordsAt(place));
  const { file, start } = place;
  return isShared(file, start)
    ? file.text
    : linesAround(file, start)
        .map((line) => line.replace(FIRST_KEY, ""))
        .join();
}

/** Matches `for_each` with a map, or with a list of objects as a map, as in `{ for r in local.roles : r.name => r }`. `@` is the name. */
const EACH =
  /\bfor_each\s*=\s*(?:@|\{\s*for\s+(?:[\w-]+,\s*)?([\w-]+)\s+in\s+@[\w.-]*\s*:\s*(?:\1\.[\w-]+|(?:tostring\()?[\w-]+\)?)\s*=>\s*\1(?:\.[\w-]+)?\s*(?:\sif\s[^{}\n]{1,99})?\})/;

/** The places where the name is used. */
export function usesOf({ name, module, part, inner, writer }: Named): readonly SourceUse[] {
  // A block with `for_each` may use only the map's keys, or only other attributes of its values.
  const key = inner ?? part;
  const isOfEach = ({ file: { text }, start, end, block }: SourceUse): boolean =>
    key !== undefined &&
    EACH.test(`${text.slice(Math.max(0, start - 99), start)}@${text.slice(end, end + 200)}`) &&
    [...block.matchAll(/\beach\.value\b(?:\.([\w-]+))?/g)].every(
      ([, used]) => used !== undefined && !key.includes(used),
    );
  return (scannedModule(module).uses.get(name) ?? []).filter((use) => {
    if (
      isOfEach(use) ||
      (name === "outputs" && isPassed(use)) ||
      (writer !== undefined && readsOtherState(use, module, writer))
    )
      return false;
    const [, dotted, quoted] = /^(?:\.([\w-]+)|\["([^"]+)"\])/.exec(behind(use)) ?? [];
    return part === undefined || (dotted ?? quoted ?? part) === part;
  });
}

/** The places where the name is used in a way that may grant a permission. */
function countingUses(named: Named, { isArn: wasArn, said }: Step): readonly Step<SourceUse>[] {
  const { name } = named;
  // Every attribute of a resource except its policy text counts as its name or ARN.
  const isOfText = (use: SourceUse): boolean =>
    !/^aws_|\//.test(name) || /^(?:\[[^[\]\n]*\])?\.(?:assume_role_policy|inline_policy|policy)\b/.test(behind(use));
  return usesOf(named)
    .map((place) => ({
      place,
      isArn: wasArn || !isOfText(place),
      // A value that another root reads from a state is known only as an ARN, so the root's roles aren't known to have the policy.
      said: name.startsWith("data.aws_iam_policy.") || (wasArn && named.writer) ? "arn" : said,
    }))
    .filter(
      (use) =>
        !use.isArn ||
        !(/^aws_(?!iam_policy\.)/.test(name) || grantsNothing(use.place) || (!use.said && isOfRoles(use.place))),
    );
}

function behind({ file, end }: SourceUse): string {
  return file.text.slice(end, end + 200);
}
