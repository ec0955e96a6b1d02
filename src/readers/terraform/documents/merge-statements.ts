import { entryOf, type Node } from "../../../source/node.js";

/**
 * Merges statements like `data.aws_iam_policy_document`: first the source documents, then the block's own statements,
 * then the overriding documents. A statement replaces an earlier one with the same Sid; a statement without a Sid is
 * added. If a Sid or a whole document is unknown, it is also unknown which statements it replaces.
 */
export function mergeStatements(sources: readonly Node[], later: readonly (readonly Node[])[]): readonly Node[] {
  const merged = new Merged(sources);
  for (const document of later) merged.add(document);
  return merged.statements;
}

class Merged {
  readonly statements: Node[];
  private readonly bySid = new Map<string, number>();

  constructor(sources: readonly Node[]) {
    this.statements = [...sources];
    for (const [at, statement] of sources.entries()) this.note(statement, at);
  }

  add(document: readonly Node[]): void {
    for (const statement of document) {
      const sid = sidOf(statement);
      if (sid === UNKNOWN) this.doubtWhere((other) => other !== null, statement);
      const at = sid === null || sid === UNKNOWN ? undefined : this.bySid.get(sid);
      if (at !== undefined) this.statements[at] = statement;
      else {
        if (sid !== null && sid !== UNKNOWN) this.doubtWhere((other) => other === UNKNOWN, statement);
        this.note(statement, this.statements.push(statement) - 1);
      }
    }
  }

  private note(statement: Node, at: number): void {
    const sid = sidOf(statement);
    if (sid !== null && sid !== UNKNOWN && !this.bySid.has(sid)) this.bySid.set(sid, at);
  }

  private doubtWhere(matches: (sid: string | typeof UNKNOWN | null) => boolean, by: Node): void {
    for (const [at, statement] of this.statements.entries()) {
      if (statement.kind !== "map" || !matches(sidOf(statement))) continue;
      const expression = by.kind === "unresolved" ? by.expression : "an overriding statement whose Sid is unknown";
      this.statements[at] = { kind: "unresolved", place: statement.place, expression, mayBe: [statement] };
    }
  }
}

const UNKNOWN = Symbol("a Sid that is unknown");

/** A statement's Sid. Returns null if it has none. An entirely unknown statement may have any Sid. */
function sidOf(statement: Node): string | typeof UNKNOWN | null {
  if (statement.kind === "unresolved") return UNKNOWN;
  const sid = statement.kind === "map" ? entryOf(statement, "Sid")?.value : undefined;
  if (sid === undefined) return null;
  if (sid.kind !== "scalar") return UNKNOWN;
  return sid.value === null || sid.value === "" ? null : String(sid.value);
}
