import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { isSeveral } from "../terraform-plan/expressions/collection-functions.js";
import { roundsOf } from "../terraform-plan/expressions/rounds.js";
import type { SourceAttribute, SourceBlock } from "../terraform-plan/source/source-block.js";

export type Bound = ReadonlyMap<string, Node>;

/** A nested block, with what its dynamic blocks call their elements. */
export interface BoundBlock {
  readonly block: SourceBlock;
  readonly bound: Bound;
}

/** What an attribute gives where some names are bound. */
export type ReadBound = (attribute: SourceAttribute, bound: Bound) => Node | null;

/** The blocks of a type; null stands for those of a dynamic block whose number is not known. */
export function nestedBlocks(
  { block, bound }: BoundBlock,
  type: string,
  read: ReadBound,
): readonly (BoundBlock | null)[] {
  return block.nested(type).flatMap(({ block: nested, dynamic }): readonly (BoundBlock | null)[] => {
    if (dynamic === null) return [{ block: nested, bound }];
    const over = dynamic.forEach === null ? null : read(dynamic.forEach, bound);
    const rounds = over === null ? null : roundsOf(over);
    if (rounds === null || rounds.some(({ value }) => isSeveral(value))) return [null];
    return rounds.map(({ key, value }) => ({
      block: nested,
      bound: new Map([...bound, [dynamic.iterator, element(key, value, nested.place, dynamic.iterator)]]),
    }));
  });
}

function element(key: Node | null, value: Node, place: Place, name: string): Node {
  const known: Node = key ?? { kind: "unresolved", place, expression: `${name}.key` };
  const entries = Object.entries({ key: known, value }).map(([part, node]) => ({
    key: part,
    keyPlace: place,
    value: node,
  }));
  return { kind: "map", place, entries };
}
