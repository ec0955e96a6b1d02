import { entryOf, type MapNode, type Node, showText, textOf } from "../source/node.js";
import { type Place, pathOf, rangePlace } from "../source/place.js";
import { chosenStatement, isChoice, possibleStatements } from "./choices.js";
import { documentSize } from "./document-size.js";
import { GrammarProblems } from "./grammar-problems.js";
import type { GrammarProblem, PolicyDocument, Statement, UnresolvedPart } from "./model.js";
import { type ParsedStatement, parseStatement } from "./parse-statement.js";
import { isWrittenText, reportKeys, shown } from "./policy-keys.js";
import { deniesIn, underUnknownCondition } from "./uncertain-denies.js";

/** The purpose of a document. It decides which elements it must and must not have. `managed` is an identity policy, too. */
export type PolicyUse = "identity" | "managed" | "trust" | "resource";

const KEYS = ["Version", "Id", "Statement"];

const STATEMENT_HELP = "write an object with Effect, Action, and Resource";

/** Facts about a document that accumulate as it is read. */
interface Reading {
  readonly use: PolicyUse;
  readonly problems: GrammarProblems;
  readonly statements: Statement[];
  readonly unresolved: UnresolvedPart[];
}

/**
 * Reads a policy document. Anything that breaks the grammar becomes a problem, and never creates a grant: a faulty Allow grants nothing,
 * and a faulty Deny still applies, with its invalid parts unknown.
 */
export function parsePolicyDocument(node: Node, use: PolicyUse): PolicyDocument {
  return lazyDocument(node.place, () => readDocument(node, use));
}

/**
 * Reads a document when it is first needed. For most roles of a repository, the trust policy alone shows that they aren't worker roles, so
 * their other policies are never read.
 *
 * @param place null for the document's own
 */
export function lazyDocument(place: Place | null, read: () => PolicyDocument): PolicyDocument {
  return new LazyDocument(place, read);
}

const PARTS = {
  version: true,
  statements: true,
  unresolved: true,
  problems: true,
  versionFault: true,
  size: true,
} satisfies Record<Exclude<keyof PolicyDocument, "place">, true>;

/**
 * All objects share the accessors, which are nevertheless own properties of each object, so that a spread copies them. An object literal
 * would create new accessors, about 2 kB for each document of each variant of a template's roles.
 */
class LazyDocument implements PolicyDocument {
  declare readonly place: Place;
  declare readonly version: PolicyDocument["version"];
  declare readonly statements: readonly Statement[];
  declare readonly unresolved: readonly UnresolvedPart[];
  declare readonly problems: readonly GrammarProblem[];
  declare readonly size: number | null;
  readonly #place: Place | null;
  readonly #read: () => PolicyDocument;
  #known: PolicyDocument | undefined;

  constructor(place: Place | null, read: () => PolicyDocument) {
    this.#place = place;
    this.#read = read;
    Object.defineProperties(this, LazyDocument.#accessors);
  }

  static readonly #accessors: PropertyDescriptorMap = {
    ...Object.fromEntries(Object.keys(PARTS).map((part) => [part, LazyDocument.#accessor(part as keyof typeof PARTS)])),
    place: {
      enumerable: true,
      get(this: LazyDocument) {
        return this.#place ?? this.#whole.place;
      },
    },
  };

  static #accessor(part: keyof typeof PARTS): PropertyDescriptor {
    return {
      enumerable: true,
      get(this: LazyDocument) {
        return this.#whole[part] ?? null;
      },
    };
  }

  get #whole(): PolicyDocument {
    this.#known ??= this.#read();
    return this.#known;
  }
}

function readDocument(node: Node, use: PolicyUse): PolicyDocument {
  const reading: Reading = { use, problems: new GrammarProblems(), statements: [], unresolved: [] };
  let version: PolicyDocument["version"] = "2008-10-17";
  let versionFault: GrammarProblem | null = null;
  let size: { readonly characters: number | null } | undefined;
  if (isLeftOpen(node, reading)) {
    // Nothing else in an unknown document can be read.
    version = isChoice(node) && node.mayBe.some(isCurrent) ? "2012-10-17" : version;
  } else if (node.kind === "map") {
    reportKeys(node, KEYS, "a policy document", reading.problems);
    reportId(node, reading);
    version = readVersion(node, reading);
    versionFault = managedVersionFault(node);
    readStatements(node, reading);
  } else {
    const help = "write an object with Version and Statement";
    reading.problems.add(node.place, `a policy document must be an object, not ${describeNode(node)}`, help);
  }
  return {
    place: node.place,
    version,
    statements: reading.statements,
    unresolved: reading.unresolved,
    get problems() {
      return [
        ...repeatedIn(node).all(),
        ...(use === "managed" && versionFault !== null ? [versionFault] : []),
        ...reading.problems.all(),
      ];
    },
    versionFault,
    get size() {
      size ??= { characters: documentSize(node) };
      return size.characters;
    },
  };
}

/** Repeated keys that were lost when the document's file was parsed. */
function repeatedIn({ place }: Node): GrammarProblems {
  const problems = new GrammarProblems();
  const repeated = place.kind === "node" ? (place.document.repeatedKeys?.() ?? []) : [];
  if (place.kind !== "node" || repeated.length === 0) return problems;
  const root = pathOf(place);
  for (const { path, key, start, end } of repeated) {
    if (!root.every((step, index) => path[index] === step)) continue;
    addRepeated(key, rangePlace(place.document.file, start, end), problems);
  }
  return problems;
}

function addRepeated(key: string, place: Place, problems: GrammarProblems): void {
  problems.add(place, `"${shown(key)}" occurs twice in one object, which AWS rejects`, "merge the two");
}

function isCurrent(document: Node): boolean {
  if (isChoice(document)) return document.mayBe.some(isCurrent);
  const version = document.kind === "map" ? entryOf(document, "Version") : undefined;
  return version !== undefined && textOf(version.value) === "2012-10-17";
}

/** Whether the node is unknown. The Deny statements written in it are kept, but are not certain. */
function isLeftOpen(node: Node, reading: Reading): boolean {
  const { use, unresolved, statements } = reading;
  const unknown = unresolvedNode(node);
  if (unknown === null) return false;
  const possible = isChoice(node) ? possibleStatements(node) : null;
  const isKnown = possible?.every((one) => one.kind === "map") === true;
  const all = isKnown ? possible : deniesIn(node.kind === "unresolved" ? node.mayBe : []);
  const parsed = all.flatMap((one) => readKnown(one, use).parsed);
  unresolved.push(...(isKnown ? parsed.filter((one) => one.kind === "unresolved") : [unknown]));
  statements.push(...underUnknownCondition(statementsIn(parsed), unknown.expression));
  return true;
}

function unresolvedNode(node: Node): UnresolvedPart | null {
  if (node.kind === "unresolved") return node;
  if (node.kind === "partial") return { kind: "unresolved", expression: showText(node), place: node.place };
  return null;
}

function reportId(document: MapNode, { problems }: Reading): void {
  const entry = entryOf(document, "Id");
  if (entry === undefined || isWrittenText(entry.value)) return;
  problems.add(entry.value.place, "Id must be a string", "write a string in double quotes, or remove the Id");
}

/** AWS's error for a managed policy with a different version: "Policy document must be version 2012-10-17 or greater" (CreatePolicy). */
const OLD_VERSION = "a managed policy needs Version 2012-10-17";

function managedVersionFault(document: MapNode): GrammarProblem | null {
  const entry = entryOf(document, "Version");
  const fault = (place: Place, what: string, help: string) => ({ place, message: `${OLD_VERSION}, ${what}`, help });
  if (entry === undefined) return fault(document.place, "and this one has none", 'add "Version": "2012-10-17"');
  const text = textOf(entry.value);
  return text === "2008-10-17" ? fault(entry.value.place, `not ${text}`, 'write "2012-10-17"') : null;
}

function readVersion(document: MapNode, { problems }: Reading): PolicyDocument["version"] {
  const entry = entryOf(document, "Version");
  if (entry === undefined) return "2008-10-17";
  const text = textOf(entry.value);
  if (text === "2012-10-17" || text === "2008-10-17") return text;
  if (text === undefined || typeof text === "string") {
    const written = text === undefined ? describeNode(entry.value) : `"${text}"`;
    problems.add(entry.value.place, `Version is ${written}, which IAM does not support`, 'write "2012-10-17"');
  }
  return "2012-10-17";
}

function readStatements(document: MapNode, reading: Reading): void {
  const entry = entryOf(document, "Statement");
  if (entry === undefined) {
    reading.problems.add(document.place, "the policy document has no Statement", "add a Statement list");
    return;
  }
  const { value } = entry;
  if (isLeftOpen(value, reading)) return;
  const items = value.kind === "list" ? value.items : [value];
  if (items.length === 0) reading.problems.add(value.place, "the Statement list is empty", "add a statement");
  const sids = new Set<string>();
  for (const item of items) readStatement(item, sids, reading);
}

function readStatement(node: Node, sids: Set<string>, reading: Reading): void {
  if (isLeftOpen(node, reading)) return;
  if (node.kind !== "map") {
    reading.problems.add(node.place, `a statement must be an object, not ${describeNode(node)}`, STATEMENT_HELP);
    return;
  }
  const all = statementsOf(node, reading);
  reading.unresolved.push(...all.filter((one) => one.kind === "unresolved"));
  reading.statements.push(...statementsIn(all));
  const [first] = all;
  const sid = first?.kind === "statement" ? first.statement.sid : null;
  // AWS treats an empty Sid like a missing one: Terraform's provider wrote one in each statement (terraform-provider-aws#28537).
  if (sid === null || sid === "") return;
  if (sids.has(sid)) reading.problems.add(node.place, `two statements have the Sid "${sid}"`, "make each Sid unique");
  sids.add(sid);
}

interface KnownStatement {
  readonly parsed: readonly ParsedStatement[];
  readonly problems: GrammarProblems;
}

/** Most statements are the same node in all variants of a role. They also share the parsed statement and its faults. */
const known: Record<PolicyUse, WeakMap<MapNode, KnownStatement>> = {
  identity: new WeakMap(),
  managed: new WeakMap(),
  trust: new WeakMap(),
  resource: new WeakMap(),
};

function statementsOf(node: MapNode, { use, problems }: Reading): KnownStatement["parsed"] {
  const before = known[use].get(node) ?? readKnown(node, use);
  known[use].set(node, before);
  problems.addAll(before.problems.all());
  return before.parsed;
}

function readKnown(node: MapNode, use: PolicyUse): KnownStatement {
  const problems = new GrammarProblems();
  const chosen = chosenStatement(node);
  if (chosen === null) return { parsed: read(node, use, problems), problems };
  // Faults of an alternative aren't reported, because it may never be chosen.
  read(node, use, problems);
  const quietly = (one: MapNode) => read(one, use, new GrammarProblems());
  const possible = chosen.perhaps.flatMap((one) =>
    quietly(one.node).map((parsed) => (parsed.kind === "statement" ? inDoubt(parsed, one.choice.expression) : parsed)),
  );
  return { parsed: [...(chosen.always === null ? [] : quietly(chosen.always)), ...possible], problems };
}

function inDoubt(parsed: KnownStatement["parsed"][number] & { kind: "statement" }, why: string): typeof parsed {
  const [statement = parsed.statement] = underUnknownCondition([parsed.statement], why);
  return { ...parsed, statement };
}

function statementsIn(parsed: readonly ParsedStatement[]): readonly Statement[] {
  return parsed.flatMap((one) => (one.kind === "statement" ? one.statement : []));
}

function read(node: MapNode, use: PolicyUse, problems: GrammarProblems): readonly ParsedStatement[] {
  const parsed = parseStatement(node, use, problems);
  return parsed === null ? [] : [parsed];
}

/** Describes a node for a message: `a list`, `the number 5`. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case "list":
      return "a list";
    case "map":
      return "an object";
    case "partial":
    case "unresolved":
      return `the unknown value ${showText(node)}`;
    case "scalar":
      if (node.value === null) return "null";
      return typeof node.value === "string" ? "a string" : `the ${typeof node.value} ${node.value}`;
  }
}
