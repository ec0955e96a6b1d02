import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { isSeveral } from "../terraform/expressions/collection-functions.js";
import { elementsIn } from "../terraform/expressions/elements.js";
import { iterationsOf } from "../terraform/expressions/iterations.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import { shortened } from "./source-root.js";

export type Bound = ReadonlyMap<string, Node>;

/** A nested block, with the values of the iterators of enclosing dynamic blocks. */
export interface BoundBlock {
  readonly block: SourceBlock;
  readonly bound: Bound;
  /** Set if a dynamic block creates an unknown number of blocks: the reason, or null if Terraform rejects it. */
  readonly open?: Node | null;
}

/** Evaluates an attribute with some names bound to values. */
export type ReadBound = (attribute: SourceAttribute, bound: Bound) => Node | null;

/** The nested blocks of a type. If a dynamic block creates an unknown number of blocks, a single one represents all of them. */
export function nestedBlocks({ block, bound }: BoundBlock, type: string, read: ReadBound): readonly BoundBlock[] {
  return block.nested(type).flatMap(({ block: nested, dynamic }): readonly BoundBlock[] => {
    if (dynamic === null) return [{ block: nested, bound }];
    const { forEach, iterator } = dynamic;
    const over = forEach === null ? null : read(forEach, bound);
    const rounds = over === null ? null : iterationsOf(over);
    if (rounds === null || rounds.some(({ value }) => isSeveral(value))) {
      const of = (part: "key" | "value"): Node => ({
        ...{ kind: "unresolved", place: nested.place, expression: `${iterator}.${part}` },
        mayBe: elementsIn(over, part),
      });
      const made = new Map([...bound, [iterator, element(of("key"), of("value"), nested.place, iterator)]]);
      return [{ block: nested, bound: made, open: openOf(over, forEach) }];
    }
    return rounds.map(({ key, value }) => ({
      block: nested,
      bound: new Map([...bound, [iterator, element(key, value, nested.place, iterator)]]),
    }));
  });
}

function openOf(over: Node | null, forEach: SourceAttribute | null): Node | null {
  if (over === null || forEach === null || over.kind === "scalar") return null;
  const { place, expression } =
    over.kind === "unresolved" ? over : { ...over, expression: shortened(forEach.expression) };
  return over.kind === "unresolved" && over.fails ? null : { kind: "unresolved", place, expression };
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
